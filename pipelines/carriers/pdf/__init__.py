"""PDF files: characters and ruling lines as PDFium sees them, set into paragraphs and grids.

Pages without text that can be trusted (scans, fonts that do not say what they print, text that somebody's
OCR put behind a picture) are recognised from their picture.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfDocument, PdfiumError

from pipelines.carriers.limits import MAX_PAGES
from pipelines.carriers.pdf.assemble import assemble, doubt
from pipelines.carriers.pdf.integrity import damage
from pipelines.carriers.pdf.page import PageContent, read_pages
from pipelines.carriers.source import Source
from pipelines.document import CarrierError, Document

_GARBLED = 0.3  # share of unreadable characters from which a page counts as unreadable
_SYMBOLS = 0.05  # share of symbol-font characters that are still bullets
_OUTLINES = 50  # shapes on a page without text from which they may be letters turned into outlines
_PICTURED = 0.15  # share of a page from which a picture may hold text


def read(source: Source) -> Document:
    """The document. Raises CarrierError: encrypted, corrupt, too_complex, no_text.

    Notes, each with the pages concerned: "ocr" (pages recognised from their picture), "no_unicode_map"
    (characters that cannot be known; they read U+FFFD), "pictures", "watermark", "off_page",
    "broken_font", "row_joined", "broken_page", and "damaged" for the file as a whole. A document of
    nothing but recognised pages has the carrier "scan".
    """
    document = Document("pdf", source.media_type)
    with _open(source.body) as pdf:
        document.pages = len(pdf)
        if len(pdf) > MAX_PAGES:
            raise CarrierError(
                "too_complex", f"the PDF has {len(pdf)} pages, more than the {MAX_PAGES} that are read"
            )
        document.title = _title(pdf)
        pages = read_pages(pdf)
        blind = [page.number for page in pages if _is_blind(page)]
        for page in _recognise(pdf, blind):
            pages[page.number - 1] = page
    document.notes = _judge(pages)
    harm = damage(source.body)
    if harm:
        document.notes.append(("damaged", f"the PDF is damaged: {harm}; fetch it again"))
    document.blocks = assemble(pages, document.notes)
    doubt(document.blocks)
    if blind:
        document.notes.append(_ocr().note(document, blind))
        if not any(page.characters for page in pages if page.number not in blind):
            document.carrier = "scan"
            _ocr().demand_text(pages)
    return document


def _recognise(pdf: PdfDocument, numbers: list[int]) -> list[PageContent]:
    return _ocr().recognise_pages(pdf, numbers) if numbers else []


def _ocr() -> ModuleType:
    """Imported for scans alone: its libraries are ten times larger than all else that reads a PDF."""
    return import_module("pipelines.carriers.ocr")


def _open(body: bytes) -> PdfDocument:
    try:
        return PdfDocument(body)
    except PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            message = "the PDF is protected by a password; ask its publisher for an open copy"
            raise CarrierError("encrypted", message) from error
        if error.err_code == pdfium_c.FPDF_ERR_SECURITY:
            raise CarrierError("encrypted", "the PDF uses an unknown protection; ask for an open copy") from error
        raise CarrierError("corrupt", f"the PDF is damaged ({error}); fetch it again") from error


def _title(pdf: PdfDocument) -> str | None:
    try:
        return pdf.get_metadata_value("Title").strip("\ufeff\0 ") or None
    except UnicodeDecodeError:  # a title in no encoding that the format allows
        return None


def _judge(pages: list[PageContent]) -> list[tuple[str, str]]:
    """What of the pages cannot be read or trusted, as notes; raises when that is all of it."""
    readable = [page for page in pages if page.characters]
    if not readable:
        if all(page.broken for page in pages):
            raise CarrierError("corrupt", "no page of the PDF can be loaded; fetch it again")
        raise CarrierError("no_text", "the PDF holds no text, not even in pictures")
    found = (
        ("broken_page", [page for page in pages if page.broken], "cannot be loaded"),
        (
            "no_unicode_map",
            [page for page in pages if _bad(page)],
            "has characters that its fonts do not identify",
        ),
        ("broken_font", [page for page in pages if page.lost], "has text whose font is damaged; it is lost"),
        ("off_page", [page for page in pages if page.cut], "prints over its edge; what lies there is lost"),
        (
            "pictures",
            [page for page in readable if page.pictured >= _PICTURED],
            "shows pictures; text in them was not read",
        ),
        ("watermark", [page for page in pages if page.watermark], "has slanted text, which was left out"),
    )
    return [(code, f"page {_numbers(hit)} {what}") for code, hit, what in found if hit]


def _numbers(pages: list[PageContent]) -> str:
    return ", ".join(str(page.number) for page in pages)


def _bad(page: PageContent) -> int:
    """Unreadable characters; those of symbol fonts only where there are too many for bullets."""
    return page.unreadable + (page.symbols if page.symbols > _SYMBOLS * page.characters else 0)


def _is_blind(page: PageContent) -> bool:
    """Must the page be recognised from its picture: it has no text, or none that can be trusted?"""
    if not page.characters:
        return page.pictured > 0 or page.drawings > _OUTLINES
    return _bad(page) >= _GARBLED * page.characters or (page.hidden and page.pictured > 0)
