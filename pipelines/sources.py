"""A page as the source of reports: what it gives, gave before, gives no more.

Good data is never overwritten by less: a source that fails, shrinks or turns into something else keeps
what it gave, and is marked as lost until it carries the report again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.crawls import Capture as CaptureRow
from models.readings import Reading as ReadingRow
from models.reports import Report, ReportSource
from pipelines.captures import is_latest
from pipelines.resolving import State, ensure_report, resolve_report

Change = Literal["new", "copy", "changed", "updated", "same", "older", "shrunk", "lost"]
Key = tuple[int, int, str]
"""agency_id, year, member of an archive."""


def attach(
    session: Session,
    capture: CaptureRow,
    digest: str,
    readings: Sequence[ReadingRow],
    *,
    led_anew: bool = False,
) -> dict[int, Change]:
    """Make the page the source of these readings. Returns reading id → what changed, for reports alone.

    `led_anew`: the same bytes in the light of another article; of two readings that one stands."""
    current = is_latest(session, capture)
    before = {_key(row): row for row in _sources(session, capture.url_key)}
    given: dict[Key, ReadingRow] = {}
    for row in readings:
        if _is_report(row) and row.agency_id is not None and row.year is not None:
            given[row.agency_id, row.year, row.member] = row
    _lock(session, {key[:2] for key in before}, {key[:2] for key in given}, capture)
    changes: dict[Key, Change] = {}
    for key, reading in given.items():
        if key in before:
            changes[key] = _renew(session, before[key], capture, digest, reading, current, led_anew)
        else:
            changes[key] = _add(session, key, capture, digest, reading, current)
    for key, source in before.items():
        if key not in given:
            _give_up(session, source, capture, digest, readings, current)
    session.flush()
    republished = {key[:2] for key, change in changes.items() if change == "changed"}
    states = {
        report: resolve_report(session, *report, republished=report in republished)
        for report in sorted({key[:2] for key in before.keys() | given.keys()})
    }
    return {given[key].id: _seen(change, states[key[:2]]) for key, change in changes.items()}


def lose(session: Session, capture: CaptureRow, reason: str) -> None:
    """The page does not answer as it did: note it at each report that it carried."""
    for source in _sources(session, capture.url_key):
        if source.lost_at is None:
            source.lost_at, source.lost_reason = capture.fetched_at, reason
            session.flush()
            resolve_report(session, source.agency_id, source.year)


def recover(session: Session, capture: CaptureRow) -> None:
    """The page answers with what it gave before."""
    for source in _sources(session, capture.url_key):
        if source.lost_at is not None and source.sha256 == capture.sha256:
            source.lost_at = source.lost_reason = None
            session.flush()
            resolve_report(session, source.agency_id, source.year)


def _sources(session: Session, url_key: str) -> Sequence[ReportSource]:
    return session.scalars(
        select(ReportSource)
        .where(ReportSource.url_key == url_key)
        .order_by(ReportSource.agency_id, ReportSource.year, ReportSource.member)
    ).all()


def _key(row: ReportSource) -> Key:
    return row.agency_id, row.year, row.member


def _is_report(row: ReadingRow) -> bool:
    return row.verdict in ("accepted", "review")


def _lock(
    session: Session, before: set[tuple[int, int]], given: set[tuple[int, int]], capture: CaptureRow
) -> None:
    """Hold the rows of all reports concerned, in one order for every process, and make those that are new."""
    for agency_id, year in sorted(before | given):
        if (agency_id, year) in given:
            ensure_report(session, agency_id, year, capture.fetched_at)
        held = select(Report).where(Report.agency_id == agency_id, Report.year == year)
        session.execute(held.with_for_update())


def _add(
    session: Session, key: Key, capture: CaptureRow, digest: str, reading: ReadingRow, current: bool
) -> Change:
    source = ReportSource(
        agency_id=key[0],
        year=key[1],
        member=key[2],
        url_key=capture.url_key,
        url=capture.final_url,
        site=capture.site,
        sha256=digest,
        reading_id=reading.id,
        role=capture.role,
        carrier=reading.carrier,
        archived=capture.kind == "archived",
        archive=capture.archive,
        chosen=False,
        agrees=None,
        first_seen=capture.fetched_at,
    )
    if not current:  # an older capture, of an archive: the page has gone on since
        source.lost_at, source.lost_reason = capture.fetched_at, "the page shows something else since"
    session.add(source)
    return "copy"


def _renew(
    session: Session,
    source: ReportSource,
    capture: CaptureRow,
    digest: str,
    reading: ReadingRow,
    current: bool,
    led_anew: bool,
) -> Change:
    """The page gives this report again: the same, read anew, changed, or shrunk."""
    stored = session.get_one(ReadingRow, source.reading_id)
    same_bytes = source.sha256 == digest
    if not current and not same_bytes:
        return "older"
    source.first_seen = min(source.first_seen, capture.fetched_at)
    shrunk = reading.verdict != "accepted" and reading.cells < stored.cells
    republished = not same_bytes and reading.data_digest != stored.data_digest
    if republished and shrunk:
        source.lost_at = source.lost_at or capture.fetched_at
        source.lost_reason = f"shrunk from {stored.cells} cells to {reading.cells}"
        return "shrunk"
    if current:
        source.lost_at = source.lost_reason = None
    if capture.kind != "archived" and source.archived and current:  # what an archive told, the page says itself
        source.archived, source.archive = False, None
    if republished or (reading.id != stored.id and (led_anew or _replaces(reading, stored))):
        source.sha256, source.reading_id = digest, reading.id
        source.carrier, source.role = reading.carrier, capture.role
        return "changed" if republished else "updated"
    return "same"


def _replaces(reading: ReadingRow, stored: ReadingRow) -> bool:
    """Whether another reading of the same content takes over: a newer reader's does, else only a better one."""
    if reading.reader_version != stored.reader_version:
        return True
    return (reading.verdict != "accepted", reading.errors, -reading.cells) < (
        stored.verdict != "accepted",
        stored.errors,
        -stored.cells,
    )


def _give_up(
    session: Session,
    source: ReportSource,
    capture: CaptureRow,
    digest: str,
    readings: Sequence[ReadingRow],
    current: bool,
) -> None:
    """The page gave this report before and does not now."""
    now = next((row for row in readings if row.member == source.member), readings[0] if readings else None)
    moved = now is not None and _is_report(now) and now.agency_id is not None and now.year is not None
    if source.sha256 == digest and moved:
        # the same bytes, read as another agency's or year's: it never was this one's
        session.delete(source)
        return
    if not current or source.lost_at is not None:
        return
    source.lost_at = capture.fetched_at
    if now is None or moved:
        source.lost_reason = "carries another report"
    else:
        source.lost_reason = f"reads as {now.verdict}: {now.reason}" if not _is_report(now) else "names no agency"


def _seen(change: Change, state: State) -> Change:
    """What became of the report: a change that is not shown, for another copy is better, is none of it."""
    if change == "changed" and state != "changed":
        return "updated"
    return "new" if state == "new" else change
