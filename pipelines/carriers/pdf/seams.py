"""Tables that go on over a page break: the parts become one grid, rows cut in the middle become whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.carriers.pdf.geometry import cluster, nearest
from pipelines.carriers.pdf.parts import Part, PartCell, without_empty_row
from pipelines.document import Grid, GridCell

_SAME_EDGE = 4.0  # points: edges of the parts of one table agree this well
_SHARED_EDGES = 0.6  # of the inner column edges of the simpler part
_NUMBER = re.compile(r"[\s\d.,，%％+\-—/]+")
_ITEM = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|[（(]?\d{1,2}[）)、．.]|第[一二三四五六七八九十\d]+[条章项])"
)


def continues(first: Part, second: Part) -> bool:
    """Have both parts the same outer edges, and mostly the same columns?"""
    if abs(first.xs[0] - second.xs[0]) > _SAME_EDGE or abs(first.xs[-1] - second.xs[-1]) > _SAME_EDGE:
        return False
    simple, rich = sorted((first.xs[1:-1], second.xs[1:-1]), key=len)
    if not simple:
        return True
    shared = sum(1 for edge in simple if any(abs(edge - other) <= _SAME_EDGE for other in rich))
    return shared >= _SHARED_EDGES * len(simple)


def join(parts: Sequence[Part]) -> tuple[Grid, list[str]]:
    """One grid of all parts, and notes on the rows that were put together.

    Header rows that are repeated on a later page appear once. A row is only put together when its
    halves cannot be two rows: otherwise both stay.
    """
    edges = cluster([edge for part in parts for edge in part.xs], _SAME_EDGE)
    cells: list[PartCell] = _on_columns(parts[0], edges)
    n_rows = parts[0].n_rows
    notes: list[str] = []
    for part in parts[1:]:
        placed, height = _on_columns(part, edges), part.n_rows
        n_rows = without_empty_row(cells, n_rows - 1, n_rows)
        height = without_empty_row(placed, 0, height)
        skip = _repeated_rows(cells, placed)
        placed, height = _below(placed, skip), height - skip
        if height <= 0:
            continue
        cut = _is_cut_row(_bottom(cells, n_rows), _top(placed))
        if cut:
            notes.append(f"the row cut by the end of page {part.page - 1} was put together")
        base = _sew(cells, placed, n_rows, whole_row=cut)
        n_rows = base + height
        # Frames of one row that end at different heights leave a row without text behind.
        if base + 1 < n_rows:
            n_rows = without_empty_row(cells, base + 1, n_rows)
    grid_cells = [
        GridCell(cell.text, cell.row, cell.col, cell.rowspan, cell.colspan, cell.page, cell.confidence)
        for cell in cells
    ]
    certain = all(part.certain for part in parts)
    return Grid(grid_cells, n_rows, len(edges) - 1, page=parts[0].page, certain=certain), notes


def _on_columns(part: Part, edges: list[float]) -> list[PartCell]:
    """The part's cells on the columns of the whole table."""
    at = [nearest(edges, edge) for edge in part.xs]
    placed = []
    for cell in part.cells:
        first, end = at[cell.col], at[cell.col + cell.colspan]
        # dataclasses.replace would take as long as all else here
        placed.append(
            PartCell(cell.row, first, cell.rowspan, end - first, cell.text, cell.full, cell.page, cell.confidence)
        )
    return placed


def _repeated_rows(cells: list[PartCell], placed: list[PartCell]) -> int:
    """How many rows at the top of a later part repeat the top of the table."""
    count = 0
    while True:
        first, again = _row(cells, count), _row(placed, count)
        if not again or first != again or not any(entry[2] and not _NUMBER.fullmatch(entry[2]) for entry in again):
            break
        count += 1
    # A repetition must end where its cells end.
    while count and any(cell.row < count < cell.row + cell.rowspan for cell in placed):
        count -= 1
    return count


def _row(cells: list[PartCell], row: int) -> list[tuple[int, int, str]]:
    return sorted((cell.col, cell.colspan, cell.text) for cell in cells if cell.row == row)


def _below(cells: list[PartCell], skip: int) -> list[PartCell]:
    for cell in cells:
        cell.row -= skip
    return [cell for cell in cells if cell.row >= 0]


def _bottom(cells: list[PartCell], n_rows: int) -> dict[tuple[int, int], PartCell]:
    return {(cell.col, cell.colspan): cell for cell in cells if cell.row + cell.rowspan == n_rows}


def _top(cells: list[PartCell]) -> dict[tuple[int, int], PartCell]:
    return {(cell.col, cell.colspan): cell for cell in cells if cell.row == 0}


def _is_cut_row(above: dict[tuple[int, int], PartCell], below: dict[tuple[int, int], PartCell]) -> bool:
    """Is the first row of a page the rest of the last row before: words go on, no number stands in both?"""
    if above.keys() != below.keys():
        return False
    going_on = one_sided = 0
    for place, upper in above.items():
        lower = below[place]
        if upper.text and lower.text:
            if not _goes_on(upper, lower):
                return False
            going_on += 1
        elif upper.text or lower.text:
            one_sided += 1
    numbers_above = any(_is_number(cell) for cell in above.values())
    numbers_below = any(_is_number(cell) for cell in below.values())
    return going_on > 0 and one_sided > 0 and not (numbers_above and numbers_below)


def _is_number(cell: PartCell) -> bool:
    return bool(cell.text and _NUMBER.fullmatch(cell.text))


def _goes_on(upper: PartCell, lower: PartCell) -> bool:
    """May the text of the lower cell be the rest of the upper one's?"""
    return upper.full and not _is_number(upper) and not _is_number(lower) and not _ITEM.match(lower.text)


def _sew(cells: list[PartCell], placed: list[PartCell], n_rows: int, *, whole_row: bool) -> int:
    """Add a part below; merged cells that the page break cut become one. Gives the row where the part begins."""
    base = n_rows - 1 if whole_row else n_rows
    above = _bottom(cells, n_rows)
    for cell in placed:
        upper = above.get((cell.col, cell.colspan)) if cell.row == 0 else None
        if upper is not None and (whole_row or _is_one_cell(upper, cell)):
            upper.rowspan += cell.rowspan - (1 if whole_row else 0)
            upper.text = "\n".join(text for text in (upper.text, cell.text) if text)
            upper.full = cell.full
            upper.confidence = _lower(upper.confidence, cell.confidence)
        else:
            cell.row += base
            cells.append(cell)
    return base


def _is_one_cell(upper: PartCell, lower: PartCell) -> bool:
    """Two halves of a cell that spans rows on both sides of a page break."""
    if upper.rowspan == 1 and lower.rowspan == 1:
        return False
    if not lower.text:
        return bool(upper.text)
    if not upper.text:
        return upper.rowspan > 1 and not _is_number(lower)
    return _goes_on(upper, lower)


def _lower(first: float | None, second: float | None) -> float | None:
    """The lower of two confidences; None is exact text."""
    return first if second is None else second if first is None else min(first, second)
