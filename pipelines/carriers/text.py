"""Plain text, most often what another program took out of a Word or PDF file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.carriers.charset import decode
from pipelines.carriers.limits import MAX_BLOCKS
from pipelines.carriers.source import Source
from pipelines.carriers.tables import SlotBudget
from pipelines.document import Block, CarrierError, Document, Grid, GridCell, Paragraph

_MARKER = re.compile(r"\[bookmark: [^\]\n]*\]")  # left behind by extraction from Word
_UNWANTED = dict.fromkeys([*range(9), 11, *range(14, 32), 0x200B, 0x2060, 0xFEFF])
_EDGES = " \u3000\xa0\r"
_MIN_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int | None


def read(source: Source) -> Document:
    """The lines of the text, TABs kept; rows of TAB-separated fields of one width become a grid.

    Such a grid is uncertain: merged cells leave no trace in a text. Empty lines are kept where they
    part the rows of a table that prints one cell a line. Form feeds count pages.
    """
    text, _ = decode(source.body, source.charset)
    text = _MARKER.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_UNWANTED)
    sheets = text.rstrip("\f\n").split("\f")
    paged = len(sheets) > 1
    lines = [
        _Line(line.strip(_EDGES), page if paged else None)
        for page, sheet in enumerate(sheets, start=1)
        for line in sheet.split("\n")
    ]
    if len(lines) > MAX_BLOCKS:
        raise CarrierError("too_complex", f"the text has more than {MAX_BLOCKS} lines")
    document = Document("text", source.media_type, pages=len(sheets) if paged else None)
    document.blocks = _blocks(_without_idle_blanks(lines))
    if not any(line.text.strip() for line in lines):
        raise CarrierError("no_text", "the text file holds nothing but blanks; fetch it again")
    return document


def _without_idle_blanks(lines: Sequence[_Line]) -> list[_Line]:
    """Empty lines stay only after lines with TABs, where they may end a row; runs of them become one."""
    kept: list[_Line] = []
    tabbed = False
    for line in lines:
        if line.text:
            tabbed = tabbed or "\t" in line.text
            kept.append(line)
        elif tabbed:
            kept.append(line)
            tabbed = False
    return kept


def _blocks(lines: Sequence[_Line]) -> list[Block]:
    blocks: list[Block] = []
    budget = SlotBudget()
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and "\t" in lines[end].text and lines[end].page == lines[at].page:
            end += 1
        grid = _grid(lines[at:end], budget)
        if grid is not None:
            blocks.append(grid)
        else:
            end = max(end, at + 1)
            blocks += [Paragraph(line.text, line.page) for line in lines[at:end]]
        at = end
    return blocks


def _grid(lines: Sequence[_Line], budget: SlotBudget) -> Grid | None:
    """Rows of fields, where all have the same number and some row has more than one filled."""
    rows = [line.text.split("\t") for line in lines]
    if len(rows) < _MIN_ROWS or len({len(row) for row in rows}) != 1:
        return None
    if all(sum(1 for field in row if field.strip()) <= 1 for row in rows):
        return None
    n_cols = len(rows[0])
    budget.take(len(rows) * n_cols)
    page = lines[0].page
    cells = [
        GridCell(field.strip(), row, col, page=page)
        for row, fields in enumerate(rows)
        for col, field in enumerate(fields)
    ]
    return Grid(cells, len(rows), n_cols, page=page, certain=False)
