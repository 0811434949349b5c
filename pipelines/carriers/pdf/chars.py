"""The characters of a PDF page with their boxes, and how far they can be trusted."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from pipelines.carriers.limits import MAX_PAGE_CHARS
from pipelines.carriers.pdf.geometry import Char, turn
from pipelines.document import CarrierError

UNREADABLE = "\ufffd"
_HYPHENS = (0x02, 0xAD)  # PDFium's mark for a hyphen at the end of a line, and the soft hyphen
_QUARTER = math.pi / 2
_SLANT = 0.06  # radians; text that leans more is a watermark
_SYMBOLS = range(0xF020, 0xF100)  # how symbol fonts code their bullets
_STRAIGHT = 0, 1, 2, 3


@dataclass(slots=True)
class PageText:
    """What is written on a page. Unreadable characters are U+FFFD, never a guess.

    `turned` holds text at right angles to the page's own, as (quadrant, char) relative to it;
    `slanted` is a watermark's text. `bad` counts unreadable characters, `total` all but spaces.
    """

    quadrant: int = 0
    chars: list[Char] = field(default_factory=list)
    turned: list[tuple[int, Char]] = field(default_factory=list)
    slanted: str = ""
    bad: int = 0
    symbols: int = 0
    total: int = 0


def read_chars(page: PdfPage, bounds: tuple[float, float, float, float]) -> PageText:
    """All characters that lie on the page; `bounds` is its box in user space (left, bottom, right, top)."""
    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        count = pdfium_c.FPDFText_CountChars(handle)
        if count > MAX_PAGE_CHARS:
            raise CarrierError("too_complex", f"a page holds {count} characters, more than {MAX_PAGE_CHARS}")
        return _collect(handle, max(count, 0), bounds)
    finally:
        textpage.close()


def _collect(handle: object, count: int, bounds: tuple[float, float, float, float]) -> PageText:
    # Looked up once: this loop runs for every character, and is most of the time that a PDF takes.
    get_unicode, get_box = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox
    get_angle, is_unmapped = pdfium_c.FPDFText_GetCharAngle, pdfium_c.FPDFText_HasUnicodeMapError
    is_generated = pdfium_c.FPDFText_IsGenerated
    left, bottom, right, top = bounds
    text = PageText()
    rect = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(rect)
    raw: list[tuple[str, float, float, float, float, int, bool]] = []
    slanted: list[str] = []
    spaced = False
    for index in range(count):
        code = get_unicode(handle, index)
        unmapped = is_unmapped(handle, index) > 0
        if code <= 32 and not unmapped and code not in _HYPHENS:
            spaced = spaced or (code == 32 and not is_generated(handle, index))
            continue
        if not get_box(handle, index, pointer):
            continue
        x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
        if x1 < left or x0 > right or y1 < bottom or y0 > top:
            continue
        if code in _HYPHENS:
            shown = "-"
        elif unmapped or _is_meaningless(code):
            shown = UNREADABLE
            if not unmapped and code in _SYMBOLS:
                text.symbols += 1
            else:
                text.bad += 1
        else:
            shown = chr(code)
        angle = get_angle(handle, index)
        quarter = round(angle / _QUARTER)
        if abs(angle - quarter * _QUARTER) > _SLANT:
            slanted.append(shown)
        elif shown not in "\u3000\xa0":
            # PDFium measures the angle clockwise.
            raw.append((shown, x0, y0, x1, y1, -quarter % 4, spaced))
        else:
            spaced = True
            continue
        spaced = False
    text.total = len(raw) + len(slanted)
    text.slanted = "".join(slanted)
    directions = Counter(entry[5] for entry in raw)
    text.quadrant = directions.most_common(1)[0][0] if directions else 0
    for shown, x0, y0, x1, y1, direction, after_space in raw:
        char = Char(*turn(x0, y0, x1, y1, text.quadrant), shown, after_space)
        if direction == text.quadrant:
            text.chars.append(char)
        else:
            text.turned.append(((direction - text.quadrant) % 4, char))
    return text


def _is_meaningless(code: int) -> bool:
    """Control, private-use, surrogate, replacement and non-characters: no text, whatever they look like."""
    return (
        code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xF900 or 0xFFF0 <= code <= 0xFFFF or code >= 0xE0000
    )
