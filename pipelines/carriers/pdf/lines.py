"""Characters → printed lines → paragraphs."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import sub

from pipelines.carriers.pdf.chars import UNREADABLE
from pipelines.carriers.pdf.geometry import Char

_OVERPRINT = 0.3  # of a character's size: the same character this close is bold by double printing
_OVERLAP = 0.6  # of a digit's width that another covers
_SAME_LINE = 0.5  # of the lower character's height that two characters of a line share
_WORD_GAP = 0.6  # of the size: a space is seen
_NUMBER_GAP = 0.3  # of the size, between two Latin letters or digits
_COLUMN_GAP = 1.5  # of the size: another column begins
_FIGURE_GAP = 0.7  # of the size: the same in a line with so many numbers set apart:
_FIGURES = 2
_USUAL_MARGIN = 0.8  # of the page's width, where full lines reach at least
_LATIN_WIDTH = 0.6  # of the size, a Latin letter or digit
# A number or Latin word, or a character with the punctuation that must not begin a line.
_WORD = re.compile(r"[!-~]+|.[，。、；：！？）》”’〕】]*")


@dataclass(slots=True)
class Chunk:
    """A piece of a line without a column gap inside. `confidence` is set where the text was recognised."""

    x0: float
    x1: float
    text: str
    confidence: float | None = None


@dataclass(slots=True)
class Line:
    """A printed line; `size` is the height of its characters in points."""

    chunks: list[Chunk]
    y0: float
    y1: float
    size: float

    @property
    def x0(self) -> float:
        return self.chunks[0].x0

    @property
    def x1(self) -> float:
        return self.chunks[-1].x1

    def moved(self, left: float) -> Line:
        """The line, so many points further left."""
        if not left:
            return self
        chunks = [replace(chunk, x0=chunk.x0 - left, x1=chunk.x1 - left) for chunk in self.chunks]
        return replace(self, chunks=chunks)

    @property
    def text(self) -> str:
        return "\t".join(chunk.text for chunk in self.chunks)


def rows_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters that stand on one line together, lines from top to bottom, each from left to right."""
    if not chars:
        return []
    _, tops, _, bottoms, _, _ = zip(*chars, strict=True)
    if min(bottoms) - max(tops) >= _SAME_LINE * max(map(sub, bottoms, tops)):
        return [sorted(chars)]  # most cells: all characters overlap
    rows: list[list[Char]] = []
    top = bottom = 0.0
    for char in sorted(chars, key=lambda char: char[1] + char[3]):
        _, y0, _, y1, _, _ = char
        if rows and y0 == top and y1 == bottom:
            rows[-1].append(char)
            continue
        height = y1 - y0
        shared = min(bottom, y1) - max(top, y0)
        # A comma or a quote fills only a part of the line, so the smaller of the two counts.
        if rows and shared >= _SAME_LINE * min(height, bottom - top):
            rows[-1].append(char)
            if height > bottom - top:
                top, bottom = y0, y1
        else:
            rows.append([char])
            top, bottom = y0, y1
    for row in rows:
        row.sort()
    return rows


def set_line(row: Sequence[Char], *, columns: bool) -> Line:
    """A line from its characters, left to right; with `columns`, wide gaps part it into chunks."""
    chars = _printed_once(row)
    _, tops, _, bottoms, _, _ = zip(*chars, strict=True)
    size = sorted(map(sub, bottoms, tops))[len(chars) // 2]
    apart = _column_gap(chars, size) if columns else math.inf
    least = _NUMBER_GAP * size
    chunks: list[Chunk] = []
    last = chars[0]
    pieces, start, end = [last.text], last.x0, last.x1
    for char in chars[1:]:
        gap = char.x0 - end
        if gap < -_OVERLAP * (last.x1 - last.x0) and char.text.isdigit() and last.text.isdigit():
            pieces.append(UNREADABLE)  # one printed over the other: which comes first cannot be told
        if gap > least or (char.spaced and gap > 0):
            if gap > apart:
                chunks.append(Chunk(start, end, "".join(pieces)))
                pieces, start = [], char.x0
            elif char.spaced or gap > size * _space_width(last, char):
                pieces.append(" ")
        pieces.append(char.text)
        if char.x1 > end:
            end = char.x1
        last = char
    chunks.append(Chunk(start, end, "".join(pieces)))
    return Line(chunks, min(tops), max(bottoms), size)


def _printed_once(row: Sequence[Char]) -> list[Char]:
    """The characters without those that only make others bold by printing them again."""
    chars = [row[0]]
    for char in row[1:]:
        last = chars[-1]
        if char.text != last.text or char.x0 - last.x0 >= _OVERPRINT * min(char.y1 - char.y0, last.x1 - last.x0):
            chars.append(char)
    return chars


def _column_gap(chars: Sequence[Char], size: float) -> float:
    """How wide a gap parts columns: a line with several numbers set apart is a row of a table."""
    figures = sum(1 for a, b in pairwise(chars) if b.x0 - a.x1 > _FIGURE_GAP * size and b.text.isdigit())
    return size * (_FIGURE_GAP if figures >= _FIGURES else _COLUMN_GAP)


def _space_width(left: Char, right: Char) -> float:
    """The gap from which two neighbours are apart, as a share of their size."""
    return _NUMBER_GAP if _latin(left) and _latin(right) else _WORD_GAP


def _latin(char: Char) -> bool:
    return char.text.isascii() and char.text.isalnum()


def lines_of(chars: Sequence[Char], *, columns: bool = True) -> list[Line]:
    """The lines that the characters form."""
    return [set_line(row, columns=columns) for row in rows_of(chars)]


@dataclass(slots=True)
class Margins:
    """Where the lines of running text begin and end, in points."""

    left: float
    right: float


def margins(lines: Sequence[Line], left: float, right: float) -> Margins | None:
    """The margins of the text on a page from `left` to `right`, None where there are no lines.

    A page of short lines does not show where a full one would end, so the margin is no wider than usual.
    """
    if not lines:
        return None
    usual = left + _USUAL_MARGIN * (right - left)
    return Margins(min(line.x0 for line in lines), max(usual, *(line.x1 for line in lines)))


def runs_on(line: Line, following: Line, edges: Margins) -> bool:
    """Is `following` the same paragraph: its first word had no room on `line`, and it has no indent?"""
    size = line.size
    return (
        len(line.chunks) == len(following.chunks) == 1
        and line.x1 + size * _first_word(following.text) >= edges.right - 0.6 * size
        and following.x0 <= edges.left + 0.8 * size
        and line.x0 <= edges.left + 4 * size
        and abs(line.size - following.size) <= 0.25 * size
    )


def _first_word(text: str) -> float:
    """Width of what cannot be parted at the start of a line, in characters' sizes."""
    found = _WORD.match(text)
    word = found.group() if found else text[:1]
    return sum(_LATIN_WIDTH if char.isascii() else 1.0 for char in word)
