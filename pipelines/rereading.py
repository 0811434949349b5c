"""Kept originals, read again: which captures, and what a reading of them is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.crawls import Capture as CaptureRow
from models.readings import Reading as ReadingRow
from models.reports import ReportSource
from pipelines.capture import Capture, Hop, Request
from pipelines.captures import context_digest
from pipelines.codec import decode
from pipelines.evidence import Evidence
from pipelines.report import Reading

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)

READ = ("report", "unassigned", "not_a_report", "unreadable")


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture whose bytes are in the object store. `before` is the verdict that stands."""

    capture_id: int
    digest: str
    capture: Capture
    before: str | None


def kept_captures(
    session: Session,
    site: str | None = None,
    form: str | None = None,
    verdict: str | None = None,
    objects: tuple[str, str] | None = None,
) -> list[Kept]:
    """The last good capture of each page that was read, oldest first; `form` and `verdict` as they stand now,
    `objects` the first and last beginnings (of one length) of the digests."""
    statement = _statement(site, form, verdict)
    if objects is not None:
        beginning = func.left(CaptureRow.sha256, len(objects[1]))
        statement = statement.where(CaptureRow.sha256 >= objects[0], beginning <= objects[1])
    rows = session.execute(statement).all()
    return [
        Kept(row.id, row.sha256 or "", capture_of(row), before) for row, before in rows if row.sha256 is not None
    ]


def last_readings(session: Session, kept: Kept) -> list[Reading]:
    """What stands of a kept capture: the readings of the version that read it last."""
    here = (ReadingRow.sha256 == kept.digest, ReadingRow.context_digest == context_digest(kept.capture))
    last = select(ReadingRow.reader_version).where(*here).order_by(ReadingRow.id.desc()).limit(1)
    rows = session.scalars(
        select(ReadingRow)
        .where(*here, ReadingRow.reader_version == last.scalar_subquery())
        .order_by(ReadingRow.id)
    )
    return [decode(row.result) for row in rows]


def outdated(session: Session, url_key: str, digest: str, reader_version: str) -> list[Kept]:
    """Captures whose bytes a page gave before these and that an older reader read: what the page publishes has
    changed only if this reader reads those bytes otherwise, too."""
    sources = session.execute(
        select(ReportSource.sha256)
        .join(ReadingRow, ReadingRow.id == ReportSource.reading_id)
        .where(ReportSource.url_key == url_key, ReportSource.sha256 != digest)
        .where(ReadingRow.reader_version != reader_version)
        .distinct()
    )
    found = []
    for (before,) in sources.all():
        row = session.scalar(
            select(CaptureRow)
            .where(CaptureRow.url_key == url_key, CaptureRow.sha256 == before)
            .order_by(CaptureRow.fetched_at.desc(), CaptureRow.id.desc())
            .limit(1)
        )
        if row is not None:
            found.append(Kept(row.id, before, capture_of(row), None))
    return found


def capture_of(row: CaptureRow) -> Capture:
    """A capture as the crawl handed it over, without its bytes."""
    return Capture(
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        headers=[(name, value) for name, value in row.headers],
        body=b"",
        fetched_at=row.fetched_at,
        site=row.site,
        run_id=row.run_id,
        kind=row.kind,  # type: ignore[arg-type]  # the column's CHECK names the same words
        role=row.role,  # type: ignore[arg-type]
        trail=[Hop(url, anchor) for url, anchor in row.trail],
        evidence=[Evidence(about, kind, value, quote) for about, kind, value, quote in row.evidence],
        container=row.container,
        parent_url=row.parent_url,
        file_name=row.file_name,
        redirects=list(row.redirects),
        digest=row.sha256,
        redirect_reasons=list(row.redirect_reasons),
        request=_request(row.request),
        archive=row.archive,
    )


def reading_arguments(capture: Capture) -> dict[str, Any]:
    """What the reader is told of a capture beside its bytes: the keyword arguments of `read_bytes`."""
    declared = next((value for name, value in capture.headers if name.lower() == "content-type"), None)
    charset = _CHARSET.search(declared or "")
    return {
        "name": capture.file_name,
        "declared_type": declared,
        "charset": charset[1] if charset else None,
        "container": capture.container,
        "url": capture.final_url,
        "evidence": [item for item in capture.evidence if item.about != "page"],
    }


def _request(stored: dict[str, Any]) -> Request | None:
    if not stored:
        return None
    headers = [(name, value) for name, value in stored["headers"]]
    return Request(stored["method"], headers, stored.get("body", ""))


def _statement(site: str | None, form: str | None, verdict: str | None) -> Select[CaptureRow, str | None]:
    later = aliased(CaptureRow)
    newest = ~exists().where(
        later.url_key == CaptureRow.url_key,
        later.sha256.is_not(None),
        later.outcome.in_(READ),
        or_(
            later.fetched_at > CaptureRow.fetched_at,
            and_(later.fetched_at == CaptureRow.fetched_at, later.id > CaptureRow.id),
        ),
    )
    last = (
        select(ReadingRow.verdict, ReadingRow.form)
        .where(ReadingRow.sha256 == CaptureRow.sha256, ReadingRow.context_digest == CaptureRow.context_digest)
        .order_by(ReadingRow.id.desc())
        .limit(1)
        .lateral()
    )
    statement = (
        select(CaptureRow, last.c.verdict)
        .outerjoin(last, last.c.verdict.is_not(None))
        .where(CaptureRow.sha256.is_not(None), CaptureRow.outcome.in_(READ), newest)
        .order_by(CaptureRow.fetched_at, CaptureRow.id)
    )
    if site is not None:
        statement = statement.where(CaptureRow.site == site)
    if form is not None:
        statement = statement.where(last.c.form == form)
    if verdict is not None:
        statement = statement.where(last.c.verdict == verdict)
    return statement
