"""Rows and cells of OpenDocument tables, repetitions unfolded within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.carriers.odf.package import repeated
from pipelines.carriers.ooxml import attribute, local

_ROW_GROUPS = frozenset(("table-rows", "table-header-rows", "table-row-group"))
_COLUMN_GROUPS = frozenset(("table-columns", "table-header-columns", "table-column-group"))
_UNSEEN = frozenset(("collapse", "filter"))
MAX_ROWS, MAX_COLS = 1_048_576, 16_384  # of a sheet, and the most that a count is believed


@dataclass(frozen=True, slots=True)
class Row:
    """A table-row: how often it is repeated, and whether it is shown."""

    element: etree._Element
    count: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A table-cell from column `col`, repeated `count` times; `covered` by the span of another."""

    element: etree._Element
    col: int
    count: int
    rowspan: int
    colspan: int
    covered: bool


def rows_of(table: etree._Element) -> Iterator[Row]:
    for element in _within(table, _ROW_GROUPS):
        if local(element) == "table-row":
            count = repeated(element, "number-rows-repeated", MAX_ROWS)
            yield Row(element, count, attribute(element, "visibility") in _UNSEEN)


def hidden_columns(table: etree._Element) -> set[int]:
    hidden: set[int] = set()
    col = 0
    for element in _within(table, _COLUMN_GROUPS):
        if local(element) == "table-column" and col < MAX_COLS:
            count = min(repeated(element, "number-columns-repeated", MAX_COLS), MAX_COLS - col)
            if attribute(element, "visibility") in _UNSEEN:
                hidden.update(range(col, col + count))
            col += count
    return hidden


def cells_of(row: etree._Element) -> Iterator[Cell]:
    col = 0
    for element in row:
        name = local(element)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        count = repeated(element, "number-columns-repeated", MAX_COLS)
        yield Cell(
            element,
            col,
            count,
            repeated(element, "number-rows-spanned", MAX_ROWS),
            repeated(element, "number-columns-spanned", MAX_COLS),
            name == "covered-table-cell",
        )
        col += count


def _within(parent: etree._Element, groups: frozenset[str]) -> Iterator[etree._Element]:
    for element in parent:
        if local(element) in groups:
            yield from _within(element, groups)
        else:
            yield element
