"""The form of 国办公开办函〔2021〕30号 (2021-09-26), report years 2021 on.

Three tables: section 二 (10 numbers), 三 (25 rows × 7), 四 (15 numbers), each from the document's
grids, or from its text where it has no grid for it; and the prose of six chapters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Protocol

from pipelines.document import Document, Grid
from pipelines.forms.applications import ApplicationsReader
from pipelines.forms.disclosure import DisclosureReader
from pipelines.forms.geometry import has_numbers, row_cells
from pipelines.forms.numbers import is_blank, is_value
from pipelines.forms.result import FormResult, TableReading
from pipelines.forms.review import ReviewReader
from pipelines.forms.sections import Line, find_headings, sections_of
from pipelines.forms.text_tables import TextReading, chapter, read_applications, read_disclosure, read_review
from pipelines.report import AnnualReport, Cell, Finding, Form


def read(document: Document, lines: Sequence[Line], form: Form = "2021") -> FormResult:
    """Read all tables and chapters. What is missing is for the checks to say."""
    grids, headings = document.grids, find_headings(lines)
    tables: tuple[tuple[int, GridReader, Callable[[], TextReading | None]], ...] = (
        (2, DisclosureReader(grids, form), lambda: read_disclosure(lines, headings, form)),
        (3, ApplicationsReader(grids), lambda: read_applications(lines, headings)),
        (4, ReviewReader(grids), lambda: read_review(lines, headings)),
    )
    result = FormResult(AnnualReport(form=form))
    claimed: set[tuple[int, int]] = set()
    taken: set[int] = set()
    for number, in_grids, in_text in tables:
        table = in_grids.read()
        claimed |= in_grids.claimed
        if table is not None:
            _check_lone_numbers(table, lines, chapter(headings, number, lines))
            _check_blank_places(table, document)
        elif text := in_text():
            table, own_lines = text
            taken |= own_lines
        if table is not None:
            setattr(result.report, table.table, table.cells)
            result.findings += table.findings
            result.causes[table.table] = table.cause
            result.unread[table.table] = table.unread
    result.findings += islice(_unread_rows(grids, claimed), _MAX_UNREAD)
    result.grids = {number for number, _ in claimed}
    result.report.sections = sections_of(lines, taken, document.carrier)
    return result


# Carriers that show where a number stands on the page, not in which cell.
_DRAWN = frozenset({"pdf", "scan", "image", "ofd"})
_MAX_UNREAD = 50  # rows on record


class GridReader(Protocol):
    """What the three grid readers have in common: `claimed` are the rows (grid, row) that they took."""

    claimed: set[tuple[int, int]]

    def read(self) -> TableReading | None: ...


def _check_lone_numbers(table: TableReading, lines: Sequence[Line], span: tuple[int, int]) -> None:
    """A number alone on a line beside a table with blank cells may have fallen out of one of them."""
    lone = [line.text for line in lines[slice(*span)] if is_value(line.text) and any(map(str.isdigit, line.text))]
    blank = any(is_blank(cell.raw) for cells in table.cells.values() for cell in cells.values())
    if lone and blank:
        detail = "numbers stand on lines of their own beside a table with blank cells"
        table.note("number_outside", "error", "", detail, " ".join(lone))


def _check_blank_places(table: TableReading, document: Document) -> None:
    """Where columns were inferred from the page, a number beside blanks may stand in any of them: its
    row's sum holds in each."""
    if document.carrier not in _DRAWN:
        return
    inferred = {grid.index for grid in document.grids if not grid.certain}
    rows: dict[tuple[int | None, int | None], list[Cell]] = {}
    for columns in table.cells.values():
        for cell in columns.values():
            rows.setdefault((cell.place.table, cell.place.row), []).append(cell)
    for (index, _), cells in rows.items():
        blank = [is_blank(cell.raw) for cell in cells]
        if index in inferred and any(blank) and not all(blank):
            raw = " | ".join(cell.raw for cell in cells)
            table.note("blank_place_uncertain", "error", "", "the columns of a row with blanks were inferred", raw)


def _unread_rows(grids: Sequence[Grid], claimed: set[tuple[int, int]]) -> Iterable[Finding]:
    """Rows with numbers that nobody read, in a grid of which other rows were read."""
    read = {number for number, _ in claimed}
    for number, grid in enumerate(grids):
        for row in range(grid.n_rows):
            if number in read and (number, row) not in claimed and has_numbers(grid, row):
                raw = " ".join(cell.text for cell in row_cells(grid, row)).strip()
                detail = f"row {row} of table {grid.index} has numbers and belongs to no table of the form"
                yield Finding("row_unread", "error", "", detail, cause="reading", raw=raw)
