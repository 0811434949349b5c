"""The body of a page that only a script holds: gkmlpt has its articles as a string in `_CONFIG.DETAIL.content`."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

from pipelines.carriers.html.tree import parse, text_of
from pipelines.document import CarrierError

_CONTENT = re.compile(r"""["']?\bcontent["']?\s*:\s*(?="|')""")
_STRING = re.compile(r""""((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKUP = re.compile(r"<(?:p|div|table|span|section|br|img)\b", re.IGNORECASE)
_MOST = 20  # strings named content in one script
_LEAST = 50  # characters of a body


def scripted_body(tree: etree._Element) -> etree._Element | None:
    """The longest body that a script of the page holds as `content: "<p>…"`, as a tree; None where none does."""
    best = ""
    for script in tree.iter("script"):
        for markup in _strings(script.text or ""):
            best = max(best, markup, key=len)
    if not best:
        return None
    try:
        body = parse(f"<html><body>{best}</body></html>").find("body")
    except CarrierError:
        return None
    return body if body is not None and len(text_of(body).strip()) >= _LEAST else None


def _strings(source: str) -> list[str]:
    """The strings of HTML that a script calls `content`."""
    found: list[str] = []
    at = 0
    for _ in range(_MOST):
        name = _CONTENT.search(source, at)
        literal = _STRING.match(source, name.end()) if name else None
        if name is None:
            break
        at = literal.end() if literal else name.end()
        text = _unescaped((literal[1] if literal[1] is not None else literal[2]) or "") if literal else ""
        if not _MARKUP.search(text):
            text = unescape(text)  # some escape their HTML once more
        if _MARKUP.search(text):
            found.append(text)
    return found


def _unescaped(literal: str) -> str:
    def char(match: re.Match[str]) -> str:
        if code := match[1] or match[2]:
            return chr(int(code, 16))
        return _SIMPLE.get(match[3], match[3])

    text = _ESCAPE.sub(char, literal)
    # pairs of surrogates are one character, halves of them are none
    return _SURROGATES.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
