"""Is this link worth following, is it a report: pure functions of a page, a link's text, and what led to it."""

from crawler.discovery.extract import links, script_files
from crawler.discovery.links import Score, column_year, is_candidate, is_column, score_link

__all__ = ["Score", "column_year", "is_candidate", "is_column", "links", "score_link", "script_files"]
