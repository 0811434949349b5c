"""What a page carries besides its text: page numbers, and heads that every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.carriers.pdf.lines import Line

_MARGIN = 0.1  # of the page's height, at its top and at its foot
_PAGE_NUMBER = re.compile(
    r"[\s\-—–－─·•~]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–－─·•~]*"
)
_DIGITS = re.compile(r"\d+")


def repeated_heads(pages: Sequence[tuple[Sequence[Line], float, float]]) -> set[str]:
    """Texts (digits masked) that stand in the margin of at least three pages and half of all.

    Each page is (lines, top, bottom), in points.
    """
    seen = Counter(
        key
        for lines, top, bottom in pages
        for key in {_key(line) for line in lines if _in_margin(line, top, bottom)}
    )
    return {key for key, count in seen.items() if count >= max(3, len(pages) / 2)}


def is_page_number(line: Line, top: float, bottom: float) -> bool:
    """A line in the margin that only counts pages."""
    return _in_margin(line, top, bottom) and bool(_PAGE_NUMBER.fullmatch(line.text))


def is_head(line: Line, top: float, bottom: float, heads: set[str]) -> bool:
    return _in_margin(line, top, bottom) and _key(line) in heads


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _in_margin(line: Line, top: float, bottom: float) -> bool:
    strip = _MARGIN * (bottom - top)
    return line.y1 < top + strip or line.y0 > bottom - strip
