"""What a file prints, found without the reader: its numbers in their order, and its text without spaces."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from collections import Counter

import pdfplumber

_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SPACED = re.compile(r"\d+(?:[ \t]+\d+)+")
_MINUS = re.compile(r"[-−减]\s*(?=\d)")
_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>")
# Elements that end a line; all others only dress the text within one.
_LINE = re.compile(
    r"</?(?:\w+:)?(?:p|tc|tr|td|th|c|row|table-cell|table-row|h\d?|br|tab|TextObject|TextCode|div|li|v|si|is|t-end)\b[^>]*>",
    re.IGNORECASE,
)
_SHARED = re.compile(r'<c\b[^>]*\bt="s"[^>]*>.*?<v>(\d+)</v>', re.DOTALL)
_ODF_VALUE = re.compile(r'office:value="([^"]*)"')
_RTF_WORD = re.compile(r"\\(?:cell|row|par|line|tab)\b ?")
_RTF_CODE = re.compile(r"\\'[0-9a-fA-F]{2}|\\u-?\d+ ?\??|\\[a-z]+-?\d* ?|[{}\r\n]")


def number_of(text: str) -> int | float | None:
    """The first number of a cell's text, below zero after a minus or 减."""
    text = unicodedata.normalize("NFKC", text)
    found = _TOKEN.search(text)
    if found is None:
        return None
    value = _number(found.group())
    return -value if _MINUS.search(text[: found.end()]) else value


def _number(token: str) -> int | float:
    value = float(token.replace(",", ""))
    return int(value) if value.is_integer() else value


def numbers(text: str) -> list[int | float]:
    """All numbers of a text in their order; digits with spaces between them also as one number."""
    text = unicodedata.normalize("NFKC", text)
    found: list[int | float] = []
    for line in text.splitlines():
        found += [_number(token) for token in _TOKEN.findall(line)]
        found += [
            -_number(match.group()) for at in _MINUS.finditer(line) if (match := _TOKEN.match(line, at.end()))
        ]
        found += [_number(re.sub(r"\s", "", match.group())) for match in _SPACED.finditer(line)]
    return found


Placed = tuple[int, int, int, int | float]
"""page, x, y in points, value"""


def placed_numbers(body: bytes) -> Counter[Placed]:
    """The numbers of a PDF where they stand: one that moved stands in another cell, or in none."""
    found: Counter[Placed] = Counter()
    with pdfplumber.open(io.BytesIO(body)) as pdf:
        for page in pdf.pages:
            for word in page.extract_words():
                place = page.page_number, round(word["x0"]), round(word["top"])
                found.update((*place, value) for value in numbers(word["text"]))
    return found


def text_of(body: bytes) -> str | None:
    """The printed text, a line for each cell or paragraph; None for formats that only a program can open."""
    if body.startswith(b"%PDF"):
        with pdfplumber.open(io.BytesIO(body)) as pdf:
            return "\n".join(page.extract_text() or "" for page in pdf.pages)
    if body.startswith(b"PK"):
        return _package_text(body)
    if body.startswith(b"{\\rtf"):
        return _RTF_CODE.sub("", _RTF_WORD.sub("\n", body.decode("latin-1")))
    if body.startswith((b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8")):
        return None
    return _lines(page_text(body))


def page_text(body: bytes) -> str:
    """Bytes as text: UTF-16 by its mark, else UTF-8 or GB18030, whichever loses less."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    utf8, chinese = body.decode("utf-8-sig", "replace"), body.decode("gb18030", "replace")
    return utf8 if utf8.count("\ufffd") <= chinese.count("\ufffd") else chinese


def _lines(markup: str) -> str:
    return html.unescape(_TAG.sub("", _LINE.sub("\n", markup)))


def _package_text(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = {
            info.filename: package.read(info).decode("utf-8", "replace")
            for info in package.infolist()
            if info.filename.endswith(".xml")
        }
    shared = re.findall(r"<si>(.*?)</si>", parts.get("xl/sharedStrings.xml", ""), re.DOTALL)
    pieces = []
    for markup in parts.values():
        pieces.append(_lines(_SHARED.sub(lambda match: _string(shared, int(match[1])), markup)))
        pieces += _ODF_VALUE.findall(markup)
    return "\n".join(pieces)


def _string(shared: list[str], index: int) -> str:
    """A workbook prints the strings that its cells point at."""
    return f"<v>{shared[index]}</v>" if index < len(shared) else ""
