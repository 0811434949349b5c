"""Is this page an empty shell that a script fills? Then, and only then, a browser is worth its cost."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.cms.base import Page
from crawler.cms.text import squeeze

_MOST_TEXT = 400  # characters that a shell shows: a title, a footer, 正在加载
_FEW_LINKS = 8  # navigation that is there beside an empty list
_HIDDEN = ("script", "style", "noscript", "template", "head")
_FILLED = ("div", "main", "section", "article", "ul", "ol", "dl", "tbody")
_WAITING = re.compile(
    r"加载中|正在加载|loading|请(?:启用|开启|打开)\s*javascript|enable javascript", re.IGNORECASE
)
_FRAME = re.compile(r"^(?:app|root|main|wrapper|__next|__nuxt|vue|page)[\w-]*$", re.IGNORECASE)


def is_shell(page: Page) -> bool:
    """Whether the page shows next to nothing and brings scripts that would show more.

    An element that scripts fill (`<div id="app"></div>`; any empty one with a name, where the page links nothing),
    a word that asks to wait or to enable JavaScript, or no text at all; a page with text and links of its own is
    none, whatever scripts it has.
    """
    tree = page.tree
    if not tree.xpath("//script[@src or string-length(text()) > 40]"):
        return False
    text = _visible(tree)
    links = [a for a in tree.iter("a") if squeeze(a.text_content())]
    if len(text) > _MOST_TEXT or len(links) > _FEW_LINKS:
        return False
    empty = [node.get("id") or "" for node in tree.iter(*_FILLED) if node.get("id") and _is_empty(node)]
    frame = bool(empty) if not links else any(map(_FRAME.match, empty))
    noscript = squeeze(" ".join(node.text_content() for node in tree.iter("noscript")))
    return frame or not text or bool(_WAITING.search(text) or _WAITING.search(noscript))


def _is_empty(node: HtmlElement) -> bool:
    return not squeeze(_visible(node)) and node.find(".//img") is None and node.find(".//iframe") is None


def _visible(root: HtmlElement) -> str:
    """The text that a reader sees before any script has run."""
    path = ".//text()[not(" + " or ".join(f"ancestor::{tag}" for tag in _HIDDEN) + ")]"
    return squeeze("".join(str(part) for part in root.xpath(path)))
