from __future__ import annotations

from datetime import date

import pytest

from crawler.recrawl import TABLE, Known, decide, finished

TODAY = date(2026, 11, 21)
LATELY = date(2026, 11, 1)
LONG_AGO = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("known", "listed", "year", "action", "reason"),
    [
        (None, "2024-01-25", 2023, "fetch", "new"),
        (Known(LATELY, kept=False), "2024-01-25", 2023, "fetch", "failed_before"),
        (Known(LATELY, "2024-01-25", 2023), "2024-01-25", 2023, "skip", "listed_unchanged"),
        (Known(LATELY, "2026-01-25", 2025), "2026-01-25", 2025, "skip", "listed_unchanged"),
        (Known(LATELY, "2024-01-25", 2023), "2024-02-02", 2023, "conditional", "date_changed"),
        (Known(LATELY, None, 2023), None, None, "skip", "finished_year"),
        (Known(LATELY, None, None), None, 2023, "skip", "finished_year"),
        (Known(LONG_AGO, None, 2023), None, 2023, "conditional", "recheck"),
        (Known(LONG_AGO, "2024-01-25", 2023), "2024-01-25", 2023, "conditional", "recheck"),
        (Known(LATELY), None, None, "conditional", "recheck"),
        (Known(LATELY, None, 2019, kept=False, absent=True), None, 2019, "skip", "finished_year"),
        (Known(LONG_AGO, None, 2019, kept=False, absent=True), None, 2019, "conditional", "recheck"),
        (Known(LATELY, None, 2026, kept=False, absent=True), None, 2026, "conditional", "recheck"),
        (Known(LATELY, "2024-01-25", 2023, doubtful=True), "2024-01-25", 2023, "conditional", "doubtful"),
    ],
)
def test_decision(known: Known | None, listed: str | None, year: int | None, action: str, reason: str) -> None:
    decision = decide(known, TODAY, listed=listed, year=year)
    assert (decision.action, decision.reason) == (action, reason)


def test_full_asks_for_everything() -> None:
    assert (
        decide(Known(LATELY, "2024-01-25", 2023), TODAY, listed="2024-01-25", year=2023, full=True).action
        == "fetch"
    )


def test_in_the_season_the_newest_year_is_rechecked_without_a_list_date() -> None:
    known = Known(date(2026, 2, 1), None, 2025)
    assert decide(known, date(2026, 2, 2), year=2025).reason == "recheck"
    assert decide(known, date(2026, 2, 2), year=2024).reason == "finished_year"


def test_finished() -> None:
    assert finished(2024, date(2026, 1, 1))
    assert not finished(2025, date(2026, 4, 30))
    assert finished(2025, date(2026, 5, 1))
    assert not finished(2026, date(2026, 12, 31))


def test_every_reason_of_the_table_explains_itself() -> None:
    assert all(action in ("fetch", "conditional", "skip") and why for action, why in TABLE.values())
