"""Pages that the archive's index names and no list has led to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

from crawler.archives.index import Index
from crawler.archives.knowledge import Knowledge
from crawler.cms.base import Link
from crawler.cms.hanweb_xxgk import is_endpoint
from crawler.visit import Visit
from crawler.walk import DEEPEST, Walk
from pipelines.evidence import Evidence

# A shape that fits many more pages than reports were found with it is that of the portal's articles at large.
PER_FOUND = 3
AT_LEAST = 20
UNTITLED = 1
"""The score of a page of which only the address is known, and so the column."""
_DATE = re.compile(r"(?:(?<=/)|(?<=t))(?:19|20)\d{2}(?:[/-]?\d{1,2}){0,2}(?=[/_.-])")
_LAST = re.compile(r"[0-9a-f]{32}|\d+(?=\D*$)", re.I)


def endpoints(index: Index, walk: Walk, known: Knowledge) -> Iterator[Visit]:
    """Route A: the address itself names agency and year."""
    for url in index.urls():
        if not is_endpoint(url):
            continue
        code, year = _named(url)
        plain = code.partition("-")[0]
        name = walk.names.get(code) or walk.names.get(plain) or known.names.get(plain) or ""
        if not code or year is None or not walk.arguments.wants_year(year) or not walk.wanted.takes(name, code):
            continue
        evidence = (
            Evidence("agency", "area_code", code, name or code),
            Evidence("year", "fbtime", str(year), str(year)),
        )
        yield from walk.new(Visit("endpoint", Link(url), (), evidence, 1, 8, True, year, code=code))


def _named(url: str) -> tuple[str, int | None]:
    given = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
    year = given.get("fbtime", "")
    return given.get("area", ""), int(year) if re.fullmatch(r"20[0-4]\d", year) else None


def siblings(index: Index, walk: Walk, found: Mapping[str, int]) -> Iterator[Visit]:
    """Pages in the place of pages that were reports: /art/2016/1/29/art_70627_2040972.html beside others of column
    70627. Their titles are unknown: each is a page of the way until it turns out to be a report."""
    fitting: dict[str, list[str]] = {}
    for url in index.urls():
        if found.get(of := shape(url)):
            fitting.setdefault(of, []).append(url)
    for of, urls in fitting.items():
        if len(urls) <= PER_FOUND * found[of] + AT_LEAST:
            for url in urls:
                yield from walk.new(Visit("page", Link(url), depth=DEEPEST, score=UNTITLED, annual=True))


def shape(url: str) -> str:
    """The address without what numbers and dates an article: its column, if the address names one.

    >>> shape("http://www.x.gov.cn/art/2016/1/29/art_70627_2040972.html")
    'www.x.gov.cn/art/D/art_70627_#.html'
    """
    parts = urlsplit(url)
    head, slash, name = _DATE.sub("D", parts.path).rpartition("/")
    return f"{parts.netloc.lower()}{head}{slash}{_LAST.sub('#', name, count=1)}" + (
        f"?{_LAST.sub('#', parts.query, count=1)}" if parts.query else ""
    )
