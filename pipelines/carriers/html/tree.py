"""Text → element tree, in bounded depth."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree

from pipelines.document import CarrierError

# Characters that XML trees cannot hold, and the invisible ones that break words.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\xad\u200b-\u200d\u2060\ufeff]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>", re.IGNORECASE)
_MAX_ELEMENTS = 200_000
_MAX_ATTRIBUTES = 2000  # the parser compares each with all others of its tag
_LONG_TAG = 40_000  # characters that hold more of them
_TAG_HEAD = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_COUNT = etree.XPath("count(//*)")
# Tags that only dress text. Editors leave thousands of them unclosed, and the parser stops at 2048 levels.
_DRESS = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|strike|s|big|small|a|center|ins|sub|sup|o:p|st1:\w+)\b[^>]{0,2000}>",
    re.IGNORECASE,
)


def parse(text: str) -> etree._Element:
    """The page as a tree without comments. Raises CarrierError("too_complex") if it nests beyond reason."""
    text = _XML_DECLARATION.sub("", _UNWANTED.sub("", text), count=1)
    if _most_attributes(text) > _MAX_ATTRIBUTES:
        raise CarrierError("too_complex", f"a tag of the page has more than {_MAX_ATTRIBUTES} attributes")
    tree = _parse(text)
    if tree is None:
        tree = _parse(_DRESS.sub("", text))
    if tree is None:
        raise CarrierError("too_complex", "the page nests more than 2048 tags in each other; it is no report")
    if cast("float", _COUNT(tree)) > _MAX_ELEMENTS:
        raise CarrierError("too_complex", f"the page has more than {_MAX_ELEMENTS} elements; it is no report")
    return tree


def _most_attributes(text: str) -> int:
    """Of the tags that are long enough to have too many."""
    heads = (_TAG_HEAD.match(piece) for piece in text.split("<") if len(piece) > _LONG_TAG)
    return max((len(_QUOTED.sub("", head.group()).split()) for head in heads if head), default=0)


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
