"""The files that an article links: their addresses and the names that people gave them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from crawler.cms.base import Link, Page
from crawler.cms.dom import in_frame, inside, web_url
from crawler.cms.tables import words
from crawler.cms.text import decode_name, squeeze
from pipelines.evidence import Evidence

_PREFIX = re.compile(
    r"^(?:附\s*件(?:下载)?\s*[\d一二三四五六七八九十]*\s*[：:.、]?|点击(?:下载|查看)\s*[：:]?)\s*"
)
_HASH = re.compile(r"[0-9a-f]{16,}|\d{10,}|[A-Z]\d{15,}", re.I)


def attachments(page: Page, container: HtmlElement | None) -> tuple[Link, ...]:
    """The attachments of an article: in its body, and below it where the page's frame does not link them.

    `text` is the file's name (from showname=, the anchor, or the address), also given as evidence.
    """
    found: dict[str, Link] = {}
    past_body = container is None
    for node in page.tree.iter("a", "iframe", "embed", "object", container.tag if container is not None else "a"):
        past_body = past_body or node is container
        if not past_body or (not inside(node, container) and in_frame(node)):
            continue
        link = _attachment(page, node)
        if link and link.url not in found:
            found[link.url] = link
    return tuple(found.values())


def _attachment(page: Page, node: HtmlElement) -> Link | None:
    href = node.get("href") if node.tag == "a" else node.get("src") or node.get("data")
    if (url := web_url(page, href)) is None:
        return None
    target = _viewed(url) or (url if _is_file(url, node) else None)
    if target is None:
        return None
    name = _name(target, node)
    evidence = (Evidence("headline", "file_name", name, name),) if name else ()
    return Link(target, name, evidence=evidence)


def _viewed(url: str) -> str | None:
    """The file behind a viewer page such as pdf.js's viewer.html?file=…, resolved against that page."""
    parts = urlsplit(url)
    if not re.search(r"viewer|pdfjs|preview|onlineview", parts.path, re.I):
        return None
    given = {key.lower(): value for key, value in parse_qsl(parts.query)}
    file = next((given[key] for key in words("attachments", "viewer") if given.get(key)), None)
    return web_url(Page(url, ""), file)


def _is_file(url: str, node: HtmlElement) -> bool:
    parts = urlsplit(url)
    if _has_extension(parts.path) or any(mark in parts.path.lower() for mark in words("attachments", "paths")):
        return True
    if any(_has_extension(value) for _, value in parse_qsl(parts.query)):
        return True
    is_page = parts.path.endswith((".html", ".htm", "/"))
    return node.tag == "a" and not is_page and _has_extension(squeeze(node.text_content()))


def _has_extension(name: str) -> bool:
    ending = name.rpartition(".")[2].lower().strip() if "." in name else ""
    return ending in words("attachments", "extensions")


def _name(url: str, node: HtmlElement) -> str:
    """The file's name as people know it: the query's, the anchor's, the address's; never a hash."""
    given = {key.lower(): value for key, value in _raw_query(url)}
    candidates: Iterator[str] = (decode_name(given[key]) for key in words("attachments", "names") if key in given)
    for candidate in candidates:
        if candidate and not _HASH.fullmatch(candidate.rpartition(".")[0]):
            return candidate
    if node.tag == "a":
        texts = (node.text_content(), node.get("title") or "", node.get("download") or "")
        named = [_PREFIX.sub("", squeeze(text)) for text in texts]
        best = next((text for text in named if _has_extension(text)), None) or next(filter(None, named), "")
        if best:
            return best
    name = decode_name(urlsplit(url).path.rpartition("/")[2])
    return "" if _HASH.search(name) else name


def _raw_query(url: str) -> Iterator[tuple[str, str]]:
    """The query's pairs, still percent-encoded: a name may be GB18030, which parse_qsl would spoil."""
    for pair in urlsplit(url).query.split("&"):
        key, _, value = pair.partition("=")
        yield key, value.replace("+", " ")
