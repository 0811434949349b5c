"""What the crawl found, into the database: one transaction a document, and twice the same changes nothing.

The caller opens the session (models.session.session) and keeps the bytes first (pipelines/objects.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from models.agencies import Region, Site
from models.crawls import Capture as CaptureRow
from models.readings import Finding as FindingRow
from models.readings import Reading as ReadingRow
from pipelines.capture import Capture
from pipelines.captures import (
    GOOD,
    NOT_THE_PAGE,
    KnownCapture,
    answered,
    context_digest,
    insert_capture,
    is_latest,
    known,
)
from pipelines.cells import cells
from pipelines.codec import clean, data_digest, decode, digest, encode
from pipelines.evidence import Evidence
from pipelines.identity import decide
from pipelines.register import find_region, resolve_agency
from pipelines.report import Finding, Identity, Reading
from pipelines.resolving import finding_columns, resolve_report
from pipelines.rows import fitted
from pipelines.sources import Change, attach, lose, recover
from pipelines.withheld import article_of, lacks_file

__all__ = [
    "KnownCapture",
    "Saved",
    "context_digest",
    "find_reading",
    "known",
    "resolve_report",
    "save_capture",
    "save_readings",
]

REPORTS = frozenset({"accepted", "review"})

# reasons that are the machine's, not the file's: such a reading is tried again
PASSING = frozenset({"time_limit", "memory_limit", "worker_died", "cancelled"})

Outcome = Literal["report", "unassigned", "not_a_report", "unreadable"]
_OUTCOMES: tuple[Outcome, ...] = ("report", "unassigned", "unreadable", "not_a_report")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one reading.

    `change`: `new` report, new `copy` of a known one, `changed` content at a known source (a new revision),
    `updated` in place by another reading, `same`, `older` than what the source gives now, `shrunk` and
    `lost` (what the source gave before is kept); None where it is no report or has no agency or year.
    """

    reading_id: int
    outcome: Outcome
    agency_id: int | None
    year: int | None
    verdict: str
    reason: str | None
    change: Change | None


def save_capture(
    session: Session,
    capture: Capture,
    object_digest: str | None = None,
    size: int | None = None,
    media_type: str | None = None,
    *,
    storage_key: str | None = None,
    outcome: str | None = None,
) -> int:
    """Write a fetch; returns the capture's id.

    `object_digest` and `size` are those of the kept body; without (a 404, a 304) the capture's own digest
    counts. `outcome` is for what is known before reading: `blocked`, `soft_404`, `stub`, `no_report`. A page
    that fails leaves its reports as they are, and a finding `source.lost`.
    """
    object_digest = object_digest or capture.digest
    if object_digest is not None and storage_key is None:
        storage_key = f"{object_digest[:2]}/{object_digest[2:4]}/{object_digest}"
    if outcome is None and capture.status not in GOOD:
        outcome = f"http_{capture.status}"
    row, new = insert_capture(session, capture, object_digest, size, media_type, storage_key, outcome)
    if new and is_latest(session, row):
        _lock(session, row.url_key)
        if not answered(row):
            lose(session, row, str(row.outcome) if row.outcome in NOT_THE_PAGE else f"HTTP {row.status}")
        elif row.outcome == "report":
            recover(session, row)
    if new and (article := article_of(session, row)):
        _lock(session, article.url_key)
        session.refresh(article)
        if article.outcome == "not_a_report" and lacks_file(session, article):
            article.outcome = "unreadable"
    return row.id


def find_reading(session: Session, object_digest: str, context: str, reader_version: str) -> list[Reading]:
    """What this version read of these bytes in this context: one reading a member; empty when it must be read."""
    rows = session.scalars(
        select(ReadingRow)
        .where(ReadingRow.sha256 == object_digest, ReadingRow.context_digest == context)
        .where(ReadingRow.reader_version == reader_version)
        .order_by(ReadingRow.id)
    ).all()
    if any(row.verdict == "unreadable" and row.reason in PASSING for row in rows):
        return []
    return [decode(row.result) for row in rows]


def save_readings(
    session: Session,
    capture_id: int,
    object_digest: str,
    readings: Sequence[Reading],
    *,
    led_anew: bool = False,
) -> list[Saved]:
    """Write what was read of a capture, enter agencies, and bring the reports to their new state.

    `led_anew`: another article leads to this file now, and what was read in its light takes the place of the rest.
    """
    capture = session.get_one(CaptureRow, capture_id)
    _lock(session, capture.url_key)
    rows = [_save_reading(session, capture, object_digest, reading) for reading in readings]
    changes = attach(session, capture, object_digest, rows, led_anew=led_anew)
    saved = [
        Saved(
            reading_id=row.id,
            outcome=_outcome(row),
            agency_id=row.agency_id,
            year=row.year,
            verdict=row.verdict,
            reason=row.reason,
            change=changes.get(row.id),
        )
        for row in rows
    ]
    outcomes = {item.outcome for item in saved}
    outcome = next((name for name in _OUTCOMES if name in outcomes), "not_a_report")
    if outcome == "not_a_report" and lacks_file(session, capture):
        outcome = "unreadable"
    if capture.outcome != outcome:
        capture.outcome = outcome
    session.flush()
    return saved


def _save_reading(session: Session, capture: CaptureRow, object_digest: str, reading: Reading) -> ReadingRow:
    """The row of a reading: written once, its agency decided again while it has none."""
    whole = decode(encode(fitted(reading)))
    if whole.verdict == "unreadable" and whole.identity.agency is None:  # the way to it alone tells whose it is
        whole.identity = decide([Evidence(*told) for told in capture.evidence])[0]
    key = {
        "sha256": object_digest,
        "member": clean(whole.member or ""),
        "context_digest": capture.context_digest,
        "reader_version": whole.reader_version,
    }
    row = session.scalar(select(ReadingRow).filter_by(**key).with_for_update())
    if row is None:
        row = ReadingRow(**key, **_columns(whole))
        session.add(row)
        session.flush()
        _note(session, row, whole.findings)
    elif row.verdict == "unreadable" and row.outcome_digest != digest(encode(whole)):
        for name, value in _columns(whole).items():
            setattr(row, name, value)
        session.execute(delete(FindingRow).where(FindingRow.reading_id == row.id))
        _note(session, row, whole.findings)
    if row.agency_id is None:
        _assign(session, capture, row, whole)
    return row


def _columns(reading: Reading) -> dict[str, object]:
    report, identity, result = reading.report, reading.identity, encode(reading)
    year = identity.year
    return {
        "verdict": reading.verdict,
        "reason": reading.reason,
        "form": report.form if report is not None else None,
        "carrier": reading.carrier,
        "media_type": reading.media_type,
        "agency": identity.agency,
        "agency_code": identity.agency_code,
        "year": year if year is not None and 2000 <= year <= 2100 else None,
        "headline": report.headline if report is not None else None,
        "cells": sum(1 for _ in cells(report)) if report is not None else 0,
        "errors": sum(finding.severity == "error" for finding in reading.findings),
        "data_digest": data_digest(report) if report is not None else None,
        "outcome_digest": digest(result),
        "result": result,
    }


def _assign(session: Session, capture: CaptureRow, row: ReadingRow, reading: Reading) -> None:
    """Whose report it is. Only a report brings a new agency into the register."""
    region_code, region_name = _region(session, capture.site, reading.identity)
    whom = resolve_agency(
        session, reading.identity, region_code, region_name, capture.site, create=row.verdict in REPORTS
    )
    row.agency_id = whom.agency_id
    old = (FindingRow.reading_id == row.id, FindingRow.rule.startswith("register."))
    stored = session.execute(select(FindingRow.rule, FindingRow.detail).where(*old)).all()
    if {(finding.rule, finding.detail) for finding in whom.findings} != {tuple(pair) for pair in stored}:
        session.execute(delete(FindingRow).where(*old))
        _note(session, row, whom.findings)
    if whom.agency_id is not None:
        session.execute(
            update(FindingRow)
            .where(FindingRow.reading_id == row.id)
            .values(agency_id=whom.agency_id, year=row.year)
        )
    session.flush()


def _region(session: Session, site: str | None, identity: Identity) -> tuple[str | None, str | None]:
    """(code, name) of the region where an agency stands: that of its site, else what code and names tell."""
    place = session.execute(
        select(Site.region_code, Region.name)
        .join(Region, Region.code == Site.region_code)
        .where(Site.name == site)
    ).one_or_none()
    if place is not None:
        return place.region_code, place.name
    portal = next((item.value for item in identity.evidence if item.kind == "site"), None)
    code, name = find_region(session, identity, portal)
    return code, name or portal


def _note(session: Session, row: ReadingRow, findings: Sequence[Finding]) -> None:
    if findings:
        of = {"reading_id": row.id, "agency_id": row.agency_id, "year": row.year}
        session.execute(insert(FindingRow), [of | finding_columns(finding) for finding in findings])


def _outcome(row: ReadingRow) -> Outcome:
    if row.verdict not in REPORTS:
        return "not_a_report" if row.verdict == "not_a_report" else "unreadable"
    return "report" if row.agency_id is not None and row.year is not None else "unassigned"


def _lock(session: Session, url_key: str) -> None:
    """One document at a time for each page, whoever fetches it."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"gongkai/url/{url_key}", text("0")))))
