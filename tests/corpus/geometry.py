"""Cutting and joining rows and columns of a table with spans."""

from __future__ import annotations

from dataclasses import replace

from tests.corpus.model import Box, Table


def row_of(table: Table, code: str) -> int:
    """The index of the row whose label has this code."""
    for index, row in enumerate(table.rows):
        if any(box.code == code and box.kind in ("label", "group") for box in row):
            return index
    raise LookupError(f"{table.name} has no row {code}")


def label_in(row: list[Box]) -> Box:
    """The row's own label: the last one before its numbers."""
    return [box for box in row if box.kind == "label"][-1]


def values_in(row: list[Box]) -> list[Box]:
    return [box for box in row if box.kind == "value"]


def covering(table: Table, row: int) -> list[tuple[int, int, Box]]:
    """The boxes that cover a row, with their origins, from left to right."""
    hits = [(r, c, box) for r, c, box in table.placed() if r <= row < r + box.rowspan]
    return sorted(hits, key=lambda hit: hit[1])


def insert_column(table: Table, at: int, header: str = "", texts: str = "", rowspan: int = 1) -> None:
    """A new column before column `at`; boxes that span the place grow by one."""
    width = table.width
    spanning = [(r, c, box) for r, c, box in table.placed() if c < at < c + box.colspan]
    spanned = {r + i for r, _, box in spanning for i in range(box.rowspan)}
    placed = table.placed()
    for index, row in enumerate(table.rows):
        if index in spanned or (header and 0 < index < rowspan):
            continue
        own = {id(box): c for r, c, box in placed if r == index}
        position = (
            next((i for i, box in enumerate(row) if own[id(box)] >= at), len(row)) if at < width else len(row)
        )
        first = bool(header) and index == 0
        row.insert(position, Box(header if first else texts, "filler", rowspan=rowspan if first else 1))
    for _, _, box in spanning:
        box.colspan += 1


def delete_row(table: Table, row: int) -> None:
    """Take a row out; spans from above shrink by one. Its own spanning boxes must not reach below it."""
    for r, _, box in covering(table, row):
        if r < row:
            box.rowspan -= 1
        elif box.rowspan > 1:
            raise ValueError(f"{table.name}: row {row} starts a span")
    del table.rows[row]


def insert_row(table: Table, row: int, boxes: list[Box]) -> None:
    """A new row before row `row`; spans from above that reach across the place grow by one."""
    for r, _, box in covering(table, row) if row < len(table.rows) else []:
        if r < row:
            box.rowspan += 1
    table.rows.insert(row, boxes)


def cut(table: Table, row: int, repeat_header: bool = False) -> tuple[Table, Table]:
    """Two tables: the rows before `row` and those from it on. Cut spans go on in empty cells."""
    upper, lower = Table(table.name, table.rows[:row], table.header_rows), Table(table.name, table.rows[row:])
    crossing = [(r, c, box) for r, c, box in covering(table, row) if r < row]
    own = {id(box): c for r, c, box in table.placed() if r == row}
    first = lower.rows[0]
    for r, c, box in crossing:
        rest = r + box.rowspan - row
        box.rowspan -= rest
        position = next((i for i, other in enumerate(first) if own.get(id(other), -1) > c), len(first))
        piece = Box("", box.kind, None, rest, box.colspan)
        own[id(piece)] = c
        first.insert(position, piece)
    if repeat_header:
        header = [[replace(box) for box in line] for line in table.rows[: table.header_rows]]
        lower.rows[:0] = header
        lower.header_rows = table.header_rows
    return upper, lower
