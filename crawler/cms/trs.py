"""TRS WCM: columns of relative t2024…_N.html rows, a pager that a script writes, articles, WAS5 search (§2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from crawler.cms import data, fields, generic, pager, tables, trs_pager
from crawler.cms.articles import compose
from crawler.cms.attachments import attachments
from crawler.cms.base import Article, Link, Listing, Page
from crawler.cms.body import known_container
from crawler.cms.dom import in_frame, inside, select, web_url
from crawler.cms.family import Cms
from crawler.cms.rows import date_beside, is_pager
from crawler.cms.text import find_date, squeeze
from crawler.discovery.script import written_html

_ARTICLE = re.compile(r"/t\d{8}_\d+(?:_\d+)?(?:_wap)?\.(?:s?html?|jhtml)$", re.I)
_TWIN = re.compile(r"_wap(?=\.s?html?$)", re.I)
_WAS = re.compile(r"/was\d{0,2}/(?:web/)?search\b", re.I)
_CHANNEL = re.compile(r"channelid(?:\.value)?\s*=\s*[\"']?(\d{1,9})", re.I)
_FILE = re.compile(r"[PW]0\d{12,}\.\w{2,5}(?:[\"'\\]|$)")
_RECORD = re.compile(r"<REC>", re.I)
_RECORDS = re.compile(r"<RECORDCOUNT>\s*(?:<!\[CDATA\[)?\s*(\d{1,9})", re.I)
_SHORTEST_BODY = 10  # characters below which an editor's box holds no body
_PER_PAGE = 50  # as many as the servers give at most
_LAST_PAGE = 50  # of a search


def listing(page: Page) -> Listing | None:
    """The rows of a column and the requests for its other pages, or the results of a search."""
    if _WAS.search(urlsplit(page.url).path):
        return _results(page)
    if _ARTICLE.search(urlsplit(page.url).path):
        return None
    block = generic.listing(page)
    items = _items(page, block)
    written = trs_pager.pager(page)
    if written is not None:
        total = written.records or (block.total if block else None)
        return Listing(items, trs_pager.others(page, written), total, fields.column_name(page))
    if block is not None:
        return replace(block, items=items)
    return Listing(items, pager.pages(page), None, fields.column_name(page)) if items else None


def article(page: Page) -> Article | None:
    """The article of a t2024…_N.html page; None for others, whose editor boxes are banners as often as bodies."""
    if not _ARTICLE.search(urlsplit(page.url).path):
        return None
    container = _body(page)
    if container is None:
        return None
    found = compose(page, container, generic.headline(page, container))
    if not found.attachments:
        found = replace(found, attachments=tuple(_written_files(page)))
    return found


def search(page: Page, words: str) -> Sequence[Link]:
    """WAS5's search of the channels that the page's forms and scripts name."""
    found: dict[str, Link] = {}
    for url, channel in _doors(page):
        query = urlencode({"channelid": channel, "searchword": words, "page": 1, "prepage": _PER_PAGE})
        found.setdefault(channel, Link(f"{url.partition('?')[0]}?{query}"))
    return tuple(found.values())


# columns


def _items(page: Page, block: Listing | None) -> tuple[Link, ...]:
    """The densest block of rows, and every article below the column's own directory; of twins (_wap) one."""
    found = {link.url: link for link in block.items} if block else {}
    directory = page.url.partition("?")[0].rpartition("/")[0] + "/"
    for anchor in page.tree.iter("a"):
        url = web_url(page, anchor.get("href"))
        if url is None or url in found or not url.startswith(directory) or not _ARTICLE.search(url):
            continue
        text, day = generic.item_text(anchor)
        if text and not is_pager(anchor):
            found[url] = Link(url, text, day or date_beside(page, anchor, url))
    return tuple(link for url, link in found.items() if not _TWIN.search(url) or _TWIN.sub("", url) not in found)


# articles


def _body(page: Page) -> HtmlElement | None:
    """The editor's box with the most text, outside the page's frame; else what other families call a body."""
    boxes = dict.fromkeys(select(page.tree, tables.words("containers", "trs")))
    own = [box for box in boxes if not in_frame(box)]
    sizes = {box: len(squeeze(box.text_content())) for box in own}
    best = max(own, key=lambda box: sizes[box], default=None)
    if best is not None and (sizes[best] >= _SHORTEST_BODY or _shows(best)):
        outer = (box for box in own if inside(best, box))
        return max(outer, key=lambda box: sizes[box], default=best)
    return known_container(page, tables.words("containers", "any"))


def _shows(box: HtmlElement) -> bool:
    """Whether a box without text shows pictures or files; a banner of Flash is neither."""
    return bool(box.xpath(".//img | .//iframe | .//a[@href]"))


def _written_files(page: Page) -> Iterator[Link]:
    """The attachments that a script writes below the article."""
    for script in page.tree.iter("script"):
        source = script.text_content()
        if not _FILE.search(source):
            continue
        for piece in written_html(source):
            try:
                tree = html.document_fromstring(f"<html><body>{piece}</body></html>")
            except (ParserError, ValueError):
                continue
            fragment = Page(page.url, html.tostring(tree, encoding="unicode"))
            yield from attachments(fragment, None)


# search


def _doors(page: Page) -> Iterator[tuple[str, str]]:
    """(address, channel) of each search form, and of each address in a script."""
    for form in page.tree.iter("form"):
        url = web_url(page, form.get("action"))
        if url is None or not _WAS.search(url):
            continue
        named = [each.get("value") or "" for each in form.iter("input") if each.get("name") == "channelid"]
        channel = data.query(url).get("channelid") or next(filter(str.isdecimal, named), "")
        if not channel and (printed := _CHANNEL.search(_scripts(page))):
            channel = printed[1]
        if channel.isdecimal():
            yield url, channel


def _scripts(page: Page) -> str:
    return "\n".join(script.text_content() for script in page.tree.iter("script"))


def _results(page: Page) -> Listing | None:
    """The results of a search, XML or a page, and the request for the next ones."""
    pieces = _RECORD.split(page.text)[1:]
    if not pieces:
        shown = generic.listing(page)
        return replace(shown, more=shown.more or _next(page, len(shown.items), shown.total)) if shown else None
    links = (_result(page, piece) for piece in pieces)
    items = tuple({link.url: link for link in links if link}.values())
    declared = _RECORDS.search(page.text)
    total = int(declared[1]) if declared else None
    return Listing(items, _next(page, len(pieces), total), total)


def _result(page: Page, record: str) -> Link | None:
    title = _field(record, "search_title")
    url = web_url(page, _field(record, "search_url"))
    return Link(url, title, find_date(_field(record, "search_date"))) if url and title else None


def _field(record: str, key: str) -> str:
    """The first of a record's fields that says something, out of its CDATA, without markup."""
    for name in tables.words("trs", key):
        start = re.search(f"<{name}>", record, re.I)
        end = re.compile(f"</{name}>", re.I).search(record, start.end()) if start else None
        if start and end:
            inner = record[start.end() : end.start()].replace("<![CDATA[", "").replace("]]>", "")
            text = squeeze(Page("", f"<html><body>{inner}</body></html>").tree.text_content())
            if text:
                return text
    return ""


def _next(page: Page, got: int, total: int | None) -> tuple[Link, ...]:
    """The next page of results only: there may be thousands, best first."""
    asked = data.query(page.url)
    number = data.number(asked.get("page")) or 1
    named = "perpage" if "perpage" in asked else "prepage"
    wanted = data.number(asked.get(named)) or _PER_PAGE
    size = got if number == 1 and total and got < total else wanted  # a server may give fewer than it is asked for
    ended = number * size >= total if total is not None else got < size
    if not got or ended or number >= _LAST_PAGE:
        return ()
    following = data.with_query(page.url, page=number + 1)
    return (Link(following if size == wanted else data.with_query(following, **{named: size})),)


CMS = Cms(
    "trs",
    listing=listing,
    article=article,
    search=search,
)
