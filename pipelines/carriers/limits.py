"""How much a file may ask of us. A real report is a thousandth of each of these."""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024  # a file, and a part of a zip after inflation
MAX_PAGES = 400  # of a PDF; the longest real report has about sixty
MAX_SLOTS = 400_000  # grid slots, over all tables of a file
MAX_COLSPAN = 1000  # what browsers clamp to, too
MAX_BLOCKS = 200_000  # paragraphs and grids of a file
MAX_TEXT = 1_000_000  # characters of a file's paragraphs and cells
MAX_PAGE_CHARS = 100_000  # characters on one PDF page
MAX_PAGE_OBJECTS = 200_000  # objects drawn on one PDF page, forms unfolded
MAX_FORM_DEPTH = 8  # PDF form XObjects within each other
MAX_MEMBERS = 1000  # of an archive, those of the archives in it included
MAX_NESTED_ARCHIVES = 2  # archives within each other, below the outermost
MAX_SHEETS = 200  # of a workbook
MAX_SHEET_ROWS = 20_000  # filled ones of a sheet
MAX_TABLE_DEPTH = 30  # tables, or text boxes, within each other
