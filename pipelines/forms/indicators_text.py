"""The table of 2014 in plain text: `label unit number` lines, or one cell a line.

A row ends with its one number, alone or after its unit. A label that wraps has its unit and number in
the middle: what stands between two numbers is the end of one label and the beginning of the next, and
it is cut where both halves are labels of the form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from models.vocabulary import vocabulary
from pipelines.forms.indicator_columns import units_of_lines
from pipelines.forms.indicators import Blocks, check_unit, is_foot, line_measure, note_local
from pipelines.forms.labels import Match, key, label_book, plain, without_thereof
from pipelines.forms.lines import PAGE_NUMBER
from pipelines.forms.numbers import is_value
from pipelines.forms.result import TableReading
from pipelines.forms.sections import Line
from pipelines.forms.text_tables import TextReading
from pipelines.report import Place

_MIN_ROWS = 3
_MAX_ROWS = 1000  # of a text that may belong to the table
_MAX_PARTS = 4  # lines that a wrapped label may take
_SERIAL = re.compile(r"^\s*\d{1,3}\s+")


@dataclass(slots=True)
class _Row:
    """A printed row: the parts of its label before its number (`head`), those after it (`tail`)."""

    head: list[tuple[int, str]] = field(default_factory=list)
    unit: str = ""
    numbers: list[tuple[int, str]] = field(default_factory=list)
    tail: list[tuple[int, str]] = field(default_factory=list)
    match: Match | None = None

    @property
    def label(self) -> str:
        return "".join(text for _, text in (*self.head, *self.tail))

    @property
    def raw(self) -> str:
        return " ".join([self.label, self.unit, *(text for _, text in self.numbers)]).strip()

    @property
    def lines(self) -> set[int]:
        return {line for line, _ in (*self.head, *self.numbers, *self.tail)}


def read_indicators(lines: Sequence[Line], places: Sequence[Place] = ()) -> TextReading | None:
    """The table, with the positions of its lines; None where the text prints no such rows.

    `places` say where the lines stand, if they are rows of a grid whose columns cannot be trusted.
    """
    places = places or [Place(page=line.page, line=line.index) for line in lines]
    rows = _rows(lines)[:_MAX_ROWS]
    _share_labels(rows)
    exact = {row.match.code for row in rows if row.match and row.match.how == "exact"}
    for row in rows:  # a near miss of a line that is printed elsewhere to the letter is another line
        row.match = None if row.match and row.match.how == "near" and row.match.code in exact else row.match
    known = [i for i, row in enumerate(rows) if row.match]
    if len(known) < _MIN_ROWS:
        return None
    reading = TableReading("indicators")
    reading.doubt("unknown")  # a text does not prove that a number stands where it was printed
    blocks = Blocks()
    own = rows[known[0] : known[-1] + 1]
    for row in own:
        _place(reading, blocks, row, places)
    used = {line for row in own for line in row.lines}
    return reading.finish(), set(range(min(used), max(used) + 1))


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """Each run of words up to its unit and numbers."""
    rows = [_Row()]
    for position, line in enumerate(lines):
        words = [] if PAGE_NUMBER.fullmatch(line.text) else line.text.split()
        numbers: list[tuple[int, str]] = []
        while words and is_value(words[-1]):
            numbers.insert(0, (position, words.pop()))
        unit = words.pop() if words and words[-1] in units_of_lines() else ""
        if len(numbers) > 1 and not unit and _is_stroke(numbers[0][1]):
            unit = numbers.pop(0)[1]  # a group line: —— in both columns
        if words:
            if rows[-1].numbers:
                rows.append(_Row())
            rows[-1].head.append((position, " ".join(words)))
        rows[-1].unit = unit or rows[-1].unit
        rows[-1].numbers += numbers
    return [row for row in rows if row.numbers]


def _share_labels(rows: Sequence[_Row]) -> None:
    """Find each row's label; words after its number that complete it are taken from the next row."""
    for row, below in zip_longest(rows, rows[1:]):
        spare = below.head[: min(_MAX_PARTS, len(below.head) - 1)] if below else []
        row.head = row.head[-_MAX_PARTS:]
        for taken in range(len(spare), -1, -1):
            if _take(row, spare[:taken]):
                if below:
                    below.head = below.head[taken:]
                break
        else:
            _take_near(row)


def _take(row: _Row, tail: list[tuple[int, str]]) -> bool:
    labels = label_book().indicators
    for dropped in range(len(row.head)):
        text = "".join(part for _, part in (*row.head[dropped:], *tail))
        code = _code(text)
        if code and (not tail or _is_closed(text)):
            row.match = Match(code, "exact", key(text), labels.keys[code][0])
            row.head, row.tail = row.head[dropped:], tail
            return True
    return False


def _take_near(row: _Row) -> None:
    for dropped in range(len(row.head)):
        match = label_book().indicators.match(without_thereof("".join(part for _, part in row.head[dropped:])))
        if match:
            row.match, row.head = match, row.head[dropped:]
            return


def _code(text: str) -> str | None:
    labels = label_book().indicators
    return labels.code(without_thereof(text)) or labels.code(without_thereof(_SERIAL.sub("", text)))


def _is_closed(text: str) -> bool:
    own = plain(text)
    return own.count("(") == own.count(")")


def _is_stroke(text: str) -> bool:
    return not any(map(str.isdigit, text))


def _place(reading: TableReading, blocks: Blocks, row: _Row, places: Sequence[Place]) -> None:
    code = blocks.resolve(row.match) if row.match else None
    stated = [(line, text) for line, text in row.numbers if not _is_stroke(text)]
    if code is None or row.match is None:
        if row.match:
            detail = f"{row.label!r} stands in several blocks, and the block above it is not known"
            reading.note("row_unknown", "error", "", detail, row.raw)
        elif not is_foot(row.raw):
            note_local(reading, row.label, row.raw, numbers=bool(stated))
        return
    if row.match.how == "near":
        detail = f"{row.match.printed!r} was taken for {row.match.official!r}"
        reading.note("label_near", "info", code, detail, row.match.printed)
    if vocabulary().indicators[code].unit is None:
        if stated:
            reading.note("local_row", "info", code, "a group of the form has a number of its own", row.raw)
        return
    if len(row.numbers) != 1:
        reading.unread.add(code)
        reading.note("number_count", "error", code, f"{len(row.numbers)} numbers for one column", row.raw)
        return
    check_unit(reading, code, row.unit, row.raw)
    [(position, text)] = row.numbers
    reading.put(code, {"value": reading.cell(code, text, places[position], line_measure(code))})
