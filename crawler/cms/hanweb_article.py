"""Article pages of Hanweb (大汉) JCMS: /art/2024/1/25/art_151356_4303305.html (PORTALS.md §2.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement

from crawler.cms import fields, tables
from crawler.cms.articles import compose
from crawler.cms.base import Article, Page, once_a_page
from crawler.cms.body import densest, known_container
from crawler.cms.dom import breadcrumb, in_frame, inside, meta, metas, printed, select
from crawler.cms.family import Cms
from pipelines.evidence import Evidence

_BEGIN, _END = r"<\$\[{0}\]>\s*begin", r"<\$\[{0}\]>\s*end"
_LONGEST_TITLE = 120


def agencies(page: Page) -> Sequence[Evidence]:
    """The agency code of the article's own 索引号, quoted with its 发布单位."""
    header = fields.header_lines(page, body(page))
    found = fields.field(header, "index_code")
    code = fields.index_code(found[0]) if found else None
    if code is None:
        return ()
    publisher = fields.field(header, "publisher")
    return (Evidence("agency", "index_code", code, publisher[0] if publisher else ""),)


def article(page: Page) -> Article | None:
    """The article; None where the page holds no body (a redirect shell, a soft 404)."""
    container = body(page)
    title = headline(page, container)
    if container is None and title is None:
        return None
    return compose(page, container, title)


@once_a_page
def body(page: Page) -> HtmlElement | None:
    """The element that holds the body: around ContentStart, around the marks, by its usual names, by density."""
    for element in (_around_metas(page), _around_mark(page, "信息内容")):
        if element is not None:
            return element
    known = known_container(page, tables.words("containers", "hanweb"))
    return densest(page) if known is None else known


def headline(page: Page, container: HtmlElement | None) -> str | None:
    """The headline as printed (a line break in it stays), else as meta ArticleTitle or <title> has it."""
    if found := printed_headline(page, container):
        return found
    titles = (printed(element) for element in page.tree.xpath("//head/title"))
    return meta(page, "headline") or next(filter(None, titles), None)


def printed_headline(page: Page, container: HtmlElement | None) -> str | None:
    """The headline between its marks or in its usual elements, outside the body and the page's frame."""
    marked = _around_mark(page, "标题")
    if marked is not None and 1 < len(text := printed(marked)) <= _LONGEST_TITLE:
        return text
    strangers = {metas(page).get("sitename"), *breadcrumb(page)}
    for element in select(page.tree, tables.words("headlines", "hanweb")):
        text = printed(element)
        if inside(element, container) or in_frame(element) or text in strangers:
            continue
        if 1 < len(text) <= _LONGEST_TITLE:
            return text
    return None


def _around_metas(page: Page) -> HtmlElement | None:
    """The closest element around <meta name="ContentStart"> … <meta name="ContentEnd">."""
    marks = {(node.get("name") or "").lower(): node for node in page.tree.xpath("//body//meta[@name]")}
    start, end = marks.get("contentstart"), marks.get("contentend")
    if start is None:
        return None
    ending = set(end.iterancestors()) if end is not None else {start.getparent()}
    common = next((node for node in start.iterancestors() if node in ending), None)
    return None if common is None or common.tag in ("body", "html") else common


def _around_mark(page: Page, name: str) -> HtmlElement | None:
    """The element that holds the comment marks `<!--<$[标题]>begin-->` … `end`."""
    begin = re.compile(_BEGIN.format(re.escape(name)))
    for comment in page.tree.iter(etree.Comment):
        if begin.search(comment.text or ""):
            parent: HtmlElement | None = comment.getparent()
            return parent if parent is not None and parent.tag not in ("body", "html") else None
    return None


CMS = Cms(
    "hanweb_article",
    article=article,
    agencies=agencies,
)
