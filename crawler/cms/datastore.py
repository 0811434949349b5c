"""The rows of Hanweb's <datastore> and the jpage({…}) calls that page it; TrueCMS has inherited both.

Read by pattern: many of these are no well-formed XML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from lxml import html
from lxml.etree import ParserError

from crawler.cms.base import Link, Page
from crawler.cms.dom import web_url
from crawler.cms.javascript import ScriptError, Value, read_literal
from crawler.cms.text import find_date, squeeze, whole, without_comments

_STORE = re.compile(r"<datastore>(.*?)(?:</datastore>|\Z)", re.S | re.I)
_RECORD, _RECORD_END = re.compile(r"<record>", re.I), re.compile(r"</record>|</recordset>", re.I)
_NEXT_GROUP, _HREF = re.compile(r"<nextgroup>", re.I), re.compile(r"href\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_LONGEST_ADDRESS = 2_000
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>", re.I)
_CALL = re.compile(r"(?:[\"']#?(\w+)[\"']\s*\)\s*)?\.jpage\(\s*(?=\{)")


def stores(text: str) -> list[str]:
    """What stands in each <datastore> of the text; one that nobody closes reaches to the end."""
    return _STORE.findall(text)


def total(text: str) -> int | None:
    """The number of records that an answer declares."""
    printed = _TOTAL.search(text)
    return int(printed[1]) if printed else None


def source(page: Page) -> str:
    """The page's scripts, and its text where a datastore stands bare in it; commented-out parts are no source."""
    scripts = "\n".join(script.text_content() for script in page.tree.iter("script"))
    return scripts if "<datastore>" in scripts else scripts + without_comments(page.text)


def calls(source: str) -> dict[str, Mapping[str, Value]]:
    """Unit id (or its ordinal) → the object that jpage is called with; torn ones are left out."""
    found: dict[str, Mapping[str, Value]] = {}
    for ordinal, call in enumerate(_CALL.finditer(source)):
        try:
            config = read_literal(source, call.end())
        except ScriptError:
            continue
        if isinstance(config, dict):
            found[call[1] or f"#{ordinal}"] = config
    return found


def variable(source: str, name: str) -> Value | None:
    """The object or array that a script assigns to `name`."""
    match = re.search(rf"\b{re.escape(name)}\s*=\s*(?=[\[{{])", source)
    try:
        return read_literal(source, match.end()) if match else None
    except ScriptError:
        return None


def records(page: Page, store: str) -> tuple[Link, ...]:
    """The items of a datastore, each once: groups overlap (variant i)."""
    links = (record(page, _markup(row)) for row in _rows(store))
    return tuple({link.url: link for link in links if link}.values())


def count(store: str) -> int:
    """How many records the datastore holds, of whatever kind."""
    return len(_rows(store))


def _rows(store: str) -> list[str]:
    return [_RECORD_END.split(row, maxsplit=1)[0] for row in _RECORD.split(store)[1:]]


def _markup(row: str) -> str:
    """A record's HTML, out of its CDATA or unescaped."""
    _, opening, inner = row.partition("<![CDATA[")
    return inner.partition("]]>")[0] if opening else unescape(row)


def record(page: Page, markup: str) -> Link | None:
    """One record: the link, its whole title, and the date that stands beside it in whatever element."""
    try:
        row = html.fragment_fromstring(without_comments(markup), create_parent="div")
    except (ParserError, ValueError):
        return None
    links = ((anchor, url) for anchor in row.iter("a") if (url := web_url(page, anchor.get("href"))))
    anchor, url = next(links, (None, ""))
    if anchor is None:
        return None
    beside = " ".join(row.xpath(".//text()[not(ancestor::a)]"))
    text = whole(anchor.text_content(), anchor.get("title") or "")
    day = find_date(squeeze(beside)) or find_date(" ".join(anchor.xpath("./*//text()")))
    return Link(url, text, day)


def next_group(store: str) -> str | None:
    """The address that <nextgroup> links."""
    group = _NEXT_GROUP.search(store)
    match = _HREF.search(store, group.end(), group.end() + _LONGEST_ADDRESS) if group else None
    return unescape(match[1] or match[2] or "").strip() or None if match else None


def number(value: object) -> int | None:
    """A whole number as a script prints it."""
    return int(value) if isinstance(value, str) and value.isdecimal() else None
