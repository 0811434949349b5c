"""The columns of the table of 2014: where labels, units and numbers stand, and which number is the office's own.

The national form has one column of numbers. Local copies add 序号 and 代码, set two halves side by side,
or print several columns of numbers: 本季 | 本年, 区直单位 | 乡镇街道 | 合计.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, zip_longest
from typing import Literal

from models.vocabulary import vocabulary
from pipelines.document import Grid
from pipelines.forms.geometry import has_numbers, header_columns, row_cells
from pipelines.forms.labels import key, label_book, without_thereof
from pipelines.forms.numbers import is_blank, is_value

# Which column is the office's own year, the surest first.
_OWN = ("total", "year", "number")
# A quarter, another year, all years together: never the year's number.
_OTHER_PERIOD = "period"
_NO_NUMBERS = frozenset({"serial", "code", "remark", "unit", "label"})
_RULER = frozenset("甲乙丙丁戊")
_MIN_LABELS = 3  # known lines that make columns without headings a part of this table


@dataclass(slots=True)
class Column:
    """A column of numbers; `kind` is a key of [indicator_columns] in labels.toml, "" for a heading unknown."""

    kind: str
    text: str
    slots: range
    filled: bool = False


@dataclass(slots=True)
class Panel:
    """Labels with their units and numbers: the whole table, or one of two halves set side by side.

    `other` are the slots of ordinals, codes and remarks, where numbers are no data.
    """

    labels: range
    units: range | None = None
    columns: list[Column] = field(default_factory=list)
    other: set[int] = field(default_factory=set)
    end: int = 0
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """The column that was taken, None where that cannot be decided, and why."""

    column: int | None
    severity: Literal["info", "warning", "error"]
    detail: str


def choose(columns: Sequence[Column]) -> Choice | None:
    """Which column holds the office's own numbers of the year; None where there is nothing to choose."""
    names = " | ".join(column.text.strip() or "(no heading)" for column in columns)
    if len(columns) == 1 and columns[0].kind != _OTHER_PERIOD:
        plain = columns[0].kind in _OWN or not columns[0].text
        return None if plain else Choice(0, "info", f"the only column of numbers is headed {names}")
    for own in _OWN:
        found = [i for i, column in enumerate(columns) if column.kind == own]
        if len(found) > 1:
            return Choice(None, "error", f"several columns may hold the year's numbers: {names}")
        if found:
            [taken] = found
            if not columns[taken].filled and any(column.filled for column in columns):
                return Choice(None, "error", f"{columns[taken].text} is empty, another column is not: {names}")
            return Choice(taken, "info", f"of the columns {names}, {columns[taken].text} was taken")
    filled = [i for i, column in enumerate(columns) if column.filled]
    if len(filled) == 1 and columns[filled[0]].kind != _OTHER_PERIOD:
        return Choice(filled[0], "warning", f"of the columns {names}, only {columns[filled[0]].text} has numbers")
    return Choice(None, "error", f"no column is known to hold the year's numbers: {names}")


def header_at(grid: Grid, row: int) -> tuple[list[Panel], int] | None:
    """The panels whose headings begin in this row, and the number of rows that these take."""
    if has_numbers(grid, row):
        return None
    depth = 1
    panels = _panels(grid, range(row, row + 1))
    if not panels:
        return None
    if row + 1 < grid.n_rows and not has_numbers(grid, row + 1):
        spans = all(grid.at(row, panel.labels.start) is grid.at(row + 1, panel.labels.start) for panel in panels)
        two = _panels(grid, range(row, row + 2)) if spans else []
        if two:
            panels, depth = two, 2
    return panels, depth


def is_ruler(grid: Grid, row: int) -> bool:
    """甲 | 乙 | 1 | 2: the columns' own numbering below the header."""
    texts = {key(cell.text) for cell in row_cells(grid, row) if key(cell.text)}
    return bool(texts & _RULER) and all(text in _RULER or (text.isdigit() and len(text) == 1) for text in texts)


def same_headings(panels: Sequence[Panel], others: Sequence[Panel]) -> bool:
    """Do two headers name the same columns in the same places?"""
    return [(panel.labels, panel.units, _named(panel)) for panel in panels] == [
        (other.labels, other.units, _named(other)) for other in others
    ]


def _named(panel: Panel) -> list[tuple[str, range]]:
    return [(key(column.text), column.slots) for column in panel.columns]


def infer(grid: Grid) -> list[Panel]:
    """The columns of a grid without headings, from what stands in them; [] if it is not this table."""
    lines = Counter(cell.col for cell in grid.cells if is_line(cell.text))
    best = max(lines, key=lambda col: (lines[col], -col), default=0)
    if lines[best] < _MIN_LABELS:
        return []
    rows = {cell.row for cell in grid.cells if cell.col == best and is_line(cell.text)}
    right: dict[int, list[str]] = {}
    for cell in sorted(grid.cells, key=lambda cell: (cell.col, cell.row)):
        if cell.col > best and cell.row in rows and not is_blank(cell.text):
            right.setdefault(cell.col, []).append(cell.text)
    units = [col for col, texts in right.items() if sum(text.strip() in units_of_lines() for text in texts) > 1]
    numbers = [col for col, texts in right.items() if any(map(_is_number, texts)) and not _counts_up(texts)]
    panel = Panel(range(best, best + 1), range(units[0], units[0] + 1) if units else None, headed=False)
    panel.columns += [Column("", "", range(col, col + 1)) for col in numbers]
    panel.other = {col for col in right if col not in numbers and col not in units}
    panel.end = grid.n_cols
    return [panel] if numbers else []


@cache
def units_of_lines() -> frozenset[str]:
    """条, 件, 次 …: every unit of the national form."""
    return frozenset(line.unit for line in vocabulary().indicators.values() if line.unit)


def is_line(text: str) -> bool:
    """Does this text print a line of the table to the letter, or in a known variant?"""
    return label_book().indicators.code(without_thereof(text)) is not None


def _is_number(text: str) -> bool:
    return is_value(text) and any(map(str.isdigit, text))


def _counts_up(texts: Sequence[str]) -> bool:
    """Ordinals or codes, which go up by one from row to row."""
    found = [int(digits) for text in texts if (digits := key(text)).isdecimal()]
    return len(found) > _MIN_LABELS and all(b - a == 1 for a, b in pairwise(found))


def _panels(grid: Grid, rows: range) -> list[Panel]:
    labels = label_book().indicator_columns
    panels: list[Panel] = []
    for slots, texts in header_columns(grid, rows):
        known = [code for text in texts if (code := labels.code(text))]
        code = known[-1] if known else ""
        panel = panels[-1] if panels else None
        if code == "label" and (panel is None or panel.columns or panel.units):
            panels.append(Panel(slots))
        elif panel is None:
            continue
        elif not panel.columns and panel.units is None and (code == "label" or not texts):
            panel.labels = range(panel.labels.start, slots.stop)  # labels over several columns
        elif code == "unit":
            panel.units = slots
        elif code in _NO_NUMBERS:
            panel.other.update(slots)
        elif texts:
            panel.columns.append(Column(code, "".join(texts), slots))
    for panel, following in zip_longest(panels, panels[1:]):
        panel.end = following.labels.start if following else grid.n_cols
    return panels if panels and all(panel.columns for panel in panels) else []
