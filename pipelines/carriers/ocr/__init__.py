"""Scans and pictures: pages are turned upright, their ruling lines make grids, their ink is read cell by cell.

Nothing here is certain: every cell has a confidence, and what could not be read has confidence 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from pypdfium2 import PdfDocument

from pipelines import deadline
from pipelines.carriers.ocr import engine, pictures, scroll
from pipelines.carriers.ocr.ink import Picture
from pipelines.carriers.ocr.likeness import compare
from pipelines.carriers.ocr.page import ReadPage, read_page
from pipelines.carriers.ocr.pictures import MAX_OCR_PAGES
from pipelines.carriers.ocr.sheet import prepare
from pipelines.carriers.pdf.assemble import assemble
from pipelines.carriers.pdf.page import PageContent
from pipelines.carriers.source import Source
from pipelines.document import LOW_CONFIDENCE, CarrierError, Document, Grid

_LEGIBLE = 0.8  # confidence from which text may be so; in noise, recognition sees characters, too
_LEAST_TEXT = 30  # legible characters, and
_LEAST_SHARE = 0.6  # of all: a worse page is no text


def read(source: Source) -> Document:
    """A picture of a report. Raises CarrierError: corrupt, too_large, too_complex, no_text.

    Note "ocr" names the models and counts the doubtful cells.
    """
    document = Document("image", source.media_type)
    recogniser = Recogniser()
    pages = (page for picture in pictures.decode(source.body) for page in scroll.cut(picture))
    for number, page in enumerate(pages, start=1):
        recogniser.page(number, page)
    contents = recogniser.finish()
    document.pages = len(contents)
    demand_text(contents)
    document.blocks = assemble(contents, document.notes)
    document.notes.append(note(document))
    return document


def recognise_pages(pdf: PdfDocument, numbers: Sequence[int]) -> list[PageContent]:
    """What some pages of a PDF (counted from 1) show, whatever text they claim to hold.

    Raises CarrierError: too_complex.
    """
    if len(numbers) > MAX_OCR_PAGES:
        message = f"{len(numbers)} pages of the PDF need OCR, more than the {MAX_OCR_PAGES} that are recognised"
        raise CarrierError("too_complex", message)
    recogniser = Recogniser()
    for number in numbers:
        page = pdf[number - 1]
        try:
            picture, scale = pictures.render(page)
        finally:
            page.close()
        recogniser.page(number, picture, scale)
    return recogniser.finish()


def demand_text(pages: Sequence[PageContent]) -> None:
    """Raises CarrierError (no_text) where a document of recognised pages says next to nothing for certain.

    Such pages may be illegible as well as blank: nobody may say that they are no report.
    """
    chunks = [(chunk.text, chunk.confidence) for page in pages for line in page.lines for chunk in line.chunks]
    cells = [(cell.text, cell.confidence) for page in pages for part in page.parts for cell in part.cells]
    whole = sum(len(text) for text, _ in (*chunks, *cells))
    legible = sum(len(text) for text, confidence in (*chunks, *cells) if (confidence or 0.0) >= _LEGIBLE)
    if legible < max(_LEAST_TEXT, _LEAST_SHARE * whole):
        raise CarrierError("no_text", "hardly any text could be recognised; ask its publisher for a better copy")


class Recogniser:
    """Reads the pages of one file; their numbers are compared with each other at the end."""

    def __init__(self) -> None:
        deadline.extend_for_ocr()
        self._pages: list[ReadPage] = []

    def page(self, number: int, picture: Picture, scale: float | None = None) -> None:
        """Recognise a page. `number` counts from 1, `scale` are the points of a pixel, where known."""
        self._pages.append(read_page(prepare(picture, scale), number))

    def finish(self) -> list[PageContent]:
        """The pages as read, in the order in which they were given."""
        compare([figure for page in self._pages for figure in page.figures])
        contents = [page.content() for page in self._pages]
        self._pages.clear()
        engine.release()
        return contents


def note(document: Document, pages: Sequence[int] | None = None) -> tuple[str, str]:
    """The note on how a document was recognised; `pages` where these are not all."""
    cells = [
        cell.confidence
        for block in document.blocks
        if isinstance(block, Grid)
        for cell in block.cells
        if cell.confidence is not None
    ]
    doubtful = sum(confidence < LOW_CONFIDENCE for confidence in cells)
    what = "" if pages is None else f"page {', '.join(map(str, pages))} "
    message = f"{what}recognised by {engine.name()}; {doubtful} of {len(cells)} cells are doubtful"
    return "ocr", message
