"""OFD files (版式文档, GB/T 33190-2016): pages of placed text and lines, set like those of a PDF."""

from __future__ import annotations

from collections import Counter

from pipelines.carriers.ofd.drawing import POINTS, UNREADABLE, Drawing, read_drawing
from pipelines.carriers.ofd.package import Numbers, open_ofd
from pipelines.carriers.pdf.assemble import assemble, doubt
from pipelines.carriers.pdf.geometry import Box, Char, turn
from pipelines.carriers.pdf.lattice import find_lattices
from pipelines.carriers.pdf.lines import Line, lines_of
from pipelines.carriers.pdf.page import PageContent
from pipelines.carriers.pdf.parts import fill, spoil_edge, turned_char
from pipelines.carriers.source import Source
from pipelines.document import CarrierError, Document

_GARBLED = 0.3  # share of unreadable characters from which nothing can be trusted
_PICTURED = 0.15  # share of a page from which a picture may hold text
_CUT = 0.2  # of its size that a character may stick out of the page and still be whole
_MARGIN = 2.0  # points that a mark may stick out of the page


def read(source: Source) -> Document:
    """The document; raises CarrierError: corrupt, encrypted, too_large, too_complex, no_text.

    Notes as for a PDF: "no_text_layer", "no_unicode_map", "pictures", "watermark", "off_page", "row_joined".
    """
    documents = open_ofd(source.body)
    document = Document("ofd", source.media_type, title=documents[0].title)
    pages: list[PageContent] = []
    for opened in documents:
        for page in opened.pages:
            pages.append(_page(len(pages) + 1, page.box, read_drawing(page, opened.units)))
    document.pages = len(pages)
    document.notes = _judge(pages)
    document.blocks = assemble(pages, document.notes)
    doubt(document.blocks)
    return document


def _page(number: int, box: Numbers, drawing: Drawing) -> PageContent:
    """The tables and lines of a page; turned so that most of its text is upright."""
    content = PageContent(number)
    directions = Counter(quadrant for quadrant, _ in drawing.chars)
    quadrant = directions.most_common(1)[0][0] if directions else 0
    paper = _sheet(box, drawing)
    sheet = _turned(paper, quadrant)
    content.left, content.top, content.right, content.bottom = sheet
    inside = [
        (direction, shown) for direction, char in drawing.chars if (shown := _on_paper(char, paper)) is not None
    ]
    content.cut = inside != drawing.chars
    chars, turned = [], []
    for direction, char in inside:
        placed = Char(*_turned(Box(char.x0, char.y0, char.x1, char.y1), quadrant), char.text, char.spaced)
        if direction == quadrant:
            chars.append(placed)
        else:
            turned.append(((direction - quadrant) % 4, placed))
    lines = [_turned(line, quadrant) for line in (*drawing.across, *drawing.down) if _is_inside(line, paper)]
    across = [line for line in lines if line.x1 - line.x0 >= line.y1 - line.y0]
    down = [line for line in lines if line.x1 - line.x0 < line.y1 - line.y0]
    content.parts, free, free_turned = fill(find_lattices(across, down, chars), chars, turned, number, sheet)
    over_edge = [part for part in content.parts if spoil_edge(part, sheet)]
    content.cut = content.cut or bool(over_edge)
    content.lines = lines_of(free)
    content.turned = _turned_lines(free_turned)
    content.characters = len(inside) + len(drawing.slanted)
    content.unreadable = sum(char.text == UNREADABLE for _, char in inside)
    content.watermark = drawing.slanted
    content.pictured = min(drawing.pictured / sheet.area, 1.0) if sheet.area else 0.0
    return content


def _turned_lines(turned: list[tuple[int, Char]]) -> list[Line]:
    lines: list[Line] = []
    for quadrant in sorted({direction for direction, _ in turned}):
        lines += lines_of([turned_char(char, quadrant) for direction, char in turned if direction == quadrant])
    return lines


def _sheet(box: Numbers, drawing: Drawing) -> Box:
    """The page in points. Some programs write a wrong size: then it is as large as what is drawn on it."""
    if len(box) == 4:
        paper = Box(box[0] * POINTS, box[1] * POINTS, (box[0] + box[2]) * POINTS, (box[1] + box[3]) * POINTS)
        if 2 * sum(_is_inside(char, paper) for _, char in drawing.chars) >= len(drawing.chars):
            return paper
    chars = [char for _, char in drawing.chars]
    if not chars:
        return Box(0.0, 0.0, 0.0, 0.0)
    right, bottom = max(char.x1 for char in chars), max(char.y1 for char in chars)
    return Box(0.0, 0.0, right + 20 * POINTS, bottom + 20 * POINTS)


def _is_inside(mark: Box | Char, paper: Box) -> bool:
    return (
        paper.x0 - _MARGIN <= mark.x0
        and mark.x1 <= paper.x1 + _MARGIN
        and paper.y0 - _MARGIN <= mark.y0
        and mark.y1 <= paper.y1 + _MARGIN
    )


def _on_paper(char: Char, paper: Box) -> Char | None:
    """The character if it is on the page; unreadable if the page's edge cuts it, None if nothing of it is seen."""
    if char.x1 <= paper.x0 or char.x0 >= paper.x1 or char.y1 <= paper.y0 or char.y0 >= paper.y1:
        return None
    spare = _CUT * char.size
    cut = char.x0 < paper.x0 - spare or char.x1 > paper.x1 + spare
    cut = cut or char.y0 < paper.y0 - spare or char.y1 > paper.y1 + spare
    return char._replace(text=UNREADABLE) if cut else char


def _turned(box: Box, quadrant: int) -> Box:
    """A box of the page, whose y runs downwards, on the page as it is read."""
    return turn(box.x0, -box.y1, box.x1, -box.y0, quadrant)


def _judge(pages: list[PageContent]) -> list[tuple[str, str]]:
    """What of the pages cannot be read or trusted, as notes; raises when that is all of it."""
    total, bad = sum(page.characters for page in pages), sum(page.unreadable for page in pages)
    if not total:
        raise CarrierError("no_text", "the OFD file holds no text, only pictures of pages; it needs OCR")
    if bad >= _GARBLED * total:
        raise CarrierError("no_text", "the OFD file does not say which characters it prints; it needs OCR")
    found = (
        ("no_text_layer", [page for page in pages if not page.characters and page.pictured], "is a picture"),
        ("no_unicode_map", [page for page in pages if page.unreadable], "has characters that nobody can know"),
        ("pictures", [page for page in pages if page.characters and page.pictured >= _PICTURED], "shows pictures"),
        ("watermark", [page for page in pages if page.watermark], "has slanted text, which was left out"),
        ("off_page", [page for page in pages if page.cut], "has text or a table that runs over its edge"),
    )
    return [
        (code, f"page {', '.join(str(page.number) for page in hit)} {what}") for code, hit, what in found if hit
    ]
