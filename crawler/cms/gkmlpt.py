"""gkmlpt, Guangdong's platform of disclosure (PORTALS.md §2.4).

/gkmlpt/index holds its tree of columns in a script; lists are /gkmlpt/api/all/{column}?page=N&sid=SITE, 100 each;
articles stand at /gkmlpt/content/…. An agency's own tree has a prefix: /hyhpjyj/gkmlpt/index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

from crawler.cms import data, fields, tables
from crawler.cms.articles import compose
from crawler.cms.attachments import attachments
from crawler.cms.base import Article, Link, Listing, Page
from crawler.cms.body import known_container
from crawler.cms.dom import by_css, web_url
from crawler.cms.family import Cms
from crawler.cms.javascript import ScriptError, read_literal
from crawler.cms.text import squeeze
from pipelines.evidence import Evidence

_PER_PAGE = 100
_MOST_COLUMNS = 5_000
_DEEPEST = 12
_CONFIG = re.compile(r"_CONFIG\s*=\s*(?=\{)")
_PREFIX = re.compile(r"^(.*?/gkmlpt)(?:/|$)", re.I)
_API = re.compile(r"/gkmlpt/api/", re.I)
_CONTENT = re.compile(r"/gkmlpt/content/", re.I)
_COLUMN = re.compile(r"/api/(?:\w+/)?(\d+)")
_DATES = ("display_publish_time", "first_publish_time", "publish_time", "date", "create_time", "created_at")


@dataclass(frozen=True, slots=True)
class _Node:
    """A column of the tree, and the names of those above it, outermost first."""

    number: str
    name: str
    above: tuple[str, ...]
    jump: str


def columns(page: Page) -> Sequence[Link]:
    """The columns of annual reports in the tree of an index page, as requests of the first page of their lists."""
    config = _config(page)
    if not isinstance(tree := config.get("TREE"), list):
        return ()
    site = _text(config.get("SID"))
    found = (_column(page, node, site) for node in _nodes(tree))
    return tuple(dict.fromkeys(link for link in found if link))


def listing(page: Page) -> Listing | None:
    """The articles of an answer, and the requests for its other pages."""
    if not _API.search(urlsplit(page.url).path):
        return None
    answer = data.read(page.text)
    objects = next(
        (found for key in ("articles", "list", "data") if (found := data.rows(data.at(answer, key)))), []
    )
    if not isinstance(answer, dict):
        return None
    links = (_item(page, row) for row in objects)
    items = tuple({link.url: link for link in links if link}.values())
    column = data.at(answer, "classify")
    counted = data.number(data.at(column, "post_count"))
    total = counted if counted is not None else data.number(answer.get("total"))
    name = _text(column.get("name")) if isinstance(column, dict) else ""
    return Listing(items, _others(page, len(objects), total), total, name or None)


def article(page: Page) -> Article | None:
    """The article of a content page: from the page where it shows one, else from the object in its script.

    A body that only the script holds has no container; title, date, publisher and files are known all the same.
    """
    if not _CONTENT.search(urlsplit(page.url).path):
        return None
    detail = _config(page).get("DETAIL")
    record: Mapping[str, Any] = detail if isinstance(detail, dict) else {}
    container = known_container(page, tables.words("containers", "gkmlpt"))
    content = _markup(_text(record.get("content")))
    if container is None and not content and not record.get("attachment"):
        return None
    title = squeeze(_text(record.get("title"))) or None
    more = tuple(_evidence(record))
    day = data.day(record, _DATES)
    if day:
        more = (*more, Evidence("published_on", "published_on", day, _text(record.get("date")) or day))
    found = compose(page, container, title or _printed_title(page), more)
    shown = found.attachments if container is not None else ()  # a script without its page links nothing
    files = {link.url: link for link in (*shown, *_files(page, record, content))}
    return replace(found, published_on=day or found.published_on, attachments=tuple(files.values()))


# the tree


def _column(page: Page, node: _Node, site: str) -> Link | None:
    """The request for a column's list; None for a column that holds no annual reports.

    A column below that of the annual reports is named after both, for its own name (2023年) says too little.
    """
    path = (*node.above, node.name)
    at = next((at for at, name in enumerate(path) if _is_annual(name)), None)
    if at is None:
        return None
    annual = path[at] if "公开" in path[at] else f"政府信息公开{path[at]}"
    below = " ".join(path[at + 1 :])
    # the platform is the portal's 政府信息公开, whatever its columns call themselves
    text = f"{annual}栏目 {below}" if below else annual
    named = (
        (Evidence("agency", "column", node.name, text),) if below and fields.looks_like_agency(node.name) else ()
    )
    if jump := web_url(page, node.jump):
        return Link(jump, text, evidence=named)
    prefix = _PREFIX.match(page.url.partition("?")[0])
    if not node.number.isdecimal():
        return None
    query = {"page": "1"} | ({"sid": site} if site else {})
    base = prefix[1] if prefix else page.join("/gkmlpt")
    headers = (("Referer", page.url),)
    return Link(f"{base}/api/all/{node.number}?{urlencode(query)}", text, headers=headers, evidence=named)


def _is_annual(name: str) -> bool:
    return any(word in name for word in tables.words("tree", "annual"))


def _nodes(tree: Sequence[Any]) -> Iterator[_Node]:
    """All columns, nested in `children` or flat with a `parent`."""
    flat = [each for each in tree if isinstance(each, dict)][:_MOST_COLUMNS]
    names = {_text(each.get("id")): (_text(each.get("name")), _text(each.get("parent"))) for each in flat}
    left = _MOST_COLUMNS
    waiting = [(each, _above(names, _text(each.get("parent")))) for each in reversed(flat)]
    while waiting and left:
        left -= 1
        record, above = waiting.pop()
        name = squeeze(_text(record.get("name")))
        yield _Node(_text(record.get("id")), name, above, _text(record.get("jump_url")))
        children = record.get("children")
        if isinstance(children, list) and len(above) < _DEEPEST:
            waiting += [(child, (*above, name)) for child in reversed(children) if isinstance(child, dict)]


def _above(names: Mapping[str, tuple[str, str]], parent: str) -> tuple[str, ...]:
    """The names of a flat tree's columns above one, outermost first."""
    found: list[str] = []
    while parent in names and len(found) < _DEEPEST:
        name, parent = names[parent]
        found.insert(0, squeeze(name))
    return tuple(found)


def _config(page: Page) -> Mapping[str, Any]:
    """window._CONFIG of the page, JSON or a script's literal, without what is torn; empty where there is none."""
    for script in page.tree.iter("script"):
        source = script.text_content()
        start = _CONFIG.search(source)
        if start is None:
            continue
        as_json = data.read(source[start.end() :])
        if isinstance(as_json, dict):
            return as_json
        try:
            config = read_literal(source, start.end())
        except ScriptError:
            return dict(_parts(source))
        return config if isinstance(config, dict) else {}
    return {}


def _parts(source: str) -> Iterator[tuple[str, Any]]:
    """The parts of a torn object, each by itself."""
    for key in ("SID", "TREE", "DETAIL"):
        if start := re.search(rf"\b{key}['\"]?\s*:\s*", source):
            try:
                yield key, read_literal(source, start.end())
            except ScriptError:
                continue


def _text(value: object) -> str:
    """What a script's literal says, numbers too; null is nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value not in ("null", "undefined") else ""


# lists


def _item(page: Page, row: data.Row) -> Link | None:
    """One article; one without a page of its own is its first file."""
    title = data.text(row, ("title", "name"))
    files = [data.text(file, ("url",)) for file in data.rows(row.get("attachment"))]
    addresses = (data.text(row, ("url",)), data.text(row, ("post_url",)), *files)
    url = next((found for each in addresses if (found := web_url(page, each))), None)
    if url is None or not title:
        return None
    return Link(url, title, data.day(row, _DATES), evidence=tuple(_evidence(row)))


def _evidence(row: Mapping[str, object]) -> Iterator[Evidence]:
    index, publisher = _text(row.get("identifier")).strip(), _text(row.get("publisher")).strip()
    if code := fields.index_code(index):
        yield Evidence("agency", "index_code", code, index)
    if publisher:
        yield Evidence("agency", "publisher", publisher, publisher)


def _others(page: Page, got: int, total: int | None) -> tuple[Link, ...]:
    """The other pages, page 0 being the same as page 1."""
    asked = data.query(page.url)
    number = max(data.number(asked.get("page")) or 1, 1)
    if not got:
        return ()
    # a first page with less than the platform's hundred shows how many the server really sends
    size = got if number == 1 and got < _PER_PAGE else _PER_PAGE
    full = number + (got >= _PER_PAGE)
    last = full if total is None else min(-(-total // size), data.MOST_PAGES)
    headers = (("Referer", re.sub(r"/api/.*", "/index", page.url, flags=re.S)),)
    numbers = (other for other in range(1, last + 1) if other != number)
    return tuple(Link(data.with_query(page.url, page=other), headers=headers) for other in numbers)


# articles


def _markup(content: str) -> str:
    """A body's HTML, which may be escaped once more."""
    return content if "<" in content else unescape(content)


def _printed_title(page: Page) -> str | None:
    titles = (squeeze(node.text_content()) for node in by_css(page.tree, "h1, .title, .content-title"))
    return next((title for title in titles if 1 < len(title) <= 120), None)


def _files(page: Page, record: Mapping[str, Any], content: str) -> Iterator[Link]:
    """The files that the script's object lists, and those that the body in it links."""
    listed = record.get("attachment")
    for each in listed if isinstance(listed, list) else ():
        url = web_url(page, _text(each.get("url"))) if isinstance(each, dict) else None
        if url and isinstance(each, dict):
            name = squeeze(_text(each.get("name")))
            yield Link(url, name, evidence=(Evidence("headline", "file_name", name, name),) if name else ())
    if content:
        yield from attachments(Page(page.url, f"<html><body>{content}</body></html>"), None)


CMS = Cms(
    "gkmlpt",
    listing=listing,
    article=article,
    columns=columns,
)
