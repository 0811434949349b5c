"""Turning a page until its lines of text run from left to right."""

from __future__ import annotations

import cv2
import numpy as np

from pipelines.carriers.ocr import engine
from pipelines.carriers.ocr.ink import Picture, blobs, ink_of

_REACH = 6.0  # degrees that a sheet may lie askew
_SIDE = 1000  # pixels: the longer side of the picture that angles are tried on
_STEPS = (0.5, 0.1, 0.02)  # degrees

_SAMPLES = 6  # runs of text that are tried
_READS_WELL = 0.97  # mean odds from which a page certainly stands upright
_BETTER = 0.03  # by which another quarter must read better
_BRIDGE = 0.3  # ems between the characters of a line; lines lie further apart
_WIDE = (4.0, 14.0)  # ems that a sample is wide
_HIGH = (0.6, 1.5)


def skew_of(mask: Picture) -> float:
    """By how many degrees a page is turned counterclockwise, within 6° of some quarter turn.

    The angle at which the rows and columns of its ink are the sharpest: the ink of text lines and of
    ruling lines then falls into few of them.
    """
    shrink = min(_SIDE / max(mask.shape), 1.0)
    small = cv2.resize(mask, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    best, reach = 0.0, _REACH
    for step in _STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(turned(small, float(angle), 0.0))))
        reach = step
    return best


def turned(picture: Picture, degrees: float, paper: float = 255.0) -> Picture:
    """The picture turned clockwise about its centre, on a sheet of the same size."""
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)


def quarter_of(picture: Picture, em: float) -> int:
    """By how many quarters the page must be turned counterclockwise to stand upright.

    Some runs of text are read in each position; upside down or sideways they make no sense.
    """
    upright = _legibility(picture, em)
    if upright >= _READS_WELL:
        return 0
    best, quarter = upright + _BETTER, 0
    for other in (1, 2, 3):
        odds = _legibility(np.ascontiguousarray(np.rot90(picture, other)), em)
        if odds > best:
            best, quarter = odds, other
    return quarter


def _legibility(picture: Picture, em: float) -> float:
    """The mean odds of some runs of text; 0 where there are none."""
    joined = cv2.morphologyEx(ink_of(picture), cv2.MORPH_CLOSE, np.ones((1, round(_BRIDGE * em)), np.uint8))
    runs = [
        run
        for run in blobs(joined)
        if _WIDE[0] * em <= run.width <= _WIDE[1] * em and _HIGH[0] * em <= run.height <= _HIGH[1] * em
    ]
    if not runs:
        return 0.0
    chosen = runs[:: -(-len(runs) // _SAMPLES)]
    pad = round(0.2 * em)
    texts = engine.recognise(
        [picture[max(run.y0 - pad, 0) : run.y1 + pad, max(run.x0 - pad, 0) : run.x1 + pad] for run in chosen]
    )
    return sum(text.mean for text in texts) / len(texts)


def _sharpness(ink: Picture) -> float:
    rows, columns = ink.sum(axis=1, dtype=np.float64), ink.sum(axis=0, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum() + np.square(np.diff(columns)).sum())
