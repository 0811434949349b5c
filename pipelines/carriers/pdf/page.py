"""One PDF page: its tables, the lines outside of them, and what there is to say about its text."""

from __future__ import annotations

from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from pipelines.carriers.pdf.chars import UNREADABLE, read_chars
from pipelines.carriers.pdf.geometry import Box, Char, turn
from pipelines.carriers.pdf.lattice import find_lattices
from pipelines.carriers.pdf.lines import Line, lines_of
from pipelines.carriers.pdf.marks import read_marks
from pipelines.carriers.pdf.parts import Part, fill, spoil_edge, turned_char
from pipelines.carriers.pdf.regions import Columns, Region

_WRITTEN = (pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT)
_LOST_SIZE = 8.0  # points, the least that a table is printed in
_OUTSIDE = 2.0  # points that a line may stick out of the page


@dataclass(slots=True)
class PageContent:
    """`number` counts from 1; `left` … `bottom` are the page's edges in the points of its lines.

    `regions` are its columns in reading order, where it has columns.

    `characters` printed, of which `unreadable` and `symbols` (of symbol fonts); `pictured` is the share
    of the page that pictures cover, `drawings` the shapes that are no lines; `hidden` says that most text
    is drawn invisibly, `cut` that text or a table runs over the page's edge, `lost` how much text has a
    damaged font.
    """

    number: int
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    lines: list[Line] = field(default_factory=list)
    turned: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    regions: list[Region] = field(default_factory=lambda: [Region()])
    characters: int = 0
    unreadable: int = 0
    symbols: int = 0
    pictured: float = 0.0
    drawings: int = 0
    hidden: bool = False
    watermark: str = ""
    cut: bool = False
    lost: int = 0
    broken: bool = False


def read_pages(pdf: PdfDocument) -> list[PageContent]:
    """What is on the document's pages; a page that PDFium cannot load comes back as `broken`."""
    columns = Columns()
    return [_read_page(pdf, index, columns) for index in range(len(pdf))]


def _read_page(pdf: PdfDocument, index: int, columns: Columns) -> PageContent:
    content = PageContent(index + 1)
    try:
        page = _load(pdf, index)
        bounds = page.get_bbox()
        text = read_chars(page, bounds)
        marks = read_marks(page, text.quadrant)
        page.close()
    except PdfiumError:
        content.broken = True
        return content
    left, bottom, right, top = bounds
    sheet = turn(left, bottom, right, top, text.quadrant)
    content.left, content.top, content.right, content.bottom = sheet
    content.characters, content.unreadable, content.symbols = text.total, text.bad, text.symbols
    content.watermark = text.slanted
    content.drawings = marks.drawings
    content.hidden = marks.invisible_text > marks.visible_text
    if sheet.area:
        content.pictured = min(sum(picture.area for picture in marks.pictures) / sheet.area, 1.0)
    across = [box for box in marks.across if sheet.y0 - _OUTSIDE <= box.y0 and box.y1 <= sheet.y1 + _OUTSIDE]
    down = [box for box in marks.down if sheet.x0 - _OUTSIDE <= box.x0 and box.x1 <= sheet.x1 + _OUTSIDE]
    lost = [
        _in_place_of(box)
        for box in marks.lost
        if sheet.x0 <= box.x0 <= sheet.x1 and sheet.y0 <= box.y0 <= sheet.y1
    ]
    content.lost = len(lost)
    text.chars += lost
    lattices = find_lattices(across, down, text.chars)
    content.parts, free, free_turned = fill(lattices, text.chars, text.turned, content.number, sheet)
    over_edge = [part for part in content.parts if spoil_edge(part, sheet)]
    content.cut = text.cut > 0 or bool(over_edge)
    content.regions = columns.regions(free, [part.box for part in content.parts])
    for region in content.regions:
        inside = free if len(content.regions) == 1 else [char for char in free if region.holds(char)]
        content.lines += lines_of(inside)
    content.turned = _turned_lines(free_turned)
    return content


def _in_place_of(box: Box) -> Char:
    """An unreadable character where a text begins of which not even the size is known."""
    return Char(box.x0, box.y0 - _LOST_SIZE, box.x0 + _LOST_SIZE / 2, box.y0, UNREADABLE)


def _load(pdf: PdfDocument, index: int) -> PdfPage:
    """The page, with filled-in fields and typed notes turned into text: they are printed, but are no content."""
    page = pdf[index]
    if not any(_subtype(page, at) in _WRITTEN for at in range(pdfium_c.FPDFPage_GetAnnotCount(page))):
        return page
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    return pdf[index]


def _subtype(page: PdfPage, index: int) -> int:
    annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
    try:
        return int(pdfium_c.FPDFAnnot_GetSubtype(annotation))
    finally:
        pdfium_c.FPDFPage_CloseAnnot(annotation)


def _turned_lines(chars: list[tuple[int, Char]]) -> list[Line]:
    lines: list[Line] = []
    for quadrant in sorted({direction for direction, _ in chars}):
        lines += lines_of([turned_char(char, quadrant) for direction, char in chars if direction == quadrant])
    return lines
