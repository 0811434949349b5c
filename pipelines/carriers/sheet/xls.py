"""Workbooks of Excel 97–2003 and before (.xls, and .et of WPS): records read by xlrd."""

from __future__ import annotations

import io
from typing import Any

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from pipelines.carriers.limits import MAX_SHEETS
from pipelines.carriers.sheet.model import Sheet
from pipelines.carriers.sheet.numbers import shown
from pipelines.document import CarrierError

_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(6)
_SIDES = ("left_line_style", "right_line_style", "top_line_style", "bottom_line_style")


def read_xls(body: bytes) -> list[Sheet]:
    """All sheets, hidden ones marked. Raises CarrierError: corrupt, encrypted, too_complex."""
    book = _open(body)
    if book.nsheets > MAX_SHEETS:
        raise CarrierError("too_complex", f"the workbook has {book.nsheets} sheets, more than {MAX_SHEETS}")
    return [_sheet(book, sheet) for sheet in book.sheets()]


def _open(body: bytes) -> Any:
    try:
        return xlrd.open_workbook(
            file_contents=body, formatting_info=True, ragged_rows=True, logfile=io.StringIO(),
            ignore_workbook_corruption=True,  # what some exporters write: a sector used twice
        )  # fmt: skip
    except (XLRDError, CompDocError) as error:
        if "encrypted" in str(error).lower():
            message = "the workbook is protected by a password; ask its publisher for an open copy"
            raise CarrierError("encrypted", message) from error
        raise CarrierError("corrupt", f"the workbook is damaged ({error}); fetch it again") from error
    except Exception as error:  # a broken file may break the reader anywhere
        message = f"the workbook is damaged ({type(error).__name__}: {error}); fetch it again"
        raise CarrierError("corrupt", message) from error


def _sheet(book: Any, stored: Any) -> Sheet:
    sheet = Sheet(stored.name, hidden=stored.visibility != 0)
    # xlrd's ranges end past their last row and column.
    sheet.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in stored.merged_cells]
    sheet.hidden_rows = {row for row, info in stored.rowinfo_map.items() if info.hidden}
    sheet.hidden_cols = {col for col, info in stored.colinfo_map.items() if info.hidden}
    for row in range(stored.nrows):
        for col in range(stored.row_len(row)):
            cell = stored.cell(row, col)
            if cell.ctype != _EMPTY:
                sheet.put(row, col, _text(book, cell), framed=_is_framed(book, cell.xf_index))
    return sheet


def _text(book: Any, cell: Any) -> str:
    if cell.ctype in (_NUMBER, _DATE):
        style = _style(book, cell.xf_index)
        form = None if style is None else book.format_map.get(style.format_key)
        return shown(cell.value, form.format_str if form else "", since_1904=book.datemode == 1)
    if cell.ctype == _BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == _ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    if cell.ctype == _TEXT:
        return str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
    return ""


def _style(book: Any, index: int | None) -> Any:
    return book.xf_list[index] if index is not None and 0 <= index < len(book.xf_list) else None


def _is_framed(book: Any, index: int | None) -> bool:
    style = _style(book, index)
    return style is not None and any(getattr(style.border, side, 0) for side in _SIDES)
