"""What a file is, by its content alone: names and Content-Type headers are often wrong."""

from __future__ import annotations

import codecs
import io
import re
import zipfile

from pipelines.carriers.media import (
    DOC,
    DOCX,
    ENCRYPTED_OFFICE,
    HTML,
    MHTML,
    ODS,
    ODT,
    OFD,
    OLE,
    PDF,
    PPT,
    PPTX,
    RTF,
    TEXT,
    UNKNOWN,
    XLS,
    XLSX,
    XML,
    ZIP,
)

_MAGIC = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams and storages of a compound file, the telling one first: a Word file may embed a workbook.
_CFB_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", DOC),
    ("PowerPoint Document", PPT),
    ("Workbook", XLS),
    ("Book", XLS),
)
_ZIP_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", OFD),
)
_ODF = {
    b"application/vnd.oasis.opendocument.text": ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": ODS,
}
_TEXT_WINDOW = 64 * 1024
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|table|tr|td|div|p|span|br|font|h[1-6]|iframe)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"</(?:html|body|table|tr|td|div|p|span|font)\s*>", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x19\x1b-\x1f]")


def sniff(body: bytes) -> str:
    """The media type that the bytes show; UNKNOWN when they show none we know."""
    for magic, media_type in _MAGIC:
        if body.startswith(magic):
            return media_type
    if b"%PDF-" in body[:1024]:
        return PDF
    if body.startswith(_CFB):
        return _compound(body)
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(body)
    if body.startswith(b"BM") and body[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "image/webp"
    return _text(body)


def _compound(body: bytes) -> str:
    """By the names in its directory: entries of 128 bytes, aligned, the name first in UTF-16."""
    for name, media_type in _CFB_STREAMS:
        entry = (name + "\0").encode("utf-16-le")
        at = body.find(entry, 512)
        while at >= 0:
            if at % 128 == 0:
                return media_type
            at = body.find(entry, at + 1)
    return OLE


def _zip(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
            for member, media_type in _ZIP_MEMBERS:
                if member in names:
                    return media_type
            if "mimetype" in names:
                with archive.open("mimetype") as member_file:
                    return _ODF.get(member_file.read(100).strip(), ZIP)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return ZIP
    return ZIP


def _text(body: bytes) -> str:
    head = body[:_TEXT_WINDOW]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    elif _CONTROL.search(head):
        return UNKNOWN
    else:
        start = head.decode("latin-1")
    start = start.removeprefix("\xef\xbb\xbf").lstrip("\ufeff \t\r\n\f")
    if start.startswith("<?xml"):
        return HTML if re.search(r"<html\b", start, re.IGNORECASE) else XML
    if re.match(r"mime-version:", start, re.IGNORECASE) and "multipart/related" in start[:4096].lower():
        return MHTML
    if start.startswith("<") and _TAG.search(start):
        return HTML
    # A fragment may open with text; prose that merely mentions a tag does not close several.
    return HTML if len(_CLOSING.findall(start)) >= 3 else TEXT
