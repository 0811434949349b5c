"""A person's word on a finding or a cell: settled, corrected, taken back.

A decision hangs on what the finding says (agency, year, rule, place, numbers), never on the number of a row, so it
outlasts every crawl and re-read; where the numbers become others it lapses, and v_decisions says so. A correction
stands beside what was read, with its evidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Row, func, text, update
from sqlalchemy.orm import Session

from models.decisions import CORRECTED, Decision
from pipelines.cells import is_amount, storable
from pipelines.report import Number

BLANK = "blank"
CODE = 18  # characters of a social-credit code, which may be all digits

_HANDLE = re.compile(r"(\d+)-(\d{4})-([0-9a-f]{10})")

FINDING = """
SELECT agency_id, agency, year, rule, place, left_value, right_value, raw, says
FROM v_findings WHERE {}
"""

CELL = """
SELECT agency, raw, read_value, sha256, page, table_no, row_no, col_no, line_no
FROM v_cells WHERE agency_id = :agency_id AND year = :year AND path = :path
"""

AGENCY = """
SELECT agency_id, agency, region FROM v_agencies
WHERE agency_id = CAST(:id AS bigint) OR CAST(:name AS text) IN (agency, credit_code)
    OR CAST(:name AS text) = ANY (aliases)
"""


class DecisionError(ValueError):
    """A decision that cannot be recorded; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was recorded: its number, the agency whose numbers it is about, and a line for a person."""

    decision_id: int
    agency_id: int
    said: str


@dataclass(frozen=True, slots=True)
class Word:
    """Who decides, why, and on what evidence."""

    why: str
    by: str
    evidence: str | None = None


def resolve(session: Session, handle: str, resolution: str, word: Word) -> Decided:
    """Settle the finding of this handle (v_findings.finding, or its number); a later word replaces it."""
    found = _finding(session, handle)
    standing = (Decision.agency_id == found.agency_id, Decision.year == found.year, Decision.says == found.says)
    _supersede(session, word, *standing)
    decision = Decision(
        agency_id=found.agency_id,
        year=found.year,
        decision=resolution,
        rule=found.rule,
        place=found.place,
        left_value=found.left_value,
        right_value=found.right_value,
        raw=found.raw,
        says=found.says,
        sha256=_shown(session, found.agency_id, found.year),
        evidence=word.evidence,
        why=word.why,
        decided_by=word.by,
    )
    session.add(decision)
    session.flush()
    said = f"{found.agency} {found.year}: {found.rule} at {found.place} is settled as {resolution}"
    return Decided(decision.id, found.agency_id, said)


def correct(session: Session, agency: str, year: int, path: str, value: str, word: Word) -> Decided:
    """What the cell at `path` really says: a number, or `blank`. `agency` is a number, a name or a code."""
    agency_id = _agency(session, agency)
    cell = session.execute(text(CELL), {"agency_id": agency_id, "year": year, "path": path}).one_or_none()
    if cell is None:
        raise DecisionError(
            f"no cell {path} was read for {agency} {year}; the view v_cells lists the paths of agency {agency_id}"
        )
    number = _number(path, value)
    standing = (Decision.agency_id == agency_id, Decision.year == year, Decision.place == path)
    _supersede(session, word, *standing, Decision.decision == CORRECTED)
    places = ("page", "table_no", "row_no", "col_no", "line_no")
    decision = Decision(
        agency_id=agency_id,
        year=year,
        decision=CORRECTED,
        place=path,
        left_value=cell.read_value,
        raw=cell.raw,
        value=number,
        sha256=cell.sha256,
        cell={name.removesuffix("_no"): at for name in places if (at := getattr(cell, name)) is not None},
        evidence=word.evidence,
        why=word.why,
        decided_by=word.by,
    )
    session.add(decision)
    session.flush()
    said = f"{cell.agency} {year}: {path} reads {cell.raw.strip() or BLANK!r}, corrected to {_printed(number)}"
    return Decided(decision.id, agency_id, said)


def reopen(session: Session, decision_id: int, word: Word) -> Decided:
    """Take a decision back: the finding is open again, or the view shows what was read."""
    decision = session.get(Decision, decision_id, with_for_update=True)
    if decision is None:
        raise DecisionError(f"no decision {decision_id}; scrapy findings decisions lists them")
    if decision.reopened_at is not None:
        raise DecisionError(f"decision {decision_id} was taken back by {decision.reopened_by} already")
    _supersede(session, word, Decision.id == decision_id)
    session.flush()
    said = f"decision {decision_id} on {decision.place} of {decision.year} is taken back"
    return Decided(decision_id, decision.agency_id, said)


def _finding(session: Session, handle: str) -> Row[Any]:
    if (match := _HANDLE.fullmatch(handle)) is not None:
        condition = "agency_id = :agency_id AND year = :year AND left(says, 10) = :says"
        asked: dict[str, Any] = {"agency_id": int(match[1]), "year": int(match[2]), "says": match[3]}
    elif handle.isdecimal() and len(handle) < 19:
        condition, asked = "finding_id = :id", {"id": int(handle)}
    else:
        raise DecisionError(f"{handle!r} is no finding; scrapy findings prints handles such as 12-2024-3fa9c1d2e0")
    found = session.execute(text(FINDING.format(condition)), asked).first()
    if found is None:
        raise DecisionError(
            f"no finding {handle} stands against a report: its numbers may be others now, see scrapy findings"
        )
    return found


def _agency(session: Session, agency: str) -> int:
    """The agency of a number, a canonical name, another name, or a social-credit code."""
    by_number = agency.isdecimal() and len(agency) < CODE
    asked: dict[str, Any] = {"id": int(agency) if by_number else None, "name": None if by_number else agency}
    found = session.execute(text(AGENCY), asked).all()
    if not found:
        raise DecisionError(f"no agency {agency!r}; scrapy agencies list {agency} finds names that contain it")
    if len(found) > 1:
        listed = ", ".join(f"{row.agency_id} ({row.agency}, {row.region})" for row in found)
        raise DecisionError(f"{agency!r} is one of several, say its number: {listed}")
    return int(found[0].agency_id)


def _number(path: str, value: str) -> Number | None:
    if value == BLANK:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise DecisionError(f"{value!r} is no number; give digits, or {BLANK!r} for a blank cell") from None
    if number < 0 and not path.endswith(".items_change"):
        raise DecisionError(f"{value} does not fit {path}, which is never below zero")
    if not storable(path, number):
        raise DecisionError(f"{value} does not fit {path}, which counts things: give a whole number")
    return number if is_amount(path) else int(number)


def _shown(session: Session, agency_id: int, year: int) -> str | None:
    query = text("SELECT sha256 FROM v_reports WHERE agency_id = :agency_id AND year = :year")
    digest: str | None = session.scalar(query, {"agency_id": agency_id, "year": year})
    return digest


def _supersede(session: Session, word: Word, *which: Any) -> None:
    """Close the standing decisions that these conditions name; they stay on record."""
    session.execute(
        update(Decision)
        .where(*which, Decision.reopened_at.is_(None))
        .values(reopened_at=func.now(), reopened_by=word.by, reopened_why=word.why)
    )


def _printed(value: Number | None) -> str:
    return BLANK if value is None else str(value)
