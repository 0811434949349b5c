"""Rows that have fewer cells than their table has columns."""

from __future__ import annotations

from dataclasses import dataclass

from models.vocabulary import vocabulary
from pipelines.document import Grid, GridCell
from pipelines.forms import numbers
from pipelines.forms.geometry import kind, row_cells
from pipelines.report import Number


@dataclass(frozen=True, slots=True)
class ShortRow:
    """A row that does not fit its header, and why."""

    grid: Grid
    row: int
    label: GridCell
    reason: str

    @property
    def cells(self) -> list[GridCell]:
        """The cells behind the label."""
        past = self.label.col + self.label.colspan
        return [cell for cell in row_cells(self.grid, self.row) if cell.col >= past]

    @property
    def values(self) -> list[Number | None] | None:
        """Their numbers, None for a blank; None where the row has not lost a cell, or one is no plain number."""
        parsed = [numbers.parse(cell.text, "count") for cell in self.cells]
        plain = self.grid.certain and all(
            cell.row == self.row and cell.rowspan == 1 and kind(cell) != "label" and cell.confidence is None
            for cell in self.cells
        )
        if not plain or any(each.problem for each in parsed) or not 0 < len(parsed) < len(vocabulary().applicants):
            return None
        return [each.value for each in parsed]

    @property
    def raw(self) -> str:
        return " ".join(cell.text for cell in row_cells(self.grid, self.row))
