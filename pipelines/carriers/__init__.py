"""Carriers: bytes → `Document`, one module a carrier, chosen by what the content is.

A new carrier is a new module with `read(source) -> Document` and a line in `_READERS`.
"""

from __future__ import annotations

from importlib import import_module

from pipelines.carriers import media
from pipelines.carriers.limits import MAX_BYTES
from pipelines.carriers.sniff import sniff
from pipelines.carriers.source import Source
from pipelines.document import CarrierError, Document

__all__ = ["CarrierError", "read_document"]

# Media type → module that reads it. Imported on first use: a worker that reads pages loads no PDF engine.
_READERS = {
    media.HTML: "html",
    media.PDF: "pdf",
    media.DOC: "doc",
    media.DOCX: "docx",
    media.TEXT: "text",
}
# Types that are recognised but not read, and what a person can do about it.
_UNREAD = {
    media.RTF: "RTF files are not read yet; save the file as .docx or .pdf",
    media.ODT: "OpenDocument texts are not read yet; save the file as .docx or .pdf",
    media.ODS: "spreadsheets are not read yet; save the sheet as .pdf or .html",
    media.XLS: "spreadsheets are not read yet; save the sheet as .pdf or .html",
    media.XLSX: "spreadsheets are not read yet; save the sheet as .pdf or .html",
    media.PPT: "presentations are not read; save the slides as .pdf",
    media.PPTX: "presentations are not read; save the slides as .pdf",
    media.OFD: "OFD files are not read yet; save the file as .pdf",
    media.ZIP: "archives are not read yet; unpack it and read its files",
    media.MHTML: "web archives (.mht) are not read; save the page as .html or .pdf",
    media.XML: "this XML is neither a page nor a document we know",
    media.OLE: "this compound file holds no Word document",
}


def read_document(
    body: bytes,
    *,
    name: str | None = None,
    declared_type: str | None = None,
    charset: str | None = None,
    container: str | None = None,
    url: str | None = None,
) -> list[tuple[str | None, Document]]:
    """What the file shows, as (member name, document): one pair, with None as name, except for archives.

    `name` and `declared_type` (the header's) are never trusted, they only serve messages; `charset` is
    the HTTP header's; `container` a CSS selector for the article of a page. Raises `CarrierError` when
    nothing can be read, with a short reason and a message for a person.
    """
    shown = name or url or "the file"
    if not body.strip():
        raise CarrierError("empty", f"{shown} is empty; fetch it again")
    if len(body) > MAX_BYTES:
        raise CarrierError("too_large", f"{shown} has {len(body)} bytes, more than the {MAX_BYTES} that are read")
    media_type = sniff(body)
    if media_type == media.ENCRYPTED_OFFICE:
        raise CarrierError("encrypted", f"{shown} is protected by a password; ask its publisher for an open copy")
    module = _READERS.get(media_type)
    if module is None:
        raise CarrierError("unsupported", _explain(shown, media_type, declared_type))
    reader = import_module(f"pipelines.carriers.{module}")
    source = Source(body, media_type, name=name, charset=charset, container=container, url=url)
    document: Document = reader.read(source)
    for index, grid in enumerate(document.grids):
        grid.index = index
    return [(None, document)]


def _explain(shown: str, media_type: str, declared_type: str | None) -> str:
    if media_type == media.UNKNOWN:
        said = f" (it was declared as {declared_type})" if declared_type else ""
        return f"{shown} is of no known type{said}"
    if media_type.startswith("image/"):
        return f"{shown} is a picture ({media_type}); pictures are not read yet"
    return f"{shown} is {media_type}: " + _UNREAD.get(
        media_type, "this type is not read; save it as .docx or .pdf"
    )
