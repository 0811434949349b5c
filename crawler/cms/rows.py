"""The items of a fragment that is known to hold one list: every anchor but the pager's, short or undated too."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from crawler.cms import generic, tables
from crawler.cms.base import Link, Page
from crawler.cms.dom import web_url
from crawler.cms.text import find_date, squeeze

_ROWS = frozenset({"li", "tr", "dd", "dl", "p", "div", "td", "ul"})
_PAGER_TEXT = re.compile(r"[\[(]?\d{1,4}[\])]?|[<>«»‹›.…]+")
_PAGER_CLASS = re.compile(r"(?:^|\s)(?:page|pages|paging|fanye|pager\S*|pagination\S*|pagebar\S*)(?=\s|$)", re.I)
_HIGHEST = 6  # elements between a link and its row
_MOST_SAME = 20  # links to one item in its row


def rows(page: Page, root: HtmlElement | None = None) -> tuple[Link, ...]:
    """The items below `root` (or of the whole page), each address once under its longest text."""
    root = page.tree if root is None else root
    found: dict[str, Link] = {}
    for anchor in root.iter("a"):
        url = web_url(page, anchor.get("href"))
        if url is None or is_pager(anchor):
            continue
        text, inner = generic.item_text(anchor)
        known = found.get(url)
        if known and len(known.text) >= len(text):
            continue
        day = inner or date_beside(page, anchor, url) or (known.date if known else None)
        found[url] = replace(known, text=text, date=day) if known else Link(url, text, day)
    return tuple(link for link in found.values() if link.text)


def is_pager(anchor: HtmlElement) -> bool:
    """Whether an anchor turns pages: by its text, or by an element around it that is named after pages."""
    text = squeeze(anchor.text_content()).replace(" ", "").lower()
    if _PAGER_TEXT.fullmatch(text) or text in (*tables.words("pager", "next"), *tables.words("pager", "other")):
        return True
    near = islice((anchor, *anchor.iterancestors()), 3)
    return any(_PAGER_CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}") for node in near)


def date_beside(page: Page, anchor: HtmlElement, url: str) -> str | None:
    """The date in the row around the anchor of `url`; the row ends where another item begins."""
    for height, node in enumerate(anchor.iterancestors()):
        if height >= _HIGHEST:
            return None
        if any(
            web_url(page, other.get("href")) not in (None, url) for other in islice(node.iter("a"), _MOST_SAME)
        ):
            return None
        beside = " ".join(node.xpath(".//text()[not(ancestor::a or ancestor::script or ancestor::style)]"))
        if node.tag in _ROWS and (day := find_date(squeeze(beside))):
            return day
    return None
