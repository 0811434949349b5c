"""Sudy 苏迪: /2024ndbg/list.htm, list2.htm; /2023/1031/c9666a162131/page.htm; lists in JSON (PORTALS.md §2.8).

A static list says how many pages it has, and all are named; a list that a script fills is asked for at
/_wp3services/generalQuery.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.cms import data, fields, generic
from crawler.cms.base import Link, Listing, Page
from crawler.cms.data import MOST_PAGES, Form, asked_by
from crawler.cms.dom import by_css
from crawler.cms.family import Cms
from crawler.cms.text import squeeze, without_comments

_SERVICE = "/_wp3services/generalQuery"
_ROWS = 100
_SITE = re.compile(r"\bsite_?id[\"']?\s*[:=]\s*[\"']?(\d{1,9})", re.I)
_COLUMN = re.compile(r"\bcolumn_?id[\"']?\s*[:=]\s*[\"']?(\d{1,9})", re.I)
_LIST = re.compile(r"^(.*/list)(\d*)\.(htm|psp|html)$")
_PAGES = re.compile(r"页码\s*\d+\s*/\s*(\d+)|共\s*(\d+)\s*页")
_TOTAL = re.compile(r"(?:总共|共)\s*(\d+)\s*(?:条|记录|篇)")
_INFOS = [
    {"field": "title", "name": "title"},
    {"field": "url", "name": "url"},
    {"field": "publishTime", "pattern": [{"name": "d", "value": "yyyy-MM-dd"}], "name": "publishTime"},
]
_ORDERS = [{"field": "top", "type": "desc"}, {"field": "publishTime", "type": "desc"}]


def listing(page: Page) -> Listing | None:
    """The items of a query's answer or of a static list; the query for a list that a script fills."""
    if _SERVICE.lower() in urlsplit(page.url).path.lower():
        return _answer(page)
    shown = generic.listing(page)
    pages = _static_pages(page)
    if shown or pages:
        return _static(page, shown or Listing(()), pages)
    form = _asked(page)
    if form is None:
        return None
    link = Link(page.join(f"{_SERVICE}?queryObj=articles"), form=form, headers=asked_by(page))
    return Listing((), (link,), column=fields.column_name(page), step=True)


def _answer(page: Page) -> Listing | None:
    answer = data.read(page.text)
    if not isinstance(answer, dict):
        return None
    found = data.rows(answer.get("data"))
    total = data.number(answer.get("total"))
    asked = {**data.query(page.url), **dict(page.form or ())}
    last = data.number(answer.get("pageCount")) or (-(-total // len(found)) if total and found else 1)
    if asked.get("pageIndex", "1") != "1" or not found:
        return Listing(data.items(page, found), total=total)
    more = (_page(page, number) for number in range(2, min(last, MOST_PAGES) + 1))
    return Listing(data.items(page, found), tuple(more), total)


def _page(page: Page, number: int) -> Link:
    """The same query for another page, by the way it was asked."""
    if page.form is not None:
        return Link(page.url, form=data.with_form(page.form, pageIndex=number), headers=asked_by(page))
    return Link(data.with_query(page.url, pageIndex=number), headers=asked_by(page))


def _static(page: Page, shown: Listing, pages: tuple[Link, ...]) -> Listing:
    total = _TOTAL.search(squeeze(page.tree.text_content()))
    return replace(shown, more=pages or shown.more, total=int(total[1]) if total else shown.total)


def _static_pages(page: Page) -> tuple[Link, ...]:
    """The other pages of /column/list.htm, which are /column/listN.htm: as many as the page says."""
    path = _LIST.match(page.url.partition("?")[0])
    told = [element.text_content() for element in by_css(page.tree, "em.all_pages, .all_pages")]
    last = next((int(text) for text in map(squeeze, told) if text.isdecimal() and len(text) < 6), None)
    if last is None and (printed := _PAGES.search(squeeze(page.tree.text_content()))):
        last = int((printed[1] or printed[2])[:6])
    if path is None or last is None:
        return ()
    current = int(path[2][:6] or 1)
    numbers = (number for number in range(1, min(last, MOST_PAGES) + 1) if number != current)
    return tuple(Link(f"{path[1]}{number if number > 1 else ''}.{path[3]}") for number in numbers)


def _asked(page: Page) -> Form | None:
    """The query of the page's own script, by its siteId and columnId."""
    source = without_comments(page.text)
    if _SERVICE.lower() not in source.lower():
        return None
    near = source[max(0, source.lower().index(_SERVICE.lower()) - 2_000) :]
    column, site = _COLUMN.search(near), _SITE.search(near) or _SITE.search(source)
    if column is None:
        return None
    return (
        *((("siteId", site[1]),) if site else ()),
        ("columnId", column[1]),
        ("pageIndex", "1"),
        ("rows", str(_ROWS)),
        ("orders", json.dumps(_ORDERS)),
        ("returnInfos", json.dumps(_INFOS)),
    )


CMS = Cms(
    "sudy",
    listing=listing,
)
