"""v_coverage: every year that an agency owes, and why one is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from crawler.extensions.ledger import declare
from crawler.registry import load_site
from models.agencies import Agency, AgencySuccession
from models.ledger import close_run, open_run
from models.session import session
from pipelines.capture import Capture
from pipelines.evidence import Evidence
from pipelines.reading import unreadable
from pipelines.register import ensure_site
from pipelines.report import Reading
from tests.unit.models import made
from tests.unit.models.made import AGENCY, reading
from tests.unit.models.test_saving import rows
from tests.unit.models.test_saving import save as save_one

LAST = date.today().year - 1  # noqa: DTZ011
LINKED = [Evidence("agency", "anchor", AGENCY), Evidence("year", "anchor", "2021")]
SITE = "huancui"


@pytest.fixture(autouse=True)
def site(database: str) -> None:
    with session() as opened:
        ensure_site(opened, SITE)


def capture(body: bytes = b"1", **given: Any) -> Capture:
    return made.capture(body, site=SITE, **given)


def save(fetched: Capture, *readings: Reading) -> None:
    save_one(fetched, *readings)


def states(today: str = f"{LAST + 1}-12-31") -> dict[int, tuple[str, str | None]]:
    """Year → (state, reason) of the agency, as of a day."""
    with session() as opened:
        opened.execute(text("SELECT set_config('gongkai.today', :day, true)"), {"day": today})
        found = opened.execute(text("SELECT year, state, reason FROM v_coverage WHERE agency = :a"), {"a": AGENCY})
        return {year: (state, reason) for year, state, reason in found}


def test_every_year_from_the_first_to_the_newest_is_listed() -> None:
    save(capture(), reading(year=2021))
    found = states()
    assert sorted(found) == list(range(2021, LAST + 1))
    assert found[2021] == ("accepted", None)
    assert {found[year] for year in range(2022, LAST + 1)} == {("missing", "not_found")}


@pytest.mark.parametrize(
    ("day", "kind", "expected"),
    [
        ("2024-01-31", "department", ("not_due", "not_due")),
        ("2024-02-01", "department", ("missing", "not_found")),
        ("2024-03-31", "government", ("not_due", "not_due")),
        ("2024-04-01", "government", ("missing", "not_found")),
        ("2024-03-31", "township", ("not_due", "not_due")),
        ("2024-03-31", None, ("not_due", "not_due")),
        ("2024-04-01", None, ("missing", "not_found")),
    ],
)
def test_nothing_is_missing_before_it_is_due(day: str, kind: str | None, expected: tuple[str, str]) -> None:
    save(capture(), reading(year=2022))
    with session() as opened:
        opened.execute(text("UPDATE agencies SET kind = :kind"), {"kind": kind})
    assert states(day)[2023] == expected


def test_a_dead_link_tells_of_a_year_nobody_has() -> None:
    save(capture(), reading(year=2022))
    save(capture(b"", url="http://h.gov.cn/gone", status=404, evidence=LINKED))
    assert states()[2021] == ("missing", "http_404")


def test_a_vanished_report_is_still_covered_and_says_so() -> None:
    save(capture(), reading(year=2022))
    save(capture(b"", day=1, status=404))
    assert states()[2022] == ("accepted", "vanished")
    assert rows("SELECT year FROM v_vanished") == [(2022,)]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("blocked", ("blocked", "site_blocked")),
        ("unreachable", ("missing", "site_unreachable")),
        ("closespider_timeout", ("missing", "run_ended_early")),
        ("finished", ("missing", "not_found")),
    ],
)
def test_what_kept_the_crawl_from_looking(reason: str, expected: tuple[str, str]) -> None:
    save(capture(), reading(year=2022))
    with session() as opened:
        close_run(opened, open_run(opened, SITE, args={"years": None, "agency": None}), reason, 0)
    assert states()[2023] == expected


def test_an_agency_without_any_report_has_no_column() -> None:
    save(capture(), reading(year=2022))
    with session() as opened:
        opened.execute(text("UPDATE sites SET region_code = '371002' WHERE name = :site"), {"site": SITE})
        opened.add(Agency(name="威海市环翠区无栏目局", region_code="371002"))
    found = rows("SELECT DISTINCT state, reason FROM v_coverage WHERE agency = '威海市环翠区无栏目局'")
    assert found == [("missing", "no_column")]


def test_a_file_that_cannot_be_read_is_its_agencys_whose_link_led_to_it() -> None:
    save(capture(), reading(year=2022))
    broken = unreadable("corrupt", "the PDF is damaged; fetch it again")
    save(capture(b"2", url="http://h.gov.cn/2.pdf", evidence=LINKED), broken)
    assert states()[2021] == ("unreadable", "corrupt")
    # the article around it is stored later
    page = replace(reading(year=2021), verdict="not_a_report", reason="attachment_only", report=None, findings=[])
    save(capture(b"3", url="http://h.gov.cn/2.html"), page)
    assert states()[2021] == ("unreadable", "corrupt")


def test_agencies_of_the_site_file_are_missed_from_the_first_run_on() -> None:
    save(capture(), reading(year=2022))
    with session() as opened:
        declared = load_site(SITE)
        ensure_site(opened, SITE, region_code=declared.region.code, region_name=declared.region.name)
        declare(opened, declared)
        declare(opened, declared)
    found = rows("SELECT DISTINCT state, reason FROM v_coverage WHERE agency = '威海市环翠区信访局'")
    assert found == [("missing", "no_column")]
    assert rows("SELECT count(*) FROM agencies WHERE name = '威海市环翠区信访局'") == [(1,)]


def test_a_reform_ends_and_founds_agencies() -> None:
    save(capture(), reading(year=2022))
    with session() as opened:
        heir = Agency(name="某新局")
        opened.add(heir)
        opened.flush()
        [(old,)] = opened.execute(text("SELECT id FROM agencies WHERE name = :a"), {"a": AGENCY})
        opened.add(AgencySuccession(agency_id=old, successor_id=heir.id, since=2023, why="机构改革"))
    assert states()[2023] == ("not_due", "after_reform")
