"""Which sites are well, and which fall behind their own history; against a ledger written by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from crawler.alarms.book import raise_alarms
from crawler.health import Health, ago, sites
from crawler.history import fill_of, last_good
from crawler.outcome import Cause
from models.ledger import close_run, open_run
from models.session import session
from pipelines.register import ensure_site
from tests.unit.models.made import reading
from tests.unit.models.test_coverage_view import capture, save

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


def health(**given: Any) -> Health:
    usual: dict[str, Any] = {"status": "finished", "exit_code": 0, "reports": 40, "best": 40, "now": NOW}
    return Health("wip", **(usual | given))


@pytest.mark.parametrize(
    ("given", "behind"),
    [
        ({}, []),
        ({"reports": 39}, []),
        ({"reports": 30}, ["30 reports in the last run, 40 in its best"]),
        ({"reports": 0, "status": "running"}, []),
        (
            {"newest_year": 2025, "newest_reports": 3, "reports_before": 5},
            ["3 reports for 2025, 5 for the year before"],
        ),
        ({"newest_year": 2025, "newest_reports": 5, "reports_before": 5}, []),
        ({"apart": 86400.0, "good_at": NOW - timedelta(days=2)}, []),
        (
            {"apart": 86400.0, "good_at": NOW - timedelta(days=5)},
            ["last good run 5 days ago, usually every 24 hours"],
        ),
    ],
)
def test_behind_its_own_history(given: dict[str, Any], behind: list[str]) -> None:
    assert list(health(**given).behind()) == behind


def test_well_or_not() -> None:
    assert health().well
    assert not health(exit_code=3).well
    assert not health(alarms=1).well
    assert health(status="running", exit_code=None).well
    assert not health(status="crashed", exit_code=1).well
    assert Health("nobody").well


@pytest.mark.parametrize(
    ("apart", "said"),
    [(timedelta(minutes=5), "5m"), (timedelta(hours=30), "30h"), (timedelta(days=12), "12d")],
)
def test_ago(apart: timedelta, said: str) -> None:
    assert ago(NOW, NOW - apart) == said
    assert ago(NOW, None) == ""


def run(code: int, reports: int, stats: dict[str, Any] | None = None, **args: Any) -> int:
    with session() as opened:
        number = open_run(opened, "huancui", args=args)
        close_run(opened, number, "finished", code, {"reports_found": reports}, stats or {})
    return number


def test_a_site_from_the_ledger(database: str) -> None:
    with session() as opened:
        ensure_site(opened, "huancui", "环翠")
    run(0, 40, {"fill/all": 0.9, "fill/2024": 0.91})
    run(3, 20)
    run(0, 2, years=[2025])  # a part says nothing of the whole
    with session() as opened:
        raise_alarms(opened, "huancui", [Cause("drop", "20 reports, the last good run had 40")])
        good = last_good(opened, "huancui")
    assert good is not None
    assert (good.reports, good.fill) == (40, {"all": 0.9, "2024": 0.91})
    [found] = sites("huancui")
    assert (found.verdict, found.reports, found.best, found.alarms, found.runs) == ("too little", 20, 40, 1, 2)
    assert list(found.behind()) == ["20 reports in the last run, 40 in its best"]
    assert not found.well


def test_the_share_of_filled_cells(database: str) -> None:
    with session() as opened:
        ensure_site(opened, "huancui")
    for year in (2022, 2023, 2024):
        save(capture(str(year).encode(), url=f"http://h.gov.cn/{year}"), reading(year=year))
    with session() as opened:
        keys = {(agency, year) for agency, year in opened.execute(text("SELECT agency_id, year FROM reports"))}
        # one blank of 200 cells: regulations.issued; a year with one report says nothing by itself
        assert fill_of(opened, keys) == {"all": 0.995}
        assert fill_of(opened, set()) == {}
        opened.execute(text("DELETE FROM application_rows WHERE year = 2024"))
        assert fill_of(opened, keys) == {"all": pytest.approx(0.995 - 175 / 600, abs=0.0001)}
