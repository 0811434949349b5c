"""OpenDocument spreadsheets (.ods, and .fods in one XML file)."""

from __future__ import annotations

from lxml import etree

from pipelines.carriers.limits import MAX_SHEETS
from pipelines.carriers.odf.package import OpenDocument, StyleProperties, open_document
from pipelines.carriers.odf.tables import MAX_COLS, MAX_ROWS, Cell, cells_of, hidden_columns, rows_of
from pipelines.carriers.odf.text import read_line
from pipelines.carriers.ooxml import attribute, local
from pipelines.carriers.sheet.model import Sheet
from pipelines.carriers.sheet.numbers import plain
from pipelines.document import CarrierError

_SIDES = ("border", "border-top", "border-bottom", "border-left", "border-right")


def read_ods(body: bytes, media_type: str) -> list[Sheet]:
    """All sheets, hidden ones marked. Raises CarrierError: corrupt, encrypted, too_large, too_complex."""
    document = open_document(body, media_type)
    tables = [element for element in document.body if local(element) == "table"]
    if len(tables) > MAX_SHEETS:
        raise CarrierError("too_complex", f"the workbook has {len(tables)} sheets, more than {MAX_SHEETS}")
    reader = _Reader(document)
    return [reader.sheet(table) for table in tables]


class _Reader:
    def __init__(self, document: OpenDocument) -> None:
        self._cells = StyleProperties(document, "table-cell")
        self._tables = StyleProperties(document, "table")
        self._framed: dict[str | None, bool] = {}

    def sheet(self, table: etree._Element) -> Sheet:
        hidden = self._tables.get(attribute(table, "style-name"), "display") == "false"
        sheet = Sheet(attribute(table, "name") or "", hidden=hidden, hidden_cols=hidden_columns(table))
        row = 0
        for entry in rows_of(table):
            cells = [cell for cell in cells_of(entry.element) if self._is_something(cell)]
            if cells:  # a repetition of nothing fills the sheet to its end
                for index in range(row, row + entry.count):
                    self._row(sheet, index, cells)
                    if entry.hidden:
                        sheet.hidden_rows.add(index)
            row = min(row + entry.count, MAX_ROWS)
        return sheet

    def _row(self, sheet: Sheet, row: int, cells: list[Cell]) -> None:
        for cell in cells:
            text, framed = self._text(cell.element), self._is_framed(cell.element)
            for col in range(cell.col, min(cell.col + cell.count, MAX_COLS)):
                sheet.put(row, col, text, framed=framed)
                if cell.rowspan > 1 or cell.colspan > 1:
                    sheet.merged.append((row, col, row + cell.rowspan - 1, col + cell.colspan - 1))

    def _is_something(self, cell: Cell) -> bool:
        """Covered cells keep texts that are not shown; frames of the sheet's empty rest say nothing."""
        if cell.covered:
            return False
        return (
            bool(self._text(cell.element)) or cell.rowspan > 1 or cell.colspan > 1 or self._is_framed(cell.element)
        )

    def _text(self, cell: etree._Element) -> str:
        """Numbers exactly as stored, everything else as printed."""
        kind, value = attribute(cell, "value-type"), attribute(cell, "value")
        if value is not None and kind in ("float", "currency"):
            try:
                return plain(float(value))
            except ValueError:
                return value
        lines = [read_line(element, _never).text for element in cell if local(element) == "p"]
        formula = attribute(cell, "formula")
        if not lines and formula is not None and kind is None:
            return formula  # never computed
        return "\n".join(lines)

    def _is_framed(self, cell: etree._Element) -> bool:
        style = attribute(cell, "style-name")
        if style not in self._framed:
            borders = (self._cells.get(style, side) for side in _SIDES)
            self._framed[style] = any(border not in (None, "none", "hidden") for border in borders)
        return self._framed[style]


def _never(style: str | None) -> bool:
    return False
