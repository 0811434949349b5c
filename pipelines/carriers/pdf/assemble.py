"""Pages → blocks: lines become paragraphs, the parts of a table one grid, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.carriers.pdf.columns import column_grid, find_runs
from pipelines.carriers.pdf.furniture import Furniture
from pipelines.carriers.pdf.lines import Line, Margins, margins, runs_on
from pipelines.carriers.pdf.page import PageContent
from pipelines.carriers.pdf.parts import Part
from pipelines.carriers.pdf.seams import continues, join
from pipelines.carriers.tables import without_prose
from pipelines.document import Block, Grid, Paragraph

Note = tuple[str, str]


@dataclass(slots=True)
class _Open:
    """A paragraph or table at the end of what was set so far, which the next page may go on with."""

    lines: list[Line]
    page: int
    edges: Margins


def assemble(pages: Sequence[PageContent], notes: list[Note]) -> list[Block]:
    """The blocks of all pages; what was put together over page breaks is added to the notes."""
    furniture = Furniture(pages)
    setter = _Setter(notes)
    # Heads and feet are kept once, but out of the way: they must not part a table that runs on.
    heads: dict[str, Block] = {}
    feet: dict[str, Block] = {}
    for page in pages:
        lines = []
        for line in page.lines:
            if furniture.is_page_number(line, page):
                continue
            if furniture.is_repeated(line, page):
                first = page is pages[0] and line.y1 < (page.top + page.bottom) / 2
                if line.text not in heads:
                    (heads if first else feet).setdefault(line.text, Paragraph(line.text, page.number))
            else:
                lines.append(line)
        setter.page(page, lines)
    return [*heads.values(), *setter.finish(), *feet.values()]


class _Setter:
    def __init__(self, notes: list[Note]) -> None:
        self.notes = notes
        self.blocks: list[Block] = []
        self.table: list[Part] = []
        self.paragraph: _Open | None = None
        self.region = self.region_of_table = 0

    def page(self, page: PageContent, lines: list[Line]) -> None:
        """Set a page: its columns one after the other, as if they stood one below the other."""
        for region in page.regions:
            self.region += 1
            x0, x1 = max(page.left, region.box.x0), min(page.right, region.box.x1)
            inside = [line.moved(region.shift) for line in lines if region.holds(line)]
            parts = [part.moved(region.shift) for part in page.parts if region.holds(part.box)]
            edges = margins(inside, x0 - region.shift, x1 - region.shift)
            self._region(page.number, inside, parts, edges)
        if page.turned:
            self._close()
            self.blocks += [Paragraph(line.text, page.number) for line in page.turned]

    def _region(self, page: int, lines: list[Line], parts: list[Part], edges: Margins | None) -> None:
        """Set a stretch of a page: its lines between its tables, from top to bottom."""
        rest = sorted(lines, key=lambda line: line.y0)
        for part in parts:
            above = [line for line in rest if line.y0 < part.box.y0]
            rest = rest[len(above) :]
            if above and edges:
                self._lines(above, page, edges)
            self._part(part)
        if rest and edges:
            self._lines(rest, page, edges)

    def finish(self) -> list[Block]:
        self._close()
        return self.blocks

    def _part(self, part: Part) -> None:
        last = self.table[-1] if self.table else None
        if last is None or self.region_of_table == self.region or not continues(last, part):
            self._close()
        self.table.append(part)
        self.region_of_table = self.region

    def _lines(self, lines: list[Line], page: int, edges: Margins) -> None:
        if self.table:
            self._close()
        at = 0
        for first, past in find_runs(lines):
            grid = column_grid(lines[first:past], page)
            if grid is not None:
                self._paragraphs(lines[at:first], page, edges)
                self._close()
                self.blocks.append(grid)
                at = past
        self._paragraphs(lines[at:], page, edges)

    def _paragraphs(self, lines: list[Line], page: int, edges: Margins) -> None:
        for line in lines:
            current = self.paragraph
            if current is not None and runs_on(current.lines[-1], line, current.edges):
                current.lines.append(line)
                current.edges = edges
            else:
                self._close()
                self.paragraph = _Open([line], page, edges)

    def _close(self) -> None:
        """Set what is still open."""
        if self.table:
            grid, sewn = join(self.table)
            self.notes += [("row_joined", f"table on page {grid.page}: {note}") for note in sewn]
            self.blocks += without_prose(grid)
            self.table = []
        if self.paragraph is not None:
            text = "".join(line.text for line in self.paragraph.lines).strip(" \u3000")
            if text:
                self.blocks.append(Paragraph(text, self.paragraph.page))
            self.paragraph = None


def doubt(blocks: Sequence[Block]) -> None:
    """Mark grids with unreadable characters as uncertain."""
    for block in blocks:
        if isinstance(block, Grid) and any("\ufffd" in cell.text for cell in block.cells):
            block.certain = False
