"""Workbooks by openpyxl: numbers as numbers or as text, merged cells, one sheet or several, totals as formulas."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from tests.corpus.labels import APPLICANTS
from tests.corpus.model import Box, Draft, Table, Text


def write_sheet(draft: Draft, path: Path) -> Path:
    """Write an .xlsx. Options: `sheets` (one a table), `as_text`, `formulas`, `offset` (a margin), `printed`."""
    openpyxl: Any = importlib.import_module("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "年度报告"
    row = column = 1 + int(draft.options.get("offset", 0))
    for block in draft.blocks:
        if isinstance(block, Text):
            sheet.cell(row, column, block.text)
            if draft.options.get("printed"):
                _wrap(sheet, row, len(block.text))
            row += 1
            continue
        if draft.options.get("sheets"):
            sheet = book.create_sheet({"applications": "申请", "review": "复议诉讼"}.get(block.name, "主动公开"))
            row = 1
        row = _table(sheet, block, row, column, draft) + 1
    if draft.options.get("printed"):
        _for_printing(sheet)
    book.save(path)
    return path


def _wrap(sheet: Any, row: int, length: int) -> None:
    """A paragraph across the page."""
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=15)
    sheet.row_dimensions[row].height = 15 * (1 + length // 48)


def _for_printing(sheet: Any) -> None:
    """One page wide, all columns alike, long labels wrapped."""
    alignment = importlib.import_module("openpyxl.styles").Alignment(wrap_text=True, vertical="center")
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = alignment
    for letter in "ABCDEFGHIJKLMNO":
        sheet.column_dimensions[letter].width = {"A": 14, "B": 14, "C": 40}.get(letter, 9)
    sheet.sheet_properties.pageSetUpPr = importlib.import_module(
        "openpyxl.worksheet.properties"
    ).PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = 9, 0
    sheet.print_options.gridLines = True


def _table(sheet: Any, table: Table, top: int, left: int, draft: Draft) -> int:
    for r, c, box in table.placed():
        if draft.options.get("printed") and box.colspan == box.rowspan == 1 and len(box.text) > 4:
            sheet.row_dimensions[top + r].height = 15 * (1 + len(box.text) // (18 if c == 2 else 4))
        sheet.cell(top + r, left + c, _content(box, draft))
        if box.rowspan > 1 or box.colspan > 1:
            sheet.merge_cells(
                start_row=top + r,
                start_column=left + c,
                end_row=top + r + box.rowspan - 1,
                end_column=left + c + box.colspan - 1,
            )
        if (
            draft.options.get("formulas")
            and (box.code or "").startswith("applications.")
            and (box.code or "").endswith(".total")
        ):
            first = sheet.cell(top + r, left + c - len(APPLICANTS) + 1).coordinate
            last = sheet.cell(top + r, left + c - 1).coordinate
            sheet.cell(top + r, left + c).value = f"=SUM({first}:{last})"
    return top + len(table.rows)


def _content(box: Box, draft: Draft) -> str | int | float | None:
    if box.kind == "value" and not draft.options.get("as_text"):
        try:
            return float(box.text) if "." in box.text else int(box.text)
        except ValueError:
            pass  # a dash, a unit, a note: text, as the office typed it
    return box.text or None
