"""PDF files with text: characters and ruling lines as PDFium sees them, set into paragraphs and grids."""

from __future__ import annotations

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

    Notes, each with the pages concerned: "no_text_layer" (a scan), "no_unicode_map" (characters that
    cannot be known; they read U+FFFD), "ocr_layer" (text that somebody's OCR put under a picture),
    "pictures", "watermark", "off_page", "broken_font", "row_joined", "broken_page", and
    "damaged" for the file as a whole.
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
    document.notes = _judge(pages)
    harm = damage(source.body)
    if harm:
        document.notes.append(("damaged", f"the PDF is damaged: {harm}; fetch it again"))
    document.blocks = assemble(pages, document.notes)
    doubt(document.blocks, {page.number for page in pages if _is_ocr(page)})
    return document


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
    scans = [page for page in pages if not page.characters and (page.pictured > 0 or page.drawings > _OUTLINES)]
    garbled = [page for page in pages if page.characters and _bad(page) >= _GARBLED * page.characters]
    readable = [page for page in pages if page.characters and page not in garbled]
    if not readable:
        if all(page.broken for page in pages):
            raise CarrierError("corrupt", "no page of the PDF can be loaded; fetch it again")
        if garbled:
            raise CarrierError("no_text", "the PDF's fonts do not say which characters they print; it needs OCR")
        raise CarrierError("no_text", "the PDF holds no text, only pictures of pages; it needs OCR")
    found = (
        ("broken_page", [page for page in pages if page.broken], "cannot be loaded"),
        ("no_text_layer", scans, "is a picture; its text was not read"),
        (
            "no_unicode_map",
            [page for page in pages if _bad(page)],
            "has characters that its fonts do not identify",
        ),
        ("broken_font", [page for page in pages if page.lost], "has text whose font is damaged; it is lost"),
        ("off_page", [page for page in pages if page.cut], "prints over its edge; what lies there is lost"),
        (
            "ocr_layer",
            [page for page in pages if _is_ocr(page)],
            "has text that an OCR program put behind a picture",
        ),
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


def _is_ocr(page: PageContent) -> bool:
    return page.hidden and page.pictured > 0
