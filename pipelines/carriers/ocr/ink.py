"""Grey pictures of pages: even paper, ink, and the blobs of ink that characters are made of.

A picture is a uint8 array [rows, columns], 0 black to 255 white; a mask is a uint8 array, 0 or 255 (ink).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[Any]  # OpenCV types its pictures no more closely

INK = 165  # grey level on an even picture: darker is ink
_PAPER_CELL = 16  # pixels: paper is looked at in cells of this size
_MIN_BLOB = 6  # pixels: a character's height or width at least, when its size is still unknown
_MAX_BLOB = 120
_FEWEST = 20  # characters that tell their size
_PARTS = 0.14  # of a character that its parts are apart
_ONE_SIZE = 1.2  # characters of one size differ no more
_COMMON = 0.15  # share of the characters that makes a size worth looking at
_BOX = 1.06  # the box of a character is a little larger than its ink


class Blob(NamedTuple):
    """A connected blob of ink: its box in pixels and its number of pixels."""

    x0: int
    y0: int
    x1: int
    y1: int
    area: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0


def even(grey: Picture) -> Picture:
    """The picture on white paper: shadows, yellowed paper and pale print are evened out."""
    height, width = grey.shape
    cells = cv2.resize(
        cv2.dilate(grey, np.ones((5, 5), np.uint8)),
        (max(width // _PAPER_CELL, 1), max(height // _PAPER_CELL, 1)),
        interpolation=cv2.INTER_AREA,
    )
    around = np.ones((7, 7), np.uint8)
    paper = cv2.blur(cv2.morphologyEx(cells, cv2.MORPH_CLOSE, around), (5, 5))
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    light = np.clip(grey.astype(np.float32) * (255.0 / np.maximum(paper, 40)), 0, 255)
    dark = light[light < 200]
    black = float(np.percentile(dark, 10)) if dark.size > 100 else 0.0
    stretched = (light - black) * (255.0 / max(255.0 - black, 60.0))
    return np.clip(stretched, 0, 255).astype(np.uint8)


def ink_of(picture: Picture) -> Picture:
    """The mask of what is printed on an even picture."""
    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    return _mask(smooth < INK)


def _mask(true: npt.NDArray[np.bool_]) -> Picture:
    return true.astype(np.uint8) * 255


def blobs(mask: Picture) -> list[Blob]:
    """All connected blobs of a mask, in no order."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: list[Any] = stats[1:].tolist()
    return [Blob(x, y, x + w, y + h, area) for x, y, w, h, area in found]


def em_of(mask: Picture) -> float | None:
    """The size of the smaller characters of a page in pixels (the side of a Chinese character).

    Tables are often set smaller than the prose around them. None where there are too few characters.
    """
    heights = sorted(
        max(blob.height, blob.width)
        for blob in blobs(mask)
        if _MIN_BLOB <= blob.height <= _MAX_BLOB
        and _MIN_BLOB <= blob.width <= _MAX_BLOB
        and 0.4 < blob.width / blob.height < 2.5
    )
    if len(heights) < _FEWEST:
        return None
    rough = heights[int(len(heights) * 0.75)]
    sides = np.array(_sides_of_squares(mask, rough))
    if sides.size < _FEWEST:
        return rough * _BOX
    for side in np.unique(sides):
        alike = sides[(sides >= side) & (sides <= _ONE_SIZE * side)]
        if alike.size >= _COMMON * sides.size:
            return float(np.median(alike)) * _BOX
    return rough * _BOX


def _sides_of_squares(mask: Picture, rough: float) -> list[int]:
    """The sides of what is as wide as it is high once its parts are joined: Chinese characters, no digits."""
    reach = max(round(_PARTS * rough), 2)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    return [
        max(blob.height, blob.width)
        for blob in blobs(joined)
        if 0.8 < blob.width / blob.height < 1.25 and 0.45 * rough < blob.height < 2 * rough
    ]
