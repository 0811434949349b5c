"""Hanweb jpaas: columns whose lists are "units" that a gateway builds, one request a page (PORTALS.md §2.2).

A column page names each unit in `<script url="…/page/build/unit" queryData="{…}">`; the list's pages are those
keys with paramJson={"pageNo":N,"pageSize":M}. Which unit is the list shows in its tagId (当前栏目list, 右侧列表).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from lxml.html import HtmlElement

from crawler.cms import data, fields, generic, hanweb_article, tables
from crawler.cms.base import Link, Listing, Page
from crawler.cms.dom import web_url
from crawler.cms.family import Cms
from crawler.cms.javascript import ScriptError, read_literal
from crawler.cms.rows import rows

_BUILD = "/page/build/unit"
_PER_PAGE = 15  # the platform's default
_COLUMN = re.compile(r"/col/col\d+/(?:index\.html?)?$", re.I)
_MOST_UNITS = 4  # asked where no tagId tells the list

Keys = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Pager:
    """What a list prints of itself; None for what it does not print."""

    total: int | None = None
    size: int | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """A part of a column page that the gateway builds."""

    url: str
    keys: Keys

    @property
    def tag(self) -> str:
        return dict(self.keys).get("tagId", "")


def listing(page: Page) -> Listing | None:
    """The items of a unit's answer, or the requests for the lists of a column page."""
    return _answer(page) if _BUILD in urlsplit(page.url).path else _column(page)


def _column(page: Page) -> Listing | None:
    """The requests for the rows that the page does not hold; those that it holds are the generic module's."""
    units = _lists(list(_units(page)))
    if not units:
        return None
    pager = _pager(page.tree)
    if pager is None:
        asked = tuple(_request(page, unit, 1, _PER_PAGE) for unit in units)
        return Listing((), asked, None, fields.column_name(page), step=True)
    size = pager.size or _PER_PAGE
    first = 2 if generic.listing(page) else 1
    numbers = range(first, (_pages(pager, size) or 1) + 1)
    more = tuple(_request(page, units[0], number, size) for number in numbers)
    return Listing((), more, pager.total, fields.column_name(page))


def _units(page: Page) -> Iterator[_Unit]:
    for node in page.tree.iter("script", "div", "ul", "section"):
        url = next((each for name in ("url", "src", "data-url") if _BUILD in (each := node.get(name) or "")), None)
        printed = node.get("querydata") or node.get("data-querydata")
        target = web_url(page, url)
        if target is None or not printed:
            continue
        try:
            keys = read_literal(printed)
        except ScriptError:
            continue
        if isinstance(keys, dict):
            yield _Unit(target, tuple((key, value) for key, value in keys.items() if isinstance(value, str)))


def _lists(units: Sequence[_Unit]) -> Sequence[_Unit]:
    """The units that are lists by their tagId; where none says so, those that nothing speaks against: they, or the
    navigation, hold the columns below."""
    likely = [unit for unit in units if _says(unit.tag, "lists")]
    possible = [unit for unit in units if not _says(unit.tag, "others")]
    plain = [unit for unit in possible if not _says(unit.tag, "navigation")]
    return (likely or plain or possible)[:_MOST_UNITS]


def _says(tag: str, key: str) -> bool:
    return any(word in tag.lower() for word in tables.words("jpaas", key))


def _request(page: Page, unit: _Unit, number: int, size: int) -> Link:
    keys = dict(unit.keys) | {"paramJson": _parameters(unit.keys, number, size)}
    return Link(f"{unit.url}?{urlencode(keys)}", headers=data.asked_by(page))


def _parameters(keys: Keys, number: int, size: int) -> str:
    """paramJson for a page; what else the unit put there stays."""
    own = data.read(dict(keys).get("paramJson", ""))
    kept = own if isinstance(own, dict) else {}
    return json.dumps(kept | {"pageNo": number, "pageSize": size}, ensure_ascii=False, separators=(",", ":"))


def columns(page: Page) -> Sequence[Link]:
    """The columns that a unit of navigation links."""
    if _BUILD not in urlsplit(page.url).path:
        return ()
    links = rows(Page(_home(page), _markup(page)))
    return tuple(link for link in links if _COLUMN.search(urlsplit(link.url).path))


def _home(page: Page) -> str:
    """The column page that a unit belongs to."""
    return page.join(f"/col/col{data.query(page.url).get('pageId', '')}/index.html")


def _answer(page: Page) -> Listing:
    """The items of a unit, and the requests for its other pages; a wrong tagId is asked again without one."""
    asked = data.query(page.url)
    given = data.read(asked.get("paramJson", ""))
    parameters: Mapping[str, object] = given if isinstance(given, dict) else {}
    number = data.number(parameters.get("pageNo")) or 1
    column = _home(page)
    fragment = Page(column, _markup(page))
    items = tuple(link for link in rows(fragment) if not _COLUMN.search(urlsplit(link.url).path))
    if not items:
        lost = number == 1 and asked.get("tagId") and _is_no_list(fragment)
        again = (_page(page.url, column, asked, number, _PER_PAGE, tagId=""),) if lost else ()
        return Listing((), again, step=bool(again))
    pager = _pager(fragment.tree) or _Pager(total=_total(page))
    size = pager.size or data.number(parameters.get("pageSize")) or _PER_PAGE
    last = _pages(pager, size) or (number + 1 if len(items) >= size else number)
    more = (_page(page.url, column, asked, other, size) for other in range(1, last + 1) if other != number)
    return Listing(items, tuple(more), pager.total)


def _page(url: str, column: str, asked: Mapping[str, str], number: int, size: int, **changed: str) -> Link:
    keys = tuple(asked.items())
    target = data.with_query(url, **changed, paramJson=_parameters(keys, number, size))
    return Link(target, headers=data.asked_by(Page(column, "")))


def _markup(page: Page) -> str:
    """The HTML that an answer carries, under whatever key; the answer itself where it is HTML."""
    answer = data.read(page.text)
    if answer is None:
        return page.text if page.text.lstrip().startswith("<") else ""
    inner = data.at(answer, "data")
    for place in (data.at(inner, "html"), inner, data.at(answer, "html")):
        if isinstance(place, str):
            return place
    return ""


def _total(page: Page) -> int | None:
    """The number of items, where the answer says it beside its HTML."""
    inner = data.at(data.read(page.text), "data")
    if not isinstance(inner, dict):
        return None
    return next(
        (found for key in ("total", "count", "totalCount") if (found := data.number(inner.get(key)))), None
    )


def _is_no_list(fragment: Page) -> bool:
    """Whether the gateway had nothing to build: its answer to a wrong tagId. An empty list has markup."""
    text = fragment.text.strip()
    return "<" not in text or any(phrase in text for phrase in tables.words("jpaas", "nothing"))


def _pager(tree: HtmlElement) -> _Pager | None:
    """The pager's own numbers (`<div class="pagination" count="45" pageNo="1" pageSize="15">`)."""
    for node in tree.iter("div", "ul", "span", "nav", "p", "table", "script", "input"):
        named = {name: data.number(node.get(name)) for name in node.keys()}  # noqa: SIM118  an element is no mapping
        found = _Pager(*(_first(named, key) for key in ("total", "size", "pages")))
        if found.pages is not None or (found.total is not None and found.size is not None):
            return found
    return None


def _first(named: Mapping[str, int | None], key: str) -> int | None:
    return next((named[name] for name in tables.words("jpaas", key) if named.get(name) is not None), None)


def _pages(pager: _Pager, size: int) -> int | None:
    if pager.total is not None:
        return min(-(-pager.total // max(size, 1)), data.MOST_PAGES)
    return min(pager.pages, data.MOST_PAGES) if pager.pages is not None else None


CMS = Cms(
    "hanweb_jpaas",
    listing=listing,
    article=hanweb_article.article,
    columns=columns,
)
