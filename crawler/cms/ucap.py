"""UCAP 开普: /klmys/c100186/202609/<32hex>.shtml, lists in JSON from /common/search/<channel> (PORTALS.md §2.5).

A column page that shows no list of its own names its channel's number, or its code, for which
/common/getChannelList gives the number. Channels below it come as columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from crawler.cms import data, fields, generic
from crawler.cms.base import Link, Listing, Page
from crawler.cms.data import MOST_PAGES, Row, asked_by
from crawler.cms.family import Cms
from crawler.cms.tables import words
from pipelines.evidence import Evidence

_PAGE_SIZE = 20  # more are not given
_CHANNEL = "[0-9a-f]{32}"
_SEARCH = re.compile(rf"/(?:common/)?(?:search|searchList)/({_CHANNEL})(?![0-9a-f])", re.I)
_LISTS = re.compile(r"/(?:common/)?getChannelList(?=$|[?/])")
_NAMED = re.compile(rf"\bchannel_?id[\"']?\s*(?:[:=]\s*|content=)[\"']({_CHANNEL})[\"']", re.I)
_META = re.compile(rf"<meta\b[^>]{{0,200}}channelid[^>]{{0,200}}content=[\"']({_CHANNEL})[\"']", re.I)
_CODE = re.compile(r"/(c\d{4,})(?=/)")
_SITE = re.compile(r"\bwebsite_?code_?name[\"']?\s*[:=]\s*[\"']([\w-]{1,40})[\"']", re.I)
_DEEPEST = 8  # of a tree of channels


def listing(page: Page) -> Listing | None:
    """The items of a search answer; for a column that shows none, the request that lists it."""
    path = urlsplit(page.url).path
    if _SEARCH.search(path):
        return _answer(page)
    if _LISTS.search(path):
        record = _channels(page)
        channel = data.text(record, ["channelId"]) if isinstance(record, dict) else ""
        return Listing((), _searches(page, channel), step=True) if channel else None
    shown = generic.listing(page)
    if shown and (shown.more or (shown.total is not None and len(shown.items) >= shown.total)):
        return None  # the page lists and pages by itself
    if named := _named(page.text):
        return Listing((), _searches(page, named), column=fields.column_name(page), step=not shown)
    return Listing((), tuple(_lookup(page)), column=fields.column_name(page), step=True) if not shown else None


def columns(page: Page) -> Sequence[Link]:
    """The channels of a getChannelList answer, at any depth, each with the request that lists it."""
    if not _LISTS.search(urlsplit(page.url).path):
        return ()
    return tuple(_below(page, _channels(page), _DEEPEST))


def _answer(page: Page) -> Listing | None:
    answer = data.at(data.read(page.text), "data")
    if not isinstance(answer, dict):
        return None
    found = data.rows(answer.get("results"))
    links = data.items(page, [_opened(row) for row in found])
    total = data.number(answer.get("total"))
    current = data.number(data.query(page.url).get("page")) or 1
    if current != 1 or total is None or not found:
        return Listing(links, total=total)
    last = min(-(-total // len(found)), MOST_PAGES)
    more = tuple(Link(data.with_query(page.url, page=n), headers=asked_by(page)) for n in range(2, last + 1))
    return Listing(links, more, total)


def _opened(row: Row) -> Row:
    """The object with the labelled values of its metadata (发布机构, 索引号) among its fields."""
    labels = {
        label: key
        for key, kind in (("publishOrgan", "publisher"), ("indexNumber", "index_code"))
        for label in words("labels", kind)
    }
    found: dict[str, str] = {}
    for group in data.rows(row.get("domainMetaList")):
        for pair in data.rows(group.get("resultList")):
            key = labels.get(data.text(pair, ["name"]))
            if key and (value := data.text(pair, ["value"])):
                found.setdefault(key, value)
    return {**row, **found}


def _named(text: str) -> str | None:
    """The number of the page's own channel: in the address that it asks, in a script, in a meta."""
    return next((match[1] for pattern in (_SEARCH, _NAMED, _META) if (match := pattern.search(text))), None)


def _searches(page: Page, channel: str) -> tuple[Link, ...]:
    """The first page of a channel's list, at the address that the page names if it names one."""
    printed = _SEARCH.search(page.text)
    path = printed[0].rpartition("/")[0] if printed else "/common/search"
    asked = {
        "_isAgg": "true",
        "_isJson": "true",
        "_pageSize": _PAGE_SIZE,
        "_template": "index",
        "_rangeTimeGte": "",
        "_channelName": "",
        "page": 1,
    }
    return (Link(page.join(f"{path}/{channel}?{urlencode(asked)}"), headers=asked_by(page)),)


def _lookup(page: Page) -> Iterator[Link]:
    """The request that gives the number of a channel known by its code, /site/c100186/…."""
    code = _CODE.search(urlsplit(page.url).path)
    if code is None:
        return
    site = _SITE.search(page.text)
    name = site[1] if site else urlsplit(page.url).path[: code.start()].strip("/").rpartition("/")[2]
    asked = {"channelCode": code[1], "websiteCodeName": name}
    yield Link(page.join(f"/common/getChannelList?{urlencode(asked)}"), headers=asked_by(page))


def _channels(page: Page) -> Any:
    value = data.read(page.text)
    return data.at(value, "results") or data.at(value, "data")


def _below(page: Page, channel: Any, depth: int) -> Iterator[Link]:
    if not isinstance(channel, dict) or not depth:
        return
    for child in data.rows(channel.get("children")):
        name = data.text(child, ["displayName", "channelName", "name"])
        if name and (number := data.text(child, ["channelId"])):
            evidence = (Evidence("agency", "column", name, name),) if fields.looks_like_agency(name) else ()
            yield from (replace(link, text=name, evidence=evidence) for link in _searches(page, number))
        yield from _below(page, child, depth - 1)


CMS = Cms(
    "ucap",
    listing=listing,
    columns=columns,
)
