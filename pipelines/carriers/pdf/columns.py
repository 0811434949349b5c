"""Tables without ruling lines, told by the columns in which their text stands."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.carriers.pdf.lines import Line
from pipelines.document import Grid, GridCell

_MIN_LINES = 3  # lines with columns that make a table
_RICH = 0.6  # of the most columns: such a line shows the columns
_MAX_PLAIN = 3  # lines without columns in a row inside a table (a label or header that wraps)
_PLAIN_WIDTH = 0.6  # of the table's width, at most, for such a line


def find_runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """(first, past the last) of each stretch of lines that may be a table."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    last = 0
    for index, line in enumerate(lines):
        if len(line.chunks) > 1:
            if start is None:
                start = index
            last = index
        elif start is not None and index - last > _MAX_PLAIN:
            runs.append((start, last + 1))
            start = None
    if start is not None:
        runs.append((start, last + 1))
    return [run for run in runs if sum(len(line.chunks) > 1 for line in lines[run[0] : run[1]]) >= _MIN_LINES]


def column_grid(lines: Sequence[Line], page: int) -> Grid | None:
    """The lines as an uncertain grid, one row a line; None where the columns are not clear."""
    most = max(len(line.chunks) for line in lines)
    rich = [line for line in lines if len(line.chunks) >= max(2, _RICH * most)]
    if most < 3 or len(rich) < _MIN_LINES:
        return None
    columns: list[list[float]] = []
    for x0, x1 in sorted((chunk.x0, chunk.x1) for line in rich for chunk in line.chunks):
        if columns and x0 < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], x1)
        else:
            columns.append([x0, x1])
    if len(columns) != most:
        return None
    width = columns[-1][1] - columns[0][0]
    cells: list[GridCell] = []
    for row, line in enumerate(lines):
        if len(line.chunks) == 1 and line.x1 - line.x0 > _PLAIN_WIDTH * width:
            return None
        past = 0
        for chunk in line.chunks:
            met = [i for i, (x0, x1) in enumerate(columns) if chunk.x0 < x1 and chunk.x1 > x0]
            if not met:
                centre = (chunk.x0 + chunk.x1) / 2
                met = [min(range(len(columns)), key=lambda i: abs((columns[i][0] + columns[i][1]) / 2 - centre))]
            if met[0] < past:
                return None
            past = met[-1] + 1
            cells.append(GridCell(chunk.text, row, met[0], 1, past - met[0], page, chunk.confidence))
    return Grid(cells, len(lines), len(columns), page=page, certain=False)
