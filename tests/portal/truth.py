"""The truth about the replica: every report with its gold cells, all other pages, the requests needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.portal import article, gold, jpage
from tests.portal.answer import canonical
from tests.portal.huancui import Huancui, annual_report
from tests.portal.model import Report
from tests.portal.site import Site
from tests.portal.wendeng import Wendeng
from tests.portal.wip import Wip

Cells = dict[str, dict[str, dict[str, int | float | None]]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the report can be read; `final` after the redirect, `differs` where this copy prints otherwise."""

    url: str
    final: str
    carrier: str
    differs: dict[str, int | float | None]


@dataclass(frozen=True, slots=True)
class ReportTruth:
    """A report that exists. `cells` is what its web page (else its file) prints, keyed as in `scrapy read`'s JSON.

    `verdict` is what a perfect reader says, `honest` all that a lesser one may say without lying.
    """

    host: str
    agency: str
    code: str
    year: int
    form: str
    published_on: str
    headline: str
    pages: tuple[str, ...]
    sources: tuple[Source, ...]
    cells: Cells
    verdict: str
    reason: str | None
    honest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """All of it; URLs are canonical (http, no port, sorted query)."""

    reports: tuple[ReportTruth, ...]
    distractors: tuple[str, ...]
    dead: tuple[str, ...]
    forbidden: tuple[str, ...]
    needed: Mapping[str, tuple[str, ...]]

    def by_host(self, host: str) -> tuple[ReportTruth, ...]:
        """The reports of one host."""
        return tuple(report for report in self.reports if report.host == host)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def truth(sites: Mapping[str, Site]) -> Truth:
    """The truth of these sites as they are now."""
    reports = tuple(_report(site, report) for site in sites.values() for report in site.reports.values())
    distractors: list[str] = []
    dead: list[str] = []
    forbidden: list[str] = []
    for site in sites.values():
        for column in site.columns.values():
            for item in column.items:
                if item.kind == "external":
                    forbidden.append(item.extra)
                else:
                    (dead if item.extra else distractors).append(f"http://{site.host}{item.path}")
    needed = {host: _needed(site, [r for r in reports if r.host == host]) for host, site in sites.items()}
    return Truth(reports, tuple(distractors), tuple(dead), tuple(forbidden), needed)


def _report(site: Site, report: Report) -> ReportTruth:
    host = f"http://{site.host}"
    if isinstance(site, Huancui):
        pages = [canonical(host + annual_report(report.agency.code, report.year))]
    else:
        pages = [host + path for path, _, _ in site.places(report)]
    sources = [Source(url, url, "html", {}) for url in pages] if report.page != "file" else []
    for file in report.files:
        final = host + article.attached(file)
        linked = final if site.direct_attachments else canonical(host + article.download(file))
        carrier = "scan" if file.maker == "scan" else file.type
        sources.append(
            Source(linked, final, carrier, {code: gold.value(text) for code, text in file.differs.items()})
        )
    return ReportTruth(
        host=site.host,
        agency=report.agency.name,
        code=report.agency.code,
        year=report.year,
        form=report.form,
        published_on=f"{report.published:%Y-%m-%d}",
        headline=report.headline,
        pages=tuple(pages),
        sources=tuple(sources),
        cells=gold.cells(report.printed),
        verdict=report.verdict,
        reason=report.reason,
        honest=_honest(report),
    )


def _honest(report: Report) -> tuple[str, ...]:
    if report.reason == "published_sum":
        return ("review",)
    if report.reason == "scan":
        return ("accepted", "review", "unreadable")
    if report.reason or report.form == "2019":
        return ("accepted", "review")
    return ("accepted",)


def _needed(site: Site, reports: list[ReportTruth]) -> tuple[str, ...]:
    """The requests of a walker that knows the way and makes no detour."""
    paths = ["/robots.txt", "/", *site.way()]
    for column in site.columns.values():
        if column.year:
            paths.append(f"/col/col{column.id}/index.html")
            if len(site.records(column)) > jpage.FIRST:
                paths.append(
                    f"{jpage.PROXY['old' if column.look == 'old' else 'new']}?columnid={column.id}&startrecord=46"
                )
    found = [f"http://{site.host}{path}" for path in paths]
    for report in reports:
        found += report.pages
        for source in report.sources:
            if source.carrier != "html":
                found += dict.fromkeys([source.url, source.final])
    return tuple(found)


def all_sites() -> dict[str, Site]:
    """Fresh sites by host."""
    return {site.host: site for site in (Huancui(), Wendeng(), Wip())}
