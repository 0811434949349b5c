"""Text as portals print it: whitespace, dates, cut titles, years, percent-encoded names."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote_to_bytes

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_CUT = re.compile(r"(?:\.{2,}|…+|。。。)\s*$")


def squeeze(text: str) -> str:
    """The text with each run of whitespace (no-break and ideographic too) as one space, ends stripped."""
    return re.sub(r"[\s\u00a0\u3000\u200b\ufeff]+", " ", text).strip()


def without_comments(markup: str) -> str:
    """The markup without its comments; one that nobody closes reaches to the end."""
    kept, end = [], 0
    while (start := markup.find("<!--", end)) >= 0:
        kept.append(markup[end:start])
        closing = markup.find("-->", start + 4)
        end = closing + 3 if closing >= 0 else len(markup)
    return "".join([*kept, markup[end:]])


def find_date(text: str) -> str | None:
    """The first possible date in the text as ISO, None where there is none."""
    for match in _DATE.finditer(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        except ValueError:
            continue
    return None


def find_year(text: str) -> str | None:
    """The only year (20xx) that the text names; None where it names none or several."""
    years = {match[1] for match in _YEAR.finditer(_DATE.sub(" ", text))}
    return years.pop() if len(years) == 1 else None


def whole(visible: str, title: str) -> str:
    """The visible text of a link, or its title attribute where the visible text is cut short or missing."""
    visible, title = squeeze(visible), squeeze(title)
    stem = _CUT.sub("", visible)
    if title and len(title) > len(stem) and title.startswith(stem):
        return title
    return visible or title


def decode_name(value: str) -> str:
    """A percent-encoded file name as text, once or twice encoded, in UTF-8 or GB18030."""
    for _ in range(3):
        raw = unquote_to_bytes(value)
        try:
            value = raw.decode("utf-8")
        except UnicodeDecodeError:
            value = raw.decode("gb18030", errors="replace")
        if not re.search(r"%[0-9A-Fa-f]{2}", value):
            break
    return squeeze(value)
