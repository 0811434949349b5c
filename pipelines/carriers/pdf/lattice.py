"""Ruling lines → tables: where lines cross there are slots, where a line is missing slots are one cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.carriers.pdf.geometry import Box, Char, cluster, nearest

_SNAP = 3.0  # points: parallel lines no further apart are one (double borders, borders of adjoining cells)
_GAP = 4.0  # points: a line goes on after a gap no wider (dashes, corners left out)
_TOUCH = 3.0  # points: lines that end this close to each other cross
_STRIP = 6.0  # points: a column or row this narrow without text is a gap between two borders
_WALL = 0.6  # share of a slot's side that must be drawn to part it from the next
_MAX_LINES = 3000

Slot = tuple[int, int]  # row, column


@dataclass(slots=True)
class Slotted:
    """A cell's place in a lattice."""

    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class Lattice:
    """A ruled table: edges of columns and rows in points, its cells, and whether each is a plain rectangle.

    `open_top` and `open_bottom` are the columns without a line there; a page break may leave them.
    """

    xs: list[float]
    ys: list[float]
    cells: list[Slotted]
    regular: bool
    open_top: frozenset[int] = frozenset()
    open_bottom: frozenset[int] = frozenset()

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def slot(self, x: float, y: float) -> Slot | None:
        """The slot at a point, None outside of the table."""
        xs, ys = self.xs, self.ys
        if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
            return bisect_right(ys, y) - 1, bisect_right(xs, x) - 1
        return None


@dataclass(slots=True)
class _Line:
    """A merged line: `at` is its place across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


def find_lattices(across: Sequence[Box], down: Sequence[Box], chars: Sequence[Char]) -> list[Lattice]:
    """The ruled tables of a page from top to bottom. One column alone is a frame or a list, no table."""
    rows = _merge([((box.y0 + box.y1) / 2, box.x0, box.x1) for box in across])
    columns = _merge([((box.x0 + box.x1) / 2, box.y0, box.y1) for box in down])
    if len(rows) + len(columns) > _MAX_LINES:
        return []
    found = []
    for horizontals, verticals in _connected(rows, columns):
        lattice = _lattice(horizontals, verticals, chars)
        if lattice is not None:
            found.append(lattice)
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _merge(raw: list[tuple[float, float, float]]) -> list[_Line]:
    """Join pieces on one line that touch, overlap, or leave only a dash's gap."""
    lines: list[_Line] = []
    group: list[tuple[float, float, float]] = []

    def close() -> None:
        at = sum(entry[0] for entry in group) / len(group)
        current: _Line | None = None
        for _, start, end in sorted(group, key=lambda entry: entry[1]):
            if current is not None and start - current.end <= _GAP:
                current.end = max(current.end, end)
            else:
                current = _Line(at, start, end)
                lines.append(current)

    for entry in sorted(raw):
        if group and entry[0] - group[0][0] > _SNAP:
            close()
            group = []
        group.append(entry)
    if group:
        close()
    return lines


def _connected(rows: list[_Line], columns: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Groups of lines that hang together by crossings."""
    parent = list(range(len(rows) + len(columns)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for r, row in enumerate(rows):
        for c, column in enumerate(columns, start=len(rows)):
            if (
                row.start - _TOUCH <= column.at <= row.end + _TOUCH
                and column.start - _TOUCH <= row.at <= column.end + _TOUCH
            ):
                parent[root(c)] = root(r)
    # Cells that are framed one by one do not touch: their frames run side by side.
    for lines, first in ((rows, 0), (columns, len(rows))):
        for a, b in _side_by_side(lines):
            parent[root(first + b)] = root(first + a)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for index, line in enumerate([*rows, *columns]):
        groups.setdefault(root(index), ([], []))[index >= len(rows)].append(line)
    tables = [group for group in groups.values() if group[0] and group[1]]
    for group in groups.values():
        if not group[0]:
            _adopt(group[1], tables)
    return tables


def _adopt(sides: list[_Line], tables: list[tuple[list[_Line], list[_Line]]]) -> None:
    """Give lines that cross nothing to the table of their height: a merged cell may fill a page's whole height."""
    for line in sides:
        for _, columns in tables:
            top, foot = min(column.start for column in columns), max(column.end for column in columns)
            if abs(line.start - top) < _STRIP and abs(line.end - foot) < _STRIP:
                columns.append(line)
                break


def _side_by_side(lines: list[_Line]) -> Iterator[tuple[int, int]]:
    """Pairs of neighbouring parallel lines with no room for text between them; the lines are in order."""
    for a, line in enumerate(lines):
        for b in range(a + 1, len(lines)):
            other = lines[b]
            if other.at - line.at >= _STRIP:
                break
            shared = min(line.end, other.end) - max(line.start, other.start)
            if shared >= 0.5 * min(line.end - line.start, other.end - other.start):
                yield a, b


def _lattice(rows: list[_Line], columns: list[_Line], chars: Sequence[Char]) -> Lattice | None:
    x0 = min(*(line.start for line in rows), *(line.at for line in columns))
    x1 = max(*(line.end for line in rows), *(line.at for line in columns))
    y0 = min(*(line.start for line in columns), *(line.at for line in rows))
    y1 = max(*(line.end for line in columns), *(line.at for line in rows))
    # A table may be open at its sides, or at a page break: its outline counts as drawn.
    xs = cluster([x0, x1, *(line.at for line in columns)], _SNAP)
    ys = cluster([y0, y1, *(line.at for line in rows)], _SNAP)
    if _has_strips(xs) or _has_strips(ys):
        inside = [char for char in chars if x0 <= char.x0 and char.x1 <= x1 and y0 <= char.y0 and char.y1 <= y1]
        xs = _without_strips(xs, [(char.x0 + char.x1) / 2 for char in inside])
        ys = _without_strips(ys, [(char.y0 + char.y1) / 2 for char in inside])
    if len(xs) < 3 or len(ys) < 2:
        return None
    right = _walls(columns, xs, ys)[1:-1]
    top, *below, bottom = _walls(rows, ys, xs)
    cells, regular = _cells(len(ys) - 1, len(xs) - 1, right, below)
    if len(cells) < 2:
        return None
    return Lattice(xs, ys, cells, regular, _undrawn(top), _undrawn(bottom))


def _undrawn(edge: list[bool]) -> frozenset[int]:
    return frozenset(step for step, drawn in enumerate(edge) if not drawn)


def _has_strips(edges: list[float]) -> bool:
    return any(right - left < _STRIP for left, right in pairwise(edges))


def _without_strips(edges: list[float], points: list[float]) -> list[float]:
    """Edges with each narrow strip that holds no text drawn together into one edge."""
    out = edges[:1]
    for edge in edges[1:]:
        if edge - out[-1] < _STRIP and not any(out[-1] < point < edge for point in points):
            out[-1] = (out[-1] + edge) / 2
        else:
            out.append(edge)
    return out


def _walls(lines: list[_Line], edges: list[float], steps: list[float]) -> list[list[bool]]:
    """[i][k]: is edge i drawn along step k? Edges and steps are in points."""
    covered = [[0.0] * (len(steps) - 1) for _ in edges]
    for line in lines:
        row = covered[nearest(edges, line.at)]
        for k in range(max(bisect_right(steps, line.start) - 1, 0), len(steps) - 1):
            if steps[k] >= line.end:
                break
            row[k] += min(line.end, steps[k + 1]) - max(line.start, steps[k])
    return [
        [covered[i][k] >= _WALL * (steps[k + 1] - steps[k]) for k in range(len(steps) - 1)]
        for i in range(len(edges))
    ]


def _cells(
    n_rows: int, n_cols: int, right: list[list[bool]], below: list[list[bool]]
) -> tuple[list[Slotted], bool]:
    """Cut the slots into rectangles without walls inside; False where they form other shapes."""
    owner = [[-1] * n_cols for _ in range(n_rows)]
    cells: list[Slotted] = []
    regular = True
    for row in range(n_rows):
        for col in range(n_cols):
            if owner[row][col] >= 0:
                continue
            width = 1
            while col + width < n_cols and owner[row][col + width] < 0 and not right[col + width - 1][row]:
                width += 1
            height = 1
            while row + height < n_rows and not any(
                below[row + height - 1][c] or owner[row + height][c] >= 0 for c in range(col, col + width)
            ):
                if any(right[c][row + height] for c in range(col, col + width - 1)):
                    regular = False
                    break
                height += 1
            for r in range(row, row + height):
                owner[r][col : col + width] = [len(cells)] * width
            cells.append(Slotted(row, col, height, width))
    return cells, regular and _is_closed(cells, n_cols, right, below)


def _is_closed(cells: list[Slotted], n_cols: int, right: list[list[bool]], below: list[list[bool]]) -> bool:
    """Every cell is walled on its right and below: no two of them are one shape that is no rectangle."""
    for cell in cells:
        edge = cell.col + cell.colspan
        if edge < n_cols and not all(right[edge - 1][r] for r in range(cell.row, cell.row + cell.rowspan)):
            return False
        bottom = cell.row + cell.rowspan
        if bottom <= len(below) and not all(below[bottom - 1][c] for c in range(cell.col, edge)):
            return False
    return True
