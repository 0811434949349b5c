"""What the shape of ink says about a character, whatever the recogniser made of it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from pipelines.carriers.ocr.ink import Blob, Picture
from pipelines.carriers.ocr.strips import extent

Glyph = npt.NDArray[np.float32]

_FLAT = 2.0  # a dash is so many times wider than high
_LONG_DASH = 0.75  # ems
_SLANTED = -0.6  # correlation of x and y in the ink of a stroke; a 1 has −0.1 to 0.4
_SLENDER = (0.15, 0.8)  # width of a stroke by its height
_PRINT = 90  # of 255: paler parts of a character's picture are its blurred edge

_SMALL = 0.5  # of the highest character's height: a point, comma or dash
_BELOW = (0.12, 0.05)  # of that height: a point reaches less, a comma more below the line

_SIZE = (20, 24)  # pixels of a glyph, width and height
_FRAME = 1.15  # heights of a digit that it shows
_BESIDE = 0.25  # heights of a digit beside its box where a stroke of it may lie that is torn off
_NOISE = 30  # of 255: paler is paper
_SOFT = (2, 2)  # pixels over which ink is blurred: a digit is never cut twice at the same place


def is_dash(line: Sequence[Blob]) -> bool:
    """Is a flat stroke all the ink of a line?"""
    box = extent(line)
    return len(line) == 1 and box.width >= _FLAT * box.height


def dash(line: Sequence[Blob], em: float) -> str:
    return "—" if extent(line).width >= _LONG_DASH * em else "-"


def is_slash(picture: Picture, group: Sequence[Blob]) -> bool:
    """Is the ink a stroke that slants to the right, as in `/`?"""
    box = extent(group)
    if not _SLENDER[0] <= box.width / box.height <= _SLENDER[1]:
        return False
    ink = 255.0 - picture[box.y0 : box.y1, box.x0 : box.x1]
    ink[ink < _PRINT] = 0
    total = float(ink.sum()) or 1.0
    ys, xs = np.mgrid[: box.height, : box.width]
    x, y = xs - float((xs * ink).sum()) / total, ys - float((ys * ink).sum()) / total
    spread = float(np.sqrt((x * x * ink).sum() * (y * y * ink).sum())) or 1.0
    return float((x * y * ink).sum()) / spread <= _SLANTED


def separators_fit(text: str, groups: Sequence[Sequence[Blob]]) -> bool:
    """Do the points and commas of a number stand as points and commas do?

    `groups` has the ink of each character of `text`. A comma reaches below the line, a point stands on it.
    """
    boxes = [extent(group) for group in groups]
    high = max(box.height for box in boxes)
    ground = np.median([box.y1 for box in boxes if box.height > _SMALL * high])
    for character, box in zip(text, boxes, strict=True):
        below = (box.y1 - ground) / high
        if (character == "." and below > _BELOW[0]) or (character == "," and below < _BELOW[1]):
            return False
        if character in ".," and box.height > _SMALL * high:
            return False
    return True


def glyphs(picture: Picture, boxes: Sequence[Blob]) -> list[Glyph]:
    """The characters of a number, from left to right, all looked at in one size."""
    high = max(box.height for box in boxes)
    beside = round(_BESIDE * high)
    found = []
    for at, box in enumerate(boxes):
        x0 = max(box.x0 - beside, boxes[at - 1].x1 if at else 0, 0)
        x1 = min(box.x1 + beside, boxes[at + 1].x0 if at + 1 < len(boxes) else picture.shape[1])
        found.append(_glyph(picture, Blob(min(x0, box.x0), box.y0, max(x1, box.x1), box.y1, box.area), high))
    return found


def _glyph(picture: Picture, box: Blob, high: int) -> Glyph:
    """The picture about the middle of a box's ink, `high` pixels high, as a vector of mean 0 and length 1.

    A stroke that is torn off moves the middle little.
    """
    ink = 255.0 - picture[box.y0 : box.y1, box.x0 : box.x1].astype(np.float32)
    ink[ink < _NOISE] = 0.0
    total = float(ink.sum()) or 1.0
    x = float((ink.sum(axis=0) * np.arange(box.width)).sum()) / total + 0.5
    y = float((ink.sum(axis=1) * np.arange(box.height)).sum()) / total + 0.5
    step = high * _FRAME / _SIZE[1]  # pixels of the picture for one of the glyph
    corner = x - step * (_SIZE[0] - 1) / 2, y - step * (_SIZE[1] - 1) / 2
    matrix = np.array([[step, 0.0, corner[0]], [0.0, step, corner[1]]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    found: Glyph = (
        cv2.warpAffine(cv2.blur(ink, _SOFT), matrix, _SIZE, flags=flags, borderValue=0.0)
        .ravel()
        .astype(np.float32)
    )
    found -= found.mean()
    length = float(np.linalg.norm(found))
    return found / length if length else found
