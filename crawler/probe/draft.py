"""The draft of a site file: what a look has seen as keys, what it has not as comments, no guesses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from math import ceil
from urllib.parse import urlsplit

from crawler.credit_code import is_credit_code
from crawler.hosts import GOV, HostPolicy
from crawler.probe.look import Column, Look
from crawler.probe.region import Division, division
from crawler.registry import RESERVED

LEAST = 1.0  # s between two requests, the pace of every crawl without a site file
NAMED = 5  # columns that were not looked at
_ENDPOINT = "xxgkAnnualReport.jsp"


def name_of(url: str) -> str:
    """A name for the file: `huancui` of http://www.huancui.gov.cn/."""
    labels = (urlsplit(url).hostname or "").removesuffix(GOV).split(".")
    name = re.sub(r"\W+", "_", (labels[-1] if labels else "").lower(), flags=re.ASCII).strip("_")
    return name if name[:1].isalpha() and name not in RESERVED else f"site_{name}"


def draft(look: Look, today: date, region: Division | None = None) -> str:
    """The text of the site file.

    Without a region that was found or given, `region.code` is empty, and the file does not pass
    `scrapy checksites` until somebody fills it in.
    """
    place = region or division(look.owner.value if look.owner else None, look.agencies)
    parts = (_head(look), _columns(look), _agencies(look), _notes(look, today), _tables(look, place))
    return "\n".join(line for part in parts for line in part)


def _head(look: Look) -> Iterator[str]:
    yield f"title = {_text(look.owner.quote if look.owner else look.title or look.url)}"
    yield f"home = {_text(look.url)}"
    yield f"hosts = {_list(_hosts(look))}"
    families = sorted(look.families.values(), key=lambda family: -family.confidence)
    if certain := [family.name for family in families if family.confidence >= 0.5]:
        yield f"cms = {_list(certain)}"
    yield ""


def _hosts(look: Look) -> list[str]:
    """The hosts that were entered, and those to which a column or a report leads."""
    urls = [look.url, *(column.url for column in look.columns.values())]
    urls += [report.url for report in look.reports.values()]
    policy = HostPolicy.of_url(look.url)
    allowed = [urlsplit(url) for url in urls if policy.refusal(url) is None]
    hosts = [*(parts.hostname or "" for parts in allowed), *(host.partition(":")[0] for host in look.hosts)]
    return list(dict.fromkeys(hosts))


def _columns(look: Look) -> Iterator[str]:
    """The columns whose page was seen; the year of one where all of its reports are of it, for a link's word or a
    directory's may be wrong. What was not looked at is a comment: the walk finds it from the others."""
    policy = HostPolicy.of_url(look.url)
    columns = [column for column in look.columns.values() if policy.refusal(column.url) is None]
    seen = [column for column in columns if column.items is not None]
    if not seen:
        return
    yield "columns = ["
    for column in seen:
        year = f"year = {column.years[0]}, " if _is_of_one_year(column) else ""
        name = f", name = {_text(column.name)}" if column.name else ""
        yield f"  {{ {year}url = {_text(column.url)}{name} }},"
    others = [column for column in columns if column.items is None and column.name]
    for column in others[:NAMED]:
        yield f"  # not looked at: {{ url = {_text(column.url)}, name = {_text(column.name)} }},"
    if len(others) > NAMED:
        yield f"  # … and {len(others) - NAMED} more"
    yield "]"
    yield ""


def _is_of_one_year(column: Column) -> bool:
    return len(column.years) == 1 and column.year == column.years[0]


def _agencies(look: Look) -> Iterator[str]:
    """Agencies whose code and name were printed side by side."""
    names: set[str] = set()
    rows = []
    for code, name in look.agencies.items():
        if name and name not in names and re.fullmatch(r"[0-9A-Za-z.-]+", code):
            names.add(name)
            local = "" if is_credit_code(code.partition("-")[0]) else ', scheme = "local"'
            rows.append(f"  {{ code = {_text(code)}, name = {_text(name)}{local} }},")
    if rows:
        yield from ["agencies = [", *rows, "]", ""]


def _notes(look: Look, today: date) -> Iterator[str]:
    yield 'notes = """'
    requests = look.stats.get("downloader/request_count", 0)
    yield f"Drafted by `scrapy probe {look.url}` on {today}, after {requests} requests."
    if look.way:
        yield _plain("The way: " + " > ".join(f"{anchor or 'home'} ({url})" for anchor, url in look.way))
    for report in list(look.reports.values())[:3]:
        files = f"; files: {', '.join(report.files)}" if report.files else ""
        yield _plain(f"  {report.year or '?'} {report.agency or '?'} {report.url}{files}")
    for met in look.obstacles:
        yield _plain(f"Met: {met['kind']} {met['name']} at {met['place']} ({met['times']}×).")
    if look.stats.get("render/pages"):
        yield "Pages are empty without a browser."
    yield '"""'
    yield ""


def _tables(look: Look, place: Division | None) -> Iterator[str]:
    yield "[region]"
    if place:
        yield f'code = "{place.code}"'
        yield f"name = {_text(place.name)}"
    else:
        yield 'code = ""  # six digits of GB/T 2260: the probe could not tell; scrapy probe --region CODE:NAME'
        yield f"name = {_text(look.owner.value if look.owner else '')}"
    if look.endpoint and look.endpoint.endswith(_ENDPOINT):
        yield from ("", "[xxgk]", f"endpoint = {_text(look.endpoint)}")
    yield from _expected(look)
    asked = max((each.get("crawl_delay", 0) for each in look.robots.values()), default=0)
    yield from ("", "[politeness]", f"delay = {max(LEAST, float(asked))}", "")


def _expected(look: Look) -> Iterator[str]:
    """Bounds that what was seen fulfils: the newest years in a row, their reports and agencies."""
    years = {report.year for report in look.reports.values() if report.year} or {look.newest}
    first = last = max(years)
    while first - 1 in years:
        first -= 1
    within = [report for report in look.reports.values() if report.year and first <= report.year <= last]
    agencies = max(1, len({report.agency for report in within if report.agency}))
    reports = min(max(agencies, ceil(len(within) / 2)), agencies * (last - first + 1))
    yield from (
        "",
        "[expect]",
        "# What the probe saw of it: raise it after the first whole crawl.",
        f"reports = {reports}",
        f"agencies = {agencies}",
        f"years = [{first}, {last}]",
    )


def _text(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(_plain(text), ensure_ascii=False)


def _list(texts: list[str]) -> str:
    return "[" + ", ".join(map(_text, texts)) + "]"


def _plain(text: str) -> str:
    """On one line, without what would end a string of several."""
    return re.sub(r"[\x00-\x1f\x7f\s]+", " ", text).replace("\\", "/").replace('"""', "”").strip()
