"""`make discovery`: what the walker finds on every replica with nothing but a URL, and what it costs."""
