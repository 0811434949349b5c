"""Characters → printed lines → paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.carriers.pdf.geometry import Char

_OVERPRINT = 0.3  # of a character's size: the same character this close is bold by double printing
_SAME_LINE = 0.5  # of the lower character's height that two characters of a line share
_WORD_GAP = 0.6  # of the size: a space is seen
_NUMBER_GAP = 0.3  # of the size, between two Latin letters or digits
_COLUMN_GAP = 1.5  # of the size: another column begins
_LATIN_WIDTH = 0.6  # of the size, a Latin letter or digit
# A number or Latin word, or a character with the punctuation that must not begin a line.
_WORD = re.compile(r"[!-~]+|.[，。、；：！？）》”’〕】]*")
_SPACES = re.compile(r" {2,}")


@dataclass(slots=True)
class Chunk:
    """A piece of a line without a column gap inside."""

    x0: float
    x1: float
    text: str


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

    @property
    def text(self) -> str:
        return "\t".join(chunk.text for chunk in self.chunks)


def rows_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters that stand on one line together, lines from top to bottom, each from left to right."""
    rows: list[list[Char]] = []
    top = bottom = 0.0
    for char in sorted(chars, key=lambda char: char.y0 + char.y1):
        height = char.y1 - char.y0
        shared = min(bottom, char.y1) - max(top, char.y0)
        # A comma or a quote fills only a part of the line, so the smaller of the two counts.
        if rows and shared >= _SAME_LINE * min(height, bottom - top):
            rows[-1].append(char)
            if height > bottom - top:
                top, bottom = char.y0, char.y1
        else:
            rows.append([char])
            top, bottom = char.y0, char.y1
    for row in rows:
        row.sort()
    return rows


def set_line(row: Sequence[Char], *, columns: bool) -> Line:
    """A line from its characters, left to right; with `columns`, wide gaps part it into chunks."""
    chunks: list[Chunk] = []
    pieces: list[str] = []
    start = end = row[0].x0
    last: Char | None = None
    for char in row:
        if last is not None:
            size = max(char.size, last.size)
            if char.text == last.text and abs(char.x0 - last.x0) < _OVERPRINT * min(size, last.x1 - last.x0):
                continue
            gap = char.x0 - end
            if columns and gap > _COLUMN_GAP * size:
                chunks.append(Chunk(start, end, _tidy(pieces)))
                pieces, start = [], char.x0
            elif gap > 0 and (char.spaced or gap > size * _space_width(last, char)):
                pieces.append(" ")
        pieces.append(char.text)
        end = max(end, char.x1)
        last = char
    chunks.append(Chunk(start, end, _tidy(pieces)))
    y0, y1 = min(char.y0 for char in row), max(char.y1 for char in row)
    sizes = sorted(char.size for char in row)
    return Line(chunks, y0, y1, sizes[len(sizes) // 2])


def _space_width(left: Char, right: Char) -> float:
    """The gap from which two neighbours are apart, as a share of their size."""
    return _NUMBER_GAP if _latin(left) and _latin(right) else _WORD_GAP


def _latin(char: Char) -> bool:
    return char.text.isascii() and char.text.isalnum()


def _tidy(pieces: list[str]) -> str:
    return _SPACES.sub(" ", "".join(pieces))


def lines_of(chars: Sequence[Char], *, columns: bool = True) -> list[Line]:
    """The lines that the characters form."""
    return [set_line(row, columns=columns) for row in rows_of(chars)]


@dataclass(slots=True)
class Margins:
    """Where the lines of running text begin and end, in points."""

    left: float
    right: float


def margins(lines: Sequence[Line]) -> Margins | None:
    """The margins of the text, None where there are no lines."""
    if not lines:
        return None
    return Margins(min(line.x0 for line in lines), max(line.x1 for line in lines))


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
