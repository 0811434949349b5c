"""The digits of a document are printed in few types: each is compared with the others of its kind.

This witness knows nothing of the recogniser. A / read as 1, or an 8 read as 3, looks like none of the
others that were read the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipelines.carriers.ocr.figures import CERTAIN, Figure

_LIKES = 3  # others that tell how a digit looks
_SAME_SIDES = 0.7  # logarithm: characters of other proportions are not alike
_ALIKE = 0.9  # correlation from which a digit certainly is of its kind
_UNLIKE = 0.75  # and below which it certainly is not
_CLEARLY = 0.1  # it is so much more alike to its own kind than to any other
_OTHER = 0.93  # alike to another kind, where there are too few of its own
_SURE = 0.995  # confidence from which a digit needs no others of its kind: a torn 8 reads as a fair 3
_SETTLED = 0.5  # confidence from which likeness can settle a doubt
_MOST = 2500  # glyphs that are compared
_OFF = 0.5  # digits by which a number of touching digits may be too wide or too narrow
_DIGIT = 0.8  # of an advance that the ink of a digit is wide
_POINT = 0.5  # of an advance that a point or comma is wide

Vector = npt.NDArray[np.float32]


def compare(figures: Sequence[Figure]) -> None:
    """Raise or lower the confidence of numbers by how their digits look among all digits of a document."""
    _compare_widths(figures)
    apart: list[Figure] = []
    for figure in figures:
        if figure.glyphs and sum(len(known.glyphs) for known in apart) < _MOST:
            apart.append(figure)
    if not apart:
        return
    kinds = np.array([character for figure in apart for character in figure.text])
    own, other = _likeness(apart, kinds)
    # NaN, where there are too few of a kind, compares as false and proves nothing.
    unlike = (own < _UNLIKE) | (own < other) | (np.isnan(own) & (other > _OTHER))
    alike = (own >= _ALIKE) & ~(own < other + _CLEARLY)
    digits = np.char.isdigit(kinds)
    first = 0
    for figure in apart:
        mine = np.flatnonzero(digits[first : first + len(figure.text)]) + first
        first += len(figure.text)
        unproven = np.isnan(own[mine]).any() and figure.confidence < _SURE
        if unproven or unlike[mine].any():
            figure.doubt()
        elif mine.size and alike[mine].all() and figure.confidence >= _SETTLED:
            figure.confidence = max(figure.confidence, CERTAIN)


def _likeness(figures: Sequence[Figure], kinds: npt.NDArray[np.str_]) -> tuple[Vector, Vector]:
    """How alike each character is to the closest of its own kind, and to those of the closest other kind."""
    glyphs = np.stack([glyph for figure in figures for glyph in figure.glyphs])
    sides = np.array([side for figure in figures for side in figure.sides], np.float32)
    owners = np.repeat(np.arange(len(figures)), [len(figure.glyphs) for figure in figures])
    alike = glyphs @ glyphs.T
    alike[np.abs(sides[:, None] - sides[None, :]) > _SAME_SIDES] = -1.0
    alike[owners[:, None] == owners[None, :]] = np.nan  # a number is no witness for itself
    own = np.full(len(kinds), np.nan, np.float32)
    other = np.full(len(kinds), -1.0, np.float32)
    for kind in np.unique(kinds):
        closest = _closest(alike[:, kinds == kind])
        mine = kinds == kind
        own[mine] = closest[mine]
        other[~mine] = np.fmax(other[~mine], closest[~mine])
    return own, other


def _closest(alike: Vector) -> Vector:
    """The mean over the closest few of a kind; NaN where there are fewer."""
    if alike.shape[1] < _LIKES:
        return np.full(alike.shape[0], np.nan, np.float32)
    ranked = -np.sort(-alike, axis=1)[:, :_LIKES]  # NaN come last
    mean: Vector = ranked.mean(axis=1)
    return mean


def _compare_widths(figures: Sequence[Figure]) -> None:
    """Digits that touch cannot be counted; their width must still be that of so many digits."""
    steps = [step / figure.height for figure in figures if figure.text.isdigit() for step in figure.steps]
    if len(steps) < _LIKES:
        return
    advance = float(np.median(steps))
    for figure in figures:
        if figure.touching:
            points = sum(character in ".," for character in figure.text)
            wanted = (len(figure.text) - 1 - points + _DIGIT) + points * _POINT
            if abs(figure.width / figure.height / advance - wanted) > _OFF:
                figure.doubt()
