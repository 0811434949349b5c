"""The xxgk module of Hanweb (大汉) JCMS: agencies by code, and route A, one page an agency and year.

/module/xxgk/xxgkAnnualReport.jsp?area=CODE&fbtime=YEAR (PORTALS.md §1.1, §2.1). No raw answer of the module was
available, so everything here reads by pattern and leaves alone what it does not know. The module's own lists are
read in hanweb_xxgk_lists.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.cms import fields, hanweb_article, hanweb_xxgk_lists, tables
from crawler.cms.articles import compose
from crawler.cms.attachments import attachments
from crawler.cms.base import Article, Link, Page
from crawler.cms.dom import Line, in_frame, lines
from crawler.cms.family import Cms
from crawler.cms.text import squeeze, whole
from pipelines.evidence import Evidence

ENDPOINT = "/module/xxgk/xxgkAnnualReport.jsp"
_CODE = r"[0-9A-Za-z][0-9A-Za-z.]{5,29}(?:-\d+)?"
_AREA = re.compile(rf"(?:vc_xxgkarea|xxgk/\w+\.jsp\?[^\"'\s<>]{{0,300}}?\barea)=({_CODE})(?![0-9A-Za-z])", re.I)
_COUNT = re.compile(r"\s*[(（]\d+[)）]\s*$")
_HEADLINE = (6, 80)  # characters
_SENTENCE = 40  # characters from which a line with a comma is prose
_TABLE_CELLS = 20


def is_endpoint(url: str) -> bool:
    """Whether the address is one of route A."""
    return urlsplit(url).path.lower().endswith("/xxgkannualreport.jsp")


def canonical(url: str) -> str:
    """The one spelling of a route A address: area before fbtime, nothing else. Others come back as they are.

    Scheme and port stay: that :8443 and https are twins of the plain host holds for every page of a portal.
    """
    given = {key.lower(): value for key, value in parse_qsl(urlsplit(url).query)}
    if not is_endpoint(url) or not given.get("area") or not given.get("fbtime"):
        return url
    query = urlencode({"area": given["area"], "fbtime": given["fbtime"]})
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def reports(page: Page, codes: Sequence[str], years: Sequence[int]) -> Sequence[Link]:
    """The route A page of each code and year on this page's host, newest year first."""
    return tuple(
        Link(
            urljoin(page.url, f"{ENDPOINT}?{urlencode({'area': code, 'fbtime': year})}"),
            evidence=(
                Evidence("agency", "area_code", code, code),
                Evidence("year", "fbtime", str(year), str(year)),
            ),
        )
        for year in sorted(set(years), reverse=True)
        for code in dict.fromkeys(codes)
    )


def agencies(page: Page) -> Sequence[Evidence]:
    """The agency codes in links, frames and scripts of the page, each quoted with the agency's printed name.

    The quote is empty where no anchor of the code reads like a name.
    """
    names: dict[str, str] = {}
    for node in page.tree.iter("a", "area", "option", "iframe", "li", "span", "div", "td", "input"):
        for code in _codes(node):
            name = _anchor_name(node)
            if not names.get(code):
                names[code] = name
    for script in page.tree.iter("script"):
        for code, name in _scripted(script.text_content()):
            if not names.get(code):
                names[code] = name
    return tuple(Evidence("agency", "area_code", code, name) for code, name in names.items())


def article(page: Page) -> Article | None:
    """The report of a route A page with code and year from its address; None where the year has none."""
    if not is_endpoint(page.url) or is_empty(page):
        return None
    given = {key.lower(): value for key, value in parse_qsl(urlsplit(page.url).query)}
    more = []
    if area := given.get("area"):
        more.append(Evidence("agency", "area_code", area, page.url))
    if re.fullmatch(r"20\d\d", given.get("fbtime", "")):
        more.append(Evidence("year", "fbtime", given["fbtime"], page.url))
    container = hanweb_article.body(page)
    return compose(page, container, _headline(page, container), more)


def is_empty(page: Page) -> bool:
    """Whether a route A page says that there is no report for this year, or says nothing at all.

    A sentence, a table, a picture or a file speaks for a report; in doubt it is one.
    """
    container = hanweb_article.body(page)
    if attachments(page, container):
        return False
    if container is not None and container.find(".//img") is not None:
        return False
    root = page.tree if container is None else container
    own = (line.text for line in lines(root) if container is not None or not in_frame(line.element))
    return not _has_table(root) and not any(map(_is_prose, own))


def _is_prose(text: str) -> bool:
    """Whether a line is a report's sentence, and not one that regrets that there is none."""
    regrets = any(phrase in text for phrase in tables.words("empty", "phrases"))
    return len(text) >= _SENTENCE and re.search("[。，]", text) is not None and not regrets


def _has_table(root: HtmlElement) -> bool:
    return any(len(table.findall(".//td")) >= _TABLE_CELLS for table in root.iter("table"))


def _headline(page: Page, container: HtmlElement | None) -> str | None:
    """The printed headline, or the line right above the date's label; None where the page prints none."""
    if title := hanweb_article.printed_headline(page, container):
        return title
    above: Line | None = None
    for line in fields.header_lines(page, None):
        if any(line.text.startswith(label) for label in tables.words("labels", "published_on")):
            break
        above = line
    else:
        return None
    if (
        above is None
        or not _HEADLINE[0] <= len(above.text) <= _HEADLINE[1]
        or above.element.find(".//a") is not None
    ):
        return None
    return above.text


def _codes(node: HtmlElement) -> Iterator[str]:
    """The codes in a node's own attributes."""
    for name in ("href", "src", "onclick", "value", "data-href", "data-url"):
        if value := node.get(name):
            yield from _found_codes(value)


def _found_codes(text: str) -> Iterator[str]:
    return (unquote(code).rstrip(".") for code in _AREA.findall(unescape(unquote(text))))


def _anchor_name(node: HtmlElement) -> str:
    """The agency's name that an anchor prints, empty where it prints something else."""
    pictures = (img.get("alt") or img.get("title") or "" for img in node.iter("img"))
    for text in (whole(node.text_content(), node.get("title") or ""), node.get("title") or "", *pictures):
        name = _COUNT.sub("", squeeze(text))
        if fields.could_be_agency(name):
            return name
    return ""


def _scripted(source: str) -> Iterator[tuple[str, str]]:
    """(code, name) of the links that a script writes; the name empty where none is printed."""
    for code in _found_codes(source):
        yield code, ""
    for href, text in re.findall(r"href=\\?[\"']([^\"'\\]*)\\?[\"'][^>]*>([^<>]{2,60})<", source):
        for code in _found_codes(href):
            name = squeeze(text)
            yield code, name if fields.could_be_agency(name) else ""


CMS = Cms(
    "hanweb_xxgk",
    listing=hanweb_xxgk_lists.listing,
    article=article,
    columns=hanweb_xxgk_lists.columns,
    agencies=agencies,
    reports=reports,
)
