"""Text → element tree, in bounded depth."""

from __future__ import annotations

import re

from lxml import etree

from pipelines.document import CarrierError

# Characters that XML trees cannot hold, and the invisible ones that break words.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\xad\u200b-\u200d\u2060\ufeff]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>", re.IGNORECASE)
# Tags that only dress text. Editors leave thousands of them unclosed, and the parser stops at 2048 levels.
_DRESS = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|strike|s|big|small|a|center|ins|sub|sup|o:p|st1:\w+)\b[^>]{0,2000}>",
    re.IGNORECASE,
)


def parse(text: str) -> etree._Element:
    """The page as a tree without comments. Raises CarrierError("too_complex") if it nests beyond reason."""
    text = _XML_DECLARATION.sub("", _UNWANTED.sub("", text), count=1)
    tree = _parse(text)
    if tree is None:
        tree = _parse(_DRESS.sub("", text))
    if tree is None:
        raise CarrierError("too_complex", "the page nests more than 2048 tags in each other; it is no report")
    return tree


def _parse(text: str) -> etree._Element | None:
    """None when the parser gave up at its depth limit, and with that lost the rest of the page."""
    # Not lxml.html: its elements are made by a Python hook each, which doubles the time of a page.
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = etree.fromstring(text, parser)
    except etree.XMLSyntaxError:  # nothing but comments
        tree = None
    if any("depth" in entry.message for entry in parser.error_log):
        return None
    return etree.fromstring("<html><body></body></html>", etree.HTMLParser()) if tree is None else tree


def text_of(element: etree._Element) -> str:
    """All text within an element."""
    return str(_STRING(element))


_STRING = etree.XPath("string()")
