"""The form of 国办公开办函〔2021〕30号 (2021-09-26), report years 2021 on.

Three tables: section 二 (10 numbers), 三 (25 rows × 7), 四 (15 numbers), each from the document's
grids, or from its text where it has no grid for it; and the prose of six chapters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipelines.document import Document, Grid
from pipelines.forms.applications import ApplicationsReader
from pipelines.forms.disclosure import DisclosureReader
from pipelines.forms.geometry import has_numbers, row_cells
from pipelines.forms.result import FormResult, TableReading
from pipelines.forms.review import ReviewReader
from pipelines.forms.sections import Line, find_headings, sections_of
from pipelines.forms.text_tables import TextReading, read_applications, read_disclosure, read_review
from pipelines.report import AnnualReport, Finding, Form


def read(document: Document, lines: Sequence[Line], form: Form = "2021") -> FormResult:
    """Read all tables and chapters. What is missing is for the checks to say."""
    grids, headings = document.grids, find_headings(lines)
    disclosure, applications, review = (
        DisclosureReader(grids, form),
        ApplicationsReader(grids),
        ReviewReader(grids),
    )
    found: list[TableReading | None] = [disclosure.read(), applications.read(), review.read()]
    claimed = disclosure.claimed | applications.claimed | review.claimed
    in_text: list[Callable[[], TextReading | None]] = [
        lambda: read_disclosure(lines, headings, form),
        lambda: read_applications(lines, headings),
        lambda: read_review(lines, headings),
    ]
    taken: set[int] = set()
    for i, read_text in enumerate(in_text):
        if found[i] is None and (text := read_text()):
            found[i], lines_taken = text
            taken |= lines_taken
    report = AnnualReport(form=form, sections=sections_of(lines, taken, document.carrier))
    result = FormResult(report, list(_unread_rows(grids, claimed)))
    for table in filter(None, found):
        setattr(report, table.table, table.cells)
        result.findings += table.findings
        result.causes[table.table] = table.cause
        result.unread[table.table] = table.unread
    return result


def _unread_rows(grids: Sequence[Grid], claimed: set[tuple[int, int]]) -> Iterable[Finding]:
    """Rows with numbers that nobody read, in a grid of which other rows were read."""
    read = {number for number, _ in claimed}
    for number, grid in enumerate(grids):
        for row in range(grid.n_rows):
            if number in read and (number, row) not in claimed and has_numbers(grid, row):
                raw = " ".join(cell.text for cell in row_cells(grid, row)).strip()
                detail = f"row {row} of table {grid.index} has numbers and belongs to no table of the form"
                yield Finding("row_unread", "error", "", detail, cause="reading", raw=raw)
