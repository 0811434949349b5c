"""What a short look at a portal has seen. Plain data, gathered by the probe's spider, read by the draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from crawler import cms
from crawler.cms.base import Article, Page
from crawler.discovery.links import column_year
from crawler.discovery.owner import owner
from crawler.fingerprint import key_of
from crawler.obstacles import PREFIX
from crawler.visit import Visit
from pipelines.carriers import media
from pipelines.carriers.sniff import sniff
from pipelines.evidence import Evidence
from pipelines.identity import classify_headline, decide
from pipelines.identity.names import looks_like_agency

GENERIC = "generic"


@dataclass(slots=True)
class Family:
    """A CMS family that claims pages of the portal: how surely (0–1), and how many of those that were seen."""

    name: str
    confidence: float = 0.0
    pages: int = 0


@dataclass(slots=True)
class Column:
    """A column of annual reports. `years` are those that the headlines of its reports print.

    `items` and `total` are None until it was asked: how many its page lists, how many the portal says there are.
    """

    url: str
    name: str
    year: int | None = None
    items: int | None = None
    total: int | None = None
    years: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """A report that a list shows. `looked_at`: its page was asked too, and is an article; `files` it has then."""

    url: str
    headline: str
    agency: str | None
    year: int | None
    column: str
    looked_at: bool = False
    files: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Look:
    """Everything that was seen. `way` leads to the first column: (anchor, URL) from the home page on.

    `newest` is the newest report year that can exist.
    """

    url: str
    title: str = ""
    owner: Evidence | None = None
    families: dict[str, Family] = field(default_factory=dict)
    way: list[tuple[str, str]] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    hosts: list[str] = field(default_factory=list)
    endpoint: str | None = None
    newest: int = 0
    _lists: dict[object, Column] = field(default_factory=dict)
    stats: Mapping[str, Any] = field(default_factory=dict)

    def met(self, visits: Iterable[Visit]) -> None:
        """The walk would ask these next, whether the probe does or not."""
        for visit in visits:
            if visit.kind == "endpoint":
                self.endpoint = self.endpoint or visit.url.partition("?")[0]
            elif visit.kind == "article":
                self._report(visit)
            elif visit.kind == "page" and visit.annual and visit.page_number == 1:
                self._column(visit)

    def _column(self, visit: Visit) -> Column:
        if visit.page_number > 1 and (known := self._lists.get(list_of(visit))):
            return known
        self.way = self.way or _way(visit)
        name = visit.link.text
        column = Column(visit.url, name, visit.year or column_year(name))
        column = self.columns.setdefault(key_of(visit.url), column)
        self._lists.setdefault(list_of(visit), column)
        return column

    def _report(self, visit: Visit, article: Article | None = None) -> Report:
        evidence = [*visit.evidence, *(article.evidence if article else ()), *([self.owner] if self.owner else ())]
        identity, _ = decide(evidence)
        self.way = self.way or _way(visit)
        column = visit.trail[-1].url if visit.trail else ""
        headline = (article.title if article else None) or visit.link.text
        new = Report(visit.url, headline, identity.agency, identity.year, column)
        known = self.reports.setdefault(key_of(visit.url), new)
        known.headline, known.agency, known.year = new.headline, new.agency, new.year
        return known

    def page(self, page: Page, visit: Visit) -> None:
        """A page came."""
        host = urlsplit(page.url).netloc
        if host not in self.hosts:
            self.hosts.append(host)
        for module in cms.ranked(page):
            if module.name != GENERIC:
                family = self.families.setdefault(module.name, Family(module.name))
                family.confidence = max(family.confidence, round(module.recognise(page), 2))
                family.pages += 1
        for evidence in cms.agencies(page):
            if evidence.kind == "area_code" and not self.agencies.get(evidence.value):
                self.agencies[evidence.value] = evidence.quote
        if visit.is_start:
            self.owner = owner(page)
            self.title = " ".join(page.tree.xpath("string(//head/title)").split())

    def listed(self, page: Page, visit: Visit) -> None:
        """What the page of a column, or a further page of its list, shows."""
        listing = cms.listing(page)
        here = [report for report in self.reports.values() if report.column == page.url]
        if not visit.annual and not here:
            return
        column = self._column(visit)
        column.items = max(column.items or 0, len(here), len(listing.items) if listing else 0)
        column.total = (listing.total if listing else None) or column.total
        printed = {classify_headline(report.headline).year for report in here}
        column.years = sorted({*column.years, *(year for year in printed if year)})

    def article(self, visit: Visit, article: Article) -> None:
        """The page of a report came."""
        report = self._report(visit, article)
        report.looked_at = True
        report.files = [link.text or link.url for link in article.attachments]

    def file(self, body: bytes, visit: Visit) -> None:
        """A file came where a list shows a report."""
        report = self._report(visit)
        report.looked_at, report.files = True, [sniff(body) or media.UNKNOWN]

    @property
    def robots(self) -> dict[str, dict[str, Any]]:
        """By host: the status of robots.txt, the delay that it asks for, the requests that it forbade."""
        found: dict[str, dict[str, Any]] = {}
        for key, value in self.stats.items():
            if key.startswith("robots/"):
                what, _, host = key.removeprefix("robots/").rpartition("/")
                found.setdefault(host, {})[what or "status"] = value
        return found

    @property
    def obstacles(self) -> list[dict[str, Any]]:
        """As in `v_obstacles`: kind, name, place, times."""
        rows = [(key.removeprefix(PREFIX), times) for key, times in self.stats.items() if key.startswith(PREFIX)]
        parts = [(*key.split("/", 2), times) for key, times in rows]
        return [
            {"kind": kind, "name": name, "place": place, "times": times}
            for kind, name, place, times in sorted(parts, key=str)
        ]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        families = sorted(self.families.values(), key=lambda family: -family.confidence)
        named = [{"code": None, "name": name} for name in self._named() if name not in self.agencies.values()]
        return {
            "url": self.url,
            "title": self.title,
            "owner": self.owner.value if self.owner else None,
            "cms": [asdict(family) for family in families],
            "way": [{"anchor": anchor, "url": url} for anchor, url in self.way],
            "columns": [asdict(column) for column in self.columns.values()],
            "agencies": [
                *({"code": code, "name": name or None} for code, name in self.agencies.items()),
                *named,
            ],
            "endpoint": self.endpoint,
            "reports": [asdict(report) for report in self.reports.values()],
            "robots": self.robots,
            "obstacles": self.obstacles,
            "requests": self.stats.get("downloader/request_count", 0),
            "rendered": self.stats.get("render/pages", 0),
        }

    def _named(self) -> list[str]:
        """The agencies that reports and columns name."""
        names = [report.agency for report in self.reports.values() if report.agency]
        names += [column.name for column in self.columns.values() if looks_like_agency(column.name)]
        return list(dict.fromkeys(names))


def list_of(visit: Visit) -> object:
    """The same for all pages of one list."""
    return visit.trail, visit.link.text


def _way(visit: Visit) -> list[tuple[str, str]]:
    hops = [(hop.anchor, hop.url) for hop in visit.trail if hop.anchor or hop == visit.trail[0]]
    return [*hops, (visit.link.text, visit.url)]
