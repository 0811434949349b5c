"""Blobs of ink → lines of text, and the pictures of them that are recognised."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipelines.carriers.ocr.ink import INK, Blob, Picture

# All in ems, the size of a character on the page.
DUST = 0.2  # ink no larger is a speck, unless it may be a point within a number
_LINE = 1.15  # a line is no higher
_APART = 0.35  # two lines are at least so far apart, or together higher than one line
_WORDS = 4.0  # a line so wide is no number
_MARGIN = (0.25, 0.15)  # paper around a line, beside it and above it
_WIDER = (0.5, 0.3)  # the same for a second look
_LOWEST = 0.9  # of a picture: a dash must not fill it
_STRETCH = 1.25  # a second look is wider, so that digits part that stand close

_NEAR = 0.3  # ems around a line where paler ink may lie

_POINT_HEIGHT = 0.6  # of a line's height: a point stands below


def is_dust(blob: Blob, em: float) -> bool:
    return max(blob.width, blob.height) < DUST * em


def text_lines(blobs: Sequence[Blob], em: float) -> list[list[Blob]]:
    """The blobs of each line of text, lines from top to bottom; specks only where they may be points."""
    bands: list[tuple[int, int, list[Blob]]] = []
    for blob in sorted((blob for blob in blobs if not is_dust(blob, em)), key=lambda blob: blob.y0):
        if bands:
            top, bottom, line = bands[-1]
            joined = max(bottom, blob.y1)
            overlaps = blob.y0 < bottom
            # 二 or a percent sign falls apart into pieces one above the other.
            if overlaps or (joined - top <= _LINE * em and blob.y0 - bottom < _APART * em):
                bands[-1] = (top, joined, [*line, blob])
                continue
        bands.append((blob.y0, blob.y1, [blob]))
    lines = [line for _, _, line in bands]
    for blob in blobs:
        if is_dust(blob, em):
            for line in lines:
                if _may_be_point(blob, line) or _is_within_words(blob, line, em):
                    line.append(blob)
    return lines


def _may_be_point(speck: Blob, line: Sequence[Blob]) -> bool:
    box = extent(line)
    low = box.y0 + _POINT_HEIGHT * box.height
    return box.x0 < speck.x0 and speck.x1 < box.x1 and low < speck.y0 and speck.y1 <= box.y1 + speck.height


def _is_within_words(speck: Blob, line: Sequence[Blob], em: float) -> bool:
    """Colons and quotation marks are specks, too; a line so wide is no number."""
    box = extent(line)
    within = box.x0 < speck.x0 and speck.x1 < box.x1 and box.y0 <= speck.y0 and speck.y1 <= box.y1
    return within and box.width > _WORDS * em


def extent(blobs: Sequence[Blob]) -> Blob:
    """The box around all blobs, and their ink."""
    return Blob(
        min(blob.x0 for blob in blobs),
        min(blob.y0 for blob in blobs),
        max(blob.x1 for blob in blobs),
        max(blob.y1 for blob in blobs),
        sum(blob.area for blob in blobs),
    )


def characters(line: Sequence[Blob]) -> list[list[Blob]]:
    """The blobs of a line by the columns that they share, from left to right: digits that do not touch."""
    found: list[tuple[int, list[Blob]]] = []
    for blob in sorted(line, key=lambda blob: blob.x0):
        if found and blob.x0 < found[-1][0] - 1:
            end, group = found[-1]
            found[-1] = (max(end, blob.x1), [*group, blob])
        else:
            found.append((blob.x1, [blob]))
    return [group for _, group in found]


def whole(picture: Picture, line: Sequence[Blob], em: float, pale: int) -> list[Blob]:
    """The blobs of a line with the paler ink around them, which holds thin strokes together.

    `pale` is a grey level: what is not paler belongs to the ink that it touches.
    """
    box, near = extent(line), round(_NEAR * em)
    top, left = max(box.y0 - near, 0), max(box.x0 - near, 0)
    part = cv2.GaussianBlur(picture[top : box.y1 + near, left : box.x1 + near], (3, 3), 0)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((part < pale).astype(np.uint8), connectivity=8)
    strong = np.zeros(labels.shape, bool)
    for blob in line:
        strong[blob.y0 - top : blob.y1 - top, blob.x0 - left : blob.x1 - left] = True
    kept = set(np.unique(labels[strong & (part < INK)]).tolist()) - {0}
    found = (stats[label].tolist() for label in sorted(kept))
    return [Blob(left + x, top + y, left + x + w, top + y + h, area) for x, y, w, h, area in found]


def cut(picture: Picture, line: Sequence[Blob], others: Sequence[Blob], em: float) -> Picture:
    """The picture of a line on white paper, without the specks and other lines around it."""
    return _cut(picture, line, others, em, _MARGIN)


def cut_wider(picture: Picture, line: Sequence[Blob], others: Sequence[Blob], em: float) -> Picture:
    """The picture of a line for a second look, differently cut and stretched."""
    found = _cut(picture, line, others, em, _WIDER)
    return cv2.resize(found, None, fx=_STRETCH, fy=1.0, interpolation=cv2.INTER_CUBIC)


def _cut(
    picture: Picture, line: Sequence[Blob], others: Sequence[Blob], em: float, margin: tuple[float, float]
) -> Picture:
    box = extent(line)
    beside, above = (round(part * em) + 1 for part in margin)
    above += max(round((_LOWEST * em - box.height) / 2), 0)
    x0, y0, x1, y1 = box.x0 - beside, box.y0 - above, box.x1 + beside, box.y1 + above
    height, width = picture.shape
    left, top, right, bottom = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
    found = np.full((y1 - y0, x1 - x0), 255, np.uint8)
    found[top - y0 : bottom - y0, left - x0 : right - x0] = picture[top:bottom, left:right]
    for other in others:
        rows = slice(max(other.y0 - 1 - y0, 0), max(other.y1 + 1 - y0, 0))
        found[rows, max(other.x0 - 1 - x0, 0) : max(other.x1 + 1 - x0, 0)] = 255
    return found
