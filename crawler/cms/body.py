"""Where an article's body stands in its page, when no family knows better: known containers, then text density."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from crawler.cms.attachments import named_files
from crawler.cms.base import Page, once_a_page
from crawler.cms.dom import BLOCKS, select
from crawler.cms.text import squeeze

_SHORTEST = 80  # characters of prose below which nothing is called a body
_SHARE = 0.8  # a child that holds so much of the prose is entered
_CHAPTERS = 3  # so many paragraphs beside it, and it is a part of the body, not its frame
_CANDIDATES = frozenset({"div", "td", "section", "article", "main", "center", "form"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "table"})
_THROUGH = _CANDIDATES | {"body", "table", "tbody", "tr", "ul", "li"}


@once_a_page
def known_container(page: Page, selectors: tuple[str, ...]) -> HtmlElement | None:
    """The first element of the selectors, best selector first, that holds text, an image, a file or a frame."""
    return next((element for element in select(page.tree, selectors) if _holds(element)), None)


def _holds(element: HtmlElement) -> bool:
    if squeeze(element.text_content()) or element.xpath(".//img|.//iframe|.//embed|.//object|.//a[@href]"):
        return True
    return any(next(named_files(node), None) for node in element.iter(etree.Element))  # a player's


@once_a_page
def densest(page: Page) -> HtmlElement | None:
    """The smallest block that holds most of the page's prose (text outside links); None where there is no prose.

    Tables of figures are never entered: the chapters around them belong to the body.
    """
    weights = _prose_weights(page)
    node = page.tree.find("body")
    if node is None or weights.get(node, 0) < _SHORTEST:
        return None
    best = node
    while True:
        heavy = next((child for child in node if weights.get(child, 0) >= _SHARE * weights[node]), None)
        if heavy is None or heavy.tag not in _THROUGH or _is_figures(heavy) or _beside_chapters(heavy, weights):
            return None if best.tag == "body" else best
        node = heavy
        if node.tag in _CANDIDATES:
            best = node


def _prose_weights(page: Page) -> dict[HtmlElement, int]:
    """Characters of prose below each element."""
    weights: dict[HtmlElement, int] = {}
    path = "//body//text()[not(ancestor::script or ancestor::style or ancestor::a or ancestor::select)]"
    for text in page.tree.xpath(path):
        parent = text.getparent()
        if parent is None or (text.is_tail and parent.getparent() is None):
            continue
        size = len(re.sub(r"\s+", "", text))
        element = parent.getparent() if text.is_tail else parent
        while size and element is not None:
            weights[element] = weights.get(element, 0) + size
            element = element.getparent()
    return weights


def _beside_chapters(element: HtmlElement, weights: dict[HtmlElement, int]) -> bool:
    """Whether paragraphs and headings stand right beside the element."""
    beside = (*element.itersiblings(), *element.itersiblings(preceding=True))
    return sum(weights.get(each, 0) > 3 for each in beside if each.tag in _PARAGRAPHS) >= _CHAPTERS


def _is_figures(element: HtmlElement) -> bool:
    """Whether a table holds figures or short cells rather than the page's layout."""
    if element.tag not in ("table", "tbody", "tr"):
        return False
    cells = [squeeze(cell.text_content()) for cell in element.iter("td", "th") if not _nests(cell)]
    return len(cells) >= 6 and sum(len(cell) <= 20 for cell in cells) >= 0.7 * len(cells)


def _nests(cell: HtmlElement) -> bool:
    return any(child.tag in BLOCKS - {"p"} for child in cell.iterdescendants() if isinstance(child.tag, str))
