"""What a page carries besides its text: page numbers, and heads and feet that other pages repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.carriers.pdf.lines import Line
from pipelines.carriers.pdf.page import PageContent

_MARGIN = 0.1  # of the page's height, at its top and at its foot
_MIN_REPEATS = 2  # pages
_PLAIN = re.compile(r"\d{1,4}")
_DECORATED = re.compile(
    r"[\-—–－─·•~]+\s*\d{1,4}\s*[\-—–－─·•~]+"  # - 3 -
    r"|第\s*\d{1,4}\s*页"
    r"|(?:第\s*)?\d{1,4}\s*页?\s*[/／,，]\s*(?:共\s*)?\d{1,4}\s*页?"  # 3/5, 第3页，共5页
)
_DIGITS = re.compile(r"\d+")


class Furniture:
    """Tells the lines in the margins that belong to the sheet, not to the text."""

    def __init__(self, pages: Sequence[PageContent]) -> None:
        self._repeats: Counter[tuple[str, int]] = Counter()
        self._offsets: Counter[int] = Counter()
        self._enough = max(_MIN_REPEATS, len(pages) / 2)
        for page in pages:
            margin = [line for line in page.lines if _in_margin(line, page)]
            self._repeats.update({_key(line, page) for line in margin})
            self._offsets.update({int(line.text) - page.number for line in margin if _PLAIN.fullmatch(line.text)})

    def is_page_number(self, line: Line, page: PageContent) -> bool:
        """A line in the margin that only counts pages; a bare number must count on over several pages."""
        if not _in_margin(line, page):
            return False
        if _PLAIN.fullmatch(line.text):
            return self._offsets[int(line.text) - page.number] >= _MIN_REPEATS
        return bool(_DECORATED.fullmatch(line.text))

    def is_repeated(self, line: Line, page: PageContent) -> bool:
        """A line in the margin that stands at the same place on half of the pages, but for its digits."""
        return (
            _in_margin(line, page)
            and not _PLAIN.fullmatch(line.text)
            and self._repeats[_key(line, page)] >= self._enough
        )


def _key(line: Line, page: PageContent) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.y0 - page.top)


def _in_margin(line: Line, page: PageContent) -> bool:
    strip = _MARGIN * (page.bottom - page.top)
    return line.y1 < page.top + strip or line.y0 > page.bottom - strip
