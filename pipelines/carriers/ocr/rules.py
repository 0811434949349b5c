"""The ruling lines of a page, found by how dark they are against the paper beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from pipelines.carriers.ocr.ink import Blob, Picture, blobs
from pipelines.carriers.pdf.geometry import Box

# All in ems, the size of a character on the page.
_ALONG = 0.7  # darkness is averaged along a line, so that noise and torn print matter little
_THICKEST = 0.35
_BESIDE = (0.12, 0.3)  # where the paper beside a line is looked at
_SHORTEST = 1.8  # a line is longer than a stroke of a character
_SIDE = 0.9  # but the side of a cell may be no longer than this, from one line to the next
_TOUCH = 0.08  # its ends come so close to them
_REACH = 0.25  # and those of a longer line
_ALONE = 8.0  # a line that meets no other is no stroke of a large character if it is so long
_TEAR = 0.3  # the widest gap that worn print leaves in a line
_LONG = 3.0  # a shorter line must be whole: a stroke between two lines would look like a torn one
_WHOLE = 0.1
_STROKE = 1.4  # a stretch beyond the last line that crosses may be a stroke if it is so short

_FAINT = 30.0  # grey levels that a line is darker than what is beside it, on clean paper
_LIGHT = 0.4  # of a line's own darkness: lighter is a gap
_DRAWN = 0.6  # share of a line that must not be gaps
_CLUTTER = 1.4  # so much more for each grey level of ink beside it, as in rows of characters

_Line = tuple[Box, Picture]  # and its ink


@dataclass(slots=True)
class Rules:
    """Ruling lines as boxes in pixels, and the mask of all their ink."""

    across: list[Box]
    down: list[Box]
    mask: Picture


def find_rules(picture: Picture, em: float) -> Rules:
    """The lines of an even, upright page; `em` is the size of a character in pixels."""
    # Lines that run down are lines that run across the page mirrored at its diagonal.
    mirrored = np.ascontiguousarray(picture.T)
    across, down = _lines(picture, em, _SHORTEST), _lines(mirrored, em, _SHORTEST)
    short_across, short_down = _lines(picture, em, _SIDE), _lines(mirrored, em, _SIDE)
    across, down = _of_tables(across, down, em), _of_tables(down, across, em)
    across, down = (
        [piece for line in across for piece in _drawn_between(picture, line, down, em)],
        [piece for line in down for piece in _drawn_between(mirrored, line, across, em)],
    )
    across += [line for line in short_across if _is_side(line[0], across, down, em)]
    down += [line for line in short_down if _is_side(line[0], down, across, em)]
    mask = _mask(picture, across) | _mask(mirrored, down).T
    return Rules([box for box, _ in across], [_mirrored(box) for box, _ in down], mask)


def _of_tables(lines: Sequence[_Line], crossing: Sequence[_Line], em: float) -> list[_Line]:
    """The lines without strokes of large characters: a line that is not long meets one that is not short."""
    posts = [(box, ink) for box, ink in crossing if box.x1 - box.x0 >= _LONG * em]
    return [
        line for line in lines if line[0].x1 - line[0].x0 >= _ALONE * em or _meets(line[0], posts, _REACH * em)
    ]


def _drawn_between(picture: Picture, line: _Line, crossing: Sequence[_Line], em: float) -> Iterator[_Line]:
    """A line without stretches that strokes of characters standing on it have lent to it.

    Between two lines that cross it, a short stretch must be whole; so must one at its end that is no longer
    than a character. `crossing` are mirrored.
    """
    box, ink = line
    near = _REACH * em
    posts = [post for post, _ in crossing if post.x0 - near <= (box.y0 + box.y1) / 2 <= post.x1 + near]
    inside = sorted({round(post.y0 + post.y1) // 2 for post in posts if box.x0 < (post.y0 + post.y1) / 2 < box.x1})
    first, last = int(box.x0), int(box.x1)
    edges = [first, *inside, last]
    kept: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        loose = bool(inside) and (start == first or end == last)
        short = end - start < (_STROKE if loose else _LONG) * em
        if short and end - start > near and (loose or _is_torn(picture, box, start, end, em)):
            continue
        joined = kept.pop()[0] if kept and kept[-1][1] == start else start
        kept.append((joined, end))
    for start, end in kept:
        yield Box(start, box.y0, end, box.y1), ink[:, start - first : end - first]


def _is_torn(picture: Picture, box: Box, start: int, end: int, em: float) -> bool:
    dark = 255.0 - picture[int(box.y0) : int(box.y1), start:end].min(axis=0)
    inked = np.flatnonzero(dark >= _LIGHT * np.percentile(dark, 75))
    return int(np.diff(inked, prepend=-1, append=end - start).max()) - 1 > _WHOLE * em


def _meets(line: Box, crossing: Sequence[_Line], near: float) -> bool:
    """`crossing` are mirrored."""
    return any(
        line.x0 - near <= (post.y0 + post.y1) / 2 <= line.x1 + near
        and post.x0 - near <= (line.y0 + line.y1) / 2 <= post.x1 + near
        for post, _ in crossing
    )


def _mirrored(box: Box) -> Box:
    return Box(box.y0, box.x0, box.y1, box.x1)


def _lines(picture: Picture, em: float, shortest: float) -> list[_Line]:
    """The lines that run across."""
    straight = _straight(picture, em, shortest)
    found: list[_Line] = []
    for blob in blobs(straight):
        if _is_thin(blob, em):
            for x0, x1 in _drawn(picture, blob, em, shortest):
                found.append((Box(x0, blob.y0, x1, blob.y1), straight[blob.y0 : blob.y1, x0:x1]))
    return found


def _mask(picture: Picture, lines: Sequence[_Line]) -> Picture:
    mask = np.zeros_like(picture)
    for box, ink in lines:
        mask[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)] |= ink
    return mask


def _is_side(short: Box, parallel: Sequence[_Line], crossing: Sequence[_Line], em: float) -> bool:
    """Does a short line reach from one line that crosses it to another, as no stroke of a character does?

    `crossing` are mirrored.
    """
    near, middle = _REACH * em, (short.y0 + short.y1) / 2
    if any(line.y0 - near <= middle <= line.y1 + near and _overlap(short, line) > 0 for line, _ in parallel):
        return False
    posts = [line for line, _ in crossing if line.x0 - near <= middle <= line.x1 + near]
    touch = max(_TOUCH * em, 2.0)
    starts = any(line.y0 - touch <= short.x0 <= line.y1 + touch for line in posts)
    return starts and any(line.y0 - touch <= short.x1 <= line.y1 + touch for line in posts)


def _overlap(one: Box, other: Box) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _straight(picture: Picture, em: float, shortest: float) -> Picture:
    """The mask of what is thin, runs across, and stands out from what is above and below it."""
    dark = cv2.boxFilter(255 - picture, -1, (max(round(_ALONG * em), 3), 1))
    thick = max(round(_THICKEST * em), 3)
    stands_out = cv2.morphologyEx(dark, cv2.MORPH_TOPHAT, np.ones((thick, 1), np.uint8)).astype(np.float32)
    near, far = (max(round(part * em), 1) for part in _BESIDE)
    reach = max(far - near, 2)
    beside = cv2.boxFilter(dark, cv2.CV_32F, (1, reach))
    shift = near + reach // 2 + 1
    above, below = np.roll(beside, shift, axis=0), np.roll(beside, -shift, axis=0)
    mask = (stands_out > _FAINT + _CLUTTER * np.maximum(above, below)).astype(np.uint8) * 255
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, round(shortest * em)), np.uint8))


def _is_thin(blob: Blob, em: float) -> bool:
    most = _THICKEST * em + 2
    return blob.area <= most * blob.width and blob.height <= max(most, 0.02 * blob.width)


def _drawn(picture: Picture, blob: Blob, em: float, shortest: float) -> Iterator[tuple[int, int]]:
    """The stretches of ink along a line, without gaps wider than tears.

    Strokes that stand in one line, as those of a column of characters do, leave wide gaps.
    """
    # Near its ends a line stands out less, for there the lines that cross it lie beside it.
    first, last = max(blob.x0 - round(em), 0), min(blob.x1 + round(em), picture.shape[1])
    dark = 255.0 - picture[blob.y0 : blob.y1, first:last].min(axis=0)
    inked = first + np.flatnonzero(dark >= _LIGHT * np.percentile(dark[blob.x0 - first : blob.x1 - first], 75))
    for stretch in _parted(inked[(inked >= blob.x0) & (inked < blob.x1)], _TEAR * em):
        length = int(stretch[-1] - stretch[0]) + 1
        tear = int(np.diff(stretch).max(initial=1)) - 1
        whole = length >= _LONG * em or tear <= _WHOLE * em
        if whole and length >= shortest * em and stretch.size >= _DRAWN * length:
            around = next(part for part in _parted(inked, max(_WHOLE * em, tear)) if stretch[0] in part)
            yield int(around[0]), int(around[-1]) + 1


def _parted(places: npt.NDArray[np.intp], gap: float) -> list[npt.NDArray[np.intp]]:
    """Sorted places, parted where they leave wider gaps."""
    return np.split(places, np.flatnonzero(np.diff(places) > gap + 1) + 1) if places.size else []
