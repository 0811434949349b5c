"""An Excel workbook, a sheet a table (more, where a table is longer than a sheet), in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from pipelines.dataset.tables import Column
from pipelines.dataset.values import plain

MAX_ROWS = 1_048_576  # of a sheet, its heading included
MAX_TEXT = 32_767  # characters of a cell
EXACT = 15  # digits that Excel keeps of a number
CUT = "…〔此处截断，原文共 {} 字 / cut here, {} characters in all〕"


class Workbook:
    """Writes one file. Text is always text: never a formula, a link or a number."""

    def __init__(self, path: Path, made: datetime) -> None:
        # big files among the temporary ones would fill another disk than the one that was named
        options = {"constant_memory": True, "tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd"}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": made.replace(tzinfo=None), "title": "gongkai"})
        self._book.use_zip64()
        self._bold = self._book.add_format(
            {"bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "valign": "top"}
        )
        self._wrap = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._open = True

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> tuple[int, list[str]]:
        """A table as sheets `name`, `name (2)` …; returns its rows and the names of its sheets."""
        iterator, count, sheets = iter(rows), 0, list[str]()
        while True:
            first = next(iterator, None)
            if sheets and first is None:
                return count, sheets
            sheets.append(name if not sheets else f"{name} ({len(sheets) + 1})")
            part = islice(iterator, MAX_ROWS - 2)
            count += self._sheet(sheets[-1], columns, chain([first], part) if first is not None else iter(()))
            if first is None:
                return count, sheets

    def text(self, name: str, lines: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
        """A sheet for people: rows of text; a row of one field is a heading, or a paragraph."""
        sheet = self._book.add_worksheet(name)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        for at, line in enumerate(lines):
            for number, said in enumerate(line):
                self._string(sheet, at, number, said, self._wrap if len(line) > 1 else None)

    def close(self) -> None:
        """Put the file together. OSError when there is no room for it."""
        self._open = False
        try:
            self._book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from None

    def discard(self) -> None:
        """Let go of a file that will not be finished, and of its temporary files."""
        if self._open:
            for sheet in self._book.worksheets():
                sheet.row_data_fh.close()
                Path(sheet.row_data_filename).unlink(missing_ok=True)
            self._book.fileclosed = True

    def _sheet(self, name: str, columns: Sequence[Column], rows: Iterator[Sequence[Any]]) -> int:
        sheet, at = self._book.add_worksheet(name), 0
        for number, column in enumerate(columns):
            sheet.set_column(number, number, min(40, max(10, 2 * len(column.heading) + 2)))
        for number, column in enumerate(columns):
            sheet.write_string(0, number, column.heading, self._bold)
        sheet.freeze_panes(1, 0)
        for at, row in enumerate(rows, 1):
            for number, value in enumerate(row):
                self._cell(sheet, at, number, value)
        sheet.autofilter(0, 0, at, len(columns) - 1)
        return at

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, date) and not isinstance(value, datetime):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a day
        elif isinstance(value, int | float | Decimal) and _exact(value):
            sheet.write_number(row, column, value)
        else:
            self._string(sheet, row, column, plain(value), None)

    def _string(self, sheet: Worksheet, row: int, column: int, said: str, how: Any) -> None:
        if len(said) > MAX_TEXT:
            cut = CUT.format(len(said), len(said))
            said = said[: MAX_TEXT - len(cut)] + cut
        sheet.write_string(row, column, said, how)


def _exact(value: float | Decimal) -> bool:
    """Whether Excel keeps all digits of this number."""
    return isinstance(value, float) or len(plain(value).lstrip("-0.").replace(".", "")) <= EXACT
