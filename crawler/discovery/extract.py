"""Every link of a page, wherever it hides: anchors, image maps, options, frames, onclick, and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.cms.base import Link, Page
from crawler.discovery.script import HOLE, named_urls, opened_urls, written_html

_NO_LINK = re.compile(r"^\s*(?:#|mailto:|tel:|data:|about:|sms:|$)|[{}<>\ufffc\n]", re.IGNORECASE)
_LOOKS_LIKE_URL = re.compile(
    r"^\s*(?:https?://|\.{0,2}/)\S+$|^\s*[\w\-./%]+\.(?:s?html?|jsp|aspx?|php|do)(?:[?#]\S*)?\s*$", re.I
)
_CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
_SCRIPT_PAGE = re.compile(
    r"^\s*(?:/[/*]|document\.write|(?:var|let|const|function)\s|\$\(|\(function|window\.|[\w.$]+\s*=)"
)
_DATA_ANSWER = re.compile(r"[\s\ufeff]*(?:\{\s*[\"}]|\[\s*[\[{\]])")
_MARKUP_SCRIPT = re.compile(r"xml|html|template", re.IGNORECASE)


def links(page: Page) -> list[Link]:
    """All links of the page in printed order, each once for each text; none of a comment, in HTML or in a script.

    The text is what is visible, or the title where that is cut off. Links that scripts write are found without
    running anything; what a script computes is no link. A data answer has none: its CMS module reads it.
    """
    if _DATA_ANSWER.match(page.text):
        return []
    found = _of_script(page.text) if _is_script(page) else _of_tree(page.tree)
    distinct: dict[tuple[str, str], Link] = {}
    for href, text in found:
        if (url := _absolute(page, href)) is not None:
            distinct.setdefault((url, text), Link(url, text))
    named = {url for url, text in distinct if text}
    return [link for (url, text), link in distinct.items() if text or url not in named]


def script_files(page: Page) -> list[Link]:
    """The page's own script files (same host): a portal may write its navigation there."""
    host = urlsplit(page.url).hostname
    sources = [str(src) for src in page.tree.xpath("//script/@src")]
    urls = dict.fromkeys(
        url for src in sources if (url := _absolute(page, src)) and urlsplit(url).hostname == host
    )
    return [Link(url) for url in urls]


def _is_script(page: Page) -> bool:
    named = urlsplit(page.url).path.lower().endswith(".js")
    return (named or _SCRIPT_PAGE.match(page.text) is not None) and not page.text.lstrip().startswith("<")


def _absolute(page: Page, href: str) -> str | None:
    """The URL, or None for what no crawler can fetch."""
    if _NO_LINK.search(href) or href.strip().lower().startswith("javascript:"):
        return None
    try:
        url = page.join(href)
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None
    except ValueError:  # urllib's only word on a malformed host
        return None


def _of_tree(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """(href, text) of every link in the tree, in document order."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower()
        if tag in ("a", "area") and element.get("href") is not None:
            yield from _of_anchor(element)
        elif tag == "option" and _LOOKS_LIKE_URL.match(element.get("value") or ""):
            yield element.get("value", ""), _text(element)
        elif tag in ("iframe", "frame") and element.get("src"):
            yield element.get("src", ""), (element.get("title") or element.get("name") or "").strip()
        elif tag == "script" and not element.get("src"):
            yield from _of_embedded(element)
        for attribute in ("data-href", "data-url", "data-link"):
            if _LOOKS_LIKE_URL.match(element.get(attribute) or ""):
                yield element.get(attribute, ""), _text(element)
        if element.get("onclick"):
            yield from ((url, _text(element)) for url in opened_urls(element.get("onclick", "")))


def _of_anchor(element: HtmlElement) -> Iterator[tuple[str, str]]:
    href = element.get("href", "")
    if href.strip().lower().startswith("javascript:"):
        yield from ((url, _text(element)) for url in opened_urls(href))
    else:
        yield href, _text(element)


def _of_embedded(element: HtmlElement) -> Iterator[tuple[str, str]]:
    script = element.text_content()
    if _MARKUP_SCRIPT.search(element.get("type") or "") and "<" in script:
        yield from _of_fragment(script.replace("<![CDATA[", "").replace("]]>", ""))
    else:
        yield from _of_script(script)


def _of_script(script: str) -> Iterator[tuple[str, str]]:
    for piece in written_html(script):
        yield from _of_fragment(piece)
    yield from ((url, name) for name, url in named_urls(script) if _LOOKS_LIKE_URL.match(url))


def _of_fragment(markup: str) -> Iterator[tuple[str, str]]:
    """Links of a piece of HTML; its own scripts are left alone, they were written to be run later."""
    if "<" not in markup:
        return
    try:
        tree = html.document_fromstring(f"<html><body>{markup}</body></html>")
    except etree.ParserError:
        return
    etree.strip_elements(tree, "script", with_tail=False)
    yield from ((href, text.replace(HOLE, "")) for href, text in _of_tree(tree))


def _text(element: HtmlElement) -> str:
    """The visible text, or the title where that is whole and the text is cut or longer by a date."""
    visible = " ".join(element.text_content().split())
    title = " ".join((element.get("title") or "").split())
    if not visible:
        images = [str(word) for word in element.xpath(".//img/@alt | .//img/@title | ./@alt") if str(word).strip()]
        return title or (images[0].strip() if images else "")
    start = _CUT.sub("", visible)
    if title and ((start != visible and title.startswith(start[:8])) or visible.startswith(title)):
        return title
    return visible
