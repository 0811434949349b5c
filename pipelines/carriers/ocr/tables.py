"""The ruled tables of a page: which ink stands in which cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipelines.carriers.ocr.entries import Entry
from pipelines.carriers.ocr.grid import find_tables
from pipelines.carriers.ocr.ink import Blob, blobs
from pipelines.carriers.ocr.sheet import Sheet
from pipelines.carriers.ocr.strips import text_lines
from pipelines.carriers.pdf.geometry import Box, Char
from pipelines.carriers.pdf.lattice import Lattice, Slotted
from pipelines.carriers.pdf.parts import beyond, is_cut

# All in ems, the size of a character on the page.
_SLIVER = 0.2  # ink no thicker, beside a ruling line and along it, is what is left of the line
_STROKE = 0.45  # but it might be a 1 if it is so high
_OVER = 0.25  # text reaches no further over the border of its cell
_FAINT_HEIGHT, _FAINT_WIDTH = 0.45, 0.15  # a trace of pale ink so large may be a character
_CLUSTER = 4  # specks within one em that may be the remains of a character

_FAINT = 215  # grey level on an even picture


@dataclass(slots=True)
class Table:
    """A ruled table: its lattice in points, and an entry for each of the lattice's cells."""

    lattice: Lattice
    entries: list[Entry]


def read_tables(sheet: Sheet) -> tuple[list[Table], list[Blob]]:
    """The tables of a page, not yet recognised, and the ink outside of them."""
    lattices = find_tables(sheet.rules, sheet.scale, [_mark(blob, sheet.scale) for blob in sheet.blobs])
    owners = [_owners(lattice) for lattice in lattices]
    inked: list[list[list[Blob]]] = [[[] for _ in lattice.cells] for lattice in lattices]
    free: list[Blob] = []
    innermost = sorted(range(len(lattices)), key=lambda index: lattices[index].box.area)
    paper = Box(0.0, 0.0, sheet.width, sheet.height)
    ends = [index for index in innermost if is_cut(lattices[index], paper)]
    for blob in sheet.blobs:
        mark = _mark(blob, sheet.scale)
        x, y, em = (mark.x0 + mark.x1) / 2, (mark.y0 + mark.y1) / 2, sheet.em * sheet.scale
        slots = [
            *((index, lattices[index].slot(x, y)) for index in innermost),
            *((index, beyond(lattices[index], x, y, em)) for index in ends),
        ]
        index, slot = next(((index, slot) for index, slot in slots if slot is not None), (0, None))
        (free if slot is None else inked[index][owners[index][slot]]).append(blob)
    faint = _faint(sheet)
    tables = []
    for lattice, found in zip(lattices, inked, strict=True):
        boxes = [_box(lattice, cell, sheet.scale) for cell in lattice.cells]
        entries = [_entry(ink, box, faint, sheet.em) for ink, box in zip(found, boxes, strict=True)]
        tables.append(Table(lattice, entries))
    return tables, free


def _mark(blob: Blob, scale: float) -> Char:
    return Char(blob.x0 * scale, blob.y0 * scale, blob.x1 * scale, blob.y1 * scale, "")


def _owners(lattice: Lattice) -> dict[tuple[int, int], int]:
    return {
        (row, col): index
        for index, cell in enumerate(lattice.cells)
        for row in range(cell.row, cell.row + cell.rowspan)
        for col in range(cell.col, cell.col + cell.colspan)
    }


def _box(lattice: Lattice, cell: Slotted, scale: float) -> Box:
    """The cell in pixels."""
    xs, ys = lattice.xs, lattice.ys
    edges = xs[cell.col], ys[cell.row], xs[cell.col + cell.colspan], ys[cell.row + cell.rowspan]
    return Box(*(edge / scale for edge in edges))


def _entry(ink: Sequence[Blob], box: Box, faint: Sequence[Blob], em: float) -> Entry:
    slivers = [blob for blob in ink if _is_sliver(blob, box, em)]
    kept = [blob for blob in ink if blob not in slivers]
    lines = text_lines(kept, em)
    known = {blob for line in lines for blob in line}
    specks = [blob for blob in kept if blob not in known]
    entry = Entry(lines, [*slivers, *specks])
    entry.doubtful = (
        any(blob.height >= _STROKE * em for blob in slivers if blob.width < blob.height < 2 * em)
        or _is_cluster(specks, em)
        or any(_is_over(blob, box, em) for blob in known)
        or any(box.x0 < blob.x0 and blob.x1 < box.x1 and box.y0 < blob.y0 and blob.y1 < box.y1 for blob in faint)
    )
    return entry


def _is_sliver(blob: Blob, box: Box, em: float) -> bool:
    near = _SLIVER * em
    beside = blob.x0 - box.x0 <= near or box.x1 - blob.x1 <= near
    along = blob.y0 - box.y0 <= near or box.y1 - blob.y1 <= near
    return (blob.width <= near and beside) or (blob.height <= near and along)


def _is_over(blob: Blob, box: Box, em: float) -> bool:
    beyond = (box.x0 - blob.x0, blob.x1 - box.x1, box.y0 - blob.y0, blob.y1 - box.y1)
    return max(beyond) > _OVER * em


def _is_cluster(specks: Sequence[Blob], em: float) -> bool:
    return any(
        sum(0 <= other.x0 - speck.x0 <= em and abs(other.y0 - speck.y0) <= em for other in specks) >= _CLUSTER
        for speck in specks
    )


def _faint(sheet: Sheet) -> list[Blob]:
    """Traces of ink too pale to be read, as large as characters."""
    pale = cv2.GaussianBlur(sheet.clean, (5, 5), 0) < _FAINT
    near = np.ones((7, 7), np.uint8)
    printed = np.zeros(sheet.clean.shape, np.uint8)
    for blob in sheet.blobs:
        printed[blob.y0 : blob.y1, blob.x0 : blob.x1] = 255
    lines = cv2.dilate(sheet.rules.mask, near)
    mask = (pale & (cv2.dilate(printed, near) == 0) & (lines == 0)).astype(np.uint8) * 255
    return [
        blob
        for blob in blobs(mask)
        if blob.height >= _FAINT_HEIGHT * sheet.em and blob.width >= _FAINT_WIDTH * sheet.em
    ]
