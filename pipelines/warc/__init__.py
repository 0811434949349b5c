"""WARC 1.1 (ISO 28500) and WACZ 1.1.1 files, written and read."""
