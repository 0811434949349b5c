"""Carriers: bytes → `Document`, one module a carrier, chosen by what the content is.

A new carrier is a new module with `read(source) -> Document` and a line in `_READERS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from pipelines.carriers import media
from pipelines.carriers.archive import unpack
from pipelines.carriers.limits import MAX_BYTES, MAX_TEXT
from pipelines.carriers.sniff import sniff
from pipelines.carriers.source import Source
from pipelines.document import CarrierError, Document

__all__ = ["CarrierError", "Member", "read_document", "read_members"]

# Media type → module that reads it. Imported on first use: a worker that reads pages loads no PDF engine.
_READERS = {
    media.HTML: "html",
    media.PDF: "pdf",
    media.DOC: "doc",
    media.DOCX: "docx",
    media.TEXT: "text",
    media.MHTML: "mhtml",
    media.WORD_XML: "wordml",
    media.FLAT_OPC: "wordml",
    media.OFD: "ofd",
    media.RTF: "rtf",
    media.ODT: "odt",
    media.FODT: "odt",
    media.XLS: "sheet",
    media.XLSX: "sheet",
    media.SHEET_XML: "sheet",
    media.ODS: "sheet",
    media.FODS: "sheet",
    **dict.fromkeys(media.PICTURES, "ocr"),
}
# Types that are recognised but not read, and what a person can do about it.
_UNREAD = {
    media.XLSB: "binary workbooks are not read; save it as .xlsx",
    media.PPT: "presentations are not read; save the slides as .pdf",
    media.PPTX: "presentations are not read; save the slides as .pdf",
    media.ODP: "presentations and drawings are not read; save them as .pdf",
    media.RAR: "RAR archives need a program that is not free; unpack it and read its files",
    media.SEVEN_ZIP: "7z archives are not read; unpack it and read its files",
    media.GZIP: "gzip files are not read; unpack it and read what it holds",
    media.XML: "this XML is neither a page nor a document we know",
    media.OLE: "neither a Word document nor a workbook is in it (an old WPS file?); save it as .pdf",
}


@dataclass(frozen=True, slots=True)
class Member:
    """What a file shows, or why it cannot be read; `name` is None except for the members of an archive."""

    name: str | None
    media_type: str
    content: Document | CarrierError


def read_members(
    body: bytes,
    *,
    name: str | None = None,
    declared_type: str | None = None,
    charset: str | None = None,
    container: str | None = None,
    url: str | None = None,
) -> list[Member]:
    """What the file shows: one member, or one for each file in an archive, readable or not.

    `name` and `declared_type` (the header's) are never trusted, they only serve messages; `charset` is
    the HTTP header's; `container` a CSS selector for the article of a page. Raises `CarrierError` when
    nothing can be read, with a short reason and a message for a person.
    """
    shown = name or url or "the file"
    media_type = _check(body, shown)
    if media_type == media.ZIP:
        return [_member(inner, content) for inner, content in unpack(body)]
    source = Source(body, media_type, name=name, charset=charset, container=container, url=url)
    return [Member(None, media_type, _read(source, shown, declared_type))]


def read_document(
    body: bytes,
    *,
    name: str | None = None,
    declared_type: str | None = None,
    charset: str | None = None,
    container: str | None = None,
    url: str | None = None,
) -> list[tuple[str | None, Document]]:
    """The members that could be read, as (name, document); raises the first error where none could."""
    members = read_members(
        body, name=name, declared_type=declared_type, charset=charset, container=container, url=url
    )
    read = [(member.name, member.content) for member in members if isinstance(member.content, Document)]
    if members and not read and isinstance(members[0].content, CarrierError):
        raise members[0].content
    return read


def _check(body: bytes, shown: str) -> str:
    """The media type of a file that is worth reading."""
    if not body.strip():
        raise CarrierError("empty", f"{shown} is empty; fetch it again")
    if len(body) > MAX_BYTES:
        raise CarrierError("too_large", f"{shown} has {len(body)} bytes, more than the {MAX_BYTES} that are read")
    media_type = sniff(body)
    if media_type == media.ENCRYPTED_OFFICE:
        raise CarrierError("encrypted", f"{shown} is protected by a password; ask its publisher for an open copy")
    return media_type


def _read(source: Source, shown: str, declared_type: str | None = None) -> Document:
    module = _READERS.get(source.media_type)
    if module is None:
        raise CarrierError("unsupported", _explain(shown, source.media_type, declared_type))
    reader = import_module(f"pipelines.carriers.{module}")
    document: Document = reader.read(source)
    length = sum(map(len, document.lines)) + sum(len(cell.text) for grid in document.grids for cell in grid.cells)
    if length > MAX_TEXT:
        raise CarrierError(
            "too_complex", f"{shown} shows more than {MAX_TEXT} characters of text; it is no report"
        )
    for index, grid in enumerate(document.grids):
        grid.index = index
    return document


def _length(document: Document) -> int:
    """Characters of all paragraphs and cells."""
    return sum(map(len, document.lines)) + sum(len(cell.text) for grid in document.grids for cell in grid.cells)


def _member(name: str, content: bytes | CarrierError) -> Member:
    """A file of an archive, by the same dispatch; whatever is wrong with it stays its own."""
    if isinstance(content, CarrierError):
        return Member(name, media.UNKNOWN, content)
    media_type = media.UNKNOWN
    try:
        media_type = _check(content, name)
        return Member(name, media_type, _read(Source(content, media_type, name=name), name))
    except CarrierError as error:
        return Member(name, media_type, error)
    except RecursionError:
        return Member(name, media_type, CarrierError("too_complex", f"{name} is nested deeper than any document"))
    except Exception as fault:  # the reader's own: its neighbours are read all the same, and it is on record
        message = f"the reader failed on {name}: {type(fault).__name__}: {fault}"
        return Member(name, media_type, CarrierError("reader_fault", message))


def _explain(shown: str, media_type: str, declared_type: str | None) -> str:
    if media_type == media.UNKNOWN:
        said = f" (it was declared as {declared_type})" if declared_type else ""
        return f"{shown} is of no known type{said}"
    return f"{shown} is {media_type}: " + _UNREAD.get(
        media_type, "this type is not read; save it as .docx or .pdf"
    )
