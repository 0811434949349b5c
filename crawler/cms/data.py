"""Data answers: JSON, or JSON in a callback (jsonp), as the list endpoints of several families send it; the items
in it, and the requests for its other pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.cms.base import Link, Page
from crawler.cms.dom import web_url
from crawler.cms.fields import index_code
from crawler.cms.tables import words
from crawler.cms.text import find_date, squeeze
from pipelines.evidence import Evidence

Row = Mapping[str, Any]
Form = tuple[tuple[str, str], ...]

MOST_PAGES = 400  # of one list
_LARGEST = 20_000_000  # characters
_CALLBACK = re.compile(r"(?:/\*\*/)?\s*[\w$.]{1,80}\s*\(\s*(?=[\[{])")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,500}>")
_SECONDS = range(10**9, 5 * 10**9)  # moments from 2001 to 2128
_BEIJING = timedelta(hours=8)


def read(text: str) -> Any:
    """The object or array of a JSON or jsonp text; None where it is neither, or nested beyond reason."""
    text = text[:_LARGEST].strip("\ufeff \t\r\n")
    call = _CALLBACK.match(text)
    start = call.end() if call else 0
    if text[start : start + 1] not in ("{", "["):
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def at(value: Any, *keys: str) -> Any:
    """What stands below the keys, JSON within a string read on the way; None where there is nothing."""
    for key in keys:
        value = _opened(value)
        value = value.get(key) if isinstance(value, dict) else None
    return _opened(value)


def _opened(value: Any) -> Any:
    return read(value) if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") else value


def rows(value: Any) -> list[Row]:
    """The objects of an array; empty for anything else."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def number(value: Any) -> int | None:
    """A whole number that is not negative, printed or not."""
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,15}\s*", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15 else None


def text(row: Row, names: Iterable[str]) -> str:
    """The first of the named values that holds text or a number, without markup: a search marks what it found."""
    for name in names:
        value = row.get(name)
        printed = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if found := squeeze(unescape(_TAG.sub("", printed))):
            return found
    return ""


def day(row: Row, names: Iterable[str]) -> str | None:
    """The first of the named values that is a date or a moment, as an ISO date of China."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and (found := find_date(value)):
            return found
        moment = number(value) or 0
        if moment // 1000 in _SECONDS:
            moment //= 1000
        if moment in _SECONDS:
            return (datetime.fromtimestamp(moment, UTC) + _BEIJING).date().isoformat()
    return None


def item(page: Page, row: Row) -> Link | None:
    """The item that an object is, by the usual names of its fields (tables.toml); None where it is none."""
    addresses = (row.get(name) for name in words("data", "url"))
    printed = (unescape(address) for address in addresses if isinstance(address, str))
    url = next((url for address in printed if (url := web_url(page, address))), None)
    title = text(row, words("data", "title"))
    if url is None or not title:
        return None
    return Link(url, title, day(row, words("data", "date")), evidence=tuple(evidence(row)))


def items(page: Page, objects: Sequence[Row]) -> tuple[Link, ...]:
    """The items of a list's objects, each once."""
    links = (item(page, row) for row in objects)
    return tuple({link.url: link for link in links if link}.values())


def evidence(row: Row) -> Iterator[Evidence]:
    """Who published, as far as the object says: the code in its 索引号, its department."""
    index = text(row, words("data", "index_code"))
    if code := index_code(index):
        yield Evidence("agency", "index_code", code, index)
    if publisher := text(row, words("data", "publisher")):
        yield Evidence("agency", "publisher", publisher, publisher)


def query(url: str) -> dict[str, str]:
    """The query's pairs; of a repeated name the last."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def with_query(url: str, **changed: str | int) -> str:
    """The address with these query values, in place or at the end."""
    address, _, old = url.partition("#")[0].partition("?")
    pairs = dict(parse_qsl(old, keep_blank_values=True)) | {key: str(value) for key, value in changed.items()}
    return f"{address}?{urlencode(pairs)}"


def with_form(form: Form, **changed: str | int) -> Form:
    """The form with these values, in place or at the end."""
    return tuple((dict(form) | {key: str(value) for key, value in changed.items()}).items())


def nested(form: Form) -> dict[str, Any]:
    """A form as the object that a script would send: `params.page` is a field of the object `params`."""
    found: dict[str, Any] = {}
    for key, value in form:
        *above, name = key.split(".")
        place = found
        for step in above:
            place = place.setdefault(step, {})
        place[name] = value
    return found


def asked_by(page: Page) -> tuple[tuple[str, str], ...]:
    """The headers with which the page's own script asks for data."""
    return (("X-Requested-With", "XMLHttpRequest"), ("Referer", page.url))
