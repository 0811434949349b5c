"""A page made ready to be read: even paper, upright, its ruling lines found and taken out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from pipelines.carriers.ocr.ink import Blob, Picture, blobs, em_of, even, ink_of
from pipelines.carriers.ocr.rules import Rules, find_rules
from pipelines.carriers.ocr.upright import quarter_of, skew_of, turned

_SMALL, _GOOD, _LARGE = 24.0, 28.0, 56.0  # pixels of a character: below and above, the picture is scaled
_SMALLER = 0.8  # of a page's em: tables set smaller are looked at in their own size
_MOST_PIXELS = 24_000_000  # that a picture is scaled up to
_DEFAULT_EM = 28.0  # pixels, on a page with too few characters to tell
_BODY_SIZE = 10.5  # points: what most characters of an office's page measure
_STRAIGHT = 0.05  # degrees: not worth a turn


@dataclass(slots=True)
class Sheet:
    """`picture` is even and upright, `clean` the same without ruling lines, `blobs` are the ink of `clean`.

    `em` is the size of most characters in pixels, `scale` the points of a pixel.
    """

    picture: Picture
    clean: Picture
    blobs: list[Blob]
    rules: Rules
    em: float
    scale: float

    @property
    def width(self) -> float:
        """In points."""
        return float(self.picture.shape[1] * self.scale)

    @property
    def height(self) -> float:
        """In points."""
        return float(self.picture.shape[0] * self.scale)


def prepare(grey: Picture, scale: float | None = None) -> Sheet:
    """The page of a grey picture. `scale` is the points of a pixel, where it is known."""
    picture = even(grey)
    em = em_of(ink_of(picture))
    if em is not None:
        picture, em, scale = _scaled(picture, em, scale)
    em = em or _DEFAULT_EM
    skew = skew_of(ink_of(picture))
    if abs(skew) >= _STRAIGHT:
        picture = turned(picture, skew)
    if quarter := quarter_of(picture, em):
        picture = np.ascontiguousarray(np.rot90(picture, quarter))
    rules = find_rules(picture, em)
    smallest = _em_of_tables(picture, rules)
    if smallest is not None and smallest < min(_SMALL, _SMALLER * em):
        picture, em, scale = _scaled(picture, smallest, scale)
        rules = find_rules(picture, em)
    clean, ink = _without(picture, rules)
    return Sheet(picture, clean, blobs(ink), rules, em, scale or _BODY_SIZE / em)


def _scaled(picture: Picture, smallest: float, scale: float | None) -> tuple[Picture, float, float | None]:
    """The picture, its em and its scale once its smallest characters have a size that reads well."""
    factor = 1.0
    if smallest < _SMALL:
        factor = min(_GOOD / smallest, max(math.sqrt(_MOST_PIXELS / picture.size), 1.0))
    elif smallest > _LARGE:
        factor = _GOOD / smallest
    if factor != 1.0:
        picture = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return picture, smallest * factor, scale / factor if scale else None


def _without(picture: Picture, rules: Rules) -> tuple[Picture, Picture]:
    """The picture and its ink without ruling lines."""
    lines = cv2.dilate(rules.mask, np.ones((3, 3), np.uint8)) > 0
    clean, ink = picture.copy(), ink_of(picture)
    clean[lines], ink[lines] = 255, 0
    return clean, ink


def _em_of_tables(picture: Picture, rules: Rules) -> float | None:
    """The size of the characters between the first and the last ruling line; None where there are too few."""
    if not rules.down:
        return None
    x0, y0 = min(line.x0 for line in rules.down), min(line.y0 for line in rules.down)
    x1, y1 = max(line.x1 for line in rules.down), max(line.y1 for line in rules.down)
    return em_of(_without(picture, rules)[1][int(y0) : int(y1) + 1, int(x0) : int(x1) + 1])
