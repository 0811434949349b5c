"""Is this page an empty shell that a script fills? Then, and only then, a browser is worth its cost."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.cms.base import Page
from crawler.cms.text import squeeze

_MOST_TEXT = 400  # characters that a shell shows: a title, a footer, 正在加载
_FEW_LINKS = 8  # navigation that is there beside an empty list
_HIDDEN = ("script", "style", "noscript", "template", "head")
_WAITING = re.compile(
    r"加载中|正在加载|loading|请(?:启用|开启|打开)\s*javascript|enable javascript", re.IGNORECASE
)
_FRAME = re.compile(r"^(?:app|root|main|wrapper|__next|__nuxt|vue|page)[\w-]*$", re.IGNORECASE)


def is_shell(page: Page) -> bool:
    """Whether the page shows next to nothing and brings scripts that would show more.

    An element that scripts fill (`<div id="app"></div>`), a word that asks to wait or to enable JavaScript, or no
    text at all; a page with text and links of its own is none, whatever scripts it has.
    """
    tree = page.tree
    if not tree.xpath("//script[@src or string-length(text()) > 40]"):
        return False
    text = _visible(tree)
    links = [a for a in tree.iter("a") if squeeze(a.text_content())]
    if len(text) > _MOST_TEXT or len(links) > _FEW_LINKS:
        return False
    empty_frame = any(
        _FRAME.match(node.get("id") or "") and not squeeze(_visible(node))
        for node in tree.iter("div", "main", "section")
    )
    noscript = squeeze(" ".join(node.text_content() for node in tree.iter("noscript")))
    return empty_frame or not text or bool(_WAITING.search(text) or _WAITING.search(noscript))


def _visible(root: HtmlElement) -> str:
    """The text that a reader sees before any script has run."""
    path = ".//text()[not(" + " or ".join(f"ancestor::{tag}" for tag in _HIDDEN) + ")]"
    return squeeze("".join(str(part) for part in root.xpath(path)))
