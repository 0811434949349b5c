"""Pages set in columns: the stretches of a page in the order in which they are read.

Columns are proved by running text on both sides of a gutter that nothing crosses. A table or a line over
the whole width ends a stretch; below it the columns begin anew, at the left.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.carriers.pdf.geometry import Box, Char
from pipelines.carriers.pdf.lines import Line, rows_of

_GUTTER = 0.6  # of the size, at least, between the lines of two columns
_FULL = 2.0  # of the size: a full line ends this close to its column's right edge
_LONG = 8  # ideographs of running text
_PROOF = 3  # full lines in each column
_INDENT = 0.25  # of the text's width: what begins further left is the first column's
_LEVEL = 0.3  # of the size: lines that begin no further apart are level
_CANDIDATES = 8  # places where many lines begin
_DEEPEST = 2  # four columns
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_EVERYWHERE = Box(-math.inf, -math.inf, math.inf, math.inf)
_ENDS = tuple("。！？；：")
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、．.]")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a page, in points. `shift` is how far right of the first column it stands."""

    box: Box = _EVERYWHERE
    shift: float = 0.0

    def holds(self, box: Box | Char | Line) -> bool:
        """Whether the middle of a thing lies in the region."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        return self.box.x0 <= x < self.box.x1 and self.box.y0 <= y < self.box.y1


@dataclass(slots=True)
class _Piece:
    """Text of one line without a gap as wide as a gutter, or a table (without text)."""

    box: Box
    size: float = 0.0
    text: str = ""

    @property
    def long(self) -> bool:
        return len(self.text) >= _LONG and len(_IDEOGRAPH.findall(self.text)) >= _LONG


class Columns:
    """Finds the columns of a document's pages one after the other: what is proved on one helps with the next."""

    def __init__(self) -> None:
        self._proved: list[float] = []

    def regions(self, chars: Sequence[Char], tables: Sequence[Box]) -> list[Region]:
        """A page's regions in reading order, without overlap: one for a page without columns.

        `chars` stand outside of the `tables`.
        """
        pieces = [piece for row in rows_of(chars) for piece in _pieces(row)]
        pieces += [_Piece(table) for table in tables]
        pieces.sort(key=lambda piece: piece.box.y0 + piece.box.y1)
        return list(self._split(pieces, Region(), 0))

    def _split(self, pieces: Sequence[_Piece], whole: Region, depth: int) -> Iterator[Region]:
        gutter = self._gutter(pieces) if depth < _DEEPEST else None
        if gutter is None:
            yield whole
            return
        box, top = whole.box, whole.box.y0
        for stretch in _stretches(pieces, gutter):
            left, right = _sides(stretch, gutter)
            if not (_is_filled(left) and _is_filled(right)):
                continue
            first = max(min(piece.box.y0 for piece in stretch), top)
            last = min(max(piece.box.y1 for piece in stretch), box.y1)
            if top < first:
                yield Region(Box(box.x0, top, box.x1, first), whole.shift)
            yield from self._split(left, Region(Box(box.x0, first, gutter, last), whole.shift), depth + 1)
            shift = whole.shift + _begin(right) - _begin(left)
            yield from self._split(right, Region(Box(gutter, first, box.x1, last), shift), depth + 1)
            top = last
        if top < box.y1:
            yield Region(Box(box.x0, top, box.x1, box.y1), whole.shift)

    def _gutter(self, pieces: Sequence[_Piece]) -> float | None:
        """The x just left of a second column; None where there is none."""
        proved = _proved_gutter(pieces)
        if proved is not None:
            self._proved.append(proved)
            return proved
        for gutter in self._proved[:_CANDIDATES]:
            if any(all(map(_is_filled, _sides(stretch, gutter))) for stretch in _stretches(pieces, gutter)):
                return gutter
        return None


def _pieces(row: Sequence[Char]) -> Iterator[_Piece]:
    start = 0
    for at, (left, right) in enumerate(pairwise(row), 1):
        if right.x0 - left.x1 >= _GUTTER * left.size:
            yield _piece(row[start:at])
            start = at
    yield _piece(row[start:])


def _piece(chars: Sequence[Char]) -> _Piece:
    top, bottom = min([char.y0 for char in chars]), max([char.y1 for char in chars])
    text = "".join([char.text for char in chars])
    return _Piece(Box(chars[0].x0, top, chars[-1].x1, bottom), bottom - top, text)


def _sides(stretch: Sequence[_Piece], gutter: float) -> tuple[list[_Piece], list[_Piece]]:
    left = [piece for piece in stretch if piece.box.x1 <= gutter]
    return left, [piece for piece in stretch if piece.box.x1 > gutter]


def _begin(side: Sequence[_Piece]) -> float:
    return min(piece.box.x0 for piece in side)


def _is_filled(side: Sequence[_Piece]) -> bool:
    """Whether a column holds a table or a whole line."""
    return any(piece.long or not piece.text for piece in side)


def _proved_gutter(pieces: Sequence[_Piece]) -> float | None:
    """The middle between two columns; None where there are none."""
    wide = [piece for piece in pieces if piece.long or not piece.text]
    if sum(piece.long for piece in wide) < _PROOF:
        return None
    x0, x1 = _begin(wide), max(piece.box.x1 for piece in wide)
    begins = Counter(round(piece.box.x0) for piece in wide if piece.box.x0 > x0 + _INDENT * (x1 - x0))
    for begin, _ in sorted(begins.most_common(_CANDIDATES)):
        if (
            gutter := _middle([_sides(stretch, begin - 1.0) for stretch in _stretches(pieces, begin - 1.0)])
        ) is not None:
            return gutter
    return None


def _stretches(pieces: Sequence[_Piece], gutter: float) -> Iterator[list[_Piece]]:
    """The pieces between those that cross the gutter, cut above each heading that stands over both columns."""
    stretch: list[_Piece] = []
    for piece in pieces:
        if piece.box.x0 < gutter < piece.box.x1:
            yield from _bands(stretch, gutter, crossed=True)
            stretch = []
        else:
            stretch.append(piece)
    yield from _bands(stretch, gutter, crossed=False)


def _bands(stretch: list[_Piece], gutter: float, *, crossed: bool) -> Iterator[list[_Piece]]:
    left, right = _sides(stretch, gutter)
    start = 0
    for at in range(1, len(left)):
        if _heads_both(left, at, right, crossed=crossed):
            cut = stretch.index(left[at])
            yield stretch[start:cut]
            start = cut
    yield stretch[start:]


def _heads_both(left: Sequence[_Piece], at: int, right: Sequence[_Piece], *, crossed: bool) -> bool:
    """Whether a short line at the left heads what follows in both columns: above it both of them end.

    Below it both begin on one line, or nothing stands at the right: then the left one must be all
    headings of what crosses the gutter next, or have broken off in the middle of a sentence.
    """
    before, heading = left[at - 1], left[at]
    edge = max((piece.box.x1 for piece in left if piece.text), default=0.0)

    def is_full(piece: _Piece) -> bool:
        return piece.box.x1 >= edge - _FULL * piece.size

    if not heading.text or is_full(heading) or (is_full(before) and not _ITEM.match(heading.text)):
        return False
    above = [piece for piece in right if piece.box.y0 < heading.box.y0]
    below = [piece for piece in right if piece.box.y0 >= heading.box.y0]
    if not above or max(piece.box.y1 for piece in above) > heading.box.y0 + _LEVEL * heading.size:
        return False
    if below:
        first = below[0].box.y0
        return first >= heading.box.y1 and any(
            abs(piece.box.y0 - first) < _LEVEL * piece.size for piece in left[at:]
        )
    headings = crossed and not any(map(is_full, left[at:]))
    return headings or (is_full(before) and bool(before.text) and not before.text.endswith(_ENDS))


def _middle(stretches: Sequence[tuple[Sequence[_Piece], Sequence[_Piece]]]) -> float | None:
    """The middle of the gutter if both sides are columns: text that runs on, or runs beside the other's tables."""
    columns = [(left, right, _full_lines(left), _full_lines(right)) for left, right in stretches if left and right]
    running = sum(min(len(lines), len(others)) for _, _, lines, others in columns)
    beside = sum(max(_beside(lines, right), _beside(others, left)) for left, right, lines, others in columns)
    if max(running, beside) < _PROOF:
        return None
    end = max(piece.box.x1 for left, *_ in columns for piece in left)
    begin = min(_begin(right) for _, right, *_ in columns)
    size = max(line.size for *_, lines, others in columns for line in (*lines, *others))
    return (end + begin) / 2 if begin - end >= _GUTTER * size else None


def _full_lines(side: Sequence[_Piece]) -> list[_Piece]:
    edge = max((piece.box.x1 for piece in side if piece.text), default=0.0)
    return [piece for piece in side if piece.long and piece.box.x1 >= edge - _FULL * piece.size]


def _beside(lines: Sequence[_Piece], other: Sequence[_Piece]) -> int:
    """How many lines stand beside tables of the other side."""
    tables = [piece.box for piece in other if not piece.text]
    return sum(any(table.y0 < line.box.y0 and line.box.y1 < table.y1 for table in tables) for line in lines)
