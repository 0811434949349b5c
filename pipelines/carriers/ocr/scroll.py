"""A long picture holds several pages, one above the other: each lies a little differently askew."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from pipelines.carriers.ocr.ink import Picture, even

# All in widths of the picture.
_LONG = 1.7  # a page is no longer
_SHORTEST, _LONGEST = 0.6, 1.6  # of the pieces, where there is blank paper between them
_BLANK = 0.015  # paper that parts two pages

_DARK = 45  # of 255, on the average of a column: paler are noise and specks


def cut(picture: Picture) -> Iterator[Picture]:
    """The pages of a picture from top to bottom; the whole where it is no longer than one.

    It is cut through blank paper only, and never through a table, whose ruling lines leave no row blank.
    """
    height, width = picture.shape
    if height <= _LONG * width:
        yield picture
        return
    bands = [((top + bottom) // 2, bottom - top) for top, bottom in _blank_bands(picture)]
    start = 0
    while height - start > _LONGEST * width:
        later = [band for band in bands if band[0] >= start + _SHORTEST * width]
        within = [band for band in later if band[0] <= start + _LONGEST * width]
        if not later:
            break
        end = max(within, key=lambda band: band[1])[0] if within else later[0][0]
        yield picture[start:end]
        start = end
    yield picture[start:]


def _blank_bands(picture: Picture) -> list[tuple[int, int]]:
    """Top and bottom of the bands of blank paper, in pixels.

    Darkness is averaged down each column, so that noise matters little and a thin ruling line much.
    """
    width = picture.shape[1]
    tall = max(round(_BLANK * width), 3)
    dark = cv2.blur(255 - even(picture), (1, tall), anchor=(0, 0))
    blank = dark.max(axis=1) < _DARK  # from each row on, a band so tall is blank
    edges = np.flatnonzero(np.diff(np.concatenate(([False], blank, [False])).astype(np.int8)))
    return [
        (top, bottom + tall - 1) for top, bottom in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    ]
