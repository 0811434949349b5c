"""Text that keeps its cells apart with TABs → grids.

Two dialects are in the wild: rows of TAB-separated cells, and one cell a line, each after a TAB, with
a blank line between rows. Spans are lost in both, so these grids are ragged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.document import Block, Document, Grid, GridCell, Paragraph
from pipelines.forms.labels import label_book

_CELL_LINE = re.compile(r"^\t[^\t]*$")
_MIN_LINES = 3  # tabbed lines that make a table; fewer are indented prose


def with_tab_grids(document: Document) -> Document:
    """The document with every run of tabbed lines replaced by the grid that it prints."""
    if not any(isinstance(block, Paragraph) and "\t" in block.text for block in document.blocks):
        return document
    blocks: list[Block] = []
    run: list[Paragraph] = []
    index = 1 + max((grid.index for grid in document.grids), default=-1)
    for block in [*document.blocks, None]:
        if isinstance(block, Paragraph) and _belongs(block, run):
            run.append(block)
            continue
        if run:
            made = _blocks_of(run, index)
            index += sum(isinstance(item, Grid) for item in made)
            blocks += made
            run = []
        if isinstance(block, Paragraph) and "\t" in block.text:
            run.append(block)
        elif block is not None:
            blocks.append(block)
    return Document(
        document.carrier,
        document.media_type,
        blocks,
        document.title,
        document.meta,
        document.links,
        document.pages,
        document.notes,
    )


def _belongs(block: Paragraph, run: Sequence[Paragraph]) -> bool:
    """Tabbed lines, blank lines between them, and the second line of a wrapped cell."""
    if not run or label_book().sections.code(block.text):
        return False
    if "\t" in block.text or not block.text.strip():
        return True
    return bool(run[-1].text.strip()) or "\t" in run[-1].text


def _blocks_of(run: list[Paragraph], index: int) -> list[Block]:
    """A run as a grid, with what follows its last row; as it was if it is no table."""
    tabbed = [i for i, line in enumerate(run) if "\t" in line.text]
    last = max(tabbed)
    cells = all(_CELL_LINE.match(run[i].text) for i in tabbed)
    blank = any(not line.text.strip(" \t") and "\t" not in line.text for line in run[:last])
    if len(tabbed) < _MIN_LINES or (cells and not blank):
        return list(run)
    if cells:  # the last cell may be wrapped; a blank line ends it for certain
        end = next((i for i in range(last + 1, len(run)) if not run[i].text.strip()), len(run))
        rows = _rows_of_cell_lines(run[:end])
    else:
        end = last + 1
        rows = [line.text.split("\t") for line in run[:end] if line.text.strip() or "\t" in line.text]
    return [_grid(rows, index, run[0].page), *run[end:]]


def _rows_of_cell_lines(run: Sequence[Paragraph]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for line in run:
        if "\t" in line.text:
            rows[-1].append(line.text[1:])
        elif line.text.strip():
            if rows[-1]:
                rows[-1][-1] += "\n" + line.text
        elif rows[-1]:
            rows.append([])
    return [row for row in rows if row]


def _grid(rows: Sequence[Sequence[str]], index: int, page: int | None) -> Grid:
    cells = [GridCell(text.strip(), r, c, page=page) for r, row in enumerate(rows) for c, text in enumerate(row)]
    # spans leave no trace in a text
    return Grid(cells, len(rows), max(map(len, rows), default=0), index, page, certain=False)
