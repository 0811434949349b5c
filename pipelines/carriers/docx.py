"""Word files (.docx): what the pages show, without deleted text, field codes, notes and headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from pipelines.carriers.limits import MAX_BLOCKS, MAX_COLSPAN
from pipelines.carriers.numbering import Numbering
from pipelines.carriers.ooxml import Package, attribute, child, integer, local
from pipelines.carriers.source import Source
from pipelines.carriers.tables import PlacedCell, SlotBudget, table_blocks
from pipelines.document import Block, CarrierError, Document, Paragraph

_WRAPPERS = frozenset(
    ("ins", "moveTo", "customXml", "smartTag", "sdtContent", "hyperlink", "fldSimple", "bdo", "dir")
)
_REMOVED = frozenset(("del", "moveFrom"))  # tracked deletions
_BREAKS = frozenset(("br", "cr"))
_EDGES = " \t\u3000\xa0"


class Parts(Protocol):
    """A package, or what serves as one: XML parts by name."""

    def xml(self, name: str) -> etree._Element | None: ...


class Labels(Protocol):
    """The automatic list numbers of paragraphs, in document order."""

    def label(self, paragraph: etree._Element) -> str: ...


def read(source: Source) -> Document:
    """The document; raises CarrierError: corrupt, encrypted, too_large, too_complex, no_text."""
    document = read_docx(source.body)
    document.media_type = source.media_type
    return document


def read_docx(body: bytes) -> Document:
    """A .docx package, also one that another carrier was turned into."""
    return read_parts(Package(body))


def read_parts(package: Parts) -> Document:
    """The document whose parts have the names that Word gives them."""
    root = package.xml("word/document.xml")
    main = None if root is None else child(root, "body")
    if main is None:
        raise CarrierError("corrupt", "the package holds no Word text; fetch the file again")
    numbering = Numbering(package.xml("word/numbering.xml"), package.xml("word/styles.xml"))
    return read_body(main, numbering, _title(package))


def read_body(main: etree._Element, numbering: Labels, title: str | None) -> Document:
    """The document of a w:body, wherever it was stored."""
    story = _Story(numbering)
    document = Document("docx", "", blocks=story.blocks(main), title=title)
    if story.pictures:
        document.notes.append(("pictures", f"the file shows {story.pictures} pictures; text in them was not read"))
    if story.embedded:
        document.notes.append(
            ("embedded", f"the file embeds {story.embedded} other documents; they were not read")
        )
    if not document.blocks:
        raise CarrierError("no_text", "the Word file holds no text, perhaps only pictures of pages; it needs OCR")
    if len(document.blocks) > MAX_BLOCKS:
        raise CarrierError("too_complex", f"the Word file has more than {MAX_BLOCKS} paragraphs")
    return document


def _title(package: Parts) -> str | None:
    core = package.xml("docProps/core.xml")
    element = None if core is None else child(core, "title")
    return ((element.text or "").strip() or None) if element is not None else None


class _Story:
    """The state of one reading: list counters run on, pictures are counted."""

    def __init__(self, numbering: Labels) -> None:
        self.numbering = numbering
        self.budget = SlotBudget()
        self.pictures = 0
        self.embedded = 0

    def blocks(self, parent: etree._Element) -> list[Block]:
        """The paragraphs and tables directly in a body, cell or text box."""
        out: list[Block] = []
        for element in _unwrapped(parent):
            match local(element):
                case "p":
                    out.extend(self._paragraph(element))
                case "tbl":
                    out.extend(self._table(element))
                case "altChunk":
                    self.embedded += 1
        return out

    def _paragraph(self, element: etree._Element) -> list[Block]:
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        self._inline(element, pieces, boxes)
        lines = [line.strip(_EDGES) for line in "".join(pieces).split("\n")]
        blocks: list[Block] = [Paragraph(line) for line in lines if line]
        if blocks:
            label = self.numbering.label(element)
            if label:
                blocks[0] = Paragraph(label + next(line for line in lines if line))
        for box in boxes:
            blocks.extend(self.blocks(box))
        return blocks

    def _inline(self, parent: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
        """Text of runs, in order; text boxes are put aside."""
        for element in parent:
            name = local(element)
            if name == "r":
                if not _is_hidden(element):
                    self._inline(element, pieces, boxes)
            elif name == "t":
                pieces.append(element.text or "")
            elif name in ("tab", "ptab"):
                pieces.append("\t")
            elif name in _BREAKS:
                pieces.append("\n")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "sym":
                pieces.append("\ufffd")  # a glyph of a symbol font: its meaning is in the picture, not in the code
            elif name in ("drawing", "pict", "object"):
                self._drawing(element, boxes)
            elif name == "AlternateContent":
                choice = child(element, "Choice")
                shown = child(element, "Fallback") if choice is None else choice
                if shown is not None:
                    self._inline(shown, pieces, boxes)
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    self._inline(content, pieces, boxes)
            elif name == "ruby":
                base = child(element, "rubyBase")
                if base is not None:
                    self._inline(base, pieces, boxes)
            elif name in _WRAPPERS or name in ("oMath", "oMathPara"):
                self._inline(element, pieces, boxes)

    def _drawing(self, element: etree._Element, boxes: list[etree._Element]) -> None:
        found = list(element.iter("{*}txbxContent"))
        outermost = [box for box in found if not any(other in box.iterancestors() for other in found)]
        boxes.extend(outermost)
        if not outermost and next(element.iter("{*}blip", "{*}imagedata"), None) is not None:
            self.pictures += 1

    def _table(self, element: etree._Element) -> list[Block]:
        placed: list[PlacedCell] = []
        merging: dict[int, PlacedCell] = {}  # column → cell that the next row may continue
        certain = True
        row = 0
        for tr in (inner for inner in _unwrapped(element) if local(inner) == "tr"):
            properties = child(tr, "trPr")
            if properties is not None and child(properties, "del") is not None:
                continue
            col = min(integer(properties, "gridBefore", 0), MAX_COLSPAN)
            merged: dict[int, PlacedCell] = {}
            left: PlacedCell | None = None
            for tc in (inner for inner in _unwrapped(tr) if local(inner) == "tc"):
                tc_properties = child(tc, "tcPr")
                span = min(max(integer(tc_properties, "gridSpan", 1), 1), MAX_COLSPAN)
                self.budget.take(span)
                vertical, horizontal = _merge(tc_properties, "vMerge"), _merge(tc_properties, "hMerge")
                above = merging.get(col)
                if horizontal == "continue" and left is not None:
                    left.colspan += span
                elif vertical == "continue" and above is not None and above.colspan == span:
                    above.rowspan += 1
                    merged[col] = above
                else:
                    # A continuation of nothing, or of a cell of other width: Word shows it, we cannot be sure.
                    certain = certain and vertical != "continue"
                    left = PlacedCell(row, col, 1, span, self.blocks(tc))
                    placed.append(left)
                    if vertical is not None:
                        merged[col] = left
                col += span
            merging = merged
            row += 1
        return table_blocks(placed, self.budget, certain=certain)


def _unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """Children, those within content controls and insertions included, deleted ones left out."""
    for element in parent:
        name = local(element)
        if name == "sdt":
            content = child(element, "sdtContent")
            if content is not None:
                yield from _unwrapped(content)
        elif name in _WRAPPERS:
            yield from _unwrapped(element)
        elif name not in _REMOVED:
            yield element


def _merge(properties: etree._Element | None, name: str) -> str | None:
    """ "restart", "continue" (also when the value is left out), or None for no merge."""
    element = None if properties is None else child(properties, name)
    if element is None:
        return None
    return "restart" if attribute(element, "val") == "restart" else "continue"


def _is_hidden(run: etree._Element) -> bool:
    properties = child(run, "rPr")
    vanish = None if properties is None else child(properties, "vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")
