"""The table of 2014 as grids: sixty-five lines, each found by its label and its block.

国办发〔2014〕32号 (政府信息公开情况统计表). Rows are collected first, for only the whole table tells which
column of numbers is the office's own; then they are placed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from models.vocabulary import vocabulary
from pipelines.document import Grid, GridCell
from pipelines.forms.applications import place, stem_of
from pipelines.forms.geometry import has_numbers, kind, row_cells
from pipelines.forms.indicator_columns import Panel, choose, header_at, infer, is_line, is_ruler, same_headings
from pipelines.forms.labels import Match, key, label_book, without_thereof
from pipelines.forms.numbers import Measure, is_blank, money_unit
from pipelines.forms.result import TableReading

_MONEY = "万元"
# A label that begins a line of its own, not the second half of the one above.
_OWN_LINE = re.compile(r"\s*(?:其中|[（(]?[一二三四五六七八九十\d]+\s*[）)、.．]|[①-⑳])")
_MIN_SHARE = 0.25  # of the rows that state a number under a header that fits
_MAX_COMPARED = 500  # unknown labels that are compared with all lines; no table has so many
_AMBIGUOUS = "|"  # between the codes of a label that stands in several blocks


def line_measure(code: str) -> Measure:
    """How the number of a line is to be read: money may have a fraction."""
    return "amount_10k_yuan" if vocabulary().indicators[code].unit == _MONEY else "count"


def is_foot(text: str) -> bool:
    """A field of the table's head or foot: 联系电话, 填报人."""
    own = key(text)
    return any(word in own for word in label_book().indicator_foot)


@dataclass(slots=True)
class Blocks:
    """Tells apart the labels that stand in several blocks: （二）被依法纠错数 under 四 and under 五."""

    block: str | None = None

    def resolve(self, match: Match) -> str | None:
        """The line's code, None where its block is not known."""
        codes = match.code.split(_AMBIGUOUS)
        if len(codes) > 1:
            codes = [code for code in codes if _block(code) == self.block]
        if len(codes) != 1:
            return None
        self.block = _block(codes[0])
        return codes[0]


def check_unit(reading: TableReading, code: str, unit: str, raw: str) -> None:
    """元 where the form counts in 万元, or money where it counts things: the number is of another size."""
    wanted = vocabulary().indicators[code].unit
    money = money_unit(unit.strip())
    if money != (_MONEY if wanted == _MONEY else None) and (money or unit.strip() in _counted()):
        detail = f"the line is in {unit.strip()}, the form's unit is {wanted}"
        reading.note("unit_mismatch", "error", code, detail, raw)


def note_local(reading: TableReading, label: str, raw: str, *, numbers: bool) -> None:
    """Put a row that the national form does not have on record."""
    declared = label_book().local_rows["indicators"].code(without_thereof(label))
    detail = f"{label.strip()!r} is no line of the national form"
    reading.note("local_row", "warning" if numbers and not declared else "info", "", detail, raw)


@dataclass(slots=True)
class _Row:
    """A printed line: its label's match, and the cell of each column of numbers."""

    grid: Grid
    row: int
    label: str
    match: Match | None
    unit: str
    cells: list[GridCell | None]
    stray: bool  # a number stands outside the columns of numbers
    detached: bool = False  # this number may belong to the line above, which has none

    @property
    def raw(self) -> str:
        return " ".join(cell.text.strip() for cell in row_cells(self.grid, self.row)).strip()


@dataclass(slots=True)
class IndicatorReader:
    """Walks over the grids of a document and picks the lines of the table; `claimed` are the grids read."""

    grids: Sequence[Grid]
    reading: TableReading = field(default_factory=lambda: TableReading("indicators"))
    claimed: set[int] = field(default_factory=set)
    panels: list[Panel] = field(default_factory=list)
    width: int = 0
    compared: int = 0
    rows: list[tuple[int, Panel, _Row]] = field(default_factory=list)

    def read(self) -> TableReading | None:
        """The table, or None where no grid prints it."""
        for number, grid in enumerate(self.grids):
            self._collect(number, grid)
        self._join_labels()
        self._prefer_exact()
        if not any(row.match for _, _, row in self.rows):
            return None
        blocks = Blocks()
        for panel in {id(panel): panel for _, panel, _ in self.rows}.values():
            self._place(panel, blocks)
        return self.reading.finish()

    # -- collecting

    def _collect(self, number: int, grid: Grid) -> None:
        if not any(is_line(cell.text) for cell in grid.cells):
            return
        headers = {row: header for row in range(grid.n_rows) if (header := header_at(grid, row))}
        panels = self.panels if grid.n_cols == self.width else []
        if not headers and not panels:
            panels = infer(grid)
        found = self._rows_under(grid, headers, panels)
        if headers and _stated(found) < _MIN_SHARE * len(found) and (panels := infer(grid)):
            inferred = self._rows_under(grid, {}, panels)
            if _stated(inferred) > _stated(found):  # the headings do not stand over the numbers
                found = inferred
        if any(row.match and row.match.how == "exact" for _, row in found):
            self.rows += [(number, panel, row) for panel, row in found]

    def _rows_under(
        self, grid: Grid, headers: Mapping[int, tuple[list[Panel], int]], panels: Sequence[Panel]
    ) -> list[tuple[Panel, _Row]]:
        found: list[tuple[Panel, _Row]] = []
        below = 0
        for row in range(grid.n_rows):
            if row in headers and row >= below:
                panels, depth = headers[row]
                below = row + depth
                if same_headings(panels, self.panels) and grid.n_cols == self.width:
                    panels = self.panels  # the header again, on another page
                self.panels, self.width = list(panels), grid.n_cols
            elif row >= below and not is_ruler(grid, row):
                found += [(panel, self._row(grid, row, panel)) for panel in panels]
        return found

    def _row(self, grid: Grid, row: int, panel: Panel) -> _Row:
        found = [cell for cell in _in(grid, row, panel.labels) if cell.row == row and kind(cell) == "label"]
        label, match = self._identify(found)
        unit = next((cell.text for cell in _in(grid, row, panel.units) if not is_blank(cell.text)), "")
        cells: list[GridCell | None] = []
        for column in panel.columns:
            stated = [cell for cell in _in(grid, row, column.slots) if cell.col >= panel.labels.stop]
            filled = [cell for cell in stated if not is_blank(cell.text)] or stated[:1]
            cells.append(filled[0] if len(filled) == 1 else None)
        known = {id(cell) for column in panel.columns for cell in _in(grid, row, column.slots)}
        after = label.col + label.colspan if label else panel.labels.stop
        right = [cell for cell in _in(grid, row, range(after, panel.end)) if _states(cell)]
        stray = any(id(cell) not in known and cell.col not in panel.other for cell in right)
        return _Row(grid, row, label.text if label else "", match, unit, cells, stray)

    def _identify(self, found: Sequence[GridCell]) -> tuple[GridCell | None, Match | None]:
        """The row's own label among those of several columns: the innermost that is known."""
        labels = label_book().indicators
        for cell in reversed(found):
            text = without_thereof(cell.text)
            known = labels.code(text) is not None
            self.compared += not known
            if (known or self.compared <= _MAX_COMPARED) and (match := labels.match(text)):
                return cell, match
        return (found[-1] if found else None), None

    def _join_labels(self) -> None:
        """A label cut by a page or wrapped over two rows is read from both parts."""
        labels = label_book().indicators
        for (_, panel, above), (_, other, below) in pairwise(self.rows):
            numbers = [has_numbers(row.grid, row.row) for row in (above, below)]
            if panel is not other or below.match or not above.label or not below.label or all(numbers):
                continue
            match = stem_of(without_thereof(above.label), below.label, labels)
            if match and (above.match is None or above.match.code == match.code):
                own, rest = (above, below) if numbers[0] else (below, above)
                own.match, own.label = match, above.label + below.label
                rest.match, rest.label = None, ""
            elif above.match and numbers[1] and not _OWN_LINE.match(below.label):
                below.detached = True

    def _prefer_exact(self) -> None:
        """A near miss of a line that is printed elsewhere to the letter is another line."""
        exact = {row.match.code for _, _, row in self.rows if row.match and row.match.how == "exact"}
        for _, _, row in self.rows:
            if row.match and row.match.how == "near" and row.match.code in exact:
                row.match = None

    # -- placing

    def _place(self, panel: Panel, blocks: Blocks) -> None:
        rows = [(number, row) for number, own, row in self.rows if own is panel]
        for i, column in enumerate(panel.columns):
            column.filled = any(row.match and _states(row.cells[i]) for _, row in rows)
        if not panel.headed:
            self.reading.note("header_missing", "warning", "", "the table's columns have no headings")
        choice = choose(panel.columns)
        if choice is not None:
            self.reading.note("number_column", choice.severity, "", choice.detail)
        chosen = 0 if choice is None else choice.column
        for number, row in rows:
            code = blocks.resolve(row.match) if row.match else None
            if chosen is None:
                self.reading.unread |= {code} if code and vocabulary().indicators[code].unit else set()
                continue
            self.claimed.add(number)
            self._place_row(row, code, row.cells[chosen])

    def _place_row(self, row: _Row, code: str | None, cell: GridCell | None) -> None:
        stated = _states(cell)
        if code is None:
            self._unidentified(row, stated)
            return
        assert row.match is not None
        if row.match.how == "near":
            detail = f"{row.match.printed!r} was taken for {row.match.official!r}"
            self.reading.note("label_near", "info", code, detail, row.match.printed)
        if vocabulary().indicators[code].unit is None:
            if stated:
                self.reading.note(
                    "local_row", "info", code, "a group of the form has a number of its own", row.raw
                )
            return
        if cell is None or row.stray or (cell.rowspan > 1 and stated):
            self.reading.unread.add(code)
            why = "a number stands beside the column of numbers" if row.stray else "no single cell stands in it"
            self.reading.note("row_not_placed", "error", code, why, row.raw)
            return
        check_unit(self.reading, code, row.unit, row.raw)
        if not row.grid.certain:
            self.reading.doubt("unknown")
        value = self.reading.cell(code, cell.text, place(row.grid, cell), line_measure(code), cell.confidence)
        self.reading.put(code, {"value": value})

    def _unidentified(self, row: _Row, stated: bool) -> None:
        if row.label and is_foot(row.raw):
            return
        if row.match:
            detail = f"{row.label!r} stands in several blocks, and the block above it is not known"
            self.reading.note("row_unknown", "error", "", detail, row.raw)
        elif row.label and row.detached:
            detail = f"{row.label!r} is no line of the form, and the line above it has no number"
            self.reading.note("row_unknown", "error", "", detail, row.raw)
        elif row.label:
            note_local(self.reading, row.label, row.raw, numbers=stated)
        elif stated:
            self.reading.note("row_unknown", "error", "", "a row of numbers has no label", row.raw)


def _stated(rows: Iterable[tuple[Panel, _Row]]) -> int:
    return sum(row.match is not None and any(map(_states, row.cells)) for _, row in rows)


def _block(code: str) -> str:
    return code.split(".", 1)[0]


def _counted() -> Iterable[str]:
    return {line.unit for line in vocabulary().indicators.values() if line.unit and line.unit != _MONEY}


def _states(cell: GridCell | None) -> bool:
    """Does a cell state a number? A stroke in place of one does not."""
    return cell is not None and kind(cell) == "value" and any(map(str.isdigit, cell.text))


def _in(grid: Grid, row: int, slots: range | None) -> Iterator[GridCell]:
    """The distinct cells of a row in these slots."""
    before = None
    for col in slots or ():
        cell = grid.at(row, col)
        if cell is not None and cell is not before:
            yield cell
        before = cell
