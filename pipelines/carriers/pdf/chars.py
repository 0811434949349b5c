"""The characters of a PDF page with their boxes, and how far they can be trusted."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from pipelines.carriers.limits import MAX_PAGE_CHARS
from pipelines.carriers.pdf import calls
from pipelines.carriers.pdf.geometry import Char, turn
from pipelines.document import CarrierError

UNREADABLE = "\ufffd"
_QUARTER = math.pi / 2
_SLANT = 0.06  # radians; text that leans more is a watermark
_CUT = 0.2  # of a character that may stick out of the page and still be whole
_ROW = 0.3  # of a character's height that the edges of a neighbour's box differ, at most
_BLANKS = frozenset((9, 10, 12, 13, 32, 0xA0, 0x3000))
_PLANES = 0xE0000  # tags and private-use planes
_SYMBOLS = range(0xF020, 0xF100)  # how symbol fonts code their bullets
_RADICALS = (
    "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑长⻒长⻓长⻔门⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙"
)


def _variants() -> dict[int, str]:
    """Codes that fonts give instead of the ideograph that they print, and PDFium's hyphen at a line's end."""
    folded = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))
    variants = {code: unicodedata.normalize("NFKC", chr(code)) for code in folded}
    variants.update((ord(radical), char) for radical, char in zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
    return variants | {0x02: "-", 0xAD: "-"}


def _meaningless() -> frozenset[int]:
    """Control, surrogate, private-use and non-characters: no text, whatever they look like."""
    ranges = (range(32), range(0x7F, 0xA0), range(0xD800, 0xF900), range(0xFFF0, 0x10000))
    return frozenset(code for codes in ranges for code in codes) - {0x02}


_VARIANTS = _variants()
_MEANINGLESS = _meaningless()
_is_generated, _get_angle = calls.bare(pdfium_c.FPDFText_IsGenerated), calls.bare(pdfium_c.FPDFText_GetCharAngle)
# Character, left, bottom, right, top in user space, direction, printed after a space.
_Raw = tuple[str, float, float, float, float, int, bool]


@dataclass(slots=True)
class PageText:
    """What is written on a page. Unreadable characters are U+FFFD, never a guess.

    `turned` holds text at right angles to the page's own, as (quadrant, char) relative to it;
    `slanted` is a watermark's text. `bad` counts characters that their fonts do not identify, `cut` those
    that the page's edge cuts, `total` all but spaces.
    """

    quadrant: int = 0
    chars: list[Char] = field(default_factory=list)
    turned: list[tuple[int, Char]] = field(default_factory=list)
    slanted: str = ""
    bad: int = 0
    cut: int = 0
    symbols: int = 0
    total: int = 0


def read_chars(page: PdfPage, bounds: tuple[float, float, float, float]) -> PageText:
    """All characters that lie on the page; `bounds` is its box in user space (left, bottom, right, top)."""
    textpage = page.get_textpage()
    try:
        count = pdfium_c.FPDFText_CountChars(textpage.raw)
        if count > MAX_PAGE_CHARS:
            raise CarrierError("too_complex", f"a page holds {count} characters, more than {MAX_PAGE_CHARS}")
        return _collect(calls.address(textpage.raw), max(count, 0), bounds)
    finally:
        textpage.close()


def _collect(handle: int, count: int, bounds: tuple[float, float, float, float]) -> PageText:
    codes, unknowns = calls.unicodes(handle, count), calls.unmapped(handle, count)
    edges = calls.boxes(handle, count)
    left, bottom, right, top = bounds
    within = bool(edges) and left <= min(edges[0::4]) and max(edges[2::4]) <= right
    within = within and bottom <= min(edges[3::4]) and max(edges[1::4]) <= top
    text = PageText()
    raw: list[_Raw] = []
    slanted: list[str] = []
    spaced = False
    lx1 = ly0 = ly1 = math.nan  # of the character before, whose direction is `direction`
    direction: int | None = 0
    entries = zip(codes, unknowns, edges[0::4], edges[3::4], edges[2::4], edges[1::4], strict=True)
    for index, (code, unknown, x0, y0, x1, y1) in enumerate(entries):
        if code in _BLANKS and not unknown:
            spaced = spaced or not _is_generated(handle, index)
            continue
        inside = within or (left <= x0 and x1 <= right and bottom <= y0 and y1 <= top)
        if not inside and (x1 < left or x0 > right or y1 < bottom or y0 > top):
            continue
        # The next one in a row of boxes runs as the last one did; asking for each would cost a quarter more.
        height = y1 - y0
        level = (y0 == ly0 and y1 == ly1) or abs(y0 - ly0) + abs(y1 - ly1) < _ROW * height
        if not (level and lx1 - 1 < x0 < lx1 + height):
            direction = _direction(_get_angle(handle, index))
        lx1, ly0, ly1 = x1, y0, y1
        if not inside and _is_cut(x0, y0, x1, y1, bounds):
            shown = UNREADABLE
            text.cut += 1
        elif unknown or code in _MEANINGLESS or code >= _PLANES:
            shown = UNREADABLE
            if code in _SYMBOLS and not unknown:
                text.symbols += 1
            else:
                text.bad += 1
        else:
            shown = _VARIANTS.get(code) or chr(code)
        if direction is None:
            slanted.append(shown)
        else:
            raw.append((shown, x0, y0, x1, y1, direction, spaced))
        spaced = False
    text.total = len(raw) + len(slanted)
    text.slanted = "".join(slanted)
    _turn_upright(raw, text)
    return text


def _is_cut(x0: float, y0: float, x1: float, y1: float, bounds: tuple[float, float, float, float]) -> bool:
    """Does more of a character stick out of the page than a font's side bearings?"""
    left, bottom, right, top = bounds
    spare_x, spare_y = _CUT * (x1 - x0), _CUT * (y1 - y0)
    return x0 < left - spare_x or x1 > right + spare_x or y0 < bottom - spare_y or y1 > top + spare_y


def _turn_upright(raw: list[_Raw], text: PageText) -> None:
    """Turn the page so that most of its characters are upright."""
    directions = Counter(entry[5] for entry in raw)
    if len(directions) <= 1 and not directions[1] + directions[2] + directions[3]:
        text.chars = [Char(x0, -y1, x1, -y0, shown, spaced) for shown, x0, y0, x1, y1, _, spaced in raw]
        return
    text.quadrant = directions.most_common(1)[0][0]
    for shown, x0, y0, x1, y1, direction, spaced in raw:
        char = Char(*turn(x0, y0, x1, y1, text.quadrant), shown, spaced)
        if direction == text.quadrant:
            text.chars.append(char)
        else:
            text.turned.append(((direction - text.quadrant) % 4, char))


def _direction(angle: float) -> int | None:
    """The quadrant in which a character of this angle runs; None for a slanted one."""
    quarter = round(angle / _QUARTER)
    if abs(angle - quarter * _QUARTER) > _SLANT:
        return None
    return -quarter % 4  # PDFium measures the angle clockwise
