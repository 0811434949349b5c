"""商网 (宣城, 亳州 …): /XxgkAnnualReport/show/5728.html, /Xxgknb/show/616527.html?type=1, lists at
/XxgkContent/showList/<organ>/<category>/page_1.html (PORTALS.md §2.7)."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.cms import fields, generic, pager, rows
from crawler.cms.base import Article, Link, Listing, Page
from crawler.cms.dom import breadcrumb, in_frame
from crawler.cms.family import Cms
from pipelines.evidence import Evidence

_LIST = re.compile(r"/show_?list/", re.I)
_SHOW = re.compile(r"/[A-Za-z]{2,40}/show/\d+\.html", re.I)
_PAGE = re.compile(r"^(.*/page_)(\d{1,5})(\.html)$", re.I)
_MOST_PAGES = 400


def listing(page: Page) -> Listing | None:
    """The items of a list and its other pages, page_2.html to the last that the page knows of."""
    if _SHOW.search(urlsplit(page.url).path):
        return None
    shown = generic.listing(page)
    items = tuple(shown.items) if shown and any(_SHOW.search(link.url) for link in shown.items) else _shows(page)
    more = _pages(page)
    if not items and not more:
        return None
    organ = next((crumb for crumb in reversed(breadcrumb(page)) if fields.looks_like_agency(crumb)), None)
    evidence = (Evidence("agency", "column", organ, ">".join(breadcrumb(page))),) if organ else ()
    named = tuple(replace(link, evidence=link.evidence or evidence) for link in items)
    return Listing(named, more, shown.total if shown else None, fields.column_name(page))


def article(page: Page) -> Article | None:
    """The article; a list is none."""
    return None if _LIST.search(urlsplit(page.url).path) else generic.article(page)


def _shows(page: Page) -> tuple[Link, ...]:
    """The links to articles outside the page's frame: a list of one or two is no dense block."""
    framed = {a.get("href") for a in page.tree.iter("a") if in_frame(a)}
    links = (link for link in rows.rows(page) if _SHOW.search(urlsplit(link.url).path))
    return tuple(link for link in links if urlsplit(link.url).path not in framed and link.url not in framed)


def _pages(page: Page) -> tuple[Link, ...]:
    seen = pager.pages(page)
    own = _PAGE.match(page.url.partition("?")[0])
    if own is None:
        return seen
    same = (match for link in seen if (match := _PAGE.match(link.url)) and match[1] == own[1])
    last = max([int(match[2]) for match in same] + [pager.position(page)[1] or 1])
    numbers = (number for number in range(2, min(last, _MOST_PAGES) + 1) if number != int(own[2]))
    return tuple(Link(f"{own[1]}{number}{own[3]}") for number in numbers)


CMS = Cms(
    "shangwang",
    listing=listing,
    article=article,
)
