"""Flip-books (FlipBuilder): …/index.html is a program, …/files/basic-html/page1.html the text of a page.

`<title>Page N - headline</title>`; a PDF of the whole where the book links one (PORTALS.md §1.1 D).
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.cms import pager
from crawler.cms.articles import compose
from crawler.cms.attachments import attachments
from crawler.cms.base import Article, Link, Page
from crawler.cms.body import known_container
from crawler.cms.dom import by_css, web_url
from crawler.cms.family import Cms
from crawler.cms.text import squeeze

_PAGE = re.compile(r"^(?P<book>.*/)files/basic-html/page(?P<number>\d{1,4})\.html$")
_TITLE = re.compile(r"^\s*(?:Page|P\.|第)\s*\d{1,4}\s*页?\s*[-–—:：]\s*(?P<title>.+)$", re.I)
_COUNT = re.compile(r"\b(?:totalPageCount|pageCount|totalPages?)[\"']?\s*[:=]\s*[\"']?(\d{1,4})")
_OF = re.compile(r"(?:\bof|/|共)\s{0,3}(\d{1,4})\b")
_PROGRAM = re.compile(r"LoadingJS|mobile/javascript/|flip_?book|bookConfig|flipbuilder", re.I)
_MOST_PAGES = 200
_BODIES = ("#text-container", ".text-container", "#content", "#page-text", "#text", "#container", "body")


def article(page: Page) -> Article | None:
    """A page of the book: its text under the book's headline. The first page has the PDF of the whole for its
    attachment, or else the pages after it; None for a page that is no book's."""
    url = page.url.partition("?")[0]
    match = _PAGE.match(url)
    if match is None:
        return None
    found = compose(page, known_container(page, _BODIES), _headline(page))
    if match["number"] != "1":
        return found
    files = attachments(page, None)
    pages = () if files else tuple(_following(page, match["book"]))
    return replace(found, attachments=files, further=pages, page_count=1 + len(pages))


def first_page(page: Page) -> Link | None:
    """The first page with text of a book whose program this page is."""
    source = "\n".join(map(str, page.tree.xpath("//script/@src | //script/text()")))
    if not _PROGRAM.search(source) or _PAGE.match(page.url.partition("?")[0]):
        return None
    path = urlsplit(page.url).path
    inner = re.search(r"(?:mobile/)?(?:index\.html?)?$", path)
    book = path[: inner.start()] if inner else path
    if not book.endswith("/"):
        return None
    url = web_url(page, f"{book}files/basic-html/page1.html")
    return Link(url) if url else None


def _headline(page: Page) -> str | None:
    title = squeeze(" ".join(page.tree.xpath("//head/title//text()")))
    match = _TITLE.match(title)
    return (match["title"] if match else title) or None


def _following(page: Page, book: str) -> list[Link]:
    """The pages after the first, as many as the book links, says or configures."""
    hrefs = (web_url(page, anchor.get("href")) for anchor in page.tree.iter("a"))
    linked = [
        int(match["number"]) for href in hrefs if href and (match := _PAGE.match(href)) and match["book"] == book
    ]
    told = [int(number) for number in _COUNT.findall(page.text)[:5]]
    told += [int(number) for text in map(squeeze, _short(page)) for number in _OF.findall(text)]
    told += [pager.position(page)[1] or 1]
    last = min(max([1, *linked, *told]), _MOST_PAGES)
    return [Link(f"{book}files/basic-html/page{number}.html") for number in range(2, last + 1)]


def _short(page: Page) -> list[str]:
    """The texts of the book's own bar: 1 / 12, Page 1 of 12."""
    bars: list[HtmlElement] = by_css(
        page.tree, "[class*=page], [id*=page], [class*=tool], [id*=tool], [class*=nav]"
    )
    return [text for bar in bars if len(text := bar.text_content()) <= 60]


CMS = Cms(
    "flipbook",
    article=article,
)
