"""What the web has lost, replaced or published late: v_vanished, v_replaced, v_timeliness, gaps of strangers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from models.session import session
from pipelines.capture import Capture
from pipelines.dataset.tables import chosen_tables
from pipelines.evidence import Evidence
from pipelines.register import ensure_site
from pipelines.report import Finding
from tests.unit.models import made
from tests.unit.models.made import AGENCY, NOON, URL, reading, report, sha256
from tests.unit.models.test_saving import rows, save

SITE = "huancui"
STRANGER = "威海市环翠区从未见过局"


@pytest.fixture(autouse=True)
def site(database: str) -> None:
    with session() as opened:
        ensure_site(opened, SITE)


def capture(body: bytes = b"1", **given: Any) -> Capture:
    return made.capture(body, site=SITE, **given)


def linked(agency: str, year: int) -> list[Evidence]:
    return [Evidence("agency", "anchor", agency), Evidence("year", "anchor", str(year))]


def test_a_vanished_report_keeps_its_rows_and_tells_when_it_was_there() -> None:
    save(capture(), reading())
    save(capture(day=3), reading())  # seen once more
    numbers = rows("SELECT * FROM v_applications")
    save(capture(b"", day=5, status=404))
    save(capture(b"", day=9, status=404))
    told = "agency, site, year, source_url, first_seen, last_seen, lost_at, how, sources, sha256"
    assert rows(f"SELECT {told} FROM v_vanished") == [
        (
            AGENCY, SITE, 2024, URL, NOON, NOON + timedelta(days=3), NOON + timedelta(days=5), "HTTP 404", 1,
            sha256(b"1"),
        )
    ]  # fmt: skip
    assert rows("SELECT * FROM v_applications") == numbers
    save(capture(day=11), reading())  # it is back
    assert rows("SELECT * FROM v_vanished") == []


def test_a_report_with_another_copy_has_not_vanished() -> None:
    save(capture(), reading())
    save(capture(b"2", url="http://www.huancui.gov.cn/art/1.html"), reading())
    save(capture(b"", day=5, status=404))
    assert rows("SELECT * FROM v_vanished") == []


def test_a_replaced_report_tells_every_changed_cell_and_both_originals() -> None:
    first, second = report(66, prose="本机关收到申请66件。"), report(67, prose="本机关收到申请67件。")
    save(capture(b"old"), reading(first))
    error = Finding("row.sum", "error", "applications.granted", "it does not add up", "published", 1, 2)
    save(capture(b"new", day=4), reading(second, verdict="review", findings=[error]))
    [found] = rows(
        "SELECT agency, year, revision, is_current, cells_changed, prose_changed, verdict_before, verdict,"
        " source_url_before, source_url, sha256_before, sha256 FROM v_replaced"
    )
    assert found == (
        AGENCY, 2024, 2, True, 6, True, "accepted", "review", URL, URL, sha256(b"old"), sha256(b"new")
    )  # fmt: skip
    [(changes,)] = rows("SELECT changes FROM v_replaced")
    places = [
        f"applications.{item}.{who}"
        for item in ("granted", "new_received", "processed_total")
        for who in ("natural_person", "total")
    ]
    assert changes == [{"path": path, "before": "66", "after": "67"} for path in places]
    kept = {row[0] for row in rows("SELECT sha256 FROM objects")}
    assert {sha256(b"old"), sha256(b"new")} <= kept
    old = "SELECT DISTINCT raw FROM cells WHERE revision = 1 AND path = 'applications.granted.total'"
    assert rows(old) == [("66",)]


def test_the_same_content_in_another_dress_replaces_nothing() -> None:
    save(capture(b"old"), reading())
    save(capture(b"new template", day=4), reading())
    assert rows("SELECT * FROM v_replaced") == []


@pytest.mark.parametrize(
    ("kind", "published", "captured", "expected"),
    [
        ("department", "2025-01-31", 0, ("on_time", 0, date(2025, 1, 31))),
        ("department", "2025-02-03", 0, ("late", 3, date(2025, 1, 31))),
        ("government", "2025-03-31", 0, ("on_time", 0, date(2025, 3, 31))),
        ("government", "2025-04-01", 0, ("late", 1, date(2025, 3, 31))),
        # 乡镇 are no departments of a government at county level: the law names them no day
        ("township", "2025-02-03", 0, ("on_time", 0, date(2025, 3, 31))),
        ("hospital", "2025-04-02", 0, ("late", 2, date(2025, 3, 31))),
        # a page that bears a late date and was seen before: it was there
        ("department", "2025-06-01", -365, ("on_time", 0, date(2025, 1, 31))),
        # nothing but a late capture proves nothing
        ("department", None, 0, ("unknown", None, date(2025, 1, 31))),
        (None, "2025-01-20", 0, ("unknown", None, None)),
    ],
)
def test_timeliness(
    kind: str | None, published: str | None, captured: int, expected: tuple[str, int | None, date | None]
) -> None:
    content = reading()
    content.identity.published_on = published
    save(capture(day=captured), content)
    with session() as opened:
        opened.execute(text("UPDATE agencies SET kind = :kind"), {"kind": kind})
    assert rows("SELECT timeliness, days_late, due_on FROM v_timeliness") == [expected]
    assert rows("SELECT due_on FROM v_coverage WHERE year = 2024") == [expected[-1:]], "the same day in both"


@pytest.mark.parametrize("kind", ["department", "government", "township", None])
def test_up_to_2018_all_had_the_same_day(database: str, kind: str | None) -> None:
    with session() as opened:
        days = [
            opened.scalar(text("SELECT report_due_on(:kind, :year)"), {"kind": kind, "year": year})
            for year in (2008, 2018)
        ]
    assert days == [date(2009, 3, 31), date(2019, 3, 31)]


@pytest.mark.parametrize("view", ["v_timeliness", "v_coverage", "v_vanished", "v_replaced"])
def test_what_became_of_a_report_is_told_with_region_and_kind(view: str) -> None:
    with session() as opened:
        opened.execute(text("UPDATE sites SET region_code = '371002' WHERE name = :site"), {"site": SITE})
    save(capture(b"old"), reading(report(66)))
    save(capture(b"new", day=4), reading(report(67)))
    save(capture(b"", day=5, status=404))
    with session() as opened:
        opened.execute(text("UPDATE agencies SET region_code = '371002'"))
    told = rows(f"SELECT agency_kind, region_code, region FROM {view} WHERE year = 2024")
    assert told == [("department", "371002", "威海市环翠区")]


def test_an_agency_knows_the_divisions_above_it() -> None:
    save(capture(), reading())
    with session() as opened:
        opened.execute(text("UPDATE agencies SET region_code = '371002'"))
    above = "region_code, prefecture_code, prefecture, province_code, province"
    assert rows(f"SELECT {above} FROM v_agencies") == [("371002", "371000", "威海市", "370000", "山东省")]


def test_a_dead_link_of_an_agency_that_nobody_knows_is_a_gap() -> None:
    gap = f"SELECT agency_id, agency, site, year, state, reason FROM v_coverage WHERE agency = '{STRANGER}'"
    save(capture(b"", url="http://www.huancui.gov.cn/gone", status=404, evidence=linked(STRANGER, 2021)))
    assert rows(gap) == [(None, STRANGER, SITE, 2021, "missing", "http_404")]
    # its report is found somewhere: from then on it is an agency like any other
    save(capture(url="http://www.huancui.gov.cn/here"), reading(agency=STRANGER, year=2021))
    assert rows(f"{gap} AND year = 2021")[0][1:5] == (STRANGER, SITE, 2021, "accepted")
    assert rows(f"{gap} AND agency_id IS NULL") == []


def test_each_stranger_of_a_year_has_its_own_place_in_an_export() -> None:
    for number, name in enumerate((STRANGER, "威海市环翠区从未见过中心", STRANGER)):
        gone = f"http://www.huancui.gov.cn/gone/{number}"
        save(capture(b"", url=gone, status=404, evidence=linked(name, 2021)))
    [coverage] = chosen_tables(["coverage"])
    key = ", ".join(coverage.key)
    assert rows("SELECT count(*) FROM v_coverage WHERE agency_id IS NULL") == [(2,)]
    assert rows(f"SELECT {key} FROM v_coverage GROUP BY {key} HAVING count(*) > 1") == []
