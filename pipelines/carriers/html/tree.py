"""Text → element tree, in bounded depth."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from pipelines.document import CarrierError

# Characters that XML trees cannot hold, and the invisible ones that break words.
_UNWANTED = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>", re.IGNORECASE)
# Tags that only dress text. Editors leave thousands of them unclosed, and the parser stops at 2048 levels.
_DRESS = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|strike|s|big|small|a|center|ins|sub|sup|o:p|st1:\w+)\b[^>]{0,2000}>",
    re.IGNORECASE,
)


def parse(text: str) -> HtmlElement:
    """The page as a tree without comments. Raises CarrierError("too_complex") if it nests beyond reason."""
    text = _XML_DECLARATION.sub("", text.translate(_UNWANTED), count=1)
    tree = _parse(text)
    if tree is None:
        tree = _parse(_DRESS.sub("", text))
    if tree is None:
        raise CarrierError("too_complex", "the page nests more than 2048 tags in each other; it is no report")
    return tree


def _parse(text: str) -> HtmlElement | None:
    """None when the parser gave up at its depth limit, and with that lost the rest of the page."""
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    if not text.strip():
        return lxml_html.fromstring("<html><body></body></html>")
    try:
        tree = lxml_html.document_fromstring(text, parser=parser)
    except etree.ParserError:  # nothing but comments
        return lxml_html.fromstring("<html><body></body></html>")
    too_deep = any("depth" in entry.message for entry in parser.error_log)
    return None if too_deep else tree
