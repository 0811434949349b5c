"""Each fetch on record: captures and their objects, and what is known of a page from before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from models.crawls import Capture as CaptureRow
from models.crawls import RawObject
from models.readings import Reading as ReadingRow
from pipelines.capture import Capture
from pipelines.codec import clean, clean_json, digest
from pipelines.evidence import About, Evidence
from pipelines.urls import url_key

GOOD = (200, 203, 304)
"""The statuses that bring a page, or the word that it is as before."""

# answers with status 200 that are not the page, as the crawl recognised them
NOT_THE_PAGE = frozenset({"blocked", "soft_404", "stub", "no_report", "emptied"})


@dataclass(frozen=True, slots=True)
class KnownCapture:
    """The last good capture of a page: what a conditional request needs, and whether it was read.

    `listed_on` is the date beside the link that led there; `outcome` is captures.outcome, None when the
    process died between keeping and reading. `read_by` are the reader versions that read these bytes.
    """

    capture_id: int
    url: str
    digest: str
    etag: str | None
    last_modified: str | None
    fetched_at: datetime
    listed_on: str | None
    outcome: str | None
    context_digest: str
    read_by: frozenset[str]


def context_digest(capture: Capture) -> str:
    """Digest of everything but the bytes that a reading depends on: where the article is, what the way told."""
    evidence = sorted((item.about, item.kind, item.value, item.quote) for item in capture.evidence)
    declared = [value for name, value in capture.headers if name.lower() == "content-type"]
    return digest([capture.container, evidence, declared, capture.file_name, url_key(capture.final_url)])


def answered(capture: CaptureRow) -> bool:
    """Whether this fetch brought the page, or the word that it is as before."""
    return capture.status in GOOD and capture.outcome not in NOT_THE_PAGE


def insert_capture(
    session: Session,
    capture: Capture,
    object_digest: str | None,
    size: int | None,
    media_type: str | None,
    storage_key: str | None,
    outcome: str | None,
) -> tuple[CaptureRow, bool]:
    """Write capture and object; the same fetch twice (an import repeated) is one row. Row, whether it is new."""
    key = url_key(capture.url)
    if object_digest is not None and size is not None and storage_key is not None:
        session.execute(
            insert(RawObject)
            .values(
                sha256=object_digest,
                size=size,
                media_type=media_type,
                first_seen=capture.fetched_at,
                storage_key=storage_key,
            )
            # kept anew: what verify had missed is there again
            .on_conflict_do_update(
                index_elements=[RawObject.sha256], set_={"lost_at": None}, where=RawObject.lost_at.is_not(None)
            )
        )
    before = latest(session, key)
    headers = {name: _header(capture, name) for name in ("etag", "last-modified")}
    if capture.status == 304 and before is not None:  # a 304 need not repeat them
        headers["etag"] = headers["etag"] or before.etag
        headers["last-modified"] = headers["last-modified"] or before.last_modified
    same = before is not None and object_digest is not None and before.sha256 == object_digest
    statement = insert(CaptureRow).values(
        run_id=capture.run_id,
        site=capture.site,
        url=clean(capture.url),
        url_key=key,
        final_url=clean(capture.final_url),
        redirects=clean_json(capture.redirects),
        redirect_reasons=clean_json(capture.redirect_reasons),
        request=clean_json(_request(capture)),
        archive=clean(capture.archive) if capture.archive else None,
        status=capture.status,
        headers=clean_json([list(pair) for pair in capture.headers]),
        fetched_at=capture.fetched_at,
        kind=capture.kind,
        role=capture.role,
        sha256=object_digest,
        etag=headers["etag"],
        last_modified=headers["last-modified"],
        revisit=same,
        parent_url=clean(capture.parent_url) if capture.parent_url else None,
        trail=clean_json([[hop.url, hop.anchor] for hop in capture.trail]),
        context_digest=context_digest(capture),
        container=capture.container,
        file_name=clean(capture.file_name) if capture.file_name else None,
        **evidence_columns(capture),
        # what is as before is what it was before, unless the caller knows better
        outcome=outcome or (before.outcome if same and before is not None else None),
    )
    inserted = session.scalar(statement.on_conflict_do_nothing().returning(CaptureRow.id))
    here = (
        CaptureRow.url_key == key,
        CaptureRow.fetched_at == capture.fetched_at,
        CaptureRow.kind == capture.kind,
    )
    return session.scalars(select(CaptureRow).where(*here)).one(), inserted is not None


def evidence_columns(capture: Capture) -> dict[str, Any]:
    """The columns that hold what was gathered on the way, and what it says of agency and year."""
    return {
        "evidence": clean_json([_evidence(item) for item in capture.evidence]),
        "agency_code": _named(capture.evidence, "agency", "area_code"),
        "year": _year(capture.evidence),
    }


def latest(session: Session, key: str) -> CaptureRow | None:
    """The last capture of a page that has a body on record."""
    return session.scalar(_good(key).limit(1))


def is_latest(session: Session, capture: CaptureRow) -> bool:
    """Whether no later fetch of this page is on record."""
    newest = select(func.max(CaptureRow.fetched_at)).where(CaptureRow.url_key == capture.url_key)
    return session.scalar(newest) == capture.fetched_at


def known(session: Session, key: str) -> KnownCapture | None:
    """The last good live capture of a page (`pipelines.urls.url_key`), None when there is none."""
    row = session.scalar(_good(key).where(CaptureRow.kind != "archived").limit(1))
    if row is None or row.sha256 is None:
        return None
    versions = select(ReadingRow.reader_version).where(
        ReadingRow.sha256 == row.sha256, ReadingRow.context_digest == row.context_digest
    )
    dates = [item[2] for item in row.evidence if item[0] == "published_on"]
    return KnownCapture(
        capture_id=row.id,
        url=row.url,
        digest=row.sha256,
        etag=row.etag,
        last_modified=row.last_modified,
        fetched_at=row.fetched_at,
        listed_on=dates[0] if dates else None,
        outcome=row.outcome,
        context_digest=row.context_digest,
        read_by=frozenset(session.scalars(versions)),
    )


def _good(key: str) -> Select[CaptureRow]:
    return (
        select(CaptureRow)
        .where(CaptureRow.url_key == key, CaptureRow.sha256.is_not(None))
        .where(CaptureRow.status.in_(GOOD))
        .where(or_(CaptureRow.outcome.is_(None), CaptureRow.outcome.not_in(NOT_THE_PAGE)))
        .order_by(CaptureRow.fetched_at.desc(), CaptureRow.id.desc())
    )


def _header(capture: Capture, wanted: str) -> str | None:
    return next((clean(value) for name, value in capture.headers if name.lower() == wanted), None)


def _request(capture: Capture) -> dict[str, object]:
    sent = capture.request
    if sent is None:
        return {}
    plain: dict[str, object] = {"method": sent.method, "headers": [list(pair) for pair in sent.headers]}
    return plain | ({"body": sent.body} if sent.body else {})


def _evidence(item: Evidence) -> list[str]:
    return [item.about, item.kind, item.value, item.quote]


def _named(evidence: list[Evidence], about: About, kind: str) -> str | None:
    return next((clean(item.value) for item in evidence if item.about == about and item.kind == kind), None)


def _year(evidence: list[Evidence]) -> int | None:
    """The report year that the way there names, the endpoint's own parameter before a column's name."""
    for kind in ("operator", "fbtime", "column", "anchor"):
        year = _named(evidence, "year", kind)
        if year is not None and year.isdigit() and 2000 <= int(year) <= 2100:
            return int(year)
    return None
