"""The files that an article links: their addresses and the names that people gave them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.cms.base import Link, Page, once_a_page
from crawler.cms.dom import in_frame, inside, web_url
from crawler.cms.tables import words
from crawler.cms.text import decode_name, squeeze
from crawler.discovery.script import opened_urls
from pipelines.evidence import Evidence

_PREFIX = re.compile(
    r"^(?:附\s*件(?:下载)?\s*[\d一二三四五六七八九十]*\s*[：:.、]?|点击(?:下载|查看)\s*[：:]?)\s*"
)
_IN_SCRIPT = re.compile(r"[\"']([^\"'\s<>\\]{6,1000})[\"']")
_PICTURES = re.compile(r"\bvsb_pdf_image_data\s*=\s*\[([^\]]{0,60000})\]")
_FRAMES = ("iframe", "frame", "embed", "object", "param")
_BELOW = ("a", "iframe", "embed", "object")  # what counts below the body too
_HASH = re.compile(r"[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{10,}|[A-Z]\d{15,}", re.I)
_TITLED = re.compile(r"[\"']?title[\"']?\s*:\s*[\"']([^\"']{1,300})[\"']")


@once_a_page
def attachments(page: Page, container: HtmlElement | None) -> tuple[Link, ...]:
    """The attachments of an article: in its body, and below it where the page's frame does not link them.

    Also the file behind a viewer, in an attribute of a player, or in a script of the body. `text` is the file's
    name (from showname=, the anchor, or the address), also given as evidence.
    """
    found: dict[str, Link] = {}
    past_body = container is None
    pictures: list[str] = []
    for node in page.tree.iter(etree.Element):
        past_body = past_body or node is container
        if not past_body or not (addresses := tuple(_addresses(node))):
            continue
        within = container is None or inside(node, container)
        if not within and (node.tag not in _BELOW or in_frame(node)):
            continue
        for address in addresses:
            link = _attachment(page, node, address)
            if link and link.url not in found:
                found[link.url] = link
        if node.tag == "script":
            pictures += _page_pictures(node.text_content())
    if not found:  # a document that VSB shows as pictures of its pages
        urls = (url for picture in pictures if (url := web_url(page, picture)))
        found = {url: Link(url) for url in urls}
    return tuple(found.values())


def _addresses(node: HtmlElement) -> Iterator[str]:
    """What may be a file's address in an element."""
    tag = node.tag
    if tag == "a":
        href = node.get("href") or ""
        yield from opened_urls(href) if href.lower().startswith("javascript:") else (href,)
    elif tag in ("iframe", "frame", "embed"):
        yield node.get("src") or ""
    elif tag == "object":
        yield node.get("data") or ""
    elif tag == "param" and (node.get("name") or "").lower() in words("attachments", "params"):
        yield node.get("value") or ""
    elif tag == "script":
        yield from (match[1] for match in _IN_SCRIPT.finditer(node.text_content()) if _names_file(match[1]))
        yield ""  # so that its pictures are looked for
    if node.get("onclick"):
        yield from opened_urls(node.get("onclick") or "")
    yield from named_files(node)


def named_files(node: HtmlElement) -> Iterator[str]:
    """The files in the attributes by which an element tells a player what to show."""
    for name in words("attachments", "attributes"):
        if (value := node.get(name)) and _names_file(value):
            yield value


def _names_file(address: str) -> bool:
    """Whether a string in a script or an attribute is the address of a file, not a sentence or a suffix."""
    path, _, query = address.partition("?")
    if len(path.strip()) < 6 or re.search(r"[\s<>{}]", path):
        return False
    return _has_extension(path) or any(_has_extension(value) for _, value in parse_qsl(query))


def _page_pictures(script: str) -> list[str]:
    listed = _PICTURES.search(script)
    return re.findall(r"[\"']([^\"'\s]{1,500})[\"']", listed[1]) if listed else []


def _attachment(page: Page, node: HtmlElement, address: str) -> Link | None:
    if (url := web_url(page, address)) is None:
        return None
    target = _viewed(url, node) or (url if _is_file(url, node) else None)
    if target is None:
        return None
    name = _name(target, node)
    evidence = (Evidence("headline", "file_name", name, name),) if name else ()
    return Link(target, name, evidence=evidence)


def _viewed(url: str, node: HtmlElement) -> str | None:
    """The file behind a viewer page such as pdf.js's viewer.html?file=…, resolved against that page."""
    parts = urlsplit(url)
    is_viewer = re.search(r"viewer|pdfjs|preview|onlineview", parts.path, re.I)
    given = {key.lower(): value for key, value in parse_qsl(parts.query)}
    file = next((given[key] for key in words("attachments", "viewer") if given.get(key)), None)
    if file and re.search("%2f|%3a", file, re.I):
        file = unquote(file)
    if not file or not (is_viewer or (node.tag in _FRAMES and _names_file(file))):
        return None
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
    if titled := next(
        (each for name in words("attachments", "titled") if (each := _titled(node.get(name)))), None
    ):
        return titled
    name = decode_name(urlsplit(url).path.rpartition("/")[2])
    return "" if _HASH.search(name) else name


def _titled(value: str | None) -> str | None:
    """The title in an attribute that holds a script's object."""
    match = _TITLED.search(value or "")
    return squeeze(match[1]) if match else None


def _raw_query(url: str) -> Iterator[tuple[str, str]]:
    """The query's pairs, still percent-encoded: a name may be GB18030, which parse_qsl would spoil."""
    for pair in urlsplit(url).query.split("&"):
        key, _, value = pair.partition("=")
        yield key, value.replace("+", " ")
