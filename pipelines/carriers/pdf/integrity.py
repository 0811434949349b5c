"""Is the file whole? PDFium shows what it can of a damaged one, and a cell whose number is lost looks blank."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_ENDS = 4  # places where a stream is looked for its end: packed data may contain the word
_DICTIONARY = 400  # bytes before a stream that describe it
_DEFLATE = 8
_LINEARIZED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")
_HEAD = 1024
_MAX_UNPACKED = 64 * 1024 * 1024  # bytes, over all streams


def damage(body: bytes) -> str | None:
    """What is wrong with the bytes of a PDF, for a person; None if they are whole as far as that shows.

    Looked at are the ends of the file and of its packed streams, pictures apart, and their checksums.
    """
    linearized = _LINEARIZED.search(body, 0, _HEAD)
    if b"startxref" not in body or (linearized and int(linearized.group(1)) > len(body)):
        return "the end of the file is missing"
    if b"/Encrypt" in body:
        return None  # the checksums are encrypted, too
    left = _MAX_UNPACKED
    for stream in _STREAM.finditer(body):
        if body.endswith(b"end", 0, stream.start()):
            continue
        size = _unpacked(body, stream.end(), left)
        if size is None:
            return "a part of the file cannot be unpacked to its end"
        left -= size
        if left <= 0:
            break
    return None


def _unpacked(body: bytes, start: int, limit: int) -> int | None:
    """How much a stream unpacks to, 0 if it is none of ours; None if it is damaged."""
    described = body[max(start - _DICTIONARY, 0) : start].rpartition(b" obj")[2]
    if b"/Image" in described:
        return 0
    armoured = b"/ASCII85Decode" in described
    if not armoured and not _is_packed(body[start : start + 2]):
        return 0
    for data in _candidates(body, start):
        try:
            packed = base64.a85decode(data.strip().removesuffix(b"~>")) if armoured else data
            size = _inflate(packed, limit) if _is_packed(packed) else len(packed)
        except (ValueError, zlib.error):
            continue
        if size is not None:
            return size
    return None


def _candidates(body: bytes, start: int) -> Iterator[bytes]:
    """What lies before the next `endstream`, then before the one after it."""
    end = start
    for _ in range(_ENDS):
        end = body.find(_END, end)
        if end < 0:
            return
        yield body[start:end]
        end += len(_END)


def _is_packed(data: bytes) -> bool:
    """By the two bytes that zlib begins with."""
    return len(data) >= 2 and data[0] & 15 == _DEFLATE and int.from_bytes(data[:2], "big") % 31 == 0


def _inflate(packed: bytes, limit: int) -> int | None:
    """The size inflated; None if the data end before they say so. Raises zlib.error."""
    inflater = zlib.decompressobj()
    size = len(inflater.decompress(packed, max(limit, 1)))
    return size if inflater.eof or size >= limit else None
