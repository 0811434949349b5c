"""Workbooks of Excel 2007 and later (.xlsx, .xlsm; WPS writes them too), read from their XML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.carriers.limits import MAX_SHEETS
from pipelines.carriers.ooxml import Package, attribute, child, local
from pipelines.carriers.sheet.model import Range, Sheet
from pipelines.carriers.sheet.numbers import shown
from pipelines.document import CarrierError

_WORKBOOK = "xl/workbook.xml"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MAX_ROW, _MAX_COL = 1_048_576, 16_384
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true", "on")


def read_xlsx(body: bytes) -> list[Sheet]:
    """All sheets, hidden ones marked. Raises CarrierError: corrupt, encrypted, too_large, too_complex."""
    return list(_Workbook(Package(body)).sheets())


@dataclass(slots=True)
class _Style:
    """How the cells of one style look."""

    number_format: str = ""
    builtin: int = 0
    framed: bool = False


class _Workbook:
    def __init__(self, package: Package) -> None:
        self.package = package
        root = package.xml(_WORKBOOK)
        if root is None:
            raise CarrierError("corrupt", "the package holds no workbook; fetch the file again")
        self.root = root
        self.parts = _relations(package, _WORKBOOK)
        properties = child(root, "workbookPr")
        self.since_1904 = properties is not None and attribute(properties, "date1904") in _TRUE
        self.styles = self._styles()
        self.strings = self._strings()

    def sheets(self) -> Iterator[Sheet]:
        listed = child(self.root, "sheets")
        elements = [] if listed is None else [entry for entry in listed if local(entry) == "sheet"]
        if len(elements) > MAX_SHEETS:
            raise CarrierError("too_complex", f"the workbook has {len(elements)} sheets, more than {MAX_SHEETS}")
        for element in elements:
            kind, part = self.parts.get(attribute(element, "id") or "", ("", ""))
            root = self.package.xml(part) if kind == "worksheet" else None
            if root is None:  # a chart, a macro sheet
                continue
            sheet = Sheet(element.get("name") or "", hidden=(element.get("state") or "visible") != "visible")
            self._fill(sheet, root)
            yield sheet

    def _part(self, kind: str) -> etree._Element | None:
        path = next((path for found, path in self.parts.values() if found == kind), None)
        return None if path is None else self.package.xml(path)

    def _strings(self) -> list[str]:
        root = self._part("sharedStrings")
        return [] if root is None else [_rich(item) for item in root if local(item) == "si"]

    def _styles(self) -> list[_Style]:
        root = self._part("styles")
        if root is None:
            return []
        formats, borders, cell_formats = (child(root, name) for name in ("numFmts", "borders", "cellXfs"))
        codes = (
            {} if formats is None else {entry.get("numFmtId"): entry.get("formatCode") or "" for entry in formats}
        )
        drawn = [] if borders is None else [any(side.get("style") for side in border) for border in borders]
        styles = []
        for entry in () if cell_formats is None else cell_formats:
            number, border = entry.get("numFmtId") or "0", _integer(entry.get("borderId"), 0)
            framed = border < len(drawn) and drawn[border]
            styles.append(_Style(codes.get(number, ""), 0 if number in codes else _integer(number, 0), framed))
        return styles

    def _fill(self, sheet: Sheet, root: etree._Element) -> None:
        for element in root:
            match local(element):
                case "sheetData":
                    self._rows(sheet, element)
                case "cols":
                    sheet.hidden_cols = {
                        col
                        for entry in element
                        if entry.get("hidden") in _TRUE
                        for col in range(
                            _integer(entry.get("min"), 1) - 1, min(_integer(entry.get("max"), 1), _MAX_COL)
                        )
                    }
                case "mergeCells":
                    ranges = (_range(entry.get("ref") or "") for entry in element)
                    sheet.merged = [found for found in ranges if found is not None]

    def _rows(self, sheet: Sheet, data: etree._Element) -> None:
        row = -1
        for element in data:
            row = _integer(element.get("r"), row + 2) - 1
            if not 0 <= row < _MAX_ROW:
                raise CarrierError("corrupt", f"the sheet {sheet.name} has a row {row + 1}; fetch the file again")
            if element.get("hidden") in _TRUE:
                sheet.hidden_rows.add(row)
            col = -1
            for cell in element:
                reference = cell.get("r")
                slot = None if reference is None else _slot(reference)
                if reference is not None and (slot is None or slot[0] != row):
                    message = f"the sheet {sheet.name} has a cell {reference[:20]} in row {row + 1}"
                    raise CarrierError("corrupt", message + "; fetch the file again")
                col = col + 1 if slot is None else slot[1]
                style = self._style(cell)
                sheet.put(row, col, self._text(cell, style), framed=style.framed)

    def _style(self, cell: etree._Element) -> _Style:
        number = _integer(cell.get("s"), 0)
        return self.styles[number] if 0 <= number < len(self.styles) else _Style()

    def _text(self, cell: etree._Element, style: _Style) -> str:
        kind = cell.get("t") or "n"
        inline, value = child(cell, "is"), child(cell, "v")
        if inline is not None:
            return _rich(inline)
        raw = (value.text or "") if value is not None else ""
        if not raw:
            formula = child(cell, "f")
            # Never computed: an empty cell would say that nothing is printed.
            return "" if formula is None or kind == "str" else f"={formula.text or ''}"
        if kind == "s":
            index = _integer(raw, -1)
            if not 0 <= index < len(self.strings):
                raise CarrierError("corrupt", "the workbook lacks texts of its cells; fetch the file again")
            return self.strings[index]
        if kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        if kind == "n":
            try:
                number = float(raw)
            except ValueError:
                return raw
            return shown(number, style.number_format, builtin=style.builtin, since_1904=self.since_1904)
        return _unescape(raw)


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relation's id → (kind, path of the part) of the relations that stay within the package."""
    folder, name = posixpath.split(part)
    root = package.xml(f"{folder}/_rels/{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    for entry in () if root is None else root:
        if entry.get("TargetMode") == "External":
            continue
        target = entry.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[entry.get("Id") or ""] = ((entry.get("Type") or "").rpartition("/")[2], path)
    return found


def _rich(element: etree._Element) -> str:
    """The text of a string item; its phonetic guide is printed above it, not in it."""
    pieces: list[str] = []
    for part in element:
        if local(part) == "t":
            pieces.append(part.text or "")
        elif local(part) == "r":
            pieces += [piece.text or "" for piece in part if local(piece) == "t"]
    return _unescape("".join(pieces))


def _unescape(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _slot(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    col = 0
    for letter in found[1].upper():
        col = col * 26 + ord(letter) - 64
    row = int(found[2])
    return (row - 1, col - 1) if 1 <= row <= _MAX_ROW and col <= _MAX_COL else None


def _range(reference: str) -> Range | None:
    first, _, last = reference.partition(":")
    start, end = _slot(first), _slot(last or first)
    if start is None or end is None:
        return None
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
