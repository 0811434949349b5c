"""LonSun 龙讯 (Anhui and others): /public/column/<organ>?type=…, /public/content/37034572 (PORTALS.md §2.7).

type=3 is 政府信息公开年报 (1 制度, 2 指南, 4 目录, 5 依申请), so every organ that a page names has its column of
annual reports. A list is paged by ?pageIndex=N or, where a script fills it, by a POST to /site/label/8888.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode, urlsplit

from lxml.html import HtmlElement

from crawler.cms import data, fields, generic, rows
from crawler.cms.base import Article, Link, Listing, Page
from crawler.cms.data import MOST_PAGES, Form, asked_by
from crawler.cms.dom import breadcrumb, by_css, in_frame, web_url
from crawler.cms.family import Cms
from crawler.cms.javascript import ScriptError, Value, read_literal
from crawler.cms.text import squeeze, whole, without_comments
from pipelines.evidence import Evidence

ANNUAL, ANNUAL_NAME = "3", "政府信息公开年报"
_LABEL = "/site/label/8888"
_COLUMN = re.compile(r"(/(?:openness/)?public/column/)(\d{1,15})(?=$|[/?#])")
_CALL = re.compile(r"\bLs\.pagination\s*\(")
_COUNT = re.compile(r"\bpageCount[\"']?\s*:\s*[\"']?\(?\s*(\d{1,5})")
_CURRENT = re.compile(r"\bcurrPage[\"']?\s*:\s*\(?\s*(\d{1,5})\s*(?:\+\s*(\d))?")
_PRINTED = re.compile(r"[\"']([^\"'\s]{0,500}[?&]pageIndex=)[\"']")
_PARAMETERS = re.compile(r"\{(?=[^{}]{0,2000}\blabelName\b)")
_ORGAN = re.compile(r"\{[^{}]{0,1500}\borgan_?id\b[^{}]{0,1500}\}", re.I)
_ORGAN_ID = re.compile(r"\borgan_?id[\"']?\s*:\s*[\"']?(\d{1,15})", re.I)
_ORGAN_NAME = re.compile(r"\b(?:organ_?name|name|title)[\"']?\s*:\s*[\"']([^\"'<>]{2,60})[\"']", re.I)
_COMPUTED = re.compile(r"[({+]")
_COUNTED = re.compile(r"\s*[(（]\d+[)）]\s*$")
_LISTS = ".doc_list, .xxgk_navli, .gk_list, .pubList, [class*=doc_list]"


def listing(page: Page) -> Listing | None:
    """The items of a column or of a label's answer, and its other pages."""
    items = tuple(_named(page, link) for link in _items(page))
    more = tuple(_pages(page, bool(items)))
    if not items and not more:
        return None
    return Listing(items, more, column=fields.column_name(page), step=not items)


def columns(page: Page) -> Sequence[Link]:
    """The column of annual reports of each organ that the page links or names in its data."""
    have: set[str] = set()
    organs: dict[str, tuple[str, str]] = {}
    for anchor in page.tree.iter("a", "option", "li"):
        address = anchor.get("href") or anchor.get("value") or anchor.get("data-url") or ""
        match = _COLUMN.search(address)
        if match is None or (url := web_url(page, address)) is None:
            continue
        if data.query(url).get("type") == ANNUAL:
            have.add(match[2])
        name = _COUNTED.sub("", whole(anchor.text_content(), anchor.get("title") or ""))
        if fields.looks_like_agency(name):
            organs.setdefault(match[2], (url[: url.index(match[0]) + len(match[0])], name))
    for number, name in _written(page):
        organs.setdefault(number, (page.join(f"/public/column/{number}"), name))
    return tuple(
        Link(
            f"{url}?{urlencode({'type': ANNUAL, 'action': 'list'})}",
            ANNUAL_NAME,
            evidence=(Evidence("agency", "column", name, name),),
        )
        for number, (url, name) in organs.items()
        if number not in have
    )


def article(page: Page) -> Article | None:
    """The article of a page at an article's address; a column is none."""
    return None if _COLUMN.search(urlsplit(page.url).path) else generic.article(page)


def _written(page: Page) -> Iterator[tuple[str, str]]:
    """(organ, name) of the objects in scripts or in a data answer."""
    answer = data.read(page.text)
    objects = data.rows(answer) or data.rows(data.at(answer, "data")) or data.rows(data.at(answer, "rows"))
    for row in objects:
        number, name = data.text(row, ["organId", "organid"]), data.text(row, ["organName", "name", "title"])
        if number.isdecimal() and name:
            yield number, name
    for script in page.tree.iter("script"):
        for written in _ORGAN.findall(script.text_content()):
            organ, named = _ORGAN_ID.search(written), _ORGAN_NAME.search(written)
            if organ and named and fields.looks_like_agency(named[1]):
                yield organ[1], squeeze(named[1])


def _items(page: Page) -> tuple[Link, ...]:
    """The links to articles: in the list, else in the densest block; of a label's answer all."""
    lists: list[HtmlElement] = by_css(page.tree, _LISTS)
    for element in sorted(lists, key=lambda each: -sum(1 for _ in each.iter("a"))):
        if not in_frame(element) and (found := _articles(rows.rows(page, element))):
            return found
    shown = generic.listing(page)
    if shown and (found := _articles(tuple(shown.items))):
        return found
    return _articles(rows.rows(page)) if _is_label(page) else ()


def _articles(links: Sequence[Link]) -> tuple[Link, ...]:
    return tuple(link for link in links if not _COLUMN.search(link.url))


def _named(page: Page, link: Link) -> Link:
    """The item with the organ whose column lists it."""
    crumbs = breadcrumb(page)
    name = next((crumb for crumb in reversed(crumbs) if fields.looks_like_agency(crumb)), None)
    if name is None or link.evidence or not _COLUMN.search(urlsplit(page.url).path):
        return link
    return Link(link.url, link.text, link.date, evidence=(Evidence("agency", "column", name, ">".join(crumbs)),))


def _is_label(page: Page) -> bool:
    return "/site/label/" in urlsplit(page.url).path


def _pages(page: Page, listed: bool) -> Iterator[Link]:
    """The other pages of the list, all that Ls.pagination counts."""
    source = without_comments(page.text)
    call = _CALL.search(source)
    near = source[call.start() : call.start() + 5_000] if call else ""
    count = _COUNT.search(near)
    last = min(int(count[1]), MOST_PAGES) if count else 1
    current = _CURRENT.search(near)
    here = int(current[1]) + int(current[2] or 0) if current else 1
    if _is_label(page):
        numbers = [number for number in range(2, last + 1) if number != here] if here == 1 else []
        yield from (_label_page(page, number) for number in numbers)
        return
    parameters = _parameters(source)
    if not listed and parameters:
        yield Link(page.join(_LABEL), form=data.with_form(parameters, pageIndex=1), headers=asked_by(page))
        return
    printed = _PRINTED.search(near)
    base = page.join(f"{printed[1]}1") if printed else page.url
    yield from (Link(data.with_query(base, pageIndex=number)) for number in range(2, last + 1) if number != here)


def _label_page(page: Page, number: int) -> Link:
    if page.form is not None:
        return Link(page.url, form=data.with_form(page.form, pageIndex=number), headers=asked_by(page))
    return Link(data.with_query(page.url, pageIndex=number), headers=asked_by(page))


def _parameters(source: str) -> Form | None:
    """The form that the page's script posts to the label, as far as it stands in one object of literals."""
    for match in _PARAMETERS.finditer(source):
        try:
            value = read_literal(source, match.start())
        except ScriptError:
            continue
        if isinstance(value, dict) and isinstance(value.get("labelName"), str):
            return _plain(value)
    return None


def _plain(value: Mapping[str, Value]) -> Form:
    return tuple(
        (key, text) for key, text in value.items() if isinstance(text, str) and not re.search(r"[({+]", text)
    )


CMS = Cms(
    "lonsun",
    listing=listing,
    article=article,
    columns=columns,
)
