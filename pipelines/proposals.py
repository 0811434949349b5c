"""Agencies that may be one: proposed when a name enters the register, decided by a person (`scrapy agencies`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from models.agencies import Agency, AgencyProposal, Region
from pipelines.identity.names import same_agency, split_region
from pipelines.report import Finding

_SHORTEST = 6  # characters of a name in which one left out is a slip rather than another name


def propose(session: Session, agency: Agency) -> list[Finding]:
    """Put an agency that may be one of those in the register before a person: a proposal for each, and a warning.

    What a person has found to be distinct is not proposed again, and not warned of.
    """
    found: list[tuple[Agency, str]] = []
    for other in session.scalars(
        select(Agency)
        .where(Agency.id != agency.id, Agency.merged_into.is_(None), _near(session, agency))
        .order_by(Agency.id)
    ):
        why = relation(agency.name, other.name, related_regions=agency.region_code != other.region_code)
        if why and _open(session, agency, other, why):
            found.append((other, why))
    if not found:
        return []
    known = " or ".join(f"{other.name} ({other.id}: {why})" for other, why in found)
    said = f"{agency.name} may be {known}, which is already in the register; see scrapy agencies proposals"
    return [
        Finding(rule="register.perhaps_known", severity="warning", where="agency", cause="unknown", detail=said)
    ]


def relation(one: str, other: str, *, related_regions: bool = False) -> str | None:
    """Why two names may mean one body, or one its heir; None where nothing says so.

    `related_regions`: they stand under different codes, of which one has become the other (文登市, 文登区), or one
    is unknown.
    """
    same = same_agency(one, other)
    if same:
        return "the names differ only in how much of the place they say"
    if same is None:
        return "one may be an older, a shorter or a less complete name of the other"
    if related_regions and split_region(one)[1] == split_region(other)[1] != "":
        return "the same office of a division that has become another"
    return "one character left out or doubled" if _slip(one, other) else None


def _near(session: Session, agency: Agency) -> ColumnElement[bool]:
    """Where it may stand: in its region and what that was or became; with nearly its name, in any or none."""
    name = agency.name
    longer = Agency.name.endswith(name, autoescape=True)
    endings = [name[start:] for start in range(1, len(name) - 3)]
    spelt = or_(longer, Agency.name.in_(endings))
    shorter = [name[:at] + name[at + 1 :] for at in range(len(name))]
    slips = or_(
        Agency.name.in_(shorter), *(Agency.name.like(f"{name[:at]}_{name[at:]}") for at in range(len(name)))
    )
    if agency.region_code is None:
        return spelt | slips
    region = session.get(Region, agency.region_code)
    before = select(Region.code).where(Region.successor_code == agency.region_code)
    here = [agency.region_code, *([region.successor_code] if region and region.successor_code else [])]
    return or_(
        Agency.region_code.in_(here), Agency.region_code.in_(before), slips, spelt & Agency.region_code.is_(None)
    )


def _slip(one: str, other: str) -> bool:
    """Whether the longer name has one character more, and is long enough for that to be a slip of the pen."""
    short, long = sorted((one, other), key=len)
    if len(long) != len(short) + 1 or len(short) < _SHORTEST:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _open(session: Session, agency: Agency, other: Agency, why: str) -> bool:
    """Enter the proposal unless it is there; whether it still waits for a person."""
    pairs = [(agency.id, other.id), (other.id, agency.id)]
    known = _decisions(session, pairs)
    if known:
        return any(decision is None for decision in known)
    session.execute(
        insert(AgencyProposal).values(agency_id=agency.id, other_id=other.id, why=why).on_conflict_do_nothing()
    )
    return True


def _decisions(session: Session, pairs: Iterable[tuple[int, int]]) -> Sequence[str | None]:
    either = [(AgencyProposal.agency_id == one) & (AgencyProposal.other_id == other) for one, other in pairs]
    return session.scalars(select(AgencyProposal.decision).where(or_(*either))).all()
