"""Checks across reports over what is stored: twice is once, and a new revision judges the year after it anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import text

from models.session import session
from pipelines.comparing import compare
from pipelines.report import AnnualReport, Reading, Scope
from pipelines.saving import save_capture, save_readings
from tests.rows import changed_tables, row_digests
from tests.unit.models.made import AGENCY, capture, cell, reading, report, sha256

DISTRICT = "威海市环翠区人民政府"
FOUND = """
SELECT agency, year, rule, place, left_value, right_value, about_source, source_url, severity, detail
FROM v_findings WHERE rule LIKE 'across.%' ORDER BY year, place
"""


def url(number: int) -> str:
    return f"http://www.huancui.gov.cn/art/{number}.html"


def save(content: Reading, number: int, *, day: int = 0, body: str = "") -> int:
    """A report at the address of this number; `day` and `body` for what it gives later. Returns its agency."""
    fetched = capture(f"page {number} {body}".encode(), url=url(number), day=day)
    with session() as opened:
        digest = sha256(fetched.body)
        kept = save_capture(opened, fetched, digest, len(fetched.body), "text/html")
        [saved] = save_readings(opened, kept, digest, [content])
        assert saved.agency_id is not None
        return saved.agency_id


def with_cells(content: AnnualReport, **rows: int) -> AnnualReport:
    """The report with the total and natural persons of these rows of section 三 set."""
    changed = dict(content.applications)
    for item, value in rows.items():
        changed[item] = {**changed[item], "natural_person": cell(value), "total": cell(value)}
    return replace(content, applications=changed)


def year(number: int, **rows: int) -> Reading:
    return reading(with_cells(report(number), **rows), year=number)


def found() -> list[tuple[Any, ...]]:
    with session() as opened:
        return [tuple(row) for row in opened.execute(text(FOUND))]


def test_a_carry_over_that_does_not_agree_names_both_sources(database: str) -> None:
    save(year(2024, carried_over=5), 24)
    assert compare().findings == 0, "one year alone says nothing"
    agency = save(year(2023, carried_forward=3), 23)
    done = compare([agency])
    assert (done.agencies, done.findings, done.new, done.gone) == (1, 2, 2, 0)
    for (name, at, rule, place, left, right, about, source, severity, detail), column in zip(
        found(), ("natural_person", "total"), strict=True
    ):
        assert (name, at, rule, severity) == (AGENCY, 2024, "across.carry_over", "warning")
        assert (place, left, right) == (f"applications.carried_over.{column}", 5, 3)
        assert (about, source) == (url(23), url(24))
        assert f"5 in 2024 ({url(24)})" in detail and f"3 in 2023 ({url(23)})" in detail


def test_it_changes_no_verdict_and_twice_is_once(database: str) -> None:
    save(year(2023, carried_forward=3), 23)
    save(year(2024, carried_over=5), 24)
    compare()
    before = row_digests()
    done = compare()
    assert (done.new, done.gone, done.findings) == (0, 0, 2)
    save(year(2024, carried_over=5), 24)
    assert changed_tables(before, row_digests()) == [], "saving the same again leaves them, too"
    with session() as opened:
        assert opened.scalars(text("SELECT DISTINCT verdict FROM v_reports")).all() == ["accepted"]


def test_a_new_revision_of_last_year_judges_this_year_anew(database: str) -> None:
    agency = save(year(2023, carried_forward=3), 23)
    save(year(2024, carried_over=5), 24)
    assert compare([agency]).findings == 2
    save(year(2023, carried_forward=5), 23, day=1, body="corrected by the office")
    done = compare([agency])
    assert (done.findings, done.gone, found()) == (0, 2, [])
    save(year(2024, carried_over=4), 24, day=2, body="and another")
    assert compare([agency]).new == 2
    assert [row[4:6] for row in found()] == [(4, 5), (4, 5)]


def test_the_government_above_is_checked_when_a_part_changes(database: str) -> None:
    def of(agency: str, scope: Scope, received: int) -> Reading:
        content = replace(with_cells(report(1), new_received=received), scope=scope)
        return reading(content, agency=agency, year=2024)

    with session() as opened:
        opened.execute(text("INSERT INTO sites (name, region_code) VALUES ('huancui', '371002')"))
    whole = save(of(DISTRICT, "government", 10), 1)
    part = save(of(AGENCY, "agency", 66), 2)
    with session() as opened:
        opened.execute(text("UPDATE agencies SET region_code = '371002'"))
    compare([part])
    [row] = [row for row in found() if row[2] == "across.parts_exceed"]
    assert row[:6] == (DISTRICT, 2024, "across.parts_exceed", "applications.new_received.total", 10, 66)
    assert row[6] == url(2) and AGENCY in row[9]
    save(of(DISTRICT, "government", 80), 1, day=1, body="with all its parts")
    compare([whole])
    assert not [row for row in found() if row[2] == "across.parts_exceed"]


def test_a_withdrawn_neighbour_counts_no_more(database: str) -> None:
    agency = save(year(2023, carried_forward=3), 23)
    save(year(2024, carried_over=5), 24)
    compare()
    with session() as opened:
        opened.execute(text("UPDATE reports SET withdrawn_at = now() WHERE year = 2023"))
    assert compare([agency]).gone == 2


def test_the_same_content_elsewhere_is_told_of_both_with_both_sources(database: str) -> None:
    def of(agency: str, at: int, rows: dict[str, int]) -> Reading:
        content = replace(with_cells(report(at), **rows), scope=None)
        return reading(content, agency=agency, year=at)

    other, numbers = (
        "威海市环翠区民政局",
        {"new_received": 41, "granted": 17, "carried_over": 12, "carried_forward": 36},
    )
    save(of(AGENCY, 2024, numbers), 1)
    save(of(AGENCY, 2024, numbers), 2)  # a copy is no other report
    told = "SELECT agency, year, detail, source_url, about_source FROM v_findings WHERE rule = 'content.elsewhere'"
    with session() as opened:
        assert opened.execute(text(told)).all() == []
    save(of(other, 2024, numbers), 3)
    save(of(other, 2023, numbers | {"granted": 18}), 4)
    with session() as opened:
        rows = opened.execute(text(f"{told} ORDER BY source_url")).all()
    assert [tuple(row) for row in rows] == [
        (AGENCY, 2024, f"the same numbers under {other} 2024", url(1), url(3)),
        (other, 2024, f"the same numbers under {AGENCY} 2024", url(3), url(1)),
    ]


def test_one_prose_under_two_years_is_told_of_both(database: str) -> None:
    for number in (2023, 2024):
        content = report(
            number, prose=f"{number}年，{AGENCY}认真落实政府信息公开各项要求。" + "持续深化主动公开。" * 40
        )
        save(reading(content, year=number), number)
    with session() as opened:
        told = "SELECT year, detail, about_source FROM v_findings WHERE rule = 'content.elsewhere' ORDER BY year"
        rows = [tuple(row) for row in opened.execute(text(told))]
    assert rows == [
        (2023, f"the same prose under {AGENCY} 2024", url(2024)),
        (2024, f"the same prose under {AGENCY} 2023", url(2023)),
    ]
