"""博达 VSB (Visual SiteBuilder): /info/1050/21831.htm, rows li#line_u5_0 (PORTALS.md §2.6).

The pager counts its files backwards: page 2 of 11 is zbgg/10.htm, page 11 is zbgg/1.htm, and all of them shift
when an item is added. An article without a body may really stand elsewhere (redirect.py asks where).
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.cms import fields, generic, pager
from crawler.cms.base import Article, Link, Listing, Page
from crawler.cms.dom import by_css, web_url
from crawler.cms.family import Cms
from crawler.cms.text import find_date, squeeze

_TOTAL = re.compile(r"共\s*(?:有)?\s*(\d{1,7})\s*条")
_FILE = re.compile(r"^(?P<folder>.*/)(?P<file>\d{1,4})\.htm$")
_MOST_PAGES = 400
_MOST_LINKS, _MOST_TEXTS = 5, 50  # of a row
_ROW = "starts-with(@id, 'line_u') or starts-with(@id, 'line_') or starts-with(@id, 'lineu')"


def listing(page: Page) -> Listing | None:
    """The rows that VSB numbers, else the densest block; with all the other pages."""
    numbered = page.tree.xpath(f"//*[{_ROW}]")
    links = (link for row in numbered if (link := _item(page, row)))
    items = tuple({link.url: link for link in links}.values())
    if not items:
        shown = generic.listing(page)
        items = tuple(shown.items) if shown else ()
    if not items:
        return None
    total = _TOTAL.search(squeeze(page.tree.text_content()))
    return Listing(items, _pages(page), int(total[1]) if total else None, fields.column_name(page))


def _item(page: Page, row: HtmlElement) -> Link | None:
    """The item of a numbered row: its longest link (another may name the column), and the row's date."""
    longest: Link | None = None
    for anchor in islice(row.iter("a"), _MOST_LINKS):
        url = web_url(page, anchor.get("href"))
        text, day = generic.item_text(anchor)
        if url and text and (longest is None or len(text) > len(longest.text)):
            longest = Link(url, text, day)
    if longest is None or longest.date:
        return longest
    beside = islice(row.xpath(".//text()[not(ancestor::a)]"), _MOST_TEXTS)
    return replace(longest, date=find_date(squeeze(" ".join(beside))))


def _pages(page: Page) -> tuple[Link, ...]:
    """The other pages. Where the pager leaves some out, they are counted down from how many there are."""
    seen = pager.pages(page)
    current, last = pager.position(page)
    if current is None or last is None or last > _MOST_PAGES or len(seen) >= last - 1:
        return seen
    parts = urlsplit(page.url)
    own = re.sub(r"(?:/index)?\.htm$", "", page.url.partition("?")[0]) if not parts.query else None
    after = {
        match["folder"]
        for link in seen
        if (match := _FILE.match(link.url)) and int(match["file"]) == last - current
    }
    if not after and not seen and current == 1 and own and own != page.url:
        after = {f"{own}/"}  # no link at all: a script turns the pages
    if len(after) != 1:
        return seen
    folder = after.pop()
    counted = (Link(f"{folder}{last + 1 - number}.htm") for number in range(2, last + 1) if number != current)
    return tuple(dict.fromkeys((*counted, *seen)))


def article(page: Page) -> Article | None:
    """The article; a column of a single page (…/xz/zgz.htm) is one too, a list is none."""
    if page.tree.xpath(f"boolean(//*[{_ROW}])") and not by_css(page.tree, "[id^=vsb_content], .v_news_content"):
        return None
    return generic.article(page)


CMS = Cms(
    "vsb",
    listing=listing,
    article=article,
)
