"""Epoint 国泰新点 (EWB): /dynamic/zwgk/govInfoPub.html?categorynum=003002, a shell that a script fills by a POST
of JSON to …/rest/lightfrontaction/getgovinfolist (PORTALS.md §2.8).

The POST needs the site's key, siteGuid, which stands in /js/webBuilderCommon.js: a step on the way, asked for with
the category in its query, so that it leads on by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode, urlsplit

from crawler.cms import data, fields, generic
from crawler.cms.base import Link, Listing, Page
from crawler.cms.data import MOST_PAGES
from crawler.cms.dom import web_url
from crawler.cms.family import Cms
from crawler.cms.text import squeeze

_ENDPOINT = re.compile(r"/rest/\w+/getgovinfolist$", re.I)
_PRINTED = re.compile(r"[\"']((?:/[\w-]{1,40})?/rest/\w{1,40}/getgovinfolist)[\"']", re.I)
_SCRIPT = re.compile(r"/(?:webBuilderCommon|ajaxReq)\.js$", re.I)
_GUID = re.compile(r"\bsiteGuid[\"']?\s*[:=]\s*[\"']([0-9a-fA-F-]{8,40})[\"']", re.I)
_PROJECT = re.compile(r"\bprojectName[\"']?\s*[:=]\s*[\"'](/?[\w-]{1,40})/?[\"']", re.I)
_OBJECT = re.compile(r"\{[^{}]{0,1500}\}")
_NUMBER = re.compile(r"\bcategory_?num(?:ber)?[\"']?\s*:\s*[\"']?(\d{3,30})", re.I)
_NAME = re.compile(r"\b(?:category_?name|name|text|title)[\"']?\s*:\s*[\"']([^\"'<>]{1,60})[\"']", re.I)
_PAGE_SIZE = 50
_WRAPPED = "params."


def listing(page: Page) -> Listing | None:
    """The items of an answer; for a shell or its script, the next step to them."""
    path = urlsplit(page.url).path
    if _ENDPOINT.search(path):
        return _answer(page)
    category = _category(page)
    if category is None:
        return None
    if key := _GUID.search(page.text):
        return Listing((), (_first(page, category, key[1]),), column=fields.column_name(page), step=True)
    if _SCRIPT.search(path) or generic.listing(page):
        return None  # a script without the key; a page that shows its list
    asked = urlencode(category)
    scripts = tuple(Link(f"{url.partition('?')[0]}?{asked}") for url in _scripts(page))
    return Listing((), scripts, column=fields.column_name(page), step=True)


def columns(page: Page) -> Sequence[Link]:
    """The categories that a script names, below the page's own shell."""
    shell = page.url.partition("?")[0]
    if _category(page) is None or _SCRIPT.search(urlsplit(shell).path):
        return ()
    dept = data.query(page.url).get("deptcode", "")
    found: dict[str, Link] = {}
    for script in page.tree.iter("script"):
        for text in _OBJECT.findall(script.text_content()):
            number, name = _NUMBER.search(text), _NAME.search(text)
            if number and name:
                asked = {"deptcode": dept, "categorynum": number[1]} if dept else {"categorynum": number[1]}
                found.setdefault(number[1], Link(f"{shell}?{urlencode(asked)}", squeeze(name[1])))
    return tuple(found.values())


def _category(page: Page) -> dict[str, str] | None:
    """What a shell's address asks for: {"deptcode", "categorynum"}; None where it names no category."""
    asked = {key.lower(): value for key, value in data.query(page.url).items()}
    if not re.fullmatch(r"[\w-]{1,40}", asked.get("categorynum", "")):
        return None
    return {"deptcode": asked.get("deptcode", ""), "categorynum": asked["categorynum"]}


def _scripts(page: Page) -> Iterator[str]:
    """The script that holds the site's key: as the page names it, else at its usual place."""
    sources = (web_url(page, script.get("src")) for script in page.tree.iter("script") if script.get("src"))
    named = [url for url in sources if url and _SCRIPT.search(urlsplit(url).path)]
    yield from sorted(named, key=lambda url: "webbuildercommon" not in url.lower())[:2]
    if not named:
        yield page.join("/js/webBuilderCommon.js")


def _first(page: Page, category: dict[str, str], key: str) -> Link:
    printed, project = _PRINTED.search(page.text), _PROJECT.search(page.text)
    root = f"/{project[1].strip('/')}" if project else "/EWB-FRONT"
    path = printed[1] if printed and printed[1].count("/") > 3 else f"{root}/rest/lightfrontaction/getgovinfolist"
    form = {**category, "pageIndex": "0", "pageSize": str(_PAGE_SIZE), "siteGuid": key}
    return Link(page.join(path), form=tuple(form.items()), headers=(("Referer", page.url),), as_json=True)


def _answer(page: Page) -> Listing | None:
    """An answer and the pages after it. Some hosts count them from 0, others from 1: both ends are asked."""
    custom = data.at(data.read(page.text), "custom")
    if not isinstance(custom, dict):
        return None
    if not custom and (wrapped := _wrapped(page)):
        return Listing((), (wrapped,), step=True)
    found = data.rows(data.at(custom, "data")) or data.rows(data.at(custom, "Table"))
    total = next((n for name in ("total", "totalcount") if (n := data.number(custom.get(name))) is not None), None)
    asked = {key.removeprefix(_WRAPPED): value for key, value in page.form or ()}
    if asked.get("pageIndex") != "0":
        return Listing(data.items(page, found), total=total)
    if not found:
        again = (_page(page, 1),) if total != 0 else ()  # it may count from 1
        return Listing((), again, total, step=bool(again))
    last = -(-total // len(found)) if total is not None and total > len(found) else 0
    more = tuple(_page(page, index) for index in range(1, min(last, MOST_PAGES) + 1))
    return Listing(data.items(page, found), more, total)


def _page(page: Page, index: int) -> Link:
    form = tuple((key, str(index) if key.endswith("pageIndex") else value) for key, value in page.form or ())
    return Link(page.url, form=form, headers=data.asked_by(page), as_json=True)


def _wrapped(page: Page) -> Link | None:
    """The same request as {"token": "", "params": {…}}, which other installations want; None where it was so."""
    flat = page.form or ()
    if not flat or any(key.startswith(_WRAPPED) for key, _ in flat):
        return None
    form = (("token", ""), *((_WRAPPED + key, value) for key, value in flat))
    return Link(page.url, form=form, headers=data.asked_by(page), as_json=True)


CMS = Cms(
    "epoint",
    listing=listing,
    columns=columns,
)
