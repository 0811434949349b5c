"""The header of an article: what its labels, metas, breadcrumb and address say of agency, year and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from lxml.html import HtmlElement

from crawler.cms import tables
from crawler.cms.base import Page, once_a_page
from crawler.cms.dom import Line, breadcrumb, inside, lines, meta
from crawler.cms.text import find_date, find_year, squeeze
from crawler.credit_code import is_credit_code
from pipelines.evidence import Evidence

_NEXT_LABEL = re.compile(r"\s+[^\s：:]{0,12}[\u4e00-\u9fff][^\s：:]{0,12}\s*[：:]|\s+\d+\s*[：:]\D")
_LABEL_ALONE = re.compile(r"[^：:]{1,16}[：:]\s*\Z")
_ART_DATE = re.compile(r"/art/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/art_")
_LOCAL_CODE = re.compile(r"\d{9,}(?:-\d+)?")
_LONGEST_VALUE = 60
_HEAD_OF_BODY = 12  # lines of the body in which a header may still stand


@cache
def _labelled(label: str) -> re.Pattern[str]:
    spaced = r"\s*".join(map(re.escape, label))
    return re.compile(rf"(?<![\u4e00-\u9fffA-Za-z/／]){spaced}\s*[：:]\s*(?P<value>.*)")


@cache
def _bare(label: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(map(re.escape, label)) + r"\s*[：:]?\s*\Z")


@once_a_page
def header_lines(page: Page, container: HtmlElement | None) -> list[Line]:
    """The printed lines around the body, and the first short ones of the body itself."""
    found: list[Line] = []
    head, in_head = 0, True
    for line in lines(page.tree):
        if not inside(line.element, container):
            found.append(line)
        elif in_head and head < _HEAD_OF_BODY and len(line.text) <= 100:
            found.append(line)
            head += 1
        else:
            in_head = False
    return found


def labelled(header: Sequence[Line], label: str) -> Iterator[tuple[str, str]]:
    """(value, line as printed) of each place where `label` has a value, in printed order."""
    for number, line in enumerate(header):
        match = _labelled(label).search(line.text)
        value = _NEXT_LABEL.split(match["value"], maxsplit=1)[0].strip(" |｜\t") if match else ""
        if value and len(value) <= _LONGEST_VALUE:
            yield value, line.text
        elif _bare(label).match(line.text) and number + 1 < len(header):
            value = header[number + 1].text  # the value stands in the next cell
            if len(value) <= _LONGEST_VALUE and not _LABEL_ALONE.match(value) and not re.search("[。；]", value):
                yield value, f"{line.text} {value}"


def field(header: Sequence[Line], kind: str) -> tuple[str, str] | None:
    """(value, line as printed) of an evidence kind under its most telling label."""
    return next((found for label in tables.labels()[kind] for found in labelled(header, label)), None)


def published(page: Page, header: Sequence[Line]) -> Iterator[Evidence]:
    """The page's own dates, most trusted first: meta PubDate, a visible label, the address.

    Attributes are never read: a stale `alt="时间：2017-11-08"` has been seen beside the true time.
    """
    printed = meta(page, "published_on")
    if printed and (day := find_date(printed)):
        yield Evidence("published_on", "published_on", day, f"pubdate: {printed}")
    for label in tables.labels()["published_on"]:
        for value, line in labelled(header, label):
            if day := find_date(value):
                yield Evidence("published_on", "published_on", day, line)
                return
    if (match := _ART_DATE.search(page.url)) and (day := find_date("-".join(match.groups()))):
        yield Evidence("published_on", "published_on", day, page.url)


def index_code(value: str) -> str | None:
    """The agency's code in a 索引号: what stands before "/"; None where that is no agency's code."""
    code = value.partition("/")[0].strip()
    if is_credit_code(code.partition("-")[0]) or _LOCAL_CODE.fullmatch(code):
        return code
    return None


def agency_evidence(page: Page, header: Sequence[Line]) -> Iterator[Evidence]:
    """Who published: 索引号, 发布单位, meta ContentSource, 信息来源, the column or crumb that names an agency."""
    if (found := field(header, "index_code")) and (code := index_code(found[0])):
        yield Evidence("agency", "index_code", code, found[0])
    if found := field(header, "publisher"):
        yield Evidence("agency", "publisher", *found)
    source = meta(page, "content_source")
    if source:
        yield Evidence("agency", "content_source", source, source)
    if (found := field(header, "content_source")) and found[0] != source:
        yield Evidence("agency", "content_source", *found)
    column = meta(page, "column")
    if column and looks_like_agency(column):
        yield Evidence("agency", "column", column, column)
    crumbs = breadcrumb(page)
    if name := next((crumb for crumb in reversed(crumbs) if looks_like_agency(crumb)), None):
        yield Evidence("agency", "breadcrumb", name, ">".join(crumbs))


def year_evidence(page: Page, header: Sequence[Line]) -> Iterator[Evidence]:
    """For which year: 内容分类, the column's name, the deepest crumb that names a year."""
    if (found := field(header, "category")) and (year := find_year(found[0])):
        yield Evidence("year", "category", year, found[0])
    column = meta(page, "column")
    if column and (year := find_year(column)):
        yield Evidence("year", "column", year, column)
    crumbs = breadcrumb(page)
    if year := next((year for crumb in reversed(crumbs) if (year := find_year(crumb))), None):
        yield Evidence("year", "breadcrumb", year, ">".join(crumbs))


def looks_like_agency(text: str) -> bool:
    """Whether a crumb or an anchor reads like an agency's name, by its ending."""
    return could_be_agency(text) and squeeze(text).endswith(tables.words("agency", "suffixes"))


def could_be_agency(text: str) -> bool:
    """Whether the anchor of an agency's code may be its name: no word of navigation, and no mere subject."""
    text = squeeze(text)
    if not 2 <= len(text) <= 40 or any(word in text for word in tables.words("agency", "never")):
        return False
    named = text.endswith(tables.words("agency", "suffixes"))
    return named or not any(word in text for word in tables.words("agency", "not_alone"))


def column_name(page: Page) -> str | None:
    """The column that a page belongs to or is: meta ColumnName, else the deepest crumb."""
    crumbs = breadcrumb(page)
    return meta(page, "column") or (crumbs[-1] if crumbs else None)
