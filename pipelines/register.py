"""The register of agencies: whom a printed name and code mean, and who enters it anew.

A name that is the same letter by letter, in one region, is the same agency; a social-credit code is the
same legal body. Where code and name point to different bodies nothing is merged: the report stays
without agency, and an error says why, until a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import any_, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from models.agencies import Agency, AgencyAlias, Region, Site
from pipelines.codec import clean
from pipelines.identity.names import agency_kind, canonical_name, same_agency, split_region
from pipelines.proposals import propose
from pipelines.report import Finding, Identity, Severity

# GB 32100: no I, O, S, V, Z; a suffix such as -1 is the portal's own (PORTALS.md §1.1)
CREDIT_CODE = re.compile(r"([0-9A-HJ-NP-RTUWXY]{18})(?:-\d+)?")
# bodies of the centre need no place in their names
NATIONAL = re.compile(r"国家|中华人民共和国|国务院|中国|全国|最高人民|中共中央")


@dataclass(frozen=True, slots=True)
class Whom:
    """The agency that an identity means, None while undecided, and what stands against the decision."""

    agency_id: int | None
    findings: list[Finding] = field(default_factory=list)


def ensure_region(session: Session, code: str, name: str) -> None:
    """Enter a region (six-digit code of GB/T 2260, full name) unless it is there."""
    parents = [code[:2] + "0000", code[:4] + "00"] if len(code) == 6 else [code[:6]]
    level = 1 if code.endswith("0000") else 2 if code.endswith("00") else 3 if len(code) == 6 else 4
    parent = session.scalar(
        select(Region.code).where(Region.code.in_(parents), Region.code != code).order_by(Region.level.desc())
    )
    statement = insert(Region).values(code=code, name=name, level=level, parent_code=parent)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["code"], set_={"name": name}, where=Region.name != statement.excluded.name
        )
    )


def ensure_site(
    session: Session,
    name: str,
    title: str | None = None,
    home: str | None = None,
    region_code: str | None = None,
    region_name: str | None = None,
) -> None:
    """Enter a site as its site file describes it; what is given replaces what was there."""
    if region_code and region_name:
        ensure_region(session, region_code, region_name)
    given = {"title": title, "home": home, "region_code": region_code}
    values = {key: value for key, value in given.items() if value is not None}
    statement = insert(Site).values(name=name, **values)
    if not values:
        session.execute(statement.on_conflict_do_nothing())
        return
    changed = or_(*(Site.__table__.columns[key].is_distinct_from(value) for key, value in values.items()))
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values, where=changed))


def find_region(session: Session, identity: Identity, portal: str | None = None) -> tuple[str | None, str | None]:
    """(code, full name) of the region that the agency's social-credit code, its name or the portal's name tells.

    Digits 3–8 of a social-credit code (GB 32100) are those of GB/T 2260. A name is matched from its beginning,
    with or without what stands above: 山东省威海市环翠区, 威海市环翠区; 环翠区, where only one is called so.
    """
    code = CREDIT_CODE.fullmatch((identity.agency_code or "").strip().upper())
    if code and (row := session.get(Region, code[1][2:8])) is not None:
        return row.code, row.name
    for name in filter(None, (identity.agency, portal)):
        levels, _ = split_region(clean(name))
        spelt = ["".join(levels[start:end]) for end in range(len(levels), 0, -1) for start in range(end)]
        for spelling in spelt:
            named = or_(Region.name == spelling, literal(spelling) == any_(Region.former_names))
            found = (
                session.scalars(select(Region).where(named)).all()
                or session.scalars(
                    select(Region).where(Region.level == 3, Region.name.endswith(spelling, autoescape=True))
                ).all()
            )
            if len(found) == 1:
                return found[0].code, found[0].name
    return None, None


def resolve_agency(
    session: Session,
    identity: Identity,
    region_code: str | None = None,
    region_name: str | None = None,
    site: str | None = None,
    *,
    create: bool = True,
) -> Whom:
    """The agency of an identity found at a site of this region: by code, by exact alias or canonical name.

    Unknown ones enter the register if `create`. A code and a name of two bodies that may be one (a
    reform, a place left out) go to the code's, with a warning; of two that are not, to nobody, with an error.
    """
    printed = clean(identity.agency).strip() if identity.agency else ""
    name = canonical_name(printed, region_name) if printed else ""
    code, local_code = _codes(identity.agency_code, site)
    by_code = _by_code(session, code, local_code)
    by_name = _by_name(session, name, printed, region_code) if name else []
    if len(by_name) > 1 and by_code not in by_name:
        return _undecided("register.ambiguous", f"{printed} may be {_list(by_name)}")
    known = by_code if by_code in by_name else by_name[0] if by_name else None
    if by_code is not None:
        return _coded(session, by_code, known, name, printed, region_name, identity)
    if known is not None:
        return _named(session, known, code, local_code, printed, identity)
    if not name or not create:
        return Whom(None)
    if region_code is None and not _placed(name) and not (region_name and name.startswith(region_name)):
        return _undecided("register.no_region", f"{printed} names no place, and its source belongs to no region")
    agency = _enter(session, name, region_code, code)
    _remember(session, agency, printed, identity.agency_evidence)
    _remember(session, agency, local_code, "area_code")
    return Whom(agency.id, propose(session, agency))


def _coded(
    session: Session,
    by_code: Agency,
    by_name: Agency | None,
    name: str,
    printed: str,
    region_name: str | None,
    identity: Identity,
) -> Whom:
    """The code is known. The name may agree, be another spelling or an older name, or contradict."""
    if not name or by_name is by_code:
        return Whom(by_code.id)
    same = same_agency(by_code.name, name, region_name)
    if same is False:
        return _undecided(
            "register.conflict",
            f"the code {identity.agency_code} is {by_code.name}, the name printed is {printed}",
        )
    if by_name is None:
        _remember(session, by_code, printed, identity.agency_evidence)
        if same:
            return Whom(by_code.id)
    said = f"the code {identity.agency_code} is {by_code.name}, printed is {printed}; taken for one body"
    return Whom(by_code.id, [_finding("register.code_over_name", "warning", said)])


def _named(
    session: Session, agency: Agency, code: str | None, local_code: str | None, printed: str, identity: Identity
) -> Whom:
    """The name is known, the code is not or is missing."""
    _remember(session, agency, printed, identity.agency_evidence)
    _remember(session, agency, local_code, "area_code")
    if code is None or agency.credit_code == code:
        return Whom(agency.id)
    if agency.credit_code is None:
        session.execute(
            update(Agency).where(Agency.id == agency.id, Agency.credit_code.is_(None)).values(credit_code=code)
        )
        return Whom(agency.id)
    said = f"{printed} has the code {agency.credit_code} in the register, {code} here"
    return Whom(agency.id, [_finding("register.code_differs", "warning", said)])


def _codes(printed: str | None, site: str | None) -> tuple[str | None, str | None]:
    """The social-credit code, or the site's own code as an alias."""
    text = (printed or "").strip().upper()
    if not text:
        return None, None
    match = CREDIT_CODE.fullmatch(text)
    if match:
        return match[1], None
    return None, f"{site}:{clean(text)}" if site else None


def _by_code(session: Session, code: str | None, local_code: str | None) -> Agency | None:
    if code is not None:
        return next(
            iter(_merged(session, session.scalars(select(Agency).where(Agency.credit_code == code)))), None
        )
    if local_code is None:
        return None
    tied = select(AgencyAlias.agency_id).where(AgencyAlias.alias == local_code)
    found = _merged(session, session.scalars(select(Agency).where(Agency.id.in_(tied)).order_by(Agency.id)))
    return found[0] if len(found) == 1 else None


def _merged(session: Session, agencies: Iterable[Agency]) -> list[Agency]:
    """The agencies, each as the one that a person found it to be (pipelines/merging.py), without repetition."""
    known = (a if a.merged_into is None else session.get_one(Agency, a.merged_into) for a in agencies)
    return list({agency.id: agency for agency in known}.values())


def _by_name(session: Session, name: str, printed: str, region_code: str | None) -> list[Agency]:
    """Agencies of this very name, in the region, or anywhere when the name itself says where."""
    spellings = {name, printed}
    everywhere = {spelling for spelling in spellings if _placed(spelling)}
    alias = select(AgencyAlias.agency_id)
    here = or_(Agency.name.in_(spellings), Agency.id.in_(alias.where(AgencyAlias.alias.in_(spellings))))
    there = or_(Agency.name.in_(everywhere), Agency.id.in_(alias.where(AgencyAlias.alias.in_(everywhere))))
    in_region = here & (Agency.region_code == region_code) if region_code is not None else there
    found = _merged(session, session.scalars(select(Agency).where(or_(in_region, there)).order_by(Agency.id)))
    exact = [agency for agency in found if agency.name == name]
    return exact if len(exact) == 1 else found


def _placed(name: str) -> bool:
    """Whether a name says of which place it is: 威海市环翠区商务局 does, 商务局 does not."""
    return bool(split_region(name)[0]) or NATIONAL.match(name) is not None


def _enter(session: Session, name: str, region_code: str | None, code: str | None) -> Agency:
    values = {"name": name, "kind": agency_kind(name), "region_code": region_code, "credit_code": code}
    session.execute(insert(Agency).values(**values).on_conflict_do_nothing())
    # another process may have entered it in the meantime
    return session.scalars(
        select(Agency).where(Agency.name == name, Agency.region_code.is_not_distinct_from(region_code))
    ).one()


def _remember(session: Session, agency: Agency, alias: str | None, evidence: str | None) -> None:
    if alias and alias != agency.name:
        session.execute(
            insert(AgencyAlias)
            .values(agency_id=agency.id, alias=alias, evidence=evidence)
            .on_conflict_do_nothing()
        )


def _list(agencies: list[Agency]) -> str:
    return " or ".join(f"{agency.name} ({agency.id})" for agency in agencies)


def _undecided(rule: str, said: str) -> Whom:
    return Whom(None, [_finding(rule, "error", said)])


def _finding(rule: str, severity: Severity, said: str) -> Finding:
    return Finding(rule=rule, severity=severity, where="agency", cause="unknown", detail=said)
