"""Workbooks as one XML file, as Excel 2003 saves them and many exporters write them, mostly called .xls."""

from __future__ import annotations

from lxml import etree

from pipelines.carriers.limits import MAX_SHEETS
from pipelines.carriers.odf.package import repeated
from pipelines.carriers.ooxml import attribute, child, local
from pipelines.carriers.safexml import parse_xml
from pipelines.carriers.sheet.model import Sheet
from pipelines.carriers.sheet.numbers import plain
from pipelines.document import CarrierError

_MAX_ROW, _MAX_COL = 1_048_576, 16_384
_MIDNIGHT = "T00:00:00.000"


def read_sheet_xml(body: bytes) -> list[Sheet]:
    """All sheets, hidden ones marked. Raises CarrierError: corrupt, too_complex."""
    root = parse_xml(body, "the workbook")
    framed = _framed_styles(child(root, "Styles"))
    tables = [element for element in root if local(element) == "Worksheet"]
    if len(tables) > MAX_SHEETS:
        raise CarrierError("too_complex", f"the workbook has {len(tables)} sheets, more than {MAX_SHEETS}")
    return [_sheet(element, framed) for element in tables]


def _framed_styles(styles: etree._Element | None) -> set[str]:
    """The ids of styles with a border."""
    found = set()
    for style in () if styles is None else styles:
        borders = child(style, "Borders")
        if borders is not None and len(borders):
            found.add(attribute(style, "ID") or "")
    return found


def _sheet(element: etree._Element, framed: set[str]) -> Sheet:
    options, table = child(element, "WorksheetOptions"), child(element, "Table")
    visible = None if options is None else child(options, "Visible")
    sheet = Sheet(attribute(element, "Name") or "", hidden=visible is not None)
    row, col = -1, -1
    busy: dict[int, int] = {}  # column → last row that a cell from above covers
    for entry in () if table is None else table:
        if local(entry) == "Column":
            col = _index(entry, col, _MAX_COL)
            span = min(_count(entry, "Span"), _MAX_COL)
            if attribute(entry, "Hidden") == "1":
                sheet.hidden_cols.update(range(col, col + span + 1))
            col += span
        elif local(entry) == "Row":
            row = _index(entry, row, _MAX_ROW)
            _row(sheet, row, entry, framed, busy)
            if attribute(entry, "Hidden") == "1":
                sheet.hidden_rows.add(row)
            row += min(_count(entry, "Span"), _MAX_ROW)
    return sheet


def _row(sheet: Sheet, row: int, element: etree._Element, framed: set[str], busy: dict[int, int]) -> None:
    col = -1
    for cell in (entry for entry in element if local(entry) == "Cell"):
        col = _index(cell, col, _MAX_COL)
        # Excel numbers a cell that stands behind a covered one; others leave that to the reader.
        while attribute(cell, "Index") is None and busy.get(col, -1) >= row:
            col += 1
        sheet.put(row, col, _text(cell), framed=(attribute(cell, "StyleID") or "") in framed)
        across, down = min(_count(cell, "MergeAcross"), _MAX_COL), min(_count(cell, "MergeDown"), _MAX_ROW)
        if across or down:
            sheet.merged.append((row, col, row + down, col + across))
            busy.update(dict.fromkeys(range(col, min(col + across + 1, _MAX_COL)), row + down))
        col += across


def _text(cell: etree._Element) -> str:
    data = child(cell, "Data")
    if data is None:
        formula = attribute(cell, "Formula")
        return formula or ""  # never computed
    text = "".join(map(str, data.itertext()))
    kind = attribute(data, "Type")
    if kind == "Number":
        try:
            return plain(float(text))
        except ValueError:
            return text
    if kind == "DateTime":
        return text.removesuffix(_MIDNIGHT)
    if kind == "Boolean":
        return "TRUE" if text == "1" else "FALSE"
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _index(element: etree._Element, last: int, most: int) -> int:
    """The place of a row, column or cell: where its Index says, else after the last one."""
    given = attribute(element, "Index") is not None
    index = repeated(element, "Index", most + 1) - 1 if given else last + 1
    if index >= most:
        raise CarrierError("corrupt", "the workbook has a cell beyond the end of a sheet; fetch the file again")
    return index


def _count(element: etree._Element, name: str) -> int:
    """A count attribute; 0 where there is none."""
    return 0 if attribute(element, name) in (None, "0") else repeated(element, name, _MAX_ROW)
