"""From cells in rows to grids: spans, ghost columns, layout tables. Shared by pages and Word files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipelines.carriers.limits import MAX_COLSPAN, MAX_SLOTS
from pipelines.document import Block, CarrierError, Grid, GridCell, Paragraph

# A table with one such cell and few others only arranges a page: the text is an article, not an entry.
_ARTICLE_CHARS = 300
_ARTICLE_SHARE = 0.75
_ARTICLE_CELLS = 12
# A table whose text lies mostly in cells with tables of their own arranges those tables.
_NESTED_SHARE = 0.5
_PROSE = 60  # characters from which a cell across the table is prose, not a caption
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]")


@dataclass(slots=True)
class RawCell:
    """A cell as written in the source: what it holds, in order, and the span it asks for.

    `rowspan` 0 means "to the end of the row group", as in HTML.
    """

    blocks: list[Block] = field(default_factory=list)
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class RawRow:
    """A row as written; `group` tells row groups (thead, tbody) apart, which no rowspan crosses."""

    cells: list[RawCell] = field(default_factory=list)
    group: int = 0


@dataclass(slots=True)
class PlacedCell:
    """A cell with its slot."""

    row: int
    col: int
    rowspan: int
    colspan: int
    blocks: list[Block]


class SlotBudget:
    """Counts the slots that a file's tables ask for, so that spans cannot eat the memory."""

    def __init__(self, slots: int = MAX_SLOTS) -> None:
        self._left = slots

    def take(self, slots: int) -> None:
        """Raises CarrierError("too_complex") when the file has asked for more than a file may."""
        self._left -= slots
        if self._left < 0:
            raise CarrierError("too_complex", f"the tables of this file have more than {MAX_SLOTS} slots")


def place(rows: Sequence[RawRow], budget: SlotBudget) -> tuple[list[PlacedCell], bool]:
    """Give each cell its slot by the HTML table model; True if two cells claim the same slot."""
    placed: list[PlacedCell] = []
    overlap = False
    busy: list[int] = []  # per column: first row that is free again
    ends = _group_ends(rows)
    for index, row in enumerate(rows):
        col = 0
        for cell in row.cells:
            while col < len(busy) and busy[col] > index:
                col += 1
            colspan = min(max(cell.colspan, 1), MAX_COLSPAN)
            left = ends[index] - index
            rowspan = min(cell.rowspan, left) if cell.rowspan > 0 else left
            budget.take(colspan)
            if len(busy) < col + colspan:
                busy.extend([0] * (col + colspan - len(busy)))
            for taken in range(col, col + colspan):
                overlap = overlap or busy[taken] > index
                busy[taken] = max(busy[taken], index + rowspan)
            placed.append(PlacedCell(index, col, rowspan, colspan, cell.blocks))
            col += colspan
    return placed, overlap


def _group_ends(rows: Sequence[RawRow]) -> list[int]:
    """For each row, the index after the last row of its group."""
    ends = [len(rows)] * len(rows)
    for index in range(len(rows) - 2, -1, -1):
        ends[index] = ends[index + 1] if rows[index].group == rows[index + 1].group else index + 1
    return ends


def table_blocks(cells: list[PlacedCell], budget: SlotBudget, *, certain: bool = True) -> list[Block]:
    """The table as one Grid, or, where it only arranges the page, the blocks of its cells in order."""
    columns = _ranks(edge for cell in cells for edge in (cell.col, cell.col + cell.colspan))
    rows = _ranks(edge for cell in cells for edge in (cell.row, cell.row + cell.rowspan))
    n_rows, n_cols = len(rows) - 1, len(columns) - 1
    if n_cols <= 1 or _is_layout(cells):
        return [block for cell in cells for block in cell.blocks]
    budget.take(n_rows * n_cols)
    grid_cells = [
        GridCell(
            text="\n".join(_text(block) for block in cell.blocks),
            row=rows[cell.row],
            col=columns[cell.col],
            rowspan=rows[cell.row + cell.rowspan] - rows[cell.row],
            colspan=columns[cell.col + cell.colspan] - columns[cell.col],
        )
        for cell in cells
    ]
    nested = [block for cell in cells for block in cell.blocks if isinstance(block, Grid)]
    return [*without_prose(Grid(grid_cells, n_rows, n_cols, certain=certain)), *nested]


def without_prose(grid: Grid) -> list[Block]:
    """The grid cut at its rows of prose: a report laid out in one table, as a printed worksheet is.

    Prose is a cell over the whole width that holds a chapter's heading or a long sentence. Stretches of
    nothing but such wide cells (title, signature) are paragraphs too.
    """
    wide = {cell.row: cell for cell in grid.cells if cell.colspan == grid.n_cols and cell.rowspan == 1}
    if not any(map(_is_prose, wide.values())):
        return [grid]
    blocks: list[Block] = []
    for is_text, group in groupby(range(grid.n_rows), lambda row: _is_prose(wide.get(row))):
        rows = list(group)
        if is_text or all(row in wide for row in rows):
            texts = ((line.strip(), wide[row].page) for row in rows for line in wide[row].text.split("\n"))
            blocks += [Paragraph(text, page) for text, page in texts if text]
        else:
            blocks.append(_rows_of(grid, rows[0], rows[-1] + 1))
    return blocks


def is_long_prose(text: str) -> bool:
    """Running text, too long for a table's caption."""
    return len(text) >= _PROSE and "。" in text


def is_chapter(text: str) -> bool:
    """A heading numbered as chapters are: a table's row of such a number has room for its values."""
    return bool(_CHAPTER.match(text))


def _is_prose(cell: GridCell | None) -> bool:
    return cell is not None and (is_long_prose(cell.text) or is_chapter(cell.text))


def _rows_of(grid: Grid, first: int, past: int) -> Grid:
    cells = [replace(cell, row=cell.row - first) for cell in grid.cells if first <= cell.row < past]
    page = next((cell.page for cell in cells), grid.page)
    return Grid(cells, past - first, grid.n_cols, page=page, certain=grid.certain)


def _text(block: Block) -> str:
    """A block as text; a table within a cell as lines with TABs."""
    if isinstance(block, Paragraph):
        return block.text
    return "\n".join("\t".join(cell.text if cell else "" for cell in row) for row in block.rows())


def _ranks(edges: Iterable[int]) -> dict[int, int]:
    """Edge → ordinal. Columns and rows in which no cell begins or ends are thereby one."""
    return {edge: rank for rank, edge in enumerate(sorted(set(edges)))}


def _is_layout(cells: Sequence[PlacedCell]) -> bool:
    sizes = [sum(len(_text(block)) for block in cell.blocks) for cell in cells]
    nesting = sum(
        size for cell, size in zip(cells, sizes, strict=True) if any(isinstance(b, Grid) for b in cell.blocks)
    )
    if nesting:
        return nesting >= _NESTED_SHARE * sum(sizes)
    filled = [size for size in sizes if size]
    longest = max(sizes, default=0)
    return len(filled) <= _ARTICLE_CELLS and longest >= _ARTICLE_CHARS and longest >= _ARTICLE_SHARE * sum(filled)
