"""The re-crawl policy, row by row of its table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crawler.recrawl import TABLE, Known, decide, decide_page, finished

OFF = date(2026, 11, 21)
SEASON = date(2026, 2, 10)


def before(today: date, days: int) -> date:
    return today - timedelta(days=days)


@pytest.mark.parametrize(
    ("known", "listed", "year", "action", "reason"),
    [
        (None, "2024-01-25", 2023, "fetch", "new"),
        (Known(before(OFF, 2), kept=False), "2024-01-25", 2023, "fetch", "failed_before"),
        (Known(before(OFF, 2), "2024-01-25", 2023), "2024-01-25", 2023, "skip", "listed_unchanged"),
        (Known(before(OFF, 2), "2026-01-25", 2025), "2026-01-25", 2025, "skip", "listed_unchanged"),
        (Known(before(OFF, 2), "2024-01-25", 2023), "2024-02-02", 2023, "conditional", "date_changed"),
        (Known(before(OFF, 2), None, 2023), None, None, "skip", "finished_year"),
        (Known(before(OFF, 89), None, None), None, 2023, "skip", "finished_year"),
        (Known(before(OFF, 90), None, 2023), None, 2023, "conditional", "recheck"),
        (Known(before(OFF, 90), "2024-01-25", 2023), "2024-01-25", 2023, "conditional", "recheck"),
        (Known(before(OFF, 2)), None, None, "skip", "checked_lately"),
        (Known(before(OFF, 2), None, 2019, kept=False, absent=True), None, 2019, "skip", "finished_year"),
        (Known(before(OFF, 90), None, 2019, kept=False, absent=True), None, 2019, "conditional", "recheck"),
        (Known(before(OFF, 6), None, 2026, kept=False, absent=True), None, 2026, "skip", "checked_lately"),
        (Known(before(OFF, 7), None, 2026, kept=False, absent=True), None, 2026, "conditional", "recheck"),
        (Known(before(OFF, 29), None, 2023, doubtful=True), None, 2023, "skip", "finished_year"),
        (Known(before(OFF, 30), None, 2023, doubtful=True), None, 2023, "conditional", "recheck"),
    ],
)
def test_a_document(known: Known | None, listed: str | None, year: int | None, action: str, reason: str) -> None:
    decision = decide(known, OFF, listed=listed, year=year)
    assert (decision.action, decision.reason) == (action, reason)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (Known(before(SEASON, 6), None, 2025), "checked_lately"),
        (Known(before(SEASON, 7), None, 2025), "recheck"),
        (Known(SEASON, None, 2025, kept=False, absent=True), "checked_lately"),
        (Known(before(SEASON, 1), None, 2025, kept=False, absent=True), "recheck"),
        (Known(before(SEASON, 1), None, 2024, kept=False, absent=True), "finished_year"),
        (Known(before(SEASON, 1), None, 2024), "finished_year"),
    ],
)
def test_a_document_in_the_season(known: Known, reason: str) -> None:
    assert decide(known, SEASON).reason == reason


@pytest.mark.parametrize(
    ("days", "today", "year", "number", "reason"),
    [
        (0, SEASON, None, 1, "checked_lately"),
        (1, SEASON, None, 1, "recheck"),
        (1, SEASON, 2025, 1, "recheck"),
        (29, SEASON, 2024, 1, "finished_year"),
        (30, SEASON, 2024, 1, "recheck"),
        (29, SEASON, None, 2, "finished_year"),
        (6, OFF, None, 1, "checked_lately"),
        (7, OFF, None, 1, "recheck"),
        (7, OFF, 2026, 1, "recheck"),
        (89, OFF, 2025, 1, "finished_year"),
        (90, OFF, 2025, 1, "recheck"),
    ],
)
def test_a_page_of_the_way(days: int, today: date, year: int | None, number: int, reason: str) -> None:
    assert decide_page(Known(before(today, days)), today, year=year, page_number=number).reason == reason


def test_a_page_is_asked_at_once() -> None:
    known = Known(OFF)
    assert decide_page(None, OFF).reason == "new"
    assert decide_page(known, OFF, start=True).reason == "start"
    assert decide_page(known, OFF, year=2019, stirred=True).reason == "stirred"
    assert decide_page(Known(OFF, kept=False), OFF).reason == "failed_before"
    assert decide_page(Known(OFF, kept=False, absent=True), OFF).reason == "checked_lately"


def test_full_asks_for_everything() -> None:
    known = Known(OFF, "2024-01-25", 2023)
    assert decide(known, OFF, listed="2024-01-25", year=2023, full=True).action == "fetch"
    assert decide_page(known, OFF, year=2023, full=True).action == "fetch"


def test_finished() -> None:
    assert finished(2024, date(2026, 1, 1))
    assert not finished(2025, date(2026, 4, 30))
    assert finished(2025, date(2026, 5, 1))
    assert not finished(2026, date(2026, 12, 31))


def test_every_reason_of_the_table_explains_itself() -> None:
    assert all(action in ("fetch", "conditional", "skip") and why for action, why in TABLE.values())
