"""Is this link worth following, is it a report: pure functions of a page, a link's text, and what led to it."""
