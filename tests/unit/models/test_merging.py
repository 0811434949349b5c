"""Two entries of the register: proposed, merged, split, followed, and the decision kept through every re-run."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from models.session import session
from pipelines import merging
from pipelines.merging import RegisterError
from pipelines.proposals import relation
from pipelines.saving import Saved, save_capture, save_readings
from tests.unit.models.made import capture, reading, report, sha256

RIGHT, SLIP = "威海市文登区人民政府办公室", "威海市文登人民政府办公室"


def save(agency: str, year: int, number: int, **more: Any) -> Saved:
    """A report of an agency at an address of its own."""
    fetched = capture(f"page {number}".encode(), url=f"http://www.wendeng.gov.cn/art/{number}.html")
    with session() as opened:
        digest = sha256(fetched.body)
        kept = save_capture(opened, fetched, digest, len(fetched.body), "text/html")
        [saved] = save_readings(opened, kept, digest, [reading(report(number), agency=agency, year=year, **more)])
        return saved


def rows(query: str) -> list[tuple[Any, ...]]:
    with session() as opened:
        return [tuple(row) for row in opened.execute(text(query))]


def ids(*saved: Saved) -> list[int]:
    return [each.agency_id for each in saved if each.agency_id is not None]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (RIGHT, SLIP, "left out"),
        ("威海市环翠区经济贸易委员会", "威海市环翠区经济和信息化委员会", "older"),
        ("威海市环翠区张村镇人民政府", "威海市环翠区李村镇人民政府", None),
        ("威海市环翠区第一中学", "威海市环翠区第二中学", None),
        ("威海市环翠区商务局", "威海市环翠区统计局", None),
    ],
)
def test_what_may_be_one(one: str, other: str, why: str | None) -> None:
    found = relation(one, other)
    assert relation(other, one) == found
    assert found is None if why is None else why in (found or "")


def test_an_office_of_a_division_that_became_another_is_proposed(database: str) -> None:
    before, after = ids(save("威海市文登市财政局", 2012, 1), save("威海市文登区财政局", 2016, 2))
    assert before != after
    assert rows("SELECT agency_id, region_code FROM v_agencies ORDER BY 1") == [
        (before, "371081"),
        (after, "371003"),
    ]
    assert rows("SELECT present_region_code FROM v_agencies") == [("371003",)] * 2
    [(why,)] = rows("SELECT why FROM agency_proposals WHERE decision IS NULL")
    assert "has become another" in why


def test_a_merge_moves_the_reports_and_outlasts_the_next_crawl(database: str) -> None:
    right, slip = ids(save(RIGHT, 2023, 1), save(SLIP, 2022, 2))
    with session() as opened:
        assert merging.merge(opened, slip, right, "一个 区 字漏印") == 1
    assert rows("SELECT agency_id, year, verdict FROM v_reports ORDER BY year") == [
        (right, 2022, "accepted"),
        (right, 2023, "accepted"),
    ]
    assert rows("SELECT agency, reports, aliases FROM v_agencies") == [(RIGHT, 2, [SLIP])]
    assert save(SLIP, 2021, 3).agency_id == right
    assert save(SLIP, 2022, 2).change == "same"
    assert rows("SELECT decision, note FROM agency_proposals") == [("same", "一个 区 字漏印")]
    assert rows("SELECT count(*) FROM v_applications WHERE year = 2022 AND item = 'granted'") == [(1,)]


def test_merged_copies_of_one_year_are_compared(database: str) -> None:
    right, slip = ids(save(RIGHT, 2022, 1), save(SLIP, 2022, 2))
    with session() as opened:
        merging.merge(opened, slip, right, "同一机关")
    assert rows("SELECT agency_id, year, sources FROM v_reports") == [(right, 2022, 2)]
    assert rows("SELECT DISTINCT rule FROM v_findings WHERE rule LIKE 'copies%'") != []


def test_a_split_takes_a_merge_back(database: str) -> None:
    right, slip = ids(save(RIGHT, 2023, 1), save(SLIP, 2022, 2))
    before = rows("SELECT agency_id, year, verdict, source_url FROM v_reports ORDER BY year")
    with session() as opened:
        merging.merge(opened, slip, right, "同一机关")
    save(SLIP, 2021, 3)
    with session() as opened:
        assert merging.split(opened, slip) == 2
    after = rows("SELECT agency_id, year, verdict, source_url FROM v_reports WHERE year > 2021 ORDER BY year")
    assert after == before
    assert rows("SELECT agency_id FROM v_reports WHERE year = 2021") == [(slip,)]
    assert rows("SELECT decision FROM agency_proposals") == [(None,)]


def test_what_is_distinct_is_not_proposed_again(database: str) -> None:
    right, slip = ids(save(RIGHT, 2023, 1), save(SLIP, 2022, 2))
    with session() as opened:
        merging.distinguish(opened, slip, right, "两个机关")
    assert rows("SELECT severity FROM findings WHERE rule = 'register.perhaps_known'") == [("info",)]
    save(SLIP, 2020, 4)
    assert rows("SELECT count(*) FROM agency_proposals WHERE decision IS NULL") == [(0,)]


def test_a_successor_keeps_reports_apart(database: str) -> None:
    old, new = ids(save("威海市环翠区经济贸易委员会", 2009, 1), save("威海市环翠区经济和信息化委员会", 2012, 2))
    with session() as opened:
        merging.succeed(opened, old, new, 2010, "机构改革")
        merging.succeed(opened, old, new, 2011, "机构改革方案")
    assert rows("SELECT agency_id, predecessors, successors FROM v_agencies ORDER BY 1") == [
        (old, None, [new]),
        (new, [old], None),
    ]
    assert rows("SELECT since, why FROM agency_successions") == [(2011, "机构改革方案")]
    assert rows("SELECT agency_id FROM v_reports ORDER BY year") == [(old,), (new,)]


def test_decisions_that_make_no_sense(database: str) -> None:
    right, slip = ids(save(RIGHT, 2023, 1), save(SLIP, 2022, 2))
    with session() as opened, pytest.raises(RegisterError, match="into itself"):
        merging.merge(opened, right, right, "x")
    with session() as opened, pytest.raises(RegisterError, match="no agency 99"):
        merging.merge(opened, 99, right, "x")
    with session() as opened, pytest.raises(RegisterError, match="not merged"):
        merging.split(opened, right)
    with session() as opened:
        merging.merge(opened, slip, right, "x")
    with session() as opened, pytest.raises(RegisterError, match="is merged into"):
        merging.merge(opened, slip, right, "x")
