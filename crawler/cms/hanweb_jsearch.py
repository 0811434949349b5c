"""Hanweb's site search (jsearch, jpaas-jsearch): its requests, and its answers as lists (PORTALS.md §1.3).

GET …/jsearchfront/search.do answers a page, POST …/interfaces/cateSearch.do JSON with a piece of HTML for each
result; links are wrapped as visit/link.do?url=…. A search has thousands of results, best first: only the next
page is named, so that the caller can stop when one brings nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from crawler.cms import data, generic
from crawler.cms.base import Link, Listing, Page
from crawler.cms.dom import select, web_url
from crawler.cms.family import Cms
from crawler.cms.rows import rows
from crawler.cms.text import find_date, squeeze, whole

_PER_PAGE = 50  # as many as the servers give at most
_LAST_PAGE = 50  # results beyond it have little to do with the words
_LARGEST_SCRIPT = 1_000_000
_MOST_RESULTS = 200  # of one answer
_HIGHEST = 6  # elements between a title and its result's block
_DOOR = re.compile(r"jsearchfront/(?:interfaces/)?\w+\.do|jpaas-jsearch-web-server/search", re.I)
_POST = "interfaces/cateSearch.do"
_TITLES = (".jcse-news-title", "[class*=news-title]", "[class*=result-title]", "[class*=title]")
_DATES = ("[class*=news-date]", "[class*=date]", "[class*=time]")
_URLS = (".jcse-news-url a", "[class*=news-url] a", "[class*=url] a")
_TOTAL = re.compile(r"(?:找到|共|约|结果)[^\d。]{0,20}?([\d,]{1,9})\s*(?:条|个|项|篇)")
_KEPT = ("websiteid", "tpl", "cateid", "serviceId", "pos", "checkError", "pg")


def search(page: Page, words: str) -> Sequence[Link]:
    """The search that the page's forms and links offer, asked for `words`, each once."""
    found: dict[str, Link] = {}
    for tree in _trees(page):
        for url, fields in (*_forms(page, tree), *_anchors(page, tree)):
            address = url.partition("?")[0]
            found.setdefault(address, _asked(address, {**fields, "q": words}))
    return tuple(found.values())


def ask(
    endpoint: str,
    words: str,
    *,
    websiteid: str,
    cateid: Sequence[str] = (),
    tpl: str | None = None,
    method: str = "GET",
) -> Sequence[Link]:
    """The search that a site file declares ([search]), one request a category."""
    given = {"websiteid": websiteid, "q": words} | ({"tpl": tpl} if tpl else {})
    asked = [given | {"cateid": each} for each in cateid] or [given]
    return tuple(_asked(endpoint, fields, post=method == "POST") for fields in asked)


def listing(page: Page) -> Listing | None:
    """The results of an answer, unwrapped, and the request for the next page of them."""
    if not _DOOR.search(urlsplit(page.url).path):
        return None
    answer = data.read(page.text)
    items = tuple(_of_answer(page, answer) if isinstance(answer, dict) else _of_page(page))
    total = _declared(page, answer)
    items = tuple({link.url: link for link in items}.values())
    if not items and answer is None and _POST.rpartition("/")[2] in page.text and page.form is None:
        fields = {key: value for key, value in data.query(page.url).items() if value}
        return Listing((), (_asked(urljoin(page.url, _POST), fields, post=True),), step=True)
    return Listing(items, _next(page, len(items), total), total)


def _asked(address: str, fields: Mapping[str, str], *, post: bool = False) -> Link:
    given = dict(fields) | {"p": "1", "pg": fields.get("pg") or str(_PER_PAGE), "checkError": "1"}
    if not post:
        return Link(f"{address}?{urlencode(given)}")
    given["word"] = fields.get("q", "")
    headers = (("X-Requested-With", "XMLHttpRequest"), ("Referer", urljoin(address, "/")))
    return Link(address, form=tuple(given.items()), headers=headers)


# the way in


def _trees(page: Page) -> Iterator[HtmlElement]:
    """The page, and what its scripts write, as far as they speak of jsearch."""
    if "jsearch" not in page.text:
        return
    yield page.tree
    own = [script.text_content() for script in page.tree.iter("script")]
    for source in own or [page.text]:
        if "jsearch" not in source or len(source) > _LARGEST_SCRIPT:
            continue
        kept = (line for line in source.splitlines() if not line.lstrip().startswith("//"))
        markup = "\n".join(kept).replace('\\"', '"').replace("\\'", "'").replace("\\/", "/")
        try:
            yield html.document_fromstring(f"<html><body>{markup}</body></html>")
        except (ParserError, ValueError):
            continue


def _forms(page: Page, tree: HtmlElement) -> Iterator[tuple[str, dict[str, str]]]:
    for form in tree.iter("form"):
        url = _door(page, form.get("action"))
        if url:
            given = {field.get("name") or "": field.get("value") or "" for field in form.iter("input")}
            yield url, {key: given[key] for key in _KEPT if given.get(key)}


def _anchors(page: Page, tree: HtmlElement) -> Iterator[tuple[str, dict[str, str]]]:
    for anchor in tree.iter("a"):
        url = _door(page, anchor.get("href"))
        if url:
            given = data.query(url)
            yield url, {key: given[key] for key in _KEPT if given.get(key)}


def _door(page: Page, href: str | None) -> str | None:
    url = web_url(page, href)
    return url if url and "\\" not in url and "link.do" not in url and _DOOR.search(urlsplit(url).path) else None


# the answers


def _of_answer(page: Page, answer: Mapping[str, object]) -> Iterator[Link]:
    """The results of a JSON answer: pieces of HTML, or objects."""
    results = next((found for key in ("result", "data", "rows") if isinstance(found := answer.get(key), list)), [])
    for result in results:
        if isinstance(result, str) and (link := _result(page, Page(page.url, result).tree)):
            yield link
        elif isinstance(result, dict) and (item := data.item(page, result)):
            yield replace(item, url=unwrapped(page, item.url) or item.url)


def _of_page(page: Page) -> Iterator[Link]:
    """The results of a page: the blocks around their titles, else what links through link.do."""
    titles = next((found for each in _TITLES[:3] if (found := list(select(page.tree, (each,))))), [])[
        :_MOST_RESULTS
    ]
    if titles:
        links = (_result(page, _block(title, titles)) for title in titles)
        yield from (link for link in links if link)
        return
    wrapped = [link for link in rows(page) if "link.do" in link.url]
    block = generic.listing(page)
    for link in wrapped or (block.items if block else ()):
        if url := unwrapped(page, link.url):
            yield replace(link, url=url)


def _block(title: HtmlElement, titles: Sequence[HtmlElement]) -> HtmlElement:
    """The largest element around a title that holds no other."""
    others = set(titles) - {title} - set(title.iterdescendants())
    block = title
    for height, node in enumerate(title.iterancestors()):
        if height >= _HIGHEST or node.tag == "body" or any(each in others for each in node.iterdescendants()):
            break
        block = node
    return block


def _result(page: Page, block: HtmlElement) -> Link | None:
    """One result: title, target, and the date that stands in a place of its own."""
    titles = (each for title in select(block, _TITLES) for each in (title, *title.iter("a")) if each.tag == "a")
    anchor = next((each for each in (*titles, *block.iter("a")) if web_url(page, each.get("href"))), None)
    if anchor is None:
        return None
    url = unwrapped(page, anchor.get("href"))
    if url is None or "link.do" in url:
        shown = next(select(block, _URLS), None)
        printed = squeeze(shown.text_content()) if shown is not None else ""
        url = unwrapped(page, printed if printed.startswith("http") else None) or url
    text = whole(anchor.text_content(), anchor.get("title") or "")
    if url is None or not text:
        return None
    days = (find_date(each.text_content()) for each in select(block, _DATES))
    return Link(url, text, next(filter(None, days), None))


def unwrapped(page: Page, href: str | None) -> str | None:
    """The address behind visit/link.do?url=…; others as they are; None for what is no address."""
    url = web_url(page, href)
    if url is None or "link.do" not in url:
        return url
    inner = dict(parse_qsl(urlsplit(url).query)).get("url", "")
    for _ in range(2):
        if "://" in inner or inner.startswith("/"):
            return web_url(page, inner)
        inner = unquote(inner)
    return None


def _declared(page: Page, answer: object) -> int | None:
    if isinstance(answer, dict):
        return data.number(answer.get("total"))
    printed = _TOTAL.search(squeeze(page.tree.text_content()))
    return int(printed[1].replace(",", "")) if printed and printed[1].strip(",") else None


def _next(page: Page, got: int, total: int | None) -> tuple[Link, ...]:
    """The request for the next page of results: this one with another p."""
    asked = dict(page.form) if page.form is not None else data.query(page.url)
    number = data.number(asked.get("p")) or 1
    wanted = data.number(asked.get("pg")) or _PER_PAGE
    size = got if number == 1 and total and got < total else wanted  # a server may give fewer than it is asked for
    ended = number * size >= total if total is not None else got < size
    if not got or ended or number >= _LAST_PAGE:
        return ()
    changed: dict[str, int] = {"p": number + 1} | ({} if size == wanted else {"pg": size})
    if page.form is not None:
        headers = data.asked_by(page)
        return (Link(page.url, form=data.with_form(page.form, **changed), headers=headers),)
    return (Link(data.with_query(page.url, **changed)),)


CMS = Cms(
    "hanweb_jsearch",
    listing=listing,
    search=search,
)
