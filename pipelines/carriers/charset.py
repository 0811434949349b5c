"""Bytes of a Chinese page or text file → str.

The labels lie often enough (a gb2312 page served as ISO-8859-1, a GBK page that calls itself UTF-8)
that the bytes are asked first. Shared by the carriers and the crawler's encoding middleware.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_META_WINDOW = 16 * 1024
# Server defaults, not statements about a Chinese page.
_MEANINGLESS = {"iso8859-1", "ascii", "cp1252", "latin-1"}
_RUN = re.compile("[^\\x00-\\x7f\\ufffd]{6,}")
_UTF8_HANZI = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_SEVERAL, _MOSTLY = 4, 0.8
_ONE_BYTE = "\x80".encode("gb18030")  # what Windows calls the byte 80 (€)
# A page that its CMS cut within a character has a torn byte or two; GBK read as UTF-8 has one per character.
_TORN_SHARE = 0.02


def decode(body: bytes, header_charset: str | None = None) -> tuple[str, str]:
    """The text and the encoding it was read in ("utf-8", "gb18030", "utf-16", "big5" …).

    BOM, then valid UTF-8, then the page's own <meta> (gb2312 and gbk mean gb18030), then the HTTP
    header unless it names latin-1 or ascii, then gb18030. Undecodable bytes become U+FFFD.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            skip = len(bom) if encoding == "utf-8" else 0
            return body[skip:].decode(encoding, "replace"), encoding
    text = _utf8(body)
    if text is not None:
        return text, "utf-8"
    found = _META.search(body[:_META_WINDOW])
    for label in (found.group(1).decode("ascii", "replace") if found else None, header_charset):
        named = _codec(label)
        # The body is not UTF-8, whatever the label says.
        if named and named not in _MEANINGLESS and not named.startswith("utf-8"):
            return body.decode(named, "replace"), named
    return body.decode("gb18030", "replace"), "gb18030"


def contradicted(body: bytes, header_charset: str | None, encoding: str) -> str | None:
    """The label, of the page or else of the header, that names another encoding than the one found by `decode`.

    None where no label contradicts it, or where plain ASCII makes all of them right.
    """
    if body.isascii():
        return None
    found = _META.search(body[:_META_WINDOW])
    for label in (found.group(1).decode("ascii", "replace") if found else None, header_charset):
        named = _codec(label)
        if label and named and named != encoding:
            return label.lower()
    return None


def patched(text: str) -> bool:
    """Whether a decoded page is put together from parts of two encodings: some of it is damaged in decoding, or is
    UTF-8 that somebody read as GBK before (闂備礁…), while the rest is fine (PORTALS.md §3)."""
    runs = _RUN.findall(text)
    if text.count("\ufffd") > 1 + sum(map(len, runs)) * _TORN_SHARE:
        return True
    return any(map(_is_misread, runs))


def _is_misread(run: str) -> bool:
    """Whether the GBK bytes of a run of Chinese text are mostly well-formed UTF-8; those of words never are."""
    raw = run.replace("€", "\x80").encode("gb18030", "ignore").replace(_ONE_BYTE, b"\x80")
    found = len(_UTF8_HANZI.findall(raw))
    return found >= _SEVERAL and 3 * found >= _MOSTLY * len(raw)


def _utf8(body: bytes) -> str | None:
    """The body as UTF-8, a few torn characters forgiven; None if it is something else."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    torn = text.count("\ufffd")
    whole = sum(1 for char in text if char > "\x7f") - torn
    return text if torn <= 1 + whole * _TORN_SHARE and whole > torn else None


def _codec(label: str | None) -> str | None:
    """The Python codec for a charset label; None where there is no such text encoding."""
    if not label:
        return None
    name = label.strip().lower()
    if name.startswith("gb") or name in {"x-gbk", "cp936", "euc-cn", "windows-936"}:
        return "gb18030"
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    return codec.name if codec._is_text_encoding else None
