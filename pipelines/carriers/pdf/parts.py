"""A ruled table on one page, its cells filled with text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pipelines.carriers.pdf.geometry import Box, Char, turn
from pipelines.carriers.pdf.lattice import Lattice, Slot, Slotted
from pipelines.carriers.pdf.lines import lines_of

T = TypeVar("T")
_OVERRUN = 1.3  # of a character's size that text may stand past an open end of its table
_TORN = 0.15  # of a digit's size: two digits this close are one number
_STACK = re.compile(r"\d+(?:\n\d+)+")
_STACKS = 3
_BLEED = 2.0  # points from the page's side: a table that comes this close goes on beyond
_PAGE_END = 0.25  # of the page's height where a table may have been cut by the page break


@dataclass(slots=True)
class PartCell:
    """A filled cell. `full`: its last line leaves no room for another character, so text may go on elsewhere.

    `confidence` is set where the text was recognised.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    full: bool
    page: int
    confidence: float | None = None


@dataclass(slots=True)
class Part:
    """A table as one page shows it; `xs` are the edges of its columns in points."""

    xs: list[float]
    n_rows: int
    cells: list[PartCell]
    page: int
    certain: bool
    box: Box
    notes: list[str] = field(default_factory=list)

    def moved(self, left: float) -> Part:
        """The table, so many points further left; its box stays."""
        return replace(self, xs=[x - left for x in self.xs]) if left else self


def fill(
    lattices: Sequence[Lattice], chars: Sequence[Char], turned: Sequence[tuple[int, Char]], page: int, sheet: Box
) -> tuple[list[Part], list[Char], list[tuple[int, Char]]]:
    """The tables with their text, and the characters (upright, turned) that stand outside of all tables.

    Of nested tables the inner one owns a character. Characters at right angles are read along their
    own direction. `sheet` is the page: a table without a line at its end goes on to the page's end.
    """
    owned: list[_Slots] = [_Slots() for _ in lattices]
    innermost = sorted(zip(lattices, owned, strict=True), key=lambda pair: pair[0].box.area)
    ends = [pair for pair in innermost if is_cut(pair[0], sheet)]
    free: list[Char] = []
    edges = [(lattice.xs, lattice.ys, slots.upright) for lattice, slots in innermost]
    for char in chars:
        x0, y0, x1, y1, _, _ = char
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        for xs, ys, upright in edges:  # as in `_find`, without its calls: thousands of characters come by
            if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
                upright.setdefault((bisect_right(ys, y) - 1, bisect_right(xs, x) - 1), []).append(char)
                break
        else:
            cut, slot = _find((), ends, x, y, char.size) if ends else (None, (0, 0))
            (free if cut is None else cut.upright.setdefault(slot, [])).append(char)
    free_turned: list[tuple[int, Char]] = []
    for quadrant, char in turned:
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        slots, slot = _find(innermost, ends, x, y, char.size)
        if slots is None:
            free_turned.append((quadrant, char))
        else:
            slots.turned.setdefault(slot, []).append((quadrant, char))
    parts = [_part(lattice, slots, page) for lattice, slots in zip(lattices, owned, strict=True)]
    return parts, free, free_turned


@dataclass(slots=True)
class _Slots:
    """The characters of a table by slot (row, column)."""

    upright: dict[Slot, list[Char]] = field(default_factory=dict)
    turned: dict[Slot, list[tuple[int, Char]]] = field(default_factory=dict)


def _find(
    innermost: Sequence[tuple[Lattice, _Slots]],
    ends: Sequence[tuple[Lattice, _Slots]],
    x: float,
    y: float,
    size: float,
) -> tuple[_Slots | None, Slot]:
    """The table that owns a point, and the slot."""
    for lattice, slots in innermost:
        slot = lattice.slot(x, y)
        if slot is not None:
            return slots, slot
    for lattice, slots in ends:
        slot = beyond(lattice, x, y, size)
        if slot is not None:
            return slots, slot
    return None, (0, 0)


def _has_torn_number(cells: Sequence[PartCell], slots: _Slots) -> bool:
    """Does a number run over a line into the next cell, so that each of them shows a piece of it?"""
    for (row, col), chars in slots.upright.items():
        beside = slots.upright.get((row, col + 1))
        if not beside:
            continue
        left, right = chars[-1] if len(chars) == 1 else max(chars, key=_x1), min(beside)
        if (
            right.x0 - left.x1 < _TORN * (left.y1 - left.y0)
            and left.text.isdigit()
            and right.text.isdigit()
            and min(left.y1, right.y1) - max(left.y0, right.y0) > 0.5 * left.size
            and not any(_covers(cell, row, col) and _covers(cell, row, col + 1) for cell in cells)
        ):
            return True
    return False


def _covers(cell: PartCell, row: int, col: int) -> bool:
    return cell.row <= row < cell.row + cell.rowspan and cell.col <= col < cell.col + cell.colspan


def _x1(char: Char) -> float:
    return char.x1


def _lacks_rules(cells: Sequence[PartCell]) -> bool:
    """Do several cells of a row hold several numbers each, one below the other: rows without lines between?"""
    stacked: dict[int, int] = {}
    for cell in cells:
        if _STACK.fullmatch(cell.text):
            stacked[cell.row] = stacked.get(cell.row, 0) + 1
    return any(count >= _STACKS for count in stacked.values())


def is_cut(lattice: Lattice, sheet: Box) -> bool:
    """Does the table end without a line near the end of the page, or begin so near its start?"""
    margin = _PAGE_END * (sheet.y1 - sheet.y0)
    at_foot = bool(lattice.open_bottom) and lattice.ys[-1] > sheet.y1 - margin
    return at_foot or (bool(lattice.open_top) and lattice.ys[0] < sheet.y0 + margin)


def beyond(lattice: Lattice, x: float, y: float, size: float) -> Slot | None:
    """The slot of a character just past the end of a table that a page break left open there.

    A browser ends the side borders of a cut cell with its row, and lets its text run on.
    """
    if 0 <= y - lattice.ys[-1] <= _OVERRUN * size:
        slot = lattice.slot(x, (lattice.ys[-2] + lattice.ys[-1]) / 2)
        return slot if slot is not None and slot[1] in lattice.open_bottom else None
    if 0 <= lattice.ys[0] - y <= _OVERRUN * size:
        slot = lattice.slot(x, (lattice.ys[0] + lattice.ys[1]) / 2)
        return slot if slot is not None and slot[1] in lattice.open_top else None
    return None


def _part(lattice: Lattice, slots: _Slots, page: int) -> Part:
    cells = []
    for cell in lattice.cells:
        upright = _within(cell, slots.upright)
        turned = _within(cell, slots.turned) if slots.turned else []
        left, right = lattice.xs[cell.col], lattice.xs[cell.col + cell.colspan]
        text, full = _text(upright, turned, left, right)
        cells.append(PartCell(cell.row, cell.col, cell.rowspan, cell.colspan, text, full, page))
    certain = lattice.regular and not _has_torn_number(cells, slots) and not _lacks_rules(cells)
    n_rows = _without_phantoms(cells, len(lattice.ys) - 1)
    return Part(lattice.xs, n_rows, cells, page, certain, lattice.box)


def _within(cell: Slotted, slots: dict[Slot, list[T]]) -> list[T]:
    """What stands in the slots of a cell."""
    if cell.rowspan == cell.colspan == 1:
        return slots.get((cell.row, cell.col), [])
    rows, columns = range(cell.row, cell.row + cell.rowspan), range(cell.col, cell.col + cell.colspan)
    return [entry for row in rows for col in columns for entry in slots.get((row, col), ())]


def _text(upright: list[Char], turned: list[tuple[int, Char]], left: float, right: float) -> tuple[str, bool]:
    """The lines of a cell, and whether the last one is full. Text at right angles follows the upright."""
    if len(upright) == 1 and not turned:  # most cells of a small office hold a single 0
        (char,) = upright
        return char.text, right - char.x1 < char.size + max(2.0, min(char.x0 - left, 8.0))
    lines = lines_of(upright, columns=False)
    full = False
    if lines:
        last = lines[-1]
        full = right - last.x1 < last.size + max(2.0, min(last.x0 - left, 8.0))
    for quadrant in sorted({quadrant for quadrant, _ in turned}):
        chars = [turned_char(char, quadrant) for direction, char in turned if direction == quadrant]
        lines += lines_of(chars, columns=False)
        full = False
    return "\n".join(line.text for line in lines), full


def without_empty_row(cells: list[PartCell], row: int, n_rows: int) -> int:
    """Drop a row if no text begins in it; cells that span it become shorter. Gives the number of rows left."""
    if n_rows < 2 or any(cell.text for cell in cells if cell.row == row):
        return n_rows
    cells[:] = [cell for cell in cells if cell.row != row or cell.rowspan > 1]
    for cell in cells:
        if cell.row > row:
            cell.row -= 1
        elif cell.row + cell.rowspan > row:
            cell.rowspan -= 1
    return n_rows - 1


def _without_phantoms(cells: list[PartCell], n_rows: int) -> int:
    """Drop the rows that exist only because a merged cell's frame ends within a row, as browsers draw it."""
    begun = {cell.row for cell in cells if cell.text}
    for row in range(n_rows - 1, 0, -1):
        if row not in begun and any(cell.text and cell.row < row < cell.row + cell.rowspan for cell in cells):
            n_rows = without_empty_row(cells, row, n_rows)
    return n_rows


def spoil_edge(part: Part, sheet: Box) -> bool:
    """Make the numbers unreadable that stand where a table runs into the side of the page; True if it does.

    What lies beyond is not in the file, so nothing tells whether a number was longer.
    """
    spoiled = False
    for cell in part.cells:
        left, right = part.xs[cell.col], part.xs[cell.col + cell.colspan]
        if right > sheet.x1 - _BLEED or left < sheet.x0 + _BLEED:
            spoiled = True
            if any(char.isdigit() for char in cell.text):
                cell.text += "\ufffd"
    part.certain = part.certain and not spoiled
    return spoiled


def turned_char(char: Char, quadrant: int) -> Char:
    """The character on a page that is turned until its text is upright."""
    # Back to an upward y, then turned as the text runs.
    return Char(*turn(char.x0, -char.y1, char.x1, -char.y0, quadrant), char.text, char.spaced)
