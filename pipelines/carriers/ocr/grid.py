"""The tables of a page: where its ruling lines cross."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.carriers.ocr.rules import Rules
from pipelines.carriers.pdf.geometry import Box, Char
from pipelines.carriers.pdf.lattice import Lattice, find_lattices

_CORNER = 1.6  # points that a line may end short of the line that crosses it there
_ASIDE = 3.0  # points that a piece of a line may lie beside the line
_DRAWN = 0.6  # share of a slot's side


def find_tables(rules: Rules, scale: float, marks: Sequence[Char]) -> list[Lattice]:
    """The ruled tables of an upright page, in points.

    `scale` is the points of a pixel, `marks` are the places of all other ink, in points.
    """
    across, down = _scaled(rules.across, scale), _scaled(rules.down, scale)
    down = [_mirrored(box) for box in down]
    tables: list[Lattice] = []
    for rough in find_lattices(across, [_mirrored(box) for box in down], marks):
        rows = [side for y in rough.ys for side in _sides(across, y, rough.xs)]
        columns = [_mirrored(side) for x in rough.xs for side in _sides(down, x, rough.ys)]
        tables += find_lattices(rows, columns, marks)
    return tables


def _sides(lines: Sequence[Box], at: float, steps: Sequence[float]) -> Iterator[Box]:
    """The sides of slots that are drawn on the edge `at`, which runs across.

    A side is drawn from corner to corner; a stroke of a character that stands on one line with a
    ruling line falls short of the next.
    """
    near = [line for line in lines if line.y0 - _ASIDE <= at <= line.y1 + _ASIDE]
    for start, end in pairwise(steps):
        parts = [(max(line.x0, start), min(line.x1, end)) for line in near if line.x0 < end and line.x1 > start]
        if (
            parts
            and min(x0 for x0, _ in parts) <= start + _CORNER
            and max(x1 for _, x1 in parts) >= end - _CORNER
            and sum(x1 - x0 for x0, x1 in parts) >= _DRAWN * (end - start)
        ):
            yield Box(start, at, end, at)


def _mirrored(box: Box) -> Box:
    return Box(box.y0, box.x0, box.y1, box.x1)


def _scaled(boxes: Sequence[Box], scale: float) -> list[Box]:
    return [Box(*(value * scale for value in box)) for box in boxes]
