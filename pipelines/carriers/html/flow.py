"""Walks an element and sets its text as paragraphs and grids, as a browser would show them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipelines.carriers.html.tree import text_of
from pipelines.carriers.limits import MAX_BLOCKS
from pipelines.carriers.tables import RawCell, RawRow, SlotBudget, place, table_blocks
from pipelines.document import Block, CarrierError, Paragraph

_SKIPPED = frozenset(
    """head script style noscript template select textarea button object embed audio video svg math canvas
    iframe""".split()  # noqa: SIM905 - a list of forty quoted words is no easier to read
)
_BREAKING = frozenset(
    """address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary
    ul""".split()  # noqa: SIM905
)
_ROW_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_CELLS = frozenset(("td", "th"))
_STRUCTURE = _BREAKING | _ROW_GROUPS | _CELLS | {"table", "tr", "pre", "input"}  # other tags only dress text
_SHOWN_INPUTS = frozenset(("text", "number"))  # forms that a portal shows filled in
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MANY_SPACES = re.compile(r" {2,}")
# A line break of the source between two Chinese characters is no space.
_SOFT_BREAK = re.compile(r"(?<=[\u2e80-\uffef])[ \t\r]*\n\s*(?=[\u2e80-\uffef])")


@dataclass(slots=True)
class _Flow:
    """Text that is being set: finished blocks and the pieces of the current line."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def add(self, text: str, *, verbatim: bool = False) -> None:
        if verbatim:
            first, *rest = text.split("\n")
            self.pieces.append(first)
            for line in rest:
                self.close()
                self.pieces.append(line)
            return
        if text.isalnum():  # most pieces are a word or a number
            self.pieces.append(text)
            return
        if "\n" in text:
            text = _SOFT_BREAK.sub("", text)
        self.pieces.append(_SPACES.sub(" ", text))

    def close(self) -> None:
        """End the current line; an empty one leaves nothing."""
        if self.pieces:
            line = "".join(self.pieces).replace("\xa0", " ").strip()
            if "  " in line:
                line = _MANY_SPACES.sub(" ", line)
            self.pieces.clear()
            if line:
                self.blocks.append(Paragraph(line))


@dataclass(slots=True)
class _Table:
    """A table that is being read; `stray` holds text outside its cells, such as a caption."""

    rows: list[RawRow] = field(default_factory=list)
    stray: _Flow = field(default_factory=_Flow)
    group: int = 0
    cell: _Flow | None = None

    def open_row(self) -> None:
        self.rows.append(RawRow(group=self.group))

    def open_cell(self, element: etree._Element) -> _Flow:
        if not self.rows:
            self.open_row()
        self.cell = _Flow()
        self.rows[-1].cells.append(
            RawCell(self.cell.blocks, rowspan=_span(element, "rowspan"), colspan=_span(element, "colspan") or 1)
        )
        return self.cell


def _span(element: etree._Element, name: str) -> int:
    """The attribute as browsers read it: leading digits, else 1."""
    found = re.match(r"\s*\+?(\d{1,7})", element.get(name) or "")
    return int(found.group(1)) if found else 1


class _Setter:
    """The state of one walk. Iterative: the depth of the page is the page's choice, not ours."""

    def __init__(self) -> None:
        self.budget = SlotBudget()
        self.flows = [_Flow()]
        self.tables: list[_Table] = []
        self.verbatim = 0

    def start(self, element: etree._Element, tag: str) -> None:
        if tag in _STRUCTURE:
            self._open(element, tag)
        if element.text:
            self.flows[-1].add(element.text, verbatim=self.verbatim > 0)

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag == "table":
            self.flows[-1].close()
            self.tables.append(_Table())
            self.flows.append(self.tables[-1].stray)
        elif self.tables and tag == "tr":
            self.tables[-1].open_row()
        elif self.tables and tag in _CELLS:
            self.flows.append(self.tables[-1].open_cell(element))
        elif self.tables and tag in _ROW_GROUPS:
            self.tables[-1].group += 1
        elif tag in _BREAKING or tag in _CELLS or tag == "tr":
            self.flows[-1].close()
        if tag == "pre":
            self.verbatim += 1
        if tag == "input" and self.tables and element.get("type", "text").lower() in _SHOWN_INPUTS:
            self.flows[-1].add(element.get("value") or "")

    def end(self, tag: str) -> None:
        if tag not in _STRUCTURE:
            return
        if tag == "table":
            self._end_table()
        elif self.tables and tag in _CELLS:
            self.flows.pop().close()
        elif self.tables and tag in _ROW_GROUPS:
            self.tables[-1].group += 1
        elif tag in _BREAKING or tag in _CELLS or tag == "tr":
            self.flows[-1].close()
        if tag == "pre":
            self.verbatim -= 1

    def tail(self, element: etree._Element) -> None:
        if element.tail:
            self.flows[-1].add(element.tail, verbatim=self.verbatim > 0)

    def _end_table(self) -> None:
        stray = self.flows.pop()
        stray.close()
        table = self.tables.pop()
        out = self.flows[-1].blocks
        out.extend(stray.blocks)
        cells, overlap = place(table.rows, self.budget)
        out.extend(table_blocks(cells, self.budget, certain=not overlap))
        if len(out) > MAX_BLOCKS:
            raise CarrierError("too_complex", f"the page has more than {MAX_BLOCKS} paragraphs")


def set_blocks(root: etree._Element) -> list[Block]:
    """Paragraphs and grids of the element in reading order.

    A <br> ends a paragraph, or a line within a cell. Layout tables are dissolved. Raises
    CarrierError("too_complex") when tables or paragraphs go beyond the limits.
    """
    setter = _Setter()
    walk = etree.iterwalk(root, events=("start", "end"))
    skipped: set[etree._Element] = set()
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if element is not root and _is_hidden(element, tag):
                walk.skip_subtree()
                skipped.add(element)
            else:
                setter.start(element, tag)
            continue
        if element in skipped:
            skipped.discard(element)
        else:
            setter.end(tag)
        if element is not root:
            setter.tail(element)
    setter.flows[0].close()
    return setter.flows[0].blocks


def _is_hidden(element: etree._Element, tag: str) -> bool:
    """Not shown by a browser, or, as the row of column widths that Word adds, shown as nothing."""
    if tag in _SKIPPED:
        return True
    style = element.get("style")
    if style and _HIDDEN.search(style):
        return True
    return tag == "tr" and element.get("height") == "0" and not text_of(element).strip()
