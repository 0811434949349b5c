"""A ruled table on one page, its cells filled with text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.carriers.pdf.geometry import Box, Char, turn
from pipelines.carriers.pdf.lattice import Lattice
from pipelines.carriers.pdf.lines import lines_of

_OVERRUN = 1.3  # of a character's size that text may stand past an open end of its table
_PAGE_END = 0.15  # of the page's height where a table may have been cut by the page break


@dataclass(slots=True)
class PartCell:
    """A filled cell. `full`: its last line leaves no room for another character, so text may go on elsewhere."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    full: bool
    page: int


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


def fill(
    lattices: Sequence[Lattice], chars: Sequence[Char], turned: Sequence[tuple[int, Char]], page: int, sheet: Box
) -> tuple[list[Part], list[Char], list[tuple[int, Char]]]:
    """The tables with their text, and the characters (upright, turned) that stand outside of all tables.

    Of nested tables the inner one owns a character. Characters at right angles are read along their
    own direction. `sheet` is the page: a table without a line at its end goes on to the page's end.
    """
    owned: list[dict[tuple[int, int], list[tuple[int, Char]]]] = [{} for _ in lattices]
    innermost = sorted(range(len(lattices)), key=lambda index: lattices[index].box.area)
    free: list[Char] = []
    free_turned: list[tuple[int, Char]] = []
    for quadrant, char in [*((0, char) for char in chars), *turned]:
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        for index in innermost:
            slot = lattices[index].slot(x, y) or _beyond(lattices[index], x, y, char.size, sheet)
            if slot is not None:
                owned[index].setdefault(slot, []).append((quadrant, char))
                break
        else:
            if quadrant == 0:
                free.append(char)
            else:
                free_turned.append((quadrant, char))
    parts = [_part(lattice, slots, page) for lattice, slots in zip(lattices, owned, strict=True)]
    return parts, free, free_turned


def _beyond(lattice: Lattice, x: float, y: float, size: float, sheet: Box) -> tuple[int, int] | None:
    """The slot of a character just past the end of a table that a page break left open there.

    A browser ends the side borders of a cut cell with its row, and lets its text run on.
    """
    reach, margin = _OVERRUN * size, _PAGE_END * (sheet.y1 - sheet.y0)
    if lattice.open_bottom and 0 <= y - lattice.ys[-1] <= reach and lattice.ys[-1] > sheet.y1 - margin:
        slot = lattice.slot(x, (lattice.ys[-2] + lattice.ys[-1]) / 2)
        return slot if slot is not None and slot[1] in lattice.open_bottom else None
    if lattice.open_top and 0 <= lattice.ys[0] - y <= reach and lattice.ys[0] < sheet.y0 + margin:
        slot = lattice.slot(x, (lattice.ys[0] + lattice.ys[1]) / 2)
        return slot if slot is not None and slot[1] in lattice.open_top else None
    return None


def _part(lattice: Lattice, slots: dict[tuple[int, int], list[tuple[int, Char]]], page: int) -> Part:
    cells = []
    for cell in lattice.cells:
        inside: list[tuple[int, Char]] = []
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                inside += slots.get((row, col), ())
        left, right = lattice.xs[cell.col], lattice.xs[cell.col + cell.colspan]
        text, full = _text(inside, left, right)
        cells.append(PartCell(cell.row, cell.col, cell.rowspan, cell.colspan, text, full, page))
    return Part(lattice.xs, len(lattice.ys) - 1, cells, page, lattice.regular, lattice.box)


def _text(inside: list[tuple[int, Char]], left: float, right: float) -> tuple[str, bool]:
    """The lines of a cell, and whether the last one is full."""
    if not inside:
        return "", False
    quadrant = Counter(direction for direction, _ in inside).most_common(1)[0][0]
    chars = [char for _, char in inside] if quadrant == 0 else [turned_char(char, quadrant) for _, char in inside]
    lines = lines_of(chars, columns=False)
    text = "\n".join(line.text for line in lines)
    last = lines[-1]
    padding = max(2.0, min(last.x0 - left, 8.0))
    return text, quadrant == 0 and right - last.x1 < last.size + padding


def turned_char(char: Char, quadrant: int) -> Char:
    """The character on a page that is turned until its text is upright."""
    # Back to an upward y, then turned as the text runs.
    return Char(*turn(char.x0, -char.y1, char.x1, -char.y0, quadrant), char.text, char.spaced)
