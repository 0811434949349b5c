"""A grid row against a table's header: which cell stands under which column.

A row either fits the header, or it is shifted (spans lost, group label gone) and its cells are taken
in order, but only where their number leaves one way to do it. Otherwise it does not fit at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from pipelines.document import Grid, GridCell
from pipelines.forms.numbers import is_blank, is_value

Code = TypeVar("Code", bound=Hashable)
Kind = Literal["blank", "value", "label"]

_MAX_NUMBER = 200  # characters of a number with its note


def kind(cell: GridCell) -> Kind:
    """What a cell holds, judged by its text alone."""
    return _kind(cell.text) if len(cell.text) <= _MAX_NUMBER else "label"


@lru_cache(maxsize=4096)  # the same few labels and numbers make up nearly all cells
def _kind(text: str) -> Kind:
    if is_blank(text):
        return "blank"
    return "value" if is_value(text) else "label"


def row_cells(grid: Grid, row: int) -> Sequence[GridCell]:
    """The distinct cells that cover a row, from left to right."""
    return grid.row(row)


def own_labels(grid: Grid, row: int, first_slot: int | None) -> list[GridCell]:
    """The cells that may be a row's own label, the likeliest first.

    It stands right before the numbers; where text stands in place of a number, it is the last label
    left of the table's first column.
    """
    cells = row_cells(grid, row)
    if cells and kind(cells[0]) == "value":  # a column of ordinal numbers may stand before the labels
        cells = cells[1:]
    before = []
    for cell in cells:
        holds = kind(cell)
        if holds == "value":
            break
        if holds == "label":
            before.append(cell)
    found = before[-1:]
    if first_slot is not None:
        left = [cell for cell in before if cell.col < first_slot]
        found += [cell for cell in left[-1:] if cell not in found]
    return found


def header_columns(grid: Grid, rows: range) -> list[tuple[range, list[str]]]:
    """The columns of a header block: their slots, and their texts from top to bottom."""
    columns: list[tuple[range, list[str]]] = []
    previous: list[int] = []
    for col in range(grid.n_cols):
        cells = [cell for row in rows if (cell := grid.at(row, col)) is not None and not is_blank(cell.text)]
        distinct = list({id(cell): cell for cell in cells}.values())
        ids = [id(cell) for cell in distinct]
        if ids and ids == previous:
            slots, texts = columns[-1]
            columns[-1] = (range(slots.start, col + 1), texts)
        else:
            columns.append((range(col, col + 1), [cell.text for cell in distinct]))
        previous = ids
    return columns


def printed_width(grid: Grid, rows: range) -> int:
    """The number of slots from the left edge to the last printed cell of these rows."""
    return max((col + 1 for row in rows for col in range(grid.n_cols) if grid.at(row, col)), default=0)


def has_numbers(grid: Grid, row: int) -> bool:
    for cell in row_cells(grid, row):  # noqa: SIM110 - asked of every row by every reader; any() is slower
        if kind(cell) == "value" and any(map(str.isdigit, cell.text)):
            return True
    return False


@dataclass(slots=True)
class Fit(Generic[Code]):
    """The cells of a row by column, and what decided: the header's columns; the order, where there is
    exactly one number a column; or the distance from the label that complete rows show."""

    cells: dict[Code, GridCell]
    how: Literal["columns", "order", "distance"] = "columns"


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that cannot be placed under its header, and why."""

    reason: str


@dataclass(slots=True)
class ColumnMap(Generic[Code]):
    """The columns of a table: code → the slots that its header covers, in printed order.

    `placed` is False where only the order of the columns is known, not their slots; `usual` where
    that is the order of the form, the only one in which shifted cells may be taken. A row that ends
    before the header's `width` has lost a cell. Two things learned from a grid place the blanks of
    shifted rows: `starts`, per column of the row label, how far away the numbers of complete rows
    begin; `lengths`, how many cells follow the label.
    """

    slots: Mapping[Code, range]
    placed: bool = True
    width: int = 0
    usual: bool = True
    starts: dict[int, set[int]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)

    def fit(self, grid: Grid, row: int, label: GridCell) -> Fit[Code] | Misfit:
        """The cells of one row. `label` is the row's own label, right before its numbers."""
        if self.placed:
            result = self._by_columns(grid, row, label)
            if not (isinstance(result, Misfit) and result.reason == "shifted"):
                return result
        return self._by_order(grid, row, label)

    def learn(self, grid: Grid, row: int, label: GridCell) -> None:
        """Remember how a row with numbers is laid out."""
        rest = _after(grid, row, label)
        run = _value_run(rest)
        if run is None:
            return
        self.lengths.add(len(rest))
        if run and len(run) == len(self.slots):
            self.starts.setdefault(label.col, set()).add(run[0].col - label.col)

    def _by_columns(self, grid: Grid, row: int, label: GridCell) -> Fit[Code] | Misfit:
        first = min(slots.start for slots in self.slots.values())
        found: dict[Code, GridCell] = {}
        for code, slots in self.slots.items():
            cells = _distinct(grid, row, slots)
            if not cells or any(cell is label or cell.col < first for cell in cells):
                return Misfit("shifted")
            stated = [cell for cell in cells if kind(cell) != "blank"]
            if len(stated) > 1:
                return Misfit("two numbers stand in one column")
            found[code] = stated[0] if stated else cells[0]
        if self._stray(grid, row, label, found):
            return Misfit("shifted")
        if reason := _shared(found):
            return Misfit(reason)
        short = any(grid.at(row, col) is None for col in range(min(self.width, grid.n_cols)))
        if short and any(kind(cell) == "blank" for cell in found.values()):
            return Misfit("the row has lost a cell, so its blank cells cannot be placed")
        return Fit(found)

    def _stray(self, grid: Grid, row: int, label: GridCell, found: Mapping[Code, GridCell]) -> bool:
        """Is there a number right of the label and under no column?"""
        known = {id(cell) for cell in found.values()}
        return any(kind(cell) == "value" and id(cell) not in known for cell in _after(grid, row, label))

    def _by_order(self, grid: Grid, row: int, label: GridCell) -> Fit[Code] | Misfit:
        if not self.usual:
            return Misfit("the row is shifted under columns that are not in the order of the form")
        rest = [cell for cell in _after(grid, row, label) if cell.row == row]
        wanted = len(self.slots)
        run = _value_run(rest)
        if run is not None and len(run) == wanted:
            return Fit(dict(zip(self.slots, run, strict=True)), "order")
        if run is None and len(rest) >= wanted:
            return Fit(dict(zip(self.slots, rest, strict=False)), "order")  # blank from end to end
        if self.lengths == {wanted} and len(rest) == wanted and kind(rest[0]) != "label":
            return Fit(dict(zip(self.slots, rest, strict=True)), "order")
        starts = self.starts.get(label.col, set())
        if len(starts) == 1:
            first = label.col + next(iter(starts))
            cells = [grid.at(row, col) for col in range(first, first + wanted)]
            own = [cell for cell in cells if cell is not None and cell.row == row and cell.colspan == 1]
            outside = [cell for cell in rest if kind(cell) == "value" and cell not in own]
            if len(own) == wanted and not outside:
                return Fit(dict(zip(self.slots, own, strict=True)), "distance")
        return Misfit(f"{sum(kind(cell) == 'value' for cell in rest)} numbers for {wanted} columns")


def _after(grid: Grid, row: int, label: GridCell) -> list[GridCell]:
    past = label.col + label.colspan
    return [cell for cell in row_cells(grid, row) if cell.col >= past]


def _distinct(grid: Grid, row: int, slots: range) -> list[GridCell]:
    cells: list[GridCell] = []
    for col in slots:
        cell = grid.at(row, col)
        if cell is not None and (not cells or cells[-1] is not cell):
            cells.append(cell)
    return cells


def _shared(found: Mapping[Code, GridCell]) -> str | None:
    """A number may not serve two rows or two columns; a blank may."""
    seen: set[int] = set()
    for cell in found.values():
        if kind(cell) != "value":
            continue
        if cell.rowspan > 1:
            return "one cell with a number spans several rows"
        if id(cell) in seen:
            return "one cell with a number spans several columns"
        seen.add(id(cell))
    return None


def _value_run(cells: Sequence[GridCell]) -> list[GridCell] | None:
    """The numbers of a row if they stand side by side; [] if blanks lie between them, None if there are none."""
    at = [i for i, cell in enumerate(cells) if kind(cell) == "value"]
    if not at:
        return None
    if any(kind(cell) == "label" for cell in cells) or at[-1] - at[0] + 1 != len(at):
        return []
    return [cells[i] for i in at]
