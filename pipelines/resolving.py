"""The state of a report: a function of its current sources, whichever came first.

Which source is shown, and what stands between the copies, is decided by pipelines/copies.py. A new
revision is made only when the content published at a source has changed; another copy, or another
reading of the same bytes, changes the current revision in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from models.readings import Finding as FindingRow
from models.readings import Reading as ReadingRow
from models.reports import Report, ReportSource, RevisionRow
from pipelines import copies
from pipelines.cells import cells
from pipelines.checks.across.numbers import PREFIX as ACROSS
from pipelines.codec import decode
from pipelines.copies import Copy
from pipelines.likeness import numbers_digest, prose_digest
from pipelines.report import Finding, Reading
from pipelines.rows import replace_rows, write_rows

State = Literal["new", "changed", "updated", "same", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Source:
    """A row of report_sources with its reading."""

    row: ReportSource
    stored: ReadingRow
    reading: Reading
    copy: Copy


def resolve_report(session: Session, agency_id: int, year: int, *, republished: bool = False) -> State:
    """Bring report, revision, rows and findings of (agency, year) to what its sources say.

    `republished`: the content published at a source has changed. Returns what became of the report.
    Calling it again changes nothing.
    """
    report = session.scalar(
        select(Report).where(Report.agency_id == agency_id, Report.year == year).with_for_update()
    )
    sources = _sources(session, agency_id, year)
    if report is None or not sources:
        return _withdraw(session, report) if report is not None else "same"
    all_copies = [source.copy for source in sources]
    shown_copy = copies.choose(all_copies)
    shown = next(source for source in sources if source.copy == shown_copy)
    stands = copies.findings(shown_copy, all_copies)
    verdict = "review" if any(finding.severity == "error" for _, finding in stands) else shown.stored.verdict
    current = session.get(RevisionRow, (agency_id, year, report.revision))
    state = _revise(session, report, current, _columns(shown, verdict, stands), shown, republished)
    _cover(report, shown)
    _flag(shown, sources)
    note(session, (agency_id, year, report.revision), stands)
    first = min(source.row.first_seen for source in sources)
    report.first_seen, report.withdrawn_at = min(report.first_seen, first), None
    session.flush()
    return state


def ensure_report(session: Session, agency_id: int, year: int, first_seen: datetime) -> None:
    """The row that a first source hangs on; its revision follows in the same transaction."""
    values = {"agency_id": agency_id, "year": year, "revision": 1, "first_seen": first_seen}
    session.execute(upsert(Report).values(**values).on_conflict_do_nothing())


def _sources(session: Session, agency_id: int, year: int) -> list[Source]:
    pairs = session.execute(
        select(ReportSource, ReadingRow)
        .join(ReadingRow, ReadingRow.id == ReportSource.reading_id)
        .where(ReportSource.agency_id == agency_id, ReportSource.year == year)
    )
    return [_source(row, stored) for row, stored in pairs]


def _source(row: ReportSource, stored: ReadingRow) -> Source:
    reading = decode(stored.result)
    report = reading.report
    copy = Copy(
        url_key=row.url_key,
        member=row.member,
        reading_id=stored.id,
        verdict=stored.verdict,
        errors=stored.errors,
        role=row.role,
        carrier=row.carrier,
        archived=row.archived,
        values={path: cell.value for path, cell in cells(report)} if report is not None else {},
        lost=row.lost_reason,
    )
    return Source(row, stored, reading, copy)


def _columns(shown: Source, verdict: str, stands: Sequence[tuple[str, Finding]]) -> dict[str, Any]:
    """The columns of the revision that shows this source."""
    grave = next((finding.rule for _, finding in stands if finding.severity == "error"), None)
    return {
        "form": shown.stored.form,
        "verdict": verdict,
        "reason": shown.stored.reason or grave if verdict == "review" else None,
        "headline": shown.stored.headline,
        "source_url": shown.row.url,
        "site": shown.row.site,
        "published_on": _date(shown.reading.identity.published_on),
        "sha256": shown.row.sha256,
        "reading_id": shown.stored.id,
        "reader_version": shown.stored.reader_version,
        "data_digest": shown.stored.data_digest,
        "numbers_digest": numbers_digest(shown.reading.report) if shown.reading.report else None,
        "prose_digest": prose_digest(shown.reading.report, shown.stored.agency) if shown.reading.report else None,
    }


def _revise(
    session: Session,
    report: Report,
    current: RevisionRow | None,
    columns: dict[str, Any],
    shown: Source,
    republished: bool,
) -> State:
    assert shown.reading.report is not None
    if current is None or (republished and current.data_digest != columns["data_digest"]):
        report.revision = 1 if current is None else current.revision + 1
        key = (report.agency_id, report.year, report.revision)
        session.add(RevisionRow(agency_id=key[0], year=key[1], revision=key[2], **columns))
        session.flush()
        write_rows(session, key, shown.reading.report)
        return "new" if current is None else "changed"
    changed = {name: value for name, value in columns.items() if getattr(current, name) != value}
    if not changed:
        return "same"
    reread = "reading_id" in changed
    for name, value in changed.items():
        setattr(current, name, value)
    if reread:
        replace_rows(session, (report.agency_id, report.year, current.revision), shown.reading.report)
    return "updated"


def _cover(report: Report, shown: Source) -> None:
    """What the numbers cover is what the shown source says."""
    read = shown.reading.report
    assert read is not None
    report.scope, report.scope_quote = read.scope, read.scope_quote


def _flag(shown: Source, sources: Sequence[Source]) -> None:
    for source in sources:
        source.row.chosen = source is shown
        source.row.agrees = True if source is shown else copies.agreement(shown.copy, source.copy)


def note(
    session: Session,
    key: tuple[int, int, int],
    stands: Sequence[tuple[str | None, Finding]],
    *,
    across: bool = False,
) -> tuple[int, int]:
    """Make a revision's findings equal to what stands against it; writes only differences.

    Those of the checks across reports (`across`) and all others are kept apart. Returns how many came and went.
    """
    columns = dict(zip(("agency_id", "year", "revision"), key, strict=True))
    of_kind = FindingRow.rule.startswith(ACROSS) if across else ~FindingRow.rule.startswith(ACROSS)
    wanted = [finding_columns(finding) | {"url_key": url_key} for url_key, finding in stands]
    gone = 0
    for row in session.scalars(select(FindingRow).filter_by(**columns).where(of_kind).order_by(FindingRow.id)):
        stored = {name: getattr(row, name) for name in (*_FINDING, "url_key")}
        if stored in wanted:
            wanted.remove(stored)
        else:
            session.execute(delete(FindingRow).where(FindingRow.id == row.id))
            gone += 1
    if wanted:
        session.execute(insert(FindingRow), [columns | row for row in wanted])
    return len(wanted), gone


_FINDING = ("rule", "severity", "cause", "place", "left_value", "right_value", "raw", "detail")


def finding_columns(finding: Finding) -> dict[str, Any]:
    """A finding as columns of `findings`."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "cause": finding.cause,
        "place": finding.where,
        "left_value": finding.left,
        "right_value": finding.right,
        "raw": finding.raw,
        "detail": finding.detail,
    }


def _withdraw(session: Session, report: Report) -> State:
    """Its last source proved to be another agency's or year's: the report leaves the views, its rows stay."""
    if report.withdrawn_at is not None:
        return "same"
    session.execute(
        update(Report)
        .where(Report.agency_id == report.agency_id, Report.year == report.year)
        .values(withdrawn_at=func.now())
    )
    return "withdrawn"


def _date(printed: str | None) -> date | None:
    try:
        return date.fromisoformat(printed[:10]) if printed else None
    except ValueError:
        return None
