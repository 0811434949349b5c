"""What a file prints, found without the reader: its numbers in their order, and its text without spaces."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from collections import Counter

import pdfplumber
import xlrd

_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SPACED = re.compile(r"\d+(?:[ \t]+\d+)+")
_WORD = re.compile(r"(?P<word>[\u3400-\u9fff]{2,})(?P<rest>(?:(?![\u3400-\u9fff]{2}).)*)", re.DOTALL)
_COMPOUND = b"\xd0\xcf\x11\xe0"
_WORKBOOK = "Workbook".encode("utf-16-le")
_MINUS = re.compile(r"[-−减]\s*(?=\d)")
_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>")
# Elements that end a line; all others only dress the text within one.
_LINE = re.compile(
    r"</?(?:\w+:)?(?:p|tc|tr|td|th|c|row|table-cell|table-row|h\d?|br|tab|TextObject|TextCode|div|li|v|si|is)\b[^>]*>",
    re.IGNORECASE,
)
_SHARED = re.compile(r'<c\b[^>]*\bt="s"[^>]*>.*?<v>(\d+)</v>', re.DOTALL)
_ODF_VALUE = re.compile(r'office:value="([^"]*)"')
_RTF_WORD = re.compile(rb"\\(?:cell|row|par|line|tab)\b ?")
_RTF_BYTE = re.compile(rb"\\'([0-9a-fA-F]{2})")
_RTF_UNICODE = re.compile(rb"\\u(-?\d{1,6}) ?\??")
_RTF_CODE = re.compile(rb"\\[a-z]+-?\d* ?|[{}\r\n]")


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
    """All numbers of a text; also below zero after a minus or 减, and as one where only a space parts them."""
    found: list[int | float] = []
    for line in unicodedata.normalize("NFKC", text).splitlines():
        found += [_number(token) for token in _TOKEN.findall(line)]
        found += [
            -_number(match.group()) for at in _MINUS.finditer(line) if (match := _TOKEN.match(line, at.end()))
        ]
        found += _joined(line)
    return found


Place = tuple[str | int, ...]
Placed = Counter[tuple[Place, int | float]]
"""Numbers with where they stand; one that moves prints something else."""


def placed_numbers(body: bytes) -> Placed | None:
    """The numbers that a file prints, each with its place; None for formats that only a program can open.

    The place is that on the page (PDF), the cell (workbooks of Excel 97), else the word before the number
    and how many numbers stand between. Raises what the programs raise on a damaged file.
    """
    if body.startswith(b"%PDF"):
        return _on_pages(body)
    if body.startswith(_COMPOUND):
        return _in_workbook(body) if _WORKBOOK in body else None
    text = text_of(body)
    return None if text is None else _after_words(text)


def _on_pages(body: bytes) -> Placed:
    found: Placed = Counter()
    with pdfplumber.open(io.BytesIO(body)) as pdf:
        for page in pdf.pages:
            for word in page.extract_words():
                place = page.page_number, round(word["x0"]), round(word["top"])
                found.update((place, value) for value in numbers(word["text"]))
    return found


def _in_workbook(body: bytes) -> Placed:
    found: Placed = Counter()
    book = xlrd.open_workbook(file_contents=body, logfile=io.StringIO(), ignore_workbook_corruption=True)
    for sheet in book.sheets():
        for row in range(sheet.nrows):
            for col, value in enumerate(sheet.row_values(row)):
                found.update(((sheet.name, row, col), number) for number in numbers(str(value)))
    return found


def _after_words(text: str) -> Placed:
    found: Placed = Counter()
    text = unicodedata.normalize("NFKC", text)
    for match in _WORD.finditer(text):
        for nth, line in enumerate(re.split(r"\n+|(?<=\d)[ \t]+(?=\d)", match["rest"])):
            found.update(((match["word"], nth), value) for value in numbers(line))
        found.update(((match["word"], -1), value) for value in _joined(match["rest"]))
    return found


def _joined(text: str) -> list[int | float]:
    """Digits with spaces between them as one number."""
    return [_number(re.sub(r"\s", "", match.group())) for match in _SPACED.finditer(text)]


def text_of(body: bytes) -> str | None:
    """The printed text, a line for each cell or paragraph; None for formats that only a program can open."""
    if body.startswith(b"%PDF"):
        with pdfplumber.open(io.BytesIO(body)) as pdf:
            return "\n".join(page.extract_text() or "" for page in pdf.pages)
    if body.startswith(b"PK"):
        return _package_text(body)
    if body.startswith(b"{\\rtf"):
        return _rtf_text(body)
    if body.startswith((_COMPOUND, b"\x89PNG", b"\xff\xd8")):
        return None
    return _lines(page_text(body))


def _rtf_text(body: bytes) -> str:
    """All text of an RTF file, that of its tables of fonts and styles included."""
    body = _RTF_WORD.sub(b"\v", body)
    body = _RTF_UNICODE.sub(lambda match: chr(int(match[1]) % 0x10000).encode("gb18030", "replace"), body)
    body = _RTF_CODE.sub(b"", body).replace(b"\v", b"\n")
    return _RTF_BYTE.sub(lambda match: bytes([int(match[1], 16)]), body).decode("gb18030", "replace")


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
