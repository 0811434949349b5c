"""What a person decides of the register: two entries are one body, one follows the other, or they are distinct.

A merged agency keeps its row, names and codes: whatever is found under them from then on counts for the agency
that it proved to be, so a decision outlasts every crawl and re-read. Nothing is lost, and `split` takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from models.agencies import Agency, AgencyAlias, AgencyProposal, AgencySuccession
from models.readings import Finding
from models.readings import Reading as ReadingRow
from models.reports import ReportSource
from pipelines.resolving import ensure_report, resolve_report

Decision = Literal["same", "successor", "distinct"]


class RegisterError(ValueError):
    """A decision that the register cannot carry out; the message says why and what to do."""


def merge(session: Session, agency_id: int, into_id: int, why: str) -> int:
    """`agency_id` is the same body as `into_id`: its reports become theirs. Returns how many years moved."""
    agency, into = _standing(session, agency_id), _standing(session, into_id)
    if agency.id == into.id:
        raise RegisterError(f"{agency.name} ({agency.id}) cannot be merged into itself")
    session.execute(update(Agency).where(Agency.merged_into == agency.id).values(merged_into=into.id))
    agency.merged_into = into.id
    session.flush()
    _decide(session, agency.id, into.id, "same", why)
    return len(_move(session, agency.id, into.id, lambda reading: True))


def split(session: Session, agency_id: int) -> int:
    """Take a merge back: what was printed under the names or the code of this agency is its own again."""
    agency = session.get(Agency, agency_id)
    if agency is None or agency.merged_into is None:
        raise RegisterError(f"agency {agency_id} is not merged into another; see scrapy agencies show {agency_id}")
    into, agency.merged_into = agency.merged_into, None
    session.flush()
    aliases = session.scalars(select(AgencyAlias.alias).where(AgencyAlias.agency_id == agency.id)).all()
    names = {agency.name, *aliases}
    session.execute(
        update(AgencyProposal).where(*_pair(agency.id, into)).values(decision=None, decided_at=None, note=None)
    )
    return len(
        _move(
            session,
            into,
            agency.id,
            lambda reading: reading.agency in names or (reading.agency_code or "-") == agency.credit_code,
        )
    )


def succeed(session: Session, agency_id: int, successor_id: int, since: int | None, why: str) -> None:
    """`successor_id` follows `agency_id`, with report year `since` as its first. Their reports stay apart."""
    agency, successor = _standing(session, agency_id), _standing(session, successor_id)
    if agency.id == successor.id:
        raise RegisterError(f"{agency.name} ({agency.id}) cannot follow itself")
    values = {"agency_id": agency.id, "successor_id": successor.id, "since": since, "why": why}
    statement = insert(AgencySuccession).values(**values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["agency_id", "successor_id"], set_={"since": since, "why": why}
        )
    )
    _decide(session, agency.id, successor.id, "successor", why)


def distinguish(session: Session, one: int, other: int, why: str) -> None:
    """The two are not one, and neither follows the other: they are not proposed again."""
    _decide(session, _standing(session, one).id, _standing(session, other).id, "distinct", why)


def _decide(session: Session, one: int, other: int, decision: Decision, why: str) -> None:
    """Put a person's word on record, for a pair that was proposed or one that was not."""
    values = {"decision": decision, "decided_at": func.now(), "note": why}
    done = session.scalars(
        update(AgencyProposal).where(*_pair(one, other)).values(**values).returning(AgencyProposal.id)
    ).all()
    if not done:
        session.add(AgencyProposal(agency_id=one, other_id=other, why="a person's own proposal", **values))
    session.flush()
    undecided = select(AgencyProposal.id).where(
        AgencyProposal.agency_id == Finding.agency_id, AgencyProposal.decision.is_(None)
    )
    settled = (Finding.rule == "register.perhaps_known", Finding.agency_id.in_([one, other]), ~undecided.exists())
    session.execute(update(Finding).where(*settled).values(severity="info"))


def _standing(session: Session, agency_id: int) -> Agency:
    """The agency, locked. Raises RegisterError where there is none, or it was merged already."""
    agency = session.get(Agency, agency_id, with_for_update=True)
    if agency is None:
        raise RegisterError(f"there is no agency {agency_id}; scrapy agencies list NAME finds them")
    if agency.merged_into is not None:
        raise RegisterError(
            f"{agency.name} ({agency_id}) is merged into {agency.merged_into}; scrapy agencies split takes it back"
        )
    return agency


def _pair(one: int, other: int) -> tuple[ColumnElement[bool], ...]:
    ids = [one, other]
    return AgencyProposal.agency_id.in_(ids), AgencyProposal.other_id.in_(ids)


def _move(session: Session, of: int, to: int, which: Callable[[ReadingRow], bool]) -> set[int]:
    """Make these readings, and the sources that show them, another agency's. Returns the report years."""
    moved = [row for row in session.scalars(select(ReadingRow).where(ReadingRow.agency_id == of)) if which(row)]
    ids = [row.id for row in moved]
    session.execute(update(ReadingRow).where(ReadingRow.id.in_(ids)).values(agency_id=to))
    session.execute(update(Finding).where(Finding.reading_id.in_(ids)).values(agency_id=to))
    sources = session.scalars(
        select(ReportSource).where(ReportSource.agency_id == of, ReportSource.reading_id.in_(ids))
    ).all()
    _rehang(session, sources, to)
    years = {source.year for source in sources}
    for year in sorted(years):
        for agency_id in sorted((of, to)):
            resolve_report(session, agency_id, year)
    return years


def _rehang(session: Session, sources: Iterable[ReportSource], to: int) -> None:
    """Hang sources under another agency's reports; one that hangs there already is not doubled."""
    for source in sources:
        ensure_report(session, to, source.year, source.first_seen)
        key = (to, source.year, source.url_key, source.member)
        if session.get(ReportSource, key) is not None:
            session.delete(source)
            continue
        session.execute(
            update(ReportSource)
            .where(
                ReportSource.agency_id == source.agency_id,
                ReportSource.year == source.year,
                ReportSource.url_key == source.url_key,
                ReportSource.member == source.member,
            )
            .values(agency_id=to)
            .execution_options(synchronize_session=False)
        )
        session.expunge(source)
    session.flush()
