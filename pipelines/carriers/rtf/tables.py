"""Rows of RTF (`\\trowd` … `\\row`) → grids: cells get their columns by the edges that each row draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.carriers.limits import MAX_COLSPAN
from pipelines.carriers.tables import PlacedCell, SlotBudget, table_blocks
from pipelines.document import Block, CarrierError

_SAME_EDGE = 15  # twips (a pixel): edges of one column in different rows
_MAX_EDGE = 100_000  # twips; no paper is wider


@dataclass(slots=True)
class CellShape:
    """What a row says of one cell: its right edge in twips, whether it goes on from the left or from above, and
    whether it begins a cell that goes on below."""

    right: int = 0
    from_left: bool = False
    goes_on: bool = False
    from_above: bool = False


@dataclass(slots=True)
class _Row:
    left: int
    shapes: list[CellShape]
    cells: list[list[Block]]


@dataclass(slots=True)
class Table:
    """A table that is being read."""

    budget: SlotBudget
    rows: list[_Row] = field(default_factory=list)
    left: int = 0
    shapes: list[CellShape] = field(default_factory=list)
    next_shape: CellShape = field(default_factory=CellShape)
    cells: list[list[Block]] = field(default_factory=list)
    content: list[Block] = field(default_factory=list)
    certain: bool = True

    def define(self) -> None:
        """\\trowd: forget what the last row looked like."""
        self.left, self.shapes, self.next_shape = 0, [], CellShape()

    def edge(self, right: int) -> None:
        """\\cellx: the cell that was described ends here."""
        self.budget.take(1)
        if len(self.shapes) >= MAX_COLSPAN:
            raise CarrierError("too_complex", f"a row of the file has more than {MAX_COLSPAN} cells")
        self.next_shape.right = min(max(right, -_MAX_EDGE), _MAX_EDGE)
        self.shapes.append(self.next_shape)
        self.next_shape = CellShape()

    def end_cell(self) -> None:
        self.budget.take(1)
        self.cells.append(self.content)
        self.content = []

    def end_row(self) -> None:
        if self.content:  # text behind the last cell's end
            self.end_cell()
            self.certain = False
        if self.cells:
            if len(self.cells) != len(self.shapes):
                self.certain = False
            self.rows.append(_Row(self.left, list(self.shapes), self.cells))
        self.cells = []

    def blocks(self) -> list[Block]:
        """The finished table; what stood in a row that never ended follows as paragraphs."""
        unfinished = [block for cell in self.cells for block in cell] + self.content
        columns = _columns(self.rows)
        self.certain = self.certain and columns is not None
        placed: list[PlacedCell] = []
        above: dict[int, PlacedCell] = {}  # column → cell that the next row may continue
        for index, row in enumerate(self.rows):
            below: dict[int, PlacedCell] = {}
            for cell, shape in _row_cells(index, row, columns):
                upper = above.get(cell.col) if shape.from_above else None
                if upper is not None and upper.colspan == cell.colspan:
                    upper.rowspan += 1
                    upper.blocks += cell.blocks
                    below[cell.col] = upper
                    continue
                # A continuation of nothing, or of a cell of other width: nobody can be sure what it shows.
                self.certain = self.certain and not shape.from_above
                placed.append(cell)
                if shape.goes_on or shape.from_above:
                    below[cell.col] = cell
            above = below
        return table_blocks(placed, self.budget, certain=self.certain) + unfinished if placed else unfinished


def _row_cells(index: int, row: _Row, columns: dict[int, int] | None) -> list[tuple[PlacedCell, CellShape]]:
    """The cells of a row in their columns, those that go on from the left joined to it."""
    cells: list[tuple[PlacedCell, CellShape]] = []
    col = 0 if columns is None else columns[row.left]
    for at, blocks in enumerate(row.cells):
        shape = row.shapes[at] if at < len(row.shapes) else CellShape()
        end = col + 1 if columns is None or at >= len(row.shapes) else columns[shape.right]
        if shape.from_left and cells:
            last = cells[-1][0]
            last.colspan += end - col
            last.blocks += blocks
        else:
            cells.append((PlacedCell(index, col, 1, end - col, list(blocks)), shape))
        col = end
    return cells


def _columns(rows: Sequence[_Row]) -> dict[int, int] | None:
    """Edge in twips → column that begins there; None where cells have no width or edges tell nothing."""
    for row in rows:
        last = row.left
        for shape in row.shapes:
            if shape.right - last <= _SAME_EDGE:
                return None
            last = shape.right
    values = sorted({edge for row in rows for edge in (row.left, *(shape.right for shape in row.shapes))})
    columns: dict[int, int] = {}
    first, col = values[0] if values else 0, 0
    for value in values:
        if value - first > _SAME_EDGE:
            first, col = value, col + 1
        columns[value] = col
    return columns
