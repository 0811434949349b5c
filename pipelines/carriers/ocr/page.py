"""One page of a scan: its tables cell by cell, and the lines of text around them."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.carriers.ocr import engine
from pipelines.carriers.ocr.entries import Entry, recognise, without_doubtful_digits
from pipelines.carriers.ocr.figures import Figure, is_number
from pipelines.carriers.ocr.prose import Piece, find_pieces
from pipelines.carriers.ocr.sheet import Sheet
from pipelines.carriers.ocr.strips import cut, extent
from pipelines.carriers.ocr.tables import Table, read_tables
from pipelines.carriers.pdf.lines import Chunk, Line
from pipelines.carriers.pdf.page import PageContent
from pipelines.carriers.pdf.parts import Part, PartCell

_FULL = 1.3  # ems of room that a full line leaves at most


@dataclass(slots=True)
class ReadPage:
    """A page as recognised. Its numbers are final when `likeness.compare` has seen all of the document."""

    number: int
    width: float
    height: float
    em: float
    scale: float
    tables: list[Table]
    lines: list[list[Piece]]

    @property
    def figures(self) -> list[Figure]:
        entries = [entry for table in self.tables for entry in table.entries]
        entries += [piece.entry for line in self.lines for piece in line]
        return [figure for entry in entries for figure in entry.figures.values()]

    def content(self) -> PageContent:
        """The page as the PDF carrier sets pages: tables and lines in points."""
        content = PageContent(self.number, top=0.0, bottom=self.height)
        content.parts = [self._part(table) for table in self.tables]
        content.lines = [self._line(line) for line in self.lines if any(piece.entry.text for piece in line)]
        content.characters = sum(len(chunk.text) for line in content.lines for chunk in line.chunks)
        content.characters += sum(len(cell.text) for part in content.parts for cell in part.cells)
        return content

    def _part(self, table: Table) -> Part:
        lattice = table.lattice
        cells = []
        for cell, entry in zip(lattice.cells, table.entries, strict=True):
            right = lattice.xs[cell.col + cell.colspan] / self.scale
            full = bool(entry.lines) and right - extent(entry.lines[-1]).x1 < _FULL * self.em
            cells.append(
                PartCell(
                    cell.row,
                    cell.col,
                    cell.rowspan,
                    cell.colspan,
                    entry.text,
                    full,
                    self.number,
                    entry.confidence,
                )
            )
        return Part(lattice.xs, len(lattice.ys) - 1, cells, self.number, certain=lattice.regular, box=lattice.box)

    def _line(self, line: list[Piece]) -> Line:
        chunks = []
        for piece in line:
            ink = extent(piece.entry.lines[0])
            text, confidence = piece.entry.text, piece.entry.confidence
            chunks.append(Chunk(ink.x0 * self.scale, ink.x1 * self.scale, text, confidence))
        ink = extent([blob for piece in line for blob in piece.entry.lines[0]])
        top, bottom = ink.y0 * self.scale, ink.y1 * self.scale
        return Line([chunk for chunk in chunks if chunk.text], top, bottom, bottom - top)


def read_page(sheet: Sheet, number: int) -> ReadPage:
    """Read a page; `number` counts from 1."""
    tables, free = read_tables(sheet)
    recognise([entry for table in tables for entry in table.entries], sheet)
    lines = find_pieces(sheet, free)
    _recognise_prose([piece.entry for line in lines for piece in line], sheet)
    return ReadPage(number, sheet.width, sheet.height, sheet.em, sheet.scale, tables, lines)


def _recognise_prose(entries: list[Entry], sheet: Sheet) -> None:
    """Prose is read once, its doubtful digits left out; a number that stands alone is read as in a table."""
    texts = engine.recognise([cut(sheet.clean, entry.lines[0], (), sheet.em) for entry in entries])
    alone = []
    for entry, text in zip(entries, texts, strict=True):
        if text.text.strip() and is_number(text.text):
            alone.append(entry)
        else:
            entry.texts.append(without_doubtful_digits(text))
            digits = [odds for character, odds in zip(text.text, text.odds, strict=True) if character.isdigit()]
            entry.odds.append(min([text.mean, *digits]))
    recognise(alone, sheet)
