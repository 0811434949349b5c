"""Sets a draft on A4 pages: positioned lines of text and ruling lines, in millimetres from the upper left.

A small typesetter of our own for the two writers that need coordinates (OFD, ReportLab).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.corpus.model import Box, Draft, Table, Text

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 20.0
BODY_SIZE, CELL_SIZE, LEADING = 4.6, 3.3, 1.45


@dataclass(slots=True)
class Line:
    """A line of text: left edge, baseline, size in mm."""

    x: float
    y: float
    size: float
    text: str


@dataclass(slots=True)
class Page:
    texts: list[Line] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


def advance(character: str) -> float:
    """The width of a character in ems: half for Latin, whole for Chinese."""
    return 0.5 if character.isascii() else 1.0


def measure(text: str) -> float:
    return sum(advance(character) for character in text)


def wrap(text: str, ems: float) -> list[str]:
    """Break a text into lines of at most `ems`; a line never starts with a comma or full stop."""
    lines = [""]
    for character in text:
        if character == "\n":
            lines.append("")
        elif measure(lines[-1] + character) > ems and lines[-1] and character not in "，。、；：）":
            lines.append(character)
        else:
            lines[-1] += character
    return lines


class Setter:
    """Fills pages from the top."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.pages, self.y = draft, [Page()], MARGIN

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def room(self, height: float) -> None:
        if self.y + height > HEIGHT - MARGIN:
            self.pages.append(Page())
            self.y = MARGIN

    def text(self, text: Text) -> None:
        size = BODY_SIZE * (1.35 if text.kind in ("title", "caption") else 1.0)
        indent = "　　" if text.kind in ("body", "heading", "subheading") else ""
        for line in wrap(indent + text.text, (WIDTH - 2 * MARGIN) / size):
            self.room(size * LEADING)
            self.y += size * LEADING
            spare = WIDTH - 2 * MARGIN - measure(line) * size
            shift = {"title": spare / 2, "caption": spare / 2, "signature": spare, "date": spare}.get(
                text.kind, 0.0
            )
            self.page.texts.append(Line(MARGIN + shift, self.y, size, line))
        self.y += size * 0.4

    def table(self, table: Table) -> None:
        edges = _edges(table)
        placed = table.placed()
        heights = [CELL_SIZE * LEADING + 1.2] * len(table.rows)
        wrapped: dict[int, list[str]] = {}
        for r, c, box in sorted(placed, key=lambda hit: hit[2].rowspan):
            wrapped[id(box)] = wrap(box.text, (edges[c + box.colspan] - edges[c] - 1.4) / CELL_SIZE)
            need = len(wrapped[id(box)]) * CELL_SIZE * LEADING + 1.2
            have = sum(heights[r : r + box.rowspan])
            heights[min(r + box.rowspan, len(heights)) - 1] += max(0.0, need - have)
        first = 0
        while first < len(heights):
            self.room(heights[first])
            last, used = first, 0.0
            while last < len(heights) and self.y + used + heights[last] <= HEIGHT - MARGIN:
                used += heights[last]
                last += 1
            self.slice(placed, wrapped, edges, heights, first, max(last, first + 1))
            first = max(last, first + 1)
        self.y += 3

    def slice(
        self,
        placed: list[tuple[int, int, Box]],
        wrapped: dict[int, list[str]],
        edges: list[float],
        heights: list[float],
        first: int,
        last: int,
    ) -> None:
        """The rows from `first` to before `last` on this page; a text goes where its box starts."""
        tops = [self.y]
        for height in heights[first:last]:
            tops.append(tops[-1] + height)
        for r, c, box in placed:
            top, bottom = max(r, first), min(r + box.rowspan, last)
            if top >= bottom:
                continue
            x1, x2, y1, y2 = edges[c], edges[c + box.colspan], tops[top - first], tops[bottom - first]
            self.page.rules += [(x1, y1, x2, y1), (x1, y2, x2, y2), (x1, y1, x1, y2), (x2, y1, x2, y2)]
            if first <= r < last:
                lines = wrapped[id(box)]
                y = (y1 + y2 - len(lines) * CELL_SIZE * LEADING) / 2
                for line in lines:
                    y += CELL_SIZE * LEADING
                    x = (x1 + x2 - measure(line) * CELL_SIZE) / 2
                    self.page.texts.append(Line(x, y - CELL_SIZE * 0.35, CELL_SIZE, line))
        self.y = tops[-1]


def _edges(table: Table) -> list[float]:
    """Column edges in mm: a column is as wide as its texts ask, within limits."""
    weights = [2.6] * table.width
    for _, c, box in table.placed():
        if box.colspan == 1 and box.text:
            weights[c] = max(weights[c], min(measure(box.text), 13.0 if box.kind == "label" else 3.6))
    edges = [MARGIN]
    for weight in weights:
        edges.append(edges[-1] + weight * (WIDTH - 2 * MARGIN) / sum(weights))
    return edges


def set_pages(draft: Draft) -> list[Page]:
    """All pages of a draft."""
    setter = Setter(draft)
    for block in draft.blocks:
        if isinstance(block, Text):
            setter.text(block)
        else:
            setter.table(block)
    return setter.pages
