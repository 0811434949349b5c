"""What earlier runs know of a site's pages: loaded once when a run begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from crawler.fingerprint import key_of
from crawler.recrawl import Known
from models.agencies import Agency, AgencyAlias
from models.crawls import Capture, RawObject, Run
from models.reports import ReportSource

GOOD = frozenset({200, 203, 304})
READ = frozenset({"report", "unassigned", "not_a_report", "unreadable"})
EMPTIED = "emptied"  # a list that had items before and shows none: a failure, and no reason to forget them
ABSENT = frozenset({"no_report", "http_404", "http_410", "soft_404", "stub"})
COMPLETE = frozenset({"finished", "fewer_than_expected"})

ReportKey = tuple[int, int]
"""agency_id, year."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The last fetch of a page. `digest` names its kept body; `reports` are those that it carries now.

    `whole` says that the run of that fetch came to its end without a failure, so that what the page links was
    fetched too. `rendered`: a browser had to fill it.
    """

    url: str
    final_url: str
    status: int
    outcome: str | None
    fetched_at: datetime
    digest: str | None
    etag: str | None
    last_modified: str | None
    content_type: str | None
    listed: str | None
    year: int | None
    whole: bool
    reports: tuple[ReportKey, ...] = ()
    rendered: bool = False

    @property
    def page_known(self) -> Known:
        """For the re-crawl policy of a page of the way."""
        kept = self.status in GOOD and self.digest is not None and self.outcome != EMPTIED
        return Known(self.fetched_at.date(), kept=kept, absent=self.outcome in ABSENT)

    @property
    def known(self) -> Known:
        """For the re-crawl policy of a document."""
        absent = self.outcome in ABSENT
        kept = self.status in GOOD and self.digest is not None and self.outcome in READ
        return Known(
            self.fetched_at.date(), self.listed, self.year, kept=kept, absent=absent,
            doubtful=self.outcome in ("unreadable", "unassigned"),
        )  # fmt: skip


@dataclass(slots=True)
class Memory:
    """By `url_key`. `children` are the attachments that were fetched from an article."""

    pages: Mapping[str, Remembered] = field(default_factory=dict)
    children: Mapping[str, list[str]] = field(default_factory=dict)

    def get(self, url: str) -> Remembered | None:
        return self.pages.get(key_of(url))

    def reports(self, url: str) -> set[ReportKey]:
        """The reports that a page and its attachments carry."""
        key = key_of(url)
        found = {report for child in self.children.get(key, ()) for report in self._of(child)}
        return found | set(self._of(key))

    def _of(self, key: str) -> tuple[ReportKey, ...]:
        page = self.pages.get(key)
        return page.reports if page else ()


def recall(session: Session, site: str) -> Memory:
    """Everything that is known of a site's pages: the latest fetch of each.

    A page whose kept bytes verify found lost is remembered without them, so it is fetched in full.
    """
    carried: defaultdict[str, list[ReportKey]] = defaultdict(list)
    sources = select(ReportSource.url_key, ReportSource.agency_id, ReportSource.year).where(
        ReportSource.site == site, ReportSource.lost_at.is_(None)
    )
    for key, agency_id, year in session.execute(sources):
        carried[key].append((agency_id, year))
    latest = (
        select(Capture, Run.finish_reason, Run.errors)
        .outerjoin(Run, Run.id == Capture.run_id)
        .where(Capture.site == site, Capture.kind.in_(("http_body", "rendered_dom")))
        .distinct(Capture.url_key)
        .order_by(Capture.url_key, Capture.fetched_at.desc(), Capture.id.desc())
    )
    lost = set(session.scalars(select(RawObject.sha256).where(RawObject.lost_at.is_not(None))))
    broken = _broken(session, site) if lost else set()
    pages: dict[str, Remembered] = {}
    children: defaultdict[str, list[str]] = defaultdict(list)
    for row, reason, errors in session.execute(latest).yield_per(1000):
        pages[row.url_key] = Remembered(
            url=row.url,
            final_url=row.final_url,
            status=row.status,
            outcome=row.outcome,
            fetched_at=row.fetched_at,
            digest=row.sha256,
            etag=row.etag if row.outcome != EMPTIED else None,
            last_modified=row.last_modified if row.outcome != EMPTIED else None,
            content_type=_header(row.headers, "content-type"),
            listed=_listed(row.evidence),
            year=row.year or max((year for _, year in carried.get(row.url_key, ())), default=None),
            whole=reason in COMPLETE and not errors,
            reports=tuple(carried.get(row.url_key, ())),
            rendered=row.kind == "rendered_dom",
        )
        if row.parent_url:
            children[key_of(row.parent_url)].append(row.url_key)
        if lost and any(item[0] == "page" and item[2] in lost for item in row.evidence):
            broken.add(row.url_key)
    for key in broken & pages.keys():
        pages[key] = replace(pages[key], digest=None, etag=None, last_modified=None)
    return Memory(pages, children)


def _broken(session: Session, site: str) -> set[str]:
    """The pages whose last bytes are lost; and their articles, for there an attachment is asked for again."""
    later = aliased(Capture)
    replaced = exists().where(
        later.url_key == Capture.url_key,
        later.kind == Capture.kind,
        later.fetched_at > Capture.fetched_at,
        later.sha256 != Capture.sha256,
    )
    rows = session.execute(
        select(Capture.url_key, Capture.parent_url)
        .join(RawObject, RawObject.sha256 == Capture.sha256)
        .where(Capture.site == site, RawObject.lost_at.is_not(None), ~replaced)
    )
    return {key for url_key, parent in rows for key in (url_key, key_of(parent) if parent else url_key)}


def _header(headers: Iterable[Any], wanted: str) -> str | None:
    return next((str(value) for name, value in headers if str(name).lower() == wanted), None)


def _listed(evidence: Iterable[Any]) -> str | None:
    """The date that the list showed beside the link."""
    return next((str(item[2]) for item in evidence if item[:2] == ["published_on", "column"]), None)


def named(session: Session, code: str) -> set[str]:
    """The names under which the register knows an agency's code."""
    agency = session.scalar(select(Agency).where(Agency.credit_code == code.partition("-")[0]))
    if agency is None:
        return set()
    aliases = session.scalars(select(AgencyAlias.alias).where(AgencyAlias.agency_id == agency.id))
    return {agency.name, *aliases}
