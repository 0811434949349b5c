"""The further pages of an article whose body is split: the same address with a number behind.

TRS writes t20240131_123_1.html by createPageHTML, Hanweb art_1_2_2.html, VSB 21831_2.htm; others take ?page=2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from crawler.cms import tables
from crawler.cms.base import Link, Page
from crawler.cms.dom import web_url
from crawler.cms.text import squeeze

MOST = 30  # pages of one article
_LARGEST = 500_000  # characters of a script
_FILE = re.compile(r"(.*?)(\.[A-Za-z]{2,5})?$", re.S)
_CREATED = re.compile(
    r"\bcreatePage\w*\(\s*(\d{1,3})\s*,\s*\d{1,3}\s*,\s*[\"']([\w./-]{1,100})[\"']\s*,\s*[\"']\.?(\w{2,5})[\"']"
)
_OPENED = re.compile(r"(?:location(?:\.href)?\s*=|\w{0,20}\()\s*['\"]([^'\"]{1,300})['\"]", re.I)
_COUNT = re.compile(r"共\s{0,3}(\d{1,2})\s{0,3}页|第?\s{0,3}\d{1,2}\s{0,3}页?\s{0,3}/\s{0,3}(\d{1,2})\s{0,3}页")
_PAGER = re.compile(r"pag(?:e|ing|in)|fanye|fenye", re.I)
_PAGER_TEXT = 80  # characters


def further_pages(page: Page, container: HtmlElement | None) -> tuple[tuple[Link, ...], int]:
    """The article's further pages that the page names, in their order, and how many pages it says there are.

    1 where nothing says that there is more than this page.
    """
    found = dict(sorted({**_linked(page), **_created(page)}.items()))
    links = tuple(Link(url) for url in found.values())[: MOST - 1]
    return links, max(len(found) + 1, _declared(page, container) if container is not None else 1)


def _linked(page: Page) -> dict[int, str]:
    found: dict[int, str] = {}
    for node in page.tree.iter("a", "option"):
        href = node.get("href") or (node.get("value") if node.tag == "option" else None) or ""
        if not href or href.lower().startswith("javascript:"):
            opened = _OPENED.search(href) or _OPENED.search(node.get("onclick") or "")
            href = opened[1] if opened else ""
        url = web_url(page, href) if href else None
        if url and (number := _number(page.url, url)):
            found.setdefault(number, url)
    return found


def _created(page: Page) -> dict[int, str]:
    """The pages that a script of TRS links: the second is stem_1."""
    own = page.url.partition("?")[0].rpartition("/")[2]
    for script in page.tree.iter("script"):
        for pages, stem, ending in _CREATED.findall(script.text_content()[:_LARGEST]):
            if f"{stem}.{ending}".rpartition("/")[2] == own:
                names = ((number, f"{stem}_{number}.{ending}") for number in range(1, min(int(pages), MOST + 1)))
                return {number: page.join(name) for number, name in names}
    return {}


def _number(own: str, other: str) -> int | None:
    """The number of another page of the same article; None where the address is no such page."""
    here, there = urlsplit(own), urlsplit(other)
    if here.hostname != there.hostname:
        return None
    if here.path == there.path:
        return _in_query(here.query, there.query)
    stem, ending = _FILE.fullmatch(here.path).groups("")  # type: ignore[union-attr]
    match = re.fullmatch(re.escape(stem) + r"[_-](\d{1,3})" + re.escape(ending), there.path)
    number = int(match[1]) if match and here.query == there.query else 0
    return number if 1 <= number <= MOST else None


def _in_query(own: str, other: str) -> int | None:
    here, there = dict(parse_qsl(own)), dict(parse_qsl(other))
    different = {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)}
    if len(different) != 1 or (name := different.pop()).lower() not in tables.words("pager", "parameters"):
        return None
    value = there.get(name, "")
    return int(value) if re.fullmatch(r"[1-9]\d?", value) and 2 <= int(value) <= MOST else None


def _declared(page: Page, container: HtmlElement) -> int:
    """共3页 in a pager within the body or right behind it."""
    counts = [1]
    for element in _pagers(container):
        text = squeeze(element.text_content())
        if len(text) <= _PAGER_TEXT and (match := _COUNT.search(text)):
            counts.append(int(match[1] or match[2]))
    return max(counts)


def _pagers(container: HtmlElement) -> Iterator[HtmlElement]:
    for root in (container, *container.itersiblings()):
        for element in root.iter("div", "p", "span", "ul", "td"):
            if _PAGER.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
                yield element
