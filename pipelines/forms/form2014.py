"""政府信息公开情况统计表, the table of 国办发〔2014〕32号 (report years 2014–2018, and some later ones).

One table of nine blocks, from the document's grids or its text, and around it the prose of the
chapters of 2007 (条例 art. 32) or none at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.document import Document, Grid
from pipelines.forms.chapters import cut_chapters, find_chapters
from pipelines.forms.geometry import row_cells
from pipelines.forms.indicators import IndicatorReader
from pipelines.forms.indicators_text import read_indicators
from pipelines.forms.result import FormResult, TableReading
from pipelines.forms.sections import Line, sections_of
from pipelines.report import AnnualReport, Place

_CAPTION = "统计表"
_TITLE = re.compile(r"(?:统计表|[)）])$")
_NEAR = 3  # lines from the table's caption on that may name its period
_MAX_TITLE = 60
_TITLE_ROWS = 3  # of a table, that may be its caption
_YEAR = re.compile(r"20\d\d\s*年")
_YEAR_ALONE = re.compile(r"[(（]?\s*20\d\d\s*年度?\s*[)）]?")
_PART_OF_YEAR = re.compile(
    r"第?[一二三四1-4]季度|季报|月报|半年|[(（]\s*\d{1,2}\s*月|年\s*\d{1,2}\s*月\s*[)）]|\d{1,2}\s*[-—－至~]\s*\d{1,2}\s*月"
)


def read(document: Document, lines: Sequence[Line]) -> FormResult:
    """Read the table and the chapters. What is missing is for the checks to say."""
    lines = cut_chapters(lines)
    result = FormResult(AnnualReport(form="2014"))
    in_grids = IndicatorReader(document.grids)
    table, taken = in_grids.read(), set[int]()
    if table is None and (text := read_indicators(lines)):
        table, taken = text
    elif table is not None and (again := _rows_as_text(document.grids, table)):
        table, in_grids.claimed = again
    if table is not None:
        _note_period(table, _texts(document, lines))
        result.report.indicators = {code: cells["value"] for code, cells in table.cells.items()}
        result.findings += table.findings
        result.causes[table.table] = table.cause
        result.unread[table.table] = table.unread
    result.grids = in_grids.claimed
    headings = find_chapters(lines, taken)
    result.report.sections = sections_of(lines, taken, document.carrier, headings)
    return result


def _rows_as_text(grids: Sequence[Grid], failed: TableReading) -> tuple[TableReading, set[int]] | None:
    """Inferred columns may cut a row in the wrong place; its words in their order may still say it all."""
    own = [number for number, grid in enumerate(grids) if not grid.certain]
    if not _has_errors(failed) or not own:
        return None
    lines: list[Line] = []
    places: list[Place] = []
    for number in own:
        grid = grids[number]
        for row in range(grid.n_rows):
            cells = row_cells(grid, row)
            lines.append(Line(len(lines), " ".join(cell.text for cell in cells)))
            page = next((cell.page for cell in cells), None) or grid.page
            places.append(Place(page=page, table=grid.index, row=row))
    text = read_indicators(lines, places)
    if text is None or _has_errors(text[0]):
        return None
    text[0].note("columns_not_used", "info", "", "the columns do not hold; each row was read as a line of text")
    return text[0], set(own)


def _has_errors(table: TableReading) -> bool:
    return any(finding.severity == "error" for finding in table.findings)


def _note_period(table: TableReading, texts: Sequence[str]) -> None:
    """What the caption says: a quarter is no year, and the year is for the checks to compare."""
    for i, caption in enumerate(texts):
        if _CAPTION not in caption or not _TITLE.search(caption) or len(caption) > _MAX_TITLE:
            continue
        for text in texts[max(i - 1, 0) : i + _NEAR]:
            if len(text) <= _MAX_TITLE and _PART_OF_YEAR.search(text):
                table.note("period_not_a_year", "error", "", "the table is of a part of the year", text)
                return
        years = [caption, *(text for text in texts[i + 1 : i + _NEAR] if _YEAR_ALONE.fullmatch(text))]
        for text in filter(_YEAR.search, years):
            table.note("table_year", "info", "", "the caption names the year", text)
            return


def _texts(document: Document, lines: Sequence[Line]) -> list[str]:
    """The prose, then the upper rows of each table: a caption may stand in either."""
    titles = [cell.text for grid in document.grids for cell in grid.cells if cell.row < _TITLE_ROWS]
    return [text.strip() for text in (*(line.text for line in lines), *titles)]
