"""OpenDocument texts (.odt, and .fodt in one XML file)."""

from __future__ import annotations

from lxml import etree

from pipelines.carriers.limits import MAX_BLOCKS
from pipelines.carriers.odf.numbering import Numbering
from pipelines.carriers.odf.package import OpenDocument, StyleProperties, open_document
from pipelines.carriers.odf.tables import cells_of, rows_of
from pipelines.carriers.odf.text import read_line
from pipelines.carriers.ooxml import attribute, local
from pipelines.carriers.source import Source
from pipelines.carriers.tables import PlacedCell, SlotBudget, table_blocks
from pipelines.document import Block, CarrierError, Document, Paragraph

_EDGES = " \t\u3000\xa0"
_SKIPPED = frozenset(("tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls", "desc"))


def read(source: Source) -> Document:
    """The document; raises CarrierError: corrupt, encrypted, too_large, too_complex, no_text."""
    opened = open_document(source.body, source.media_type)
    if local(opened.body) != "text":
        raise CarrierError("unsupported", f"this OpenDocument file is a {local(opened.body)}; save it as .pdf")
    story = _Story(opened)
    document = Document("odt", source.media_type, blocks=story.blocks(opened.body), title=opened.title)
    if story.pictures:
        message = f"the file shows {story.pictures} pictures; text in them was not read"
        document.notes.append(("pictures", message))
    if not document.blocks:
        raise CarrierError("no_text", "the file holds no text, perhaps only pictures of pages; it needs OCR")
    return document


class _Story:
    """The state of one reading: list counters run on, pictures and slots are counted."""

    def __init__(self, document: OpenDocument) -> None:
        self.numbering = Numbering(document)
        self.budget = SlotBudget()
        self.pictures = 0
        self._count = 0
        self._text_styles = StyleProperties(document, "text")
        self._paragraph_styles = StyleProperties(document, "paragraph")

    def blocks(self, parent: etree._Element) -> list[Block]:
        """The paragraphs and tables in a body, section, cell or text box."""
        out: list[Block] = []
        for element in parent:
            match local(element):
                case "p" | "h":
                    out += self._paragraph(element)
                case "table":
                    out += self._table(element)
                case "list":
                    out += self._list(element)
                case "section" if attribute(element, "display") in ("none", "condition"):
                    pass
                case name if name not in _SKIPPED:
                    out += self.blocks(element)
        return out

    def _list(self, element: etree._Element) -> list[Block]:
        out: list[Block] = []
        with self.numbering.list(element):
            for item in element:
                if local(item) == "list-item":
                    self.numbering.item(item)
                if local(item) in ("list-item", "list-header"):
                    out += self.blocks(item)
        return out

    def _paragraph(self, element: etree._Element) -> list[Block]:
        self._count += 1
        if self._count > MAX_BLOCKS:
            raise CarrierError("too_complex", f"the file has more than {MAX_BLOCKS} paragraphs")
        label = self.numbering.label(element)
        if self._paragraph_styles.get(attribute(element, "style-name"), "display") == "none":
            return []
        line = read_line(element, self._is_hidden)
        self.pictures += line.pictures
        lines = [text for text in (piece.strip(_EDGES) for piece in line.text.split("\n")) if text]
        if lines:
            lines[0] = label + lines[0]
        out: list[Block] = [Paragraph(text) for text in lines]
        for box in line.boxes:
            out += self.blocks(box)
        return out

    def _is_hidden(self, style: str | None) -> bool:
        return self._text_styles.get(style, "display") == "none"

    def _table(self, table: etree._Element) -> list[Block]:
        placed: list[PlacedCell] = []
        certain = True
        taken: set[tuple[int, int]] = set()
        row = 0
        for entry in rows_of(table):
            self.budget.take(entry.count)
            for index in range(row, row + entry.count):
                for cell in cells_of(entry.element):
                    self.budget.take(cell.count * cell.colspan)
                    if cell.covered:
                        certain = certain and all((index, cell.col + i) in taken for i in range(cell.count))
                        continue
                    for col in range(cell.col, cell.col + cell.count):
                        blocks = self.blocks(cell.element)
                        placed.append(PlacedCell(index, col, cell.rowspan, cell.colspan, blocks))
                        taken |= self._span(index, col, cell.rowspan, cell.colspan)
            row += entry.count
        return table_blocks(placed, self.budget, certain=certain)

    def _span(self, row: int, col: int, rowspan: int, colspan: int) -> set[tuple[int, int]]:
        """The slots that a spanning cell covers besides its own."""
        if rowspan == colspan == 1:
            return set()
        self.budget.take(rowspan * colspan)
        return {(r, c) for r in range(row, row + rowspan) for c in range(col, col + colspan)}
