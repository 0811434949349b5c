"""The data set as files: CSV, JSON Lines, Parquet or a workbook, with schema, dictionary, rights and quality.

The same database gives the same bytes, on any day: rows are sorted, every time comes from the data.
"""
