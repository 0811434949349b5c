"""Web pages."""

from __future__ import annotations

import re

from lxml import etree

from pipelines.carriers.charset import decode
from pipelines.carriers.html.container import article_element
from pipelines.carriers.html.flow import set_blocks
from pipelines.carriers.html.links import find_hidden_links, find_links, is_file
from pipelines.carriers.html.scripted import scripted_body
from pipelines.carriers.html.tree import parse, text_of
from pipelines.carriers.source import Source
from pipelines.document import Document

_SHORT = 600  # characters of a page that may be no more than a frame around a file
_CARD = 40  # cells of an article's index card: 索引号, 发布机构 … and what they are
_SPACE = re.compile(r"\s+")
_ICON = re.compile(r"icon|logo|\.gif(?:$|\?)|/filetype/", re.IGNORECASE)


def read(source: Source) -> Document:
    """The article of a page: its text and tables, the page's metas and title, the files it points to.

    Notes: "container_missing" when the given selector finds nothing, "pictures" when the article shows
    pictures whose text cannot be read here, "no_text" when it shows no text at all.
    """
    text, _ = decode(source.body, source.charset)
    tree = parse(text)
    document = Document("html", source.media_type, title=_title(tree), meta=_metas(tree))
    page_links = find_links(tree)  # before the article is cut out of the page
    element, missing = article_element(tree, source.container)
    links = dict(find_links(element))
    for href, label in page_links:
        links.setdefault(href, label)
    document.blocks = set_blocks(element)
    body = scripted_body(tree)
    if body is not None and _says_more(body, document):
        element = body  # a shell around what a script puts in, its index card apart
        document.blocks = set_blocks(body)
        links = dict(find_links(body)) | links
    if not any(map(is_file, links)) and not document.grids and sum(map(len, document.lines)) < _SHORT:
        links |= find_hidden_links(tree)
    document.links = list(links.items())
    if missing:
        document.notes.append(
            ("container_missing", f"the page has no {source.container}; its main text was looked for")
        )
    pictures = _pictures(element)
    if pictures:
        document.notes.append(("pictures", f"the article shows {pictures} pictures; text in them was not read"))
    if not document.blocks:
        document.notes.append(("no_text", "the page shows no text; see its links"))
    return document


def _says_more(body: etree._Element, document: Document) -> bool:
    """Whether a script's body holds more than the page shows, an index card included; a page that prints tables of
    its own is no shell."""
    cells = [cell.text for grid in document.grids for cell in grid.cells]
    shown = "".join([*document.lines, *cells])
    return len(cells) <= _CARD and len(_SPACE.sub("", text_of(body))) > len(_SPACE.sub("", shown))


def _title(tree: etree._Element) -> str | None:
    """The <title>, else the first <h1>."""
    for path in (".//title", ".//h1"):
        element = tree.find(path)
        if element is not None:
            text = _SPACE.sub(" ", text_of(element)).strip()
            if text:
                return text
    return None


def _metas(tree: etree._Element) -> dict[str, str]:
    """name (or property) → content, names in lower case; of several the first that says something."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)
    return metas


def _pictures(element: etree._Element) -> int:
    """Pictures in the article, icons apart. A whole <body> also has logos, so none are counted there."""
    if element.tag in ("body", "html"):
        return 0
    return sum(1 for image in element.iter("img") if not _ICON.search(image.get("src") or "icon"))
