"""What every CMS module needs of a parsed page: lines, metas, breadcrumb, selectors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from crawler.cms.base import Page, once_a_page
from crawler.cms.tables import words
from crawler.cms.text import squeeze

BLOCKS = frozenset(words("html", "blocks"))
_SILENT = frozenset({"script", "style", "noscript", "template", "select", "textarea", "title", "head"})
_PLAIN = re.compile(r"[A-Za-z_][\w-]*\Z")
_CRUMB = re.compile(r"\s*(?:[>＞›»→]+|&gt;)\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: the text between two block boundaries, and the block that holds it."""

    text: str
    element: HtmlElement


def lines(root: HtmlElement) -> Iterator[Line]:
    """The printed lines below `root`; a table cell is a line of its own, <br> ends one."""
    text: list[str] = []
    block = [root]

    def flush() -> Iterator[Line]:
        joined = squeeze("".join(text))
        text.clear()
        if joined:
            yield Line(joined, block[-1])

    silent: HtmlElement | None = None
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if silent is not None:
            if event == "end" and node is silent:
                silent = None
                text.append(node.tail or "")
            continue
        if event in ("comment", "pi"):
            text.append(node.tail or "")
            continue
        tag = node.tag
        if event == "start":
            if tag in _SILENT and node is not root:
                silent = node
                continue
            if tag in BLOCKS and node is not root:
                yield from flush()
                block.append(node)
            elif tag == "br":
                yield from flush()
            text.append(node.text or "")
        elif node is not root:
            if tag in BLOCKS:
                yield from flush()
                block.pop()
            text.append(node.tail or "")
    yield from flush()


def printed(element: HtmlElement) -> str:
    """The element's text as printed, one printed line a line."""
    return "\n".join(line.text for line in lines(element))


@once_a_page
def metas(page: Page) -> dict[str, str]:
    """The page's metas by lower-case name, the first that is not empty; a meta may stand in the body."""
    found: dict[str, str] = {}
    for meta in page.tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = squeeze(meta.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def meta(page: Page, key: str) -> str | None:
    """The meta that tables.toml files under `[metas] key`."""
    found = metas(page)
    return next((found[name] for name in words("metas", key) if name in found), None)


def select(root: HtmlElement, selectors: tuple[str, ...]) -> Iterator[HtmlElement]:
    """The elements below `root` by the selectors, all of the first selector before those of the next."""
    for selector in selectors:
        yield from by_css(root, selector)


def by_css(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements below `root` that a CSS selector finds, in the order of the page.

    Raises: cssselect.SelectorError.
    """
    return cast("list[HtmlElement]", _compiled(selector)(root))


@lru_cache(maxsize=512)
def _compiled(selector: str) -> CSSSelector:
    """To translate a selector takes longer than to apply it."""
    return CSSSelector(selector, translator="html")


def css(element: HtmlElement) -> str:
    """A CSS selector that finds this element, and it first, in its page."""
    tree = element.getroottree().getroot()
    steps: list[str] = []
    node: HtmlElement | None = element
    while node is not None and node is not tree:
        step, anchored = _step(node, tree)
        steps.insert(0, step)
        if anchored:
            break
        node = node.getparent()
    return " > ".join(steps) or element.tag


def _step(node: HtmlElement, tree: HtmlElement) -> tuple[str, bool]:
    """A node's part of a selector, and whether it alone finds the node in the page."""
    if node.tag == "body":
        return "body", True
    identity = (node.get("id") or "").strip()
    if identity:
        step = f"#{identity}" if _PLAIN.match(identity) else f'[id="{_quoted(identity)}"]'
        if len(tree.xpath("//*[normalize-space(@id) = $id]", id=identity)) == 1 and node.get("id") == identity:
            return step, True
    for name in (node.get("class") or "").split():
        if _PLAIN.match(name):
            step = f"{node.tag}.{name}"
            if len(by_css(tree, step)) == 1:
                return step, True
    place = sum(1 for _ in node.itersiblings(node.tag, preceding=True)) + 1
    return f"{node.tag}:nth-of-type({place})", False


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


@once_a_page
def breadcrumb(page: Page) -> tuple[str, ...]:
    """The crumbs of 当前位置：首页 > 政府信息公开 > …, outermost first; empty where there are none."""
    starts = (*words("breadcrumb", "marks"), *words("breadcrumb", "home"))
    texts = page.tree.xpath("//body//text()[not(parent::script or parent::style)]")
    for text in texts:
        if not any(mark in text for mark in starts):
            continue
        node = text.getparent()
        for _ in range(6):
            if node is None or node.tag == "body":
                break
            trail = _CRUMB.split(squeeze(_visible(node)))
            if len(trail) > 1 and sum(map(len, trail)) < 300:
                return _crumbs(trail)
            node = node.getparent()
    return ()


def _visible(node: HtmlElement) -> str:
    return "".join(node.xpath(".//text()[not(parent::script or parent::style)]"))


def _crumbs(trail: list[str]) -> tuple[str, ...]:
    marks = "|".join(words("breadcrumb", "marks"))
    first = re.sub(rf"^.*(?:{marks})[^：:\s]*\s*[：:]?\s*", "", trail[0])
    return tuple(crumb for crumb in (squeeze(each) for each in (first, *trail[1:])) if crumb)


def web_url(page: Page, href: str | None) -> str | None:
    """The http(s) address that a link of the page names; None for scripts, mail, anchors within and garbage."""
    href = (href or "").strip()
    if not href or href.startswith("#"):
        return None
    try:
        url = page.join(href)
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None
    except ValueError:
        return None


def inside(element: HtmlElement, container: HtmlElement | None) -> bool:
    """Whether `element` is `container` or lies in it."""
    return container is not None and (element is container or container in element.iterancestors())


def in_frame(node: HtmlElement) -> bool:
    """Whether the node is or lies in the page's frame: header, footer, navigation, share bar."""
    return any(_is_frame(element) for element in (node, *node.iterancestors()))


def _is_frame(element: HtmlElement) -> bool:
    marks = f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
    return element.tag in ("footer", "header", "nav", "aside") or any(
        mark.startswith(words("frame", "marks")) for mark in marks
    )
