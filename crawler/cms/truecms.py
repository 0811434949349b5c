"""TrueCMS (南通, 连云港, 淮安 …): columns paged by /truecms/messageController/getMessage.do (PORTALS.md §2.8).

The answer is a datastore in JSON, in a callback or bare. Without Referer some hosts answer 404; a window of more
than 50 records comes back empty or as 404, so the page's own window is asked for. The first rows often stand in
the page itself, hidden in #initData.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from crawler.cms import data, datastore, fields, generic, rows
from crawler.cms.base import Link, Listing, Page
from crawler.cms.data import MOST_PAGES, asked_by
from crawler.cms.dom import by_css
from crawler.cms.family import Cms
from crawler.cms.javascript import Value

_ENDPOINT = "/messagecontroller/getmessage.do"
_PROXY = re.compile(r"[\"']((?:https?://[\w.:-]{1,100})?/[\w/]{0,60}messageController/getMessage\.do)", re.I)
_COLUMN = re.compile(r"\bcolumnId[\"']?\s*[:=]\s*[\"']?([\w-]{4,60})", re.I)
_PER_PAGE, _GROUP = 20, 1
_WIDEST, _NARROW = 50, 10


def listing(page: Page) -> Listing | None:
    """The records of a data answer, or of a column page with the requests for those that it does not show."""
    if urlsplit(page.url).path.lower().endswith(_ENDPOINT):
        return _answer(page)
    source = datastore.source(page)
    proxy = _PROXY.search(source)
    if proxy is None:
        return None
    calls = [call for call in datastore.calls(source).values() if _column(call)]
    shown = _shown(page)
    total, column, window = None, None, _PER_PAGE
    if calls:
        column, total, window = _column(calls[0]), datastore.number(calls[0].get("totalRecord")), _window(calls[0])
    elif printed := _COLUMN.search(source):
        column = printed[1]
    if column is None:
        return shown
    items = shown.items if shown else ()
    first = len(items) // window * window + 1
    last = total if total is not None else first
    more = (
        _request(page, page.join(proxy[1]), column, start, window)
        for start in range(first, last + 1, window)
        if total is None or len(items) < total
    )
    requests = tuple(link for _, link in zip(range(MOST_PAGES), more, strict=False))
    return Listing(items, requests, total, fields.column_name(page), step=not items)


def _shown(page: Page) -> Listing | None:
    """The rows that the page shows or hides for its script."""
    for element in by_css(page.tree, "#initData, #initdata"):
        if found := rows.rows(page, element):
            return Listing(found)
    return generic.listing(page)


def _column(call: Mapping[str, Value]) -> str | None:
    """The column of a jpage call that asks this endpoint."""
    proxy, param = call.get("proxyUrl"), call.get("ajaxParam")
    if not isinstance(proxy, str) or not proxy.lower().endswith(_ENDPOINT) or not isinstance(param, dict):
        return None
    found = next((value for key, value in param.items() if key.lower() == "columnid"), None)
    return found if isinstance(found, str) and found else None


def _window(call: Mapping[str, Value]) -> int:
    """How many records the page's script asks for at once, whole pages of them, at most 50."""
    per_page = min(datastore.number(call.get("perPage")) or _PER_PAGE, _WIDEST)
    group = datastore.number(call.get("groupSize")) or _GROUP
    return per_page * max(1, min(group, _WIDEST // per_page))


def _request(page: Page, endpoint: str, column: str, start: int, window: int) -> Link:
    asked = {
        "startrecord": start,
        "endrecord": start + window - 1,
        "perpage": window,
        "columnId": column,
        "contentTemplate": "",
        "callback": "cb",
    }
    return Link(f"{endpoint}?{urlencode(asked)}", headers=asked_by(page))


def _answer(page: Page) -> Listing:
    """A data answer; where it is short of what was asked, what follows is asked in its own measure."""
    result = data.at(data.read(page.text), "result")
    text = result if isinstance(result, str) else page.text
    stores = datastore.stores(text)
    store = stores[0] if stores else text
    got, total = datastore.count(store), datastore.total(text)
    asked = data.query(page.url)
    start, end = (datastore.number(asked.get(key)) or 0 for key in ("startrecord", "endrecord"))
    width = end - start + 1
    if start == 1 and not got and width > _NARROW:
        more: tuple[Link, ...] = (_again(page, 1, _NARROW),)  # the window was too wide for this host
    elif got and total is not None and start:
        starts = range(start + got, total + 1, got)[:MOST_PAGES]
        more = tuple(_again(page, each, got) for each in starts)
    else:
        more = ()
    return Listing(datastore.records(page, store), more, total, step=not got and bool(more))


def _again(page: Page, start: int, window: int) -> Link:
    url = data.with_query(page.url, startrecord=start, endrecord=start + window - 1, perpage=window)
    return Link(url, headers=asked_by(page))


CMS = Cms(
    "truecms",
    listing=listing,
)
