"""Attachments and viewers that a page points to."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml import etree

from pipelines.carriers.html.tree import text_of

MAX_LINKS = 500

_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|rtf|odt|txt|xlsx?|et|ods|ofd|zip|rar|7z|pptx?|caj|ceb)(?=$|[?#&;])",
    re.IGNORECASE,
)
_DOWNLOAD = re.compile(
    r"downfile\.jsp|download\.jsp|/attach/|/__local/|DownloadAttachUrl|pdfjs|viewer\.html\?", re.IGNORECASE
)
_FRAMES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_SPACE = re.compile(r"\s+")


def find_links(root: etree._Element) -> list[tuple[str, str]]:
    """(href as printed, visible text or title) of each link to a file, each frame and embedded object."""
    found: dict[str, str] = {}
    for element in root.iter("a", *_FRAMES):
        if element.tag == "a":
            href = element.get("href") or ""
            if not is_file(href):
                continue
        else:
            href = element.get(_FRAMES[element.tag]) or ""
        href = href.strip()
        if not href or href.lower().startswith(("javascript:", "about:", "#", "mailto:", "data:")):
            continue
        text = _SPACE.sub(" ", text_of(element)).strip() or (element.get("title") or "").strip()
        if not found.get(href):
            found[href] = text
        if len(found) >= MAX_LINKS:
            break
    return list(found.items())


def is_file(href: str) -> bool:
    """The address names a document or a download endpoint."""
    return bool(_FILE.search(unquote(href)) or _DOWNLOAD.search(href))
