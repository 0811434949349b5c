"""The carrier-neutral document: what a page, a PDF or a Word file shows, and where.

Carriers turn bytes into a `Document`; forms read a `Document` by its labels. Nothing here knows
about annual reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

# What a recogniser is less sure of than this may be misread: the forms flag it.
LOW_CONFIDENCE = 0.9

Carrier = Literal["html", "pdf", "scan", "image", "doc", "docx", "rtf", "odt", "sheet", "ofd", "text", "archive"]


class CarrierError(Exception):
    """The bytes cannot be read. `reason` is a short code, the message tells a person what to do."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[type[CarrierError], tuple[str, str]]:
        return type(self), (self.reason, str(self))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed line or paragraph. `text` keeps TABs; `page` counts from 1, None where there are no pages."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell. `row`, `col` count from 0 and name the cell's upper left corner.

    `confidence` is the recogniser's own (0–1) for OCR, None where the text is exact.
    """

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    confidence: float | None = None


@dataclass(slots=True)
class Grid:
    """A table as printed: cells with spans, `n_rows` × `n_cols` slots.

    `index` is the table's ordinal in the document (from 0). `certain` is False where the geometry
    was inferred (no ruling lines, text columns) and a reading may be wrong.
    """

    cells: list[GridCell]
    n_rows: int
    n_cols: int
    index: int = 0
    page: int | None = None
    certain: bool = True
    _slots: dict[tuple[int, int], GridCell] | None = field(default=None, repr=False, compare=False)
    _rows: dict[int, tuple[GridCell, ...]] = field(default_factory=dict, repr=False, compare=False)

    def at(self, row: int, col: int) -> GridCell | None:
        """The cell that covers this slot, or None for a hole."""
        if self._slots is None:
            slots: dict[tuple[int, int], GridCell] = {}
            for cell in self.cells:
                for r in range(cell.row, min(cell.row + cell.rowspan, self.n_rows)):
                    for c in range(cell.col, min(cell.col + cell.colspan, self.n_cols)):
                        slots.setdefault((r, c), cell)
            self._slots = slots
        return self._slots.get((row, col))

    def row(self, row: int) -> tuple[GridCell, ...]:
        """The distinct cells that cover a row, from left to right."""
        known = self._rows.get(row)
        if known is None:
            cells: list[GridCell] = []
            for col in range(self.n_cols):
                cell = self.at(row, col)
                if cell is not None and (not cells or cells[-1] is not cell):
                    cells.append(cell)
            known = self._rows[row] = tuple(cells)
        return known

    def rows(self) -> Iterator[list[GridCell | None]]:
        """Each row as its slots, a spanning cell repeated in every slot it covers."""
        for row in range(self.n_rows):
            yield [self.at(row, col) for col in range(self.n_cols)]


Block = Paragraph | Grid


@dataclass(slots=True)
class Document:
    """What one file shows: blocks in reading order.

    `title` is the file's own title (HTML <title> or headline element, PDF/Word property), `meta` the
    page's metas with lower-case names. `links` are attachments or viewers that the file points to
    (absolute or relative, as printed). `notes` are what the carrier wants flagged, as
    (code, message) — e.g. ("no_unicode_map", …); forms turn them into findings.
    """

    carrier: Carrier
    media_type: str
    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    pages: int | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def grids(self) -> list[Grid]:
        return [block for block in self.blocks if isinstance(block, Grid)]

    @property
    def lines(self) -> list[str]:
        """The prose alone, one paragraph a line."""
        return [block.text for block in self.blocks if isinstance(block, Paragraph)]
