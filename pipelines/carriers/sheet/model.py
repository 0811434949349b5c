"""A worksheet as its file stores it, and how it is shown: prose as paragraphs, tables as grids."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.carriers.limits import MAX_SHEET_ROWS, MAX_SLOTS
from pipelines.carriers.tables import SlotBudget, is_chapter, is_long_prose
from pipelines.document import Block, CarrierError, Grid, GridCell, Paragraph

Slot = tuple[int, int]  # row, column, from 0
Range = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(slots=True)
class Sheet:
    """What one sheet stores: shown texts by slot, slots with a border, merged ranges, what is hidden.

    `notes` are (code, message) for the document.
    """

    name: str
    texts: dict[Slot, str] = field(default_factory=dict)
    framed: set[Slot] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    hidden: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)
    _rows: set[int] = field(default_factory=set)

    def put(self, row: int, col: int, text: str, *, framed: bool = False) -> None:
        """Keep a cell; raises CarrierError("too_complex") when the sheet has more than a file may."""
        if text.strip():
            self.texts[row, col] = text.strip()
            self._rows.add(row)
        if len(self._rows) > MAX_SHEET_ROWS:
            raise CarrierError("too_complex", f"the sheet {self.name} has more than {MAX_SHEET_ROWS} filled rows")
        if framed:
            self.framed.add((row, col))
        if len(self.texts) > MAX_SLOTS or len(self.framed) > 4 * MAX_SLOTS:
            raise CarrierError("too_complex", f"the sheet {self.name} has more than {MAX_SLOTS} filled cells")


def sheet_blocks(sheet: Sheet, budget: SlotBudget) -> list[Block]:
    """The sheet in reading order: rows of a single text outside of tables as paragraphs, the rest as grids.

    Hidden rows and columns are left out; of a run of empty rows one stays, empty columns go. Spans are
    the merged ranges.
    """
    hidden = sum(row in sheet.hidden_rows or col in sheet.hidden_cols for row, col in sheet.texts)
    shown = _Shown(sheet, budget)
    hidden -= shown.rescued
    if hidden:
        message = f"the sheet {sheet.name} has {hidden} filled cells in hidden rows or columns; they were left out"
        sheet.notes.append(("hidden_cells", message))
    blocks: list[Block] = []
    rows: list[int] = []
    for row in range(shown.n_rows):
        text = shown.prose(row)
        if text is None:
            rows.append(row)
            continue
        blocks += shown.grid(rows)
        rows = []
        blocks += [Paragraph(line.strip()) for line in text.split("\n") if line.strip()]
    return blocks + shown.grid(rows)


@dataclass(slots=True)
class _Cell:
    text: str
    row: int
    col: int
    rowspan: int
    colspan: int
    framed: bool


class _Shown:
    """The sheet on its used rows and columns, which are numbered anew from 0."""

    def __init__(self, sheet: Sheet, budget: SlotBudget) -> None:
        self.budget = budget
        self.certain = True
        self.rescued = 0
        texts = self._visible(sheet)
        self._rows = _with_gaps(sorted({row for row, _ in texts}), sheet)
        self._cols = sorted({col for _, col in texts})
        self.n_rows, self.n_cols = len(self._rows), len(self._cols)
        budget.take(self.n_rows * self.n_cols)
        self.slots: list[list[_Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        self._place(sheet, texts)
        self.has_frames = any(cell is not None and cell.framed for row in self.slots for cell in row)

    def _visible(self, sheet: Sheet) -> dict[Slot, str]:
        """The texts that are shown, each where its cell begins to be; what a merged range covers is not."""
        texts = {
            slot: text
            for slot, text in sheet.texts.items()
            if slot[0] not in sheet.hidden_rows and slot[1] not in sheet.hidden_cols
        }
        for top, left, bottom, right in sheet.merged:
            text = sheet.texts.get((top, left))
            row, col = top, left
            while row in sheet.hidden_rows and row <= bottom:
                row += 1
            while col in sheet.hidden_cols and col <= right:
                col += 1
            if text is not None and (row, col) != (top, left) and row <= bottom and col <= right:
                texts[row, col] = text
                self.rescued += 1
        return texts

    def _place(self, sheet: Sheet, texts: dict[Slot, str]) -> None:
        for top, left, bottom, right in sorted(sheet.merged):
            r0, r1 = bisect_left(self._rows, top), bisect_right(self._rows, bottom)
            c0, c1 = bisect_left(self._cols, left), bisect_right(self._cols, right)
            if r0 >= r1 or c0 >= c1:
                continue
            covered = [(row, col) for row in range(r0, r1) for col in range(c0, c1)]
            self.budget.take(len(covered))
            if any(self.slots[row][col] is not None for row, col in covered):
                self.certain = False  # ranges that overlap: no program writes them
                continue
            first = self._rows[r0], self._cols[c0]
            text = texts.get(first) or sheet.texts.get((top, left), "")
            cell = _Cell(text, r0, c0, r1 - r0, c1 - c0, (top, left) in sheet.framed)
            for row, col in covered:
                self.slots[row][col] = cell
        for row, at_row in enumerate(self._rows):
            for col, at_col in enumerate(self._cols):
                if self.slots[row][col] is None:
                    slot = at_row, at_col
                    self.slots[row][col] = _Cell(texts.get(slot, ""), row, col, 1, 1, slot in sheet.framed)

    def cells(self, row: int) -> Iterator[_Cell]:
        """The distinct cells of a row."""
        last: _Cell | None = None
        for cell in self.slots[row]:
            if cell is not None and cell is not last:
                last = cell
                yield cell

    def prose(self, row: int) -> str | None:
        """The text of a row that stands outside of all tables; "" for an empty one, None for a table's row."""
        cells = list(self.cells(row))
        filled = [cell for cell in cells if cell.text]
        if any(cell.rowspan > 1 for cell in cells) or len(filled) > 1:
            return None
        if not filled:
            framed = self.has_frames and any(cell.framed for cell in cells)
            return None if framed or any(1 < cell.colspan < self.n_cols for cell in cells) else ""
        cell = filled[0]
        if is_long_prose(cell.text):
            return cell.text
        if 1 < cell.colspan == self.n_cols and is_chapter(cell.text):
            return cell.text  # a row that is numbered in a table has room for its values
        if self.has_frames:
            return None if any(cell.framed for cell in cells) else cell.text
        whole = cell.colspan in (1, self.n_cols)
        return cell.text if whole and not (self._is_table(row - 1) and self._is_table(row + 1)) else None

    def _is_table(self, row: int) -> bool:
        """Has the row several texts, or part of a cell over several rows?"""
        if not 0 <= row < self.n_rows:
            return False
        cells = list(self.cells(row))
        return any(cell.rowspan > 1 for cell in cells) or sum(bool(cell.text) for cell in cells) > 1

    def grid(self, rows: list[int]) -> list[Block]:
        """These neighbouring rows as a grid on the columns that they use; text in one column is no table."""
        cells = list({id(cell): cell for row in rows for cell in self.cells(row)}.values())
        filled = [cell for cell in cells if cell.text]
        if not filled:
            return []
        edges = sorted({edge for cell in filled for edge in range(cell.col, cell.col + cell.colspan)})
        if len({cell.col for cell in filled}) == 1:
            return [
                Paragraph(line.strip())
                for cell in sorted(filled, key=lambda cell: cell.row)
                for line in cell.text.split("\n")
                if line.strip()
            ]
        grid_cells = []
        for cell in cells:
            left, right = bisect_left(edges, cell.col), bisect_left(edges, cell.col + cell.colspan)
            if left < right:
                span = min(cell.row + cell.rowspan, rows[-1] + 1) - cell.row
                grid_cells.append(GridCell(cell.text, cell.row - rows[0], left, span, right - left))
        return [Grid(grid_cells, len(rows), len(edges), certain=self.certain)]


def _with_gaps(rows: list[int], sheet: Sheet) -> list[int]:
    """The used rows, with the first empty one of each gap, and one after the last if it has a frame."""
    framed = {row for row, _ in sheet.framed}
    out: list[int] = []
    for at, row in enumerate(rows):
        out.append(row)
        after = row + 1
        while after in sheet.hidden_rows:
            after += 1
        if after < rows[at + 1] if at + 1 < len(rows) else after in framed:
            out.append(after)
    return out
