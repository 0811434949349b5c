"""Plain geometry of a printed page: x to the right, y downwards, in points, text upright."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Char(NamedTuple):
    """A printed character and its box; the box spans the advance width and the font's height."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    spaced: bool = False  # a space character is printed before it

    @property
    def size(self) -> float:
        return self.y1 - self.y0


class Box(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area(self) -> float:
        return max(self.x1 - self.x0, 0.0) * max(self.y1 - self.y0, 0.0)


def turn(left: float, bottom: float, right: float, top: float, quadrant: int) -> Box:
    """A box of PDF user space (y upwards) on the page as it is read.

    `quadrant` is how text runs in user space: 0 to the right, 1 upwards, 2 to the left, 3 downwards.
    """
    if quadrant == 0:
        return Box(left, -top, right, -bottom)
    if quadrant == 1:
        return Box(bottom, left, top, right)
    if quadrant == 2:
        return Box(-right, bottom, -left, top)
    return Box(-top, -right, -bottom, -left)


def cluster(values: Iterable[float], tolerance: float) -> list[float]:
    """Sorted centres of groups of values; a group is no wider than the tolerance."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def nearest(centres: Sequence[float], value: float) -> int:
    """Index of the closest of the sorted centres."""
    after = bisect_left(centres, value)
    if after == 0:
        return 0
    if after == len(centres) or value - centres[after - 1] <= centres[after] - value:
        return after - 1
    return after
