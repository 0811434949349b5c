"""What the database knows before an archive is asked: captures taken from archives, the gaps of the coverage
matrix, pages of our own that fail by now, and lists that led to reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session, aliased

from crawler.cms.base import Link
from crawler.cms.hanweb_xxgk import is_endpoint
from crawler.memory import ABSENT, ReportKey
from crawler.visit import Kind, Visit
from models.agencies import Agency, AgencyAlias
from models.crawls import Capture
from models.reports import ReportSource
from pipelines.capture import Hop
from pipelines.evidence import Evidence
from pipelines.identity.names import same_agency

MEMENTO = "X-Gongkai-Memento"
"""Header that our record of an archived capture has besides the original's: where in the archive it was found."""
FETCHED = "X-Gongkai-Fetched"
"""Likewise: when it was fetched from there (ISO 8601)."""

_STAMP = re.compile(r"/(\d{14})id_/")

# Agency and year of every cell without a report, and of reports whose every original was lost by our own store.
GAPS = """
SELECT agency_id, agency, year FROM v_coverage
WHERE site = :site AND state NOT IN ('accepted', 'review', 'not_due') AND agency_id IS NOT NULL
UNION
SELECT v.agency_id, v.agency, v.year FROM v_coverage v
WHERE v.site = :site AND NOT EXISTS (
    SELECT FROM report_sources s JOIN objects o ON o.sha256 = s.sha256
    WHERE s.agency_id = v.agency_id AND s.year = v.year AND o.lost_at IS NULL
) AND v.state IN ('accepted', 'review')
ORDER BY 1, 3
"""

AGENCIES = "SELECT DISTINCT agency_id FROM v_coverage WHERE site = :site AND agency_id IS NOT NULL"
# who is known by nothing but links to reports that are gone
STRANGERS = "SELECT DISTINCT agency, year FROM v_coverage WHERE site = :site AND agency_id IS NULL"


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture that was taken from an archive before."""

    url: str
    final_url: str
    redirects: tuple[str, ...]
    status: int
    headers: list[tuple[str, str]]
    moment: datetime
    digest: str | None

    def header(self, wanted: str) -> str | None:
        return next((value for name, value in self.headers if name.lower() == wanted.lower()), None)


@dataclass(slots=True)
class Gaps:
    """Cells to fill, and who the agencies of the site are. `standing` are pages that carry a report as it is,
    `strangers` (name and year) reports of agencies that only dead links name."""

    cells: frozenset[ReportKey]
    agencies: Mapping[int, frozenset[str]]
    codes: Mapping[str, int]
    standing: frozenset[str] = frozenset()
    strangers: frozenset[tuple[str, int]] = frozenset()

    def __len__(self) -> int:
        return len(self.cells) + len(self.strangers)

    def filled(self, found: set[ReportKey]) -> int:
        """How many of them the reports that were found fill."""
        newcomers = [agency for agency, _ in found if agency not in self.agencies]
        return len(self.cells & found) + min(len(self.strangers), len(newcomers))

    @property
    def years(self) -> frozenset[int]:
        return frozenset(year for _, year in self.cells)

    def of_code(self, code: str | None) -> int | None:
        return self.codes.get((code or "").partition("-")[0])

    def may_fill(self, visit: Visit, key: str, found: set[ReportKey]) -> bool:
        """Whether a document may be one that is missing: not where its year or its agency has none missing."""
        if key in self.standing:
            return False
        if self._is_stranger(visit):
            return True
        open_cells = self.cells - found
        year = visit.year or _year(visit.evidence)
        if year is not None and year not in {each for _, each in open_cells}:
            return False
        whose = self.whose(visit)
        if not whose:
            return True
        return any(agency in whose and (year is None or each == year) for agency, each in open_cells)

    def _is_stranger(self, visit: Visit) -> bool:
        named = {item.value for item in visit.evidence if item.about == "agency"}
        return any(name in named and year == visit.year for name, year in self.strangers)

    def whose(self, visit: Visit) -> set[int]:
        """The agencies that a visit may be of, empty where nothing tells."""
        codes = [visit.code, *(item.value for item in visit.evidence if item.kind == "area_code")]
        by_code = {agency for code in codes if (agency := self.of_code(code)) is not None}
        if by_code:
            return by_code
        named = {item.value for item in visit.evidence if item.about == "agency" and item.kind != "area_code"}
        return {
            agency
            for agency, names in self.agencies.items()
            if any(name == known or same_agency(name, known) is not False for name in named for known in names)
        }


@dataclass(slots=True)
class Knowledge:
    """`kept` by page and second (14 digits); `redirected`: the last archived page that an address led to."""

    kept: dict[tuple[str, str], Kept] = field(default_factory=dict)
    redirected: dict[str, Kept] = field(default_factory=dict)
    failing: list[Visit] = field(default_factory=list)
    lists: list[Visit] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    gaps: Gaps | None = None


def know(session: Session, site: str, *, gaps: bool) -> Knowledge:
    """Everything of a site that an archive run needs."""
    known = Knowledge()
    for row in session.scalars(select(Capture).where(Capture.site == site, Capture.kind == "archived")):
        _add(known, row)
    known.failing = _failing(session, site)
    known.lists = _lists(session, site)
    rows = session.execute(select(Agency.credit_code, Agency.name).where(Agency.credit_code.is_not(None)))
    known.names = {str(code): name for code, name in rows}
    if gaps:
        known.gaps = _gaps(session, site)
    return known


def _add(known: Knowledge, row: Capture) -> None:
    headers = [(str(name), str(value)) for name, value in row.headers]
    kept = Kept(row.url, row.final_url, tuple(row.redirects), row.status, headers, row.fetched_at, row.sha256)
    known.kept[row.url_key, f"{row.fetched_at:%Y%m%d%H%M%S}"] = kept
    # an index may call a capture by another second than the archive itself
    if not row.redirects and (stamp := _STAMP.search(kept.header(MEMENTO) or "")):
        known.kept[row.url_key, stamp[1]] = kept
    if row.redirects:
        known.redirected[row.url_key] = kept


def _gaps(session: Session, site: str) -> Gaps:
    rows = session.execute(text(GAPS), {"site": site}).all()
    cells = frozenset((int(agency), int(year)) for agency, _, year in rows)
    of_site = set(session.scalars(text(AGENCIES), {"site": site}))
    names: defaultdict[int, set[str]] = defaultdict(set)
    codes: dict[str, int] = {}
    for agency in session.scalars(select(Agency).where(Agency.id.in_(of_site))):
        names[agency.id].add(agency.name)
        if agency.credit_code:
            codes[agency.credit_code] = agency.id
    for alias in session.scalars(select(AgencyAlias).where(AgencyAlias.agency_id.in_(of_site))):
        names[alias.agency_id].add(alias.alias)
    # older portals know their agencies by codes of their own, which captures have seen with them
    local = session.execute(
        select(Capture.agency_code, ReportSource.agency_id)
        .join(ReportSource, ReportSource.url_key == Capture.url_key)
        .where(Capture.site == site, Capture.agency_code.is_not(None))
        .distinct()
    )
    for code, agency_id in local:
        codes.setdefault(str(code).partition("-")[0], agency_id)
    standing = select(ReportSource.url_key, ReportSource.agency_id, ReportSource.year).where(
        ReportSource.site == site, ReportSource.lost_at.is_(None)
    )
    stand = frozenset(key for key, agency, year in session.execute(standing) if (agency, year) not in cells)
    strangers = frozenset((name, int(year)) for name, year in session.execute(text(STRANGERS), {"site": site}))
    return Gaps(cells, {agency: frozenset(each) for agency, each in names.items()}, codes, stand, strangers)


def _failing(session: Session, site: str) -> list[Visit]:
    """Documents whose last live fetch brought no page: as the crawl asked for them."""
    latest = (
        select(Capture)
        .where(Capture.site == site, Capture.kind.in_(("http_body", "rendered_dom")))
        .where(Capture.role != "page")
        .distinct(Capture.url_key)
        .order_by(Capture.url_key, Capture.fetched_at.desc(), Capture.id.desc())
    )
    last = aliased(Capture, latest.subquery())
    rows = session.scalars(select(last).where(last.outcome.in_(ABSENT) | (last.status >= 400)))
    return [_visit(row) for row in rows if "__wb_method=" not in row.url]


def _visit(row: Capture) -> Visit:
    kind: Kind = "attachment" if row.role == "attachment" else "article"
    if is_endpoint(row.url):
        kind = "endpoint"
    evidence = tuple(Evidence(*item) for item in row.evidence)
    trail = tuple(Hop(str(url), str(anchor)) for url, anchor in row.trail)
    anchor = next((item.quote for item in evidence if item.kind == "anchor"), "")
    link = Link(row.url, row.file_name or anchor)
    return Visit(
        kind, link, trail, evidence, len(trail), 8, True, row.year, code=row.agency_code, parent=row.parent_url
    )  # fmt: skip


def _lists(session: Session, site: str) -> list[Visit]:
    """The pages that led to reports: columns that may by now be gone, or show less."""
    led = select(Capture.trail).where(
        Capture.site == site,
        Capture.role == "article",
        exists().where(ReportSource.url_key == Capture.url_key, ReportSource.site == site),
    )
    found: dict[str, Visit] = {}
    for trail in session.scalars(led):
        if trail and "__wb_method=" not in trail[-1][0]:
            url, anchor = map(str, trail[-1])
            before = tuple(Hop(str(each), str(said)) for each, said in trail[:-1])
            found.setdefault(url, Visit("page", Link(url, anchor), before, (), 2, 7, annual=bool(anchor)))
    return list(found.values())


def _year(evidence: Iterable[Any]) -> int | None:
    told = {item.value for item in evidence if item.about == "year" and str(item.value).isdecimal()}
    return int(next(iter(told))) if len(told) == 1 else None
