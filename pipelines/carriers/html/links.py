"""Attachments and viewers that a page points to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml import etree

from pipelines.carriers.html.tree import text_of

MAX_LINKS = 500

_TYPES = r"\.(?:pdf|docx?|wps|rtf|odt|txt|xlsx?|et|ods|ofd|zip|rar|7z|pptx?|caj|ceb)"
_FILE = re.compile(rf"{_TYPES}(?=$|[?#&;])", re.IGNORECASE)
# Download endpoints, viewers, and the plain pages that flip-books keep for machines.
_DOWNLOAD = re.compile(
    r"downfile\.jsp|download\.jsp|/attach/|/__local/|DownloadAttachUrl|pdfjs|viewer\.html\?|files/basic-html/",
    re.IGNORECASE,
)
_FRAMES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
# How viewers are told which file to show: viewer.html?file=…, and the like.
_VIEWED = frozenset(("file", "pdf", "pdfurl", "url", "fileurl", "src", "path", "filepath", "furl", "doc"))
_IN_SCRIPT = re.compile(rf"""["']([^"'<>\s\\]{{1,500}}?{_TYPES}(?:[?#][^"'<>\s]{{0,200}})?)["']""", re.IGNORECASE)
_ACTIONS = ("onclick", "href")
_SPACE = re.compile(r"\s+")


def find_links(root: etree._Element) -> list[tuple[str, str]]:
    """(address, visible text or title) of each link to a file, each frame and embedded object.

    Addresses are as printed, except that a viewer's is the one of the file that it is told to show.
    """
    found: dict[str, str] = {}
    for element in root.iter("a", *_FRAMES):
        if element.tag == "a":
            href = element.get("href") or ""
            if not is_file(href):
                continue
        else:
            href = element.get(_FRAMES[element.tag]) or _parameter(element)
        href = href.strip()
        if not href or href.lower().startswith(("javascript:", "about:", "#", "mailto:", "data:")):
            continue
        target = viewed(href) or href
        text = _SPACE.sub(" ", text_of(element)).strip() or (element.get("title") or "").strip()
        if not found.get(target):
            found[target] = text
        if len(found) >= MAX_LINKS:
            break
    return list(found.items())


def find_hidden_links(root: etree._Element) -> dict[str, str]:
    """Files that only scripts, actions and data attributes name: how viewers and flip-books do it."""
    found: dict[str, str] = {}
    for code in _code(root):
        for match in _IN_SCRIPT.finditer(code):
            found.setdefault(viewed(match[1]) or match[1], "")
            if len(found) >= MAX_LINKS:
                return found
    return found


def _code(root: etree._Element) -> Iterator[str]:
    for element in root.iter("*"):
        if element.tag == "script":
            yield element.text or ""
        for name, value in ((str(name), str(value)) for name, value in element.items()):
            if name.startswith("data-"):
                yield f'"{value}"'
            elif name in _ACTIONS and "(" in value:
                yield value


def _parameter(element: etree._Element) -> str:
    """The file that an <object> is given by a <param>."""
    names = ((param.get("name") or "").lower() for param in element.iter("param"))
    values = (param.get("value") or "" for param in element.iter("param"))
    given = zip(names, values, strict=True)
    return next((value for name, value in given if name in _VIEWED and is_file(value)), "")


def viewed(href: str) -> str | None:
    """The file that a viewer's address names (viewer.html?file=%2Fa.pdf), as seen from the page; None if none."""
    try:
        address = urlsplit(href)
        query = parse_qsl(address.query)
    except ValueError:  # no address at all
        return None
    for name, value in query:
        target = unquote(value)
        if name.lower() in _VIEWED and _FILE.search(target):
            if address.netloc or address.path.startswith("/") or urlsplit(target).netloc or target.startswith("/"):
                return urljoin(href, target)
            return posixpath.normpath(posixpath.join(posixpath.dirname(address.path), target))
    return None


def is_file(href: str) -> bool:
    """The address names a document or a download endpoint."""
    return bool(_FILE.search(unquote(href)) or _DOWNLOAD.search(href))
