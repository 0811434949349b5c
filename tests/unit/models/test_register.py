"""Who an agency is: by code, by name within its region, never merged in doubt."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from pipelines.register import Whom, ensure_region, ensure_site, resolve_agency
from pipelines.report import Identity

HUANCUI = ("371002", "威海市环翠区")
WENDENG = ("371003", "威海市文登区")
CODE = "11371002004360724B"
OTHER_CODE = "113710020043607310"


@pytest.fixture(autouse=True)
def regions(db: Session) -> None:
    for code, name in (("370000", "山东省"), ("371000", "威海市"), HUANCUI, WENDENG):
        ensure_region(db, code, name)


def whom(
    db: Session,
    name: str | None,
    code: str | None = None,
    region: tuple[str, str] | None = HUANCUI,
    site: str | None = "huancui",
    *,
    create: bool = True,
) -> Whom:
    region_code, region_name = region or (None, None)
    identity = Identity(agency=name, agency_code=code)
    return resolve_agency(db, identity, region_code, region_name, site, create=create)


def names(db: Session) -> list[str]:
    return list(db.scalars(text("SELECT name FROM agencies ORDER BY id")))


def test_a_new_agency_enters_under_its_full_name(db: Session) -> None:
    found = whom(db, "环翠区商务局", CODE)
    assert found.findings == []
    assert db.execute(text("SELECT id, name, kind, region_code, credit_code FROM agencies")).one() == (
        found.agency_id,
        "威海市环翠区商务局",
        "department",
        "371002",
        CODE,
    )
    assert db.scalars(text("SELECT alias FROM agency_aliases")).all() == ["环翠区商务局"]


@pytest.mark.parametrize("name", ["商务局", "环翠区商务局", "威海市环翠区商务局", "区商务局"])
def test_spellings_within_the_region_are_one_agency(db: Session, name: str) -> None:
    first = whom(db, "威海市环翠区商务局")
    assert whom(db, name) == Whom(first.agency_id)
    assert len(names(db)) == 1


def test_the_same_office_of_two_regions_is_two_agencies(db: Session) -> None:
    assert whom(db, "商务局").agency_id != whom(db, "商务局", region=WENDENG).agency_id
    assert names(db) == ["威海市环翠区商务局", "威海市文登区商务局"]


def test_a_full_name_is_found_from_anywhere(db: Session) -> None:
    first = whom(db, "威海市环翠区商务局")
    city = ("371000", "威海市")
    assert whom(db, "威海市环翠区商务局", region=city, site="weihai") == first
    assert whom(db, "威海市环翠区商务局", region=None, site=None) == first


def test_an_office_without_place_belongs_to_nobody_outside_its_site(db: Session) -> None:
    whom(db, "商务局")
    found = whom(db, "商务局", region=None, site=None)
    assert found.agency_id is None
    assert [(finding.rule, finding.severity) for finding in found.findings] == [("register.no_region", "error")]


def test_the_code_finds_the_agency_without_a_name(db: Session) -> None:
    first = whom(db, "商务局", CODE)
    assert whom(db, None, f"{CODE}-1") == Whom(first.agency_id)
    assert whom(db, None, CODE.lower()) == Whom(first.agency_id)


def test_a_name_learns_its_code(db: Session) -> None:
    first = whom(db, "商务局")
    assert whom(db, "商务局", CODE) == Whom(first.agency_id)
    assert whom(db, None, CODE) == Whom(first.agency_id)


def test_a_sites_own_code_is_an_alias_of_that_site(db: Session) -> None:
    first = whom(db, "商务局", "001008004005097")
    assert whom(db, None, "001008004005097") == Whom(first.agency_id)
    assert whom(db, None, "001008004005097", site="wendeng").agency_id is None


def test_an_older_name_under_the_code_is_the_same_body_with_a_warning(db: Session) -> None:
    first = whom(db, "经济和信息化委员会", CODE)
    found = whom(db, "经济贸易委员会", CODE)
    assert found.agency_id == first.agency_id
    assert [(finding.rule, finding.severity) for finding in found.findings] == [
        ("register.code_over_name", "warning")
    ]


@pytest.mark.parametrize("registered", [True, False])
def test_code_and_name_of_two_bodies_are_nobody(db: Session, registered: bool) -> None:
    whom(db, "商务局", CODE)
    if registered:
        whom(db, "民政局", OTHER_CODE)
    known = names(db)
    found = whom(db, "民政局", CODE)
    assert found.agency_id is None
    [finding] = found.findings
    assert (finding.rule, finding.severity) == ("register.conflict", "error")
    assert "商务局" in finding.detail
    assert "民政局" in finding.detail
    assert names(db) == known


def test_a_name_with_another_code_than_before_keeps_the_name_with_a_warning(db: Session) -> None:
    first = whom(db, "商务局", CODE)
    found = whom(db, "商务局", OTHER_CODE)
    assert found.agency_id == first.agency_id
    assert [finding.rule for finding in found.findings] == ["register.code_differs"]
    assert db.scalar(text("SELECT credit_code FROM agencies")) == CODE


def test_what_may_be_one_is_proposed_not_merged(db: Session) -> None:
    first = whom(db, "环翠区商务局", region=None, site=None)
    second = whom(db, "商务局")
    assert second.agency_id != first.agency_id
    [finding] = second.findings
    assert (finding.rule, finding.severity) == ("register.perhaps_known", "warning")
    assert "环翠区商务局" in finding.detail


def test_only_reports_make_agencies(db: Session) -> None:
    assert whom(db, "商务局", create=False) == Whom(None)
    assert names(db) == []


def test_nothing_printed_is_nobody(db: Session) -> None:
    assert whom(db, None) == Whom(None)
    assert whom(db, "  ") == Whom(None)


def test_a_site_is_what_its_file_says(db: Session) -> None:
    ensure_site(db, "huancui")
    ensure_site(db, "huancui", "威海市环翠区人民政府", "http://www.huancui.gov.cn/", *HUANCUI)
    ensure_site(db, "huancui", title="环翠区")
    assert db.execute(text("SELECT * FROM sites")).one() == (
        "huancui",
        "环翠区",
        "371002",
        "http://www.huancui.gov.cn/",
    )
    assert db.execute(text("SELECT parent_code, level FROM regions WHERE code = '371002'")).one() == ("371000", 3)
