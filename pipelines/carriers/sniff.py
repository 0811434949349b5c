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
    FLAT_OPC,
    FODS,
    FODT,
    GZIP,
    HTML,
    MHTML,
    ODP,
    ODS,
    ODT,
    OFD,
    OLE,
    PDF,
    PPT,
    PPTX,
    RAR,
    RTF,
    SEVEN_ZIP,
    SHEET_XML,
    TEXT,
    UNKNOWN,
    WORD_XML,
    XLS,
    XLSB,
    XLSX,
    XML,
    ZIP,
)

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b", GZIP),
    # Workbooks outside of a compound file: BIFF8, 5, 4, 3 and 2.
    (b"\x09\x08\x10\x00\x00\x06", XLS),
    (b"\x09\x08\x08\x00\x00\x05", XLS),
    (b"\x09\x04\x06\x00", XLS),
    (b"\x09\x02\x06\x00", XLS),
    (b"\x09\x00\x04\x00", XLS),
)
_RTF = b"{\\rtf"
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
    ("xl/workbook.bin", XLSB),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", OFD),
)
# OpenDocument 1.3 part 3, appendix C: templates, masters and pages (text-web) are texts by another name.
_ODF = re.compile(rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet)?[a-z-]*")
_ODF_KINDS = {b"text": ODT, b"spreadsheet": ODS, None: ODP}
# Root element of an XML file → what it is, where the namespace agrees.
_XML_ROOTS = {
    "wordDocument": ("http://schemas.microsoft.com/office/word/2003/wordml", WORD_XML),
    "package": ("http://schemas.microsoft.com/office/2006/xmlPackage", FLAT_OPC),
    "Workbook": ("urn:schemas-microsoft-com:office:spreadsheet", SHEET_XML),
}
_FLAT_ODF = (
    ("application/vnd.oasis.opendocument.text", FODT),
    ("application/vnd.oasis.opendocument.spreadsheet", FODS),
)
_TEXT_WINDOW = 64 * 1024
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|table|tr|td|div|p|span|br|font|h[1-6]|iframe)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"</(?:html|body|table|tr|td|div|p|span|font)\s*>", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)(?=[\s>/])([^>]{0,20000})")
_MAIL_HEAD = re.compile(r"(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_WEB_ARCHIVE = re.compile(r"^content-type:\s*(?:multipart/(?:related|mixed|alternative)|text/html)", re.I | re.M)
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x19\x1b-\x1f]")


def sniff(body: bytes) -> str:
    """The media type that the bytes show; UNKNOWN when they show none we know."""
    for magic, media_type in _MAGIC:
        if body.startswith(magic):
            return media_type
    if body[:64].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(_RTF):
        return RTF
    if body.startswith(_CFB):
        return _compound(body)
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(body)
    if b"%PDF-" in body[:1024]:  # after the archives: one may hold a PDF that is stored as it is
        return PDF
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
                    declared = _ODF.fullmatch(member_file.read(100).strip())
                    return _ODF_KINDS[declared[1]] if declared else ZIP
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
        return HTML if re.search(r"<html\b", start, re.IGNORECASE) else _xml(start) or XML
    if start.startswith("<") and (known := _xml(start)):
        return known
    if _is_web_archive(start):
        return MHTML
    if start.startswith("<") and _TAG.search(start):
        return HTML
    # A fragment may open with text; prose that merely mentions a tag does not close several.
    return HTML if len(_CLOSING.findall(start)) >= 3 else TEXT


def _xml(start: str) -> str | None:
    """An office document that is one XML file, by its root element; None for any other."""
    root = _ROOT.search(re.sub(r"<[?!][^>]*>", "", start))
    if root is None:
        return None
    name, attributes = root.groups()
    if name == "document":
        return next((kind for mime, kind in _FLAT_ODF if f'mimetype="{mime}"' in attributes), None)
    namespace, kind = _XML_ROOTS.get(name, ("", ""))
    return kind if namespace and namespace in attributes else None


def _is_web_archive(start: str) -> bool:
    """A page saved as a mail (.mht): a head that speaks of MIME and of a page."""
    head = _MAIL_HEAD.match(start.replace("\r\n", "\n") + "\n")
    return head is not None and "mime-version:" in head[0].lower() and _WEB_ARCHIVE.search(head[0]) is not None
