"""The lines of text outside of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipelines.carriers.ocr import engine
from pipelines.carriers.ocr.entries import Entry
from pipelines.carriers.ocr.ink import Blob, Picture
from pipelines.carriers.ocr.sheet import Sheet
from pipelines.carriers.ocr.strips import extent, is_dust
from pipelines.carriers.pdf.geometry import Box

_LEGIBLE = 16.0  # pixels of a character that are enough to see where text stands
_MARGIN = 1.0  # ems of paper around the text that is looked at
_PAUSE = 3.0  # ems without ink that part one stretch of text from the next
_TALLEST = 1400  # pixels of a stretch that is looked at in one piece
_SAME_LINE = 0.5  # of the lower piece's height that two pieces of a line share
_CLOSE = 1.0  # ems between pieces that the detector has torn apart


@dataclass(slots=True)
class Piece:
    """A piece of a printed line: its box in pixels and what stands in it."""

    box: Box
    entry: Entry


def find_pieces(sheet: Sheet, free: Sequence[Blob]) -> list[list[Piece]]:
    """The lines of text that the ink outside of tables forms, from top to bottom, in pieces from left to right."""
    ink = [blob for blob in free if not is_dust(blob, sheet.em)]
    if not ink:
        return []
    picture = np.full_like(sheet.clean, 255)
    for blob in free:
        part = (slice(blob.y0, blob.y1), slice(blob.x0, blob.x1))
        picture[part] = sheet.clean[part]
    boxes: list[Box] = []
    for stretch in _stretches(ink, sheet.em):
        boxes += _find(picture, stretch, sheet.em)
    pieces = [Piece(box, Entry([inside])) for box in boxes if (inside := _inside(free, box))]
    return _lines(pieces, sheet.em)


def _stretches(ink: Sequence[Blob], em: float) -> Iterator[list[Blob]]:
    """The ink in stretches from top to bottom, parted where paper is blank and not too tall."""
    stretch: list[Blob] = []
    bottom = 0
    limit = _TALLEST * em / _LEGIBLE
    for blob in sorted(ink, key=lambda blob: blob.y0):
        apart = blob.y0 - bottom
        if stretch and (apart > _PAUSE * em or (apart > 0 and blob.y1 - stretch[0].y0 > limit)):
            yield stretch
            stretch = []
        stretch.append(blob)
        bottom = max(bottom, blob.y1)
    if stretch:
        yield stretch


def _find(picture: Picture, ink: Sequence[Blob], em: float) -> Iterator[Box]:
    """Where text stands in one stretch of a page, in pixels of the page."""
    around, margin = extent(ink), round(_MARGIN * em)
    x0, y0 = max(around.x0 - margin, 0), max(around.y0 - margin, 0)
    part = picture[y0 : around.y1 + margin, x0 : around.x1 + margin]
    factor = min(_LEGIBLE / em, 1.0)
    small = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    for corners in engine.find_lines(small):
        left, top = corners.min(axis=0) / factor
        right, bottom = corners.max(axis=0) / factor
        yield Box(x0 + float(left), y0 + float(top), x0 + float(right), y0 + float(bottom))


def _inside(ink: Sequence[Blob], box: Box) -> list[Blob]:
    return [
        blob
        for blob in ink
        if box.x0 <= (blob.x0 + blob.x1) / 2 <= box.x1 and box.y0 <= (blob.y0 + blob.y1) / 2 <= box.y1
    ]


def _lines(pieces: Sequence[Piece], em: float) -> list[list[Piece]]:
    """Pieces that stand on one line together; those that stand close are one piece."""
    lines: list[list[Piece]] = []
    top = bottom = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.box.y0 + piece.box.y1):
        box = piece.box
        shared = min(bottom, box.y1) - max(top, box.y0)
        if lines and shared >= _SAME_LINE * min(box.y1 - box.y0, bottom - top):
            lines[-1].append(piece)
        else:
            lines.append([piece])
            top, bottom = box.y0, box.y1
    return [_joined(sorted(line, key=lambda piece: piece.box.x0), em) for line in lines]


def _joined(line: Sequence[Piece], em: float) -> list[Piece]:
    out = [line[0]]
    for piece in line[1:]:
        last, box = out[-1].box, piece.box
        if box.x0 - last.x1 > _CLOSE * em:
            out.append(piece)
            continue
        both = Box(last.x0, min(last.y0, box.y0), max(last.x1, box.x1), max(last.y1, box.y1))
        known = out[-1].entry.lines[0]
        # Where boxes overlap, both hold the same ink.
        out[-1] = Piece(both, Entry([[*known, *(blob for blob in piece.entry.lines[0] if blob not in known)]]))
    return out
