from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.outcome import ALL, Coverage, Expected, Facts, LastGood, judge

GOOD = Facts(
    reason="finished",
    found=Coverage(40, 8, frozenset({2021, 2022, 2023})),
    expected=Expected(38, 8, (2021, 2023)),
    last_good=LastGood(40),
    answers=70,
)


def test_well() -> None:
    assert (judge(GOOD).code, judge(GOOD).reason) == (0, "finished")


@pytest.mark.parametrize(
    ("changes", "code", "reason", "word"),
    [
        ({"found": Coverage(37, 8, frozenset({2021, 2022, 2023}))}, 3, "fewer_than_expected", "at least 38"),
        ({"found": Coverage(40, 7, frozenset({2021, 2022, 2023}))}, 3, "fewer_than_expected", "7 agencies"),
        ({"found": Coverage(40, 8, frozenset({2021, 2023}))}, 3, "fewer_than_expected", "no report for 2022"),
        ({"last_good": LastGood(50)}, 3, "fewer_than_expected", "the last good run had 50"),
        ({"answers": 0, "found": Coverage(), "down": ("x.gov.cn: no name",)}, 3, "unreachable", "no name"),
        ({"blocked": ("www.x.gov.cn (ruishu)",)}, 6, "blocked", "ruishu"),
        ({"found": Coverage(), "forbidden": 5}, 6, "blocked", "refused 5 requests"),
        ({"reason": "closespider_timeout"}, 7, "closespider_timeout", "time limit"),
        ({"reason": "page_budget"}, 7, "page_budget", "max_pages"),
        ({"reason": "stalled"}, 7, "stalled", "stopped answering"),
        ({"reason": "memusage_exceeded"}, 7, "memusage_exceeded", "memory"),
        ({"reason": "shutdown"}, 7, "shutdown", "signal"),
        ({"reason": "start_error"}, 1, "start_error", "see the log"),
        ({"errors": 2}, 1, "errors", "2 pages or documents"),
        ({"lost": "connection refused"}, 4, "database_unavailable", "connection refused"),
        ({"disk_full": "/var"}, 8, "disk_full", "/var"),
    ],
)
def test_what_went_wrong(changes: dict[str, object], code: int, reason: str, word: str) -> None:
    outcome = judge(replace(GOOD, **changes))  # type: ignore[arg-type]
    assert (outcome.code, outcome.reason) == (code, reason)
    assert word in outcome.message


def test_the_worst_cause_wins() -> None:
    everything = replace(GOOD, errors=3, blocked=("x",), lost="gone", disk_full="/var", reason="stalled")
    assert [
        judge(everything).code,
        judge(replace(everything, disk_full=None)).code,
        judge(replace(everything, disk_full=None, lost=None)).code,
        judge(replace(everything, disk_full=None, lost=None, blocked=())).code,
    ] == [8, 4, 6, 7]


def test_a_partial_crawl_is_measured_against_nothing() -> None:
    assert judge(replace(GOOD, partial=True, found=Coverage(1, 1, frozenset({2023})))).code == 0


def test_a_partial_crawl_without_any_report_says_so() -> None:
    nothing = judge(replace(GOOD, partial=True, found=Coverage()))  # a misspelt agency is not well
    assert (nothing.code, nothing.message) == (3, "no report found that fits -a years= and -a agency=")


def test_one_report_of_many_may_vanish_without_an_alarm() -> None:
    assert judge(replace(GOOD, found=Coverage(39, 8, frozenset({2021, 2022, 2023})))).code == 0


def test_a_portal_without_expectations_must_show_something() -> None:
    assert judge(replace(GOOD, expected=None, last_good=None)).code == 0
    assert judge(replace(GOOD, expected=None, last_good=None, found=Coverage())).code == 3


def test_the_message_names_the_causes_it_knows() -> None:
    poor = replace(GOOD, found=Coverage(), robots_forbidden=12, down=("www.x.gov.cn: status 503",))
    assert "robots.txt forbids 12" in judge(poor).message
    assert "status 503" in judge(poor).message


def causes(**changes: object) -> list[tuple[str, str]]:
    outcome = judge(replace(GOOD, **changes))  # type: ignore[arg-type]
    return [(cause.key, cause.fact) for cause in outcome.causes]


def test_each_cause_is_told_apart_with_its_numbers() -> None:
    found = Coverage(12, 3, frozenset({2021, 2023}))
    assert causes(found=found) == [
        ("fewer_reports", "12 reports, expected at least 38"),
        ("fewer_agencies", "3 agencies, expected at least 8"),
        ("missing_years", "no report for 2022"),
        ("drop", "12 reports, the last good run had 40"),
    ]
    assert causes() == []


@pytest.mark.parametrize(
    ("now", "fact"),
    [
        ({ALL: 0.8, "2023": 0.81}, None),
        ({ALL: 0.8, "2023": 0.75}, None),  # a tenth is no reason
        ({ALL: 0.8, "2023": 0.6}, "60% of the cells of 2023 hold a number, 82% in the last good run"),
        ({ALL: 0.8, "2024": 0.6}, None),
        ({ALL: 0.8, "2024": 0.5}, "50% of the cells of 2024 hold a number, 80% in earlier years"),
    ],
)
def test_tables_that_are_emptier_than_they_were(now: dict[str, float], fact: str | None) -> None:
    found = causes(fill=now, last_good=LastGood(40, {ALL: 0.8, "2023": 0.82}))
    assert found == ([("fill_rate", fact)] if fact else [])


def test_a_site_may_expect_a_fill_rate() -> None:
    expected = Expected(38, 8, (2021, 2023), fill=0.7)
    assert causes(expected=expected, fill={ALL: 0.7}) == []
    fact = "65% of the cells hold a number, expected at least 70%"
    assert causes(expected=expected, fill={ALL: 0.65}) == [("fill_rate", fact)]
    assert causes(expected=expected, fill={}) == []  # reports without tables


def test_the_portals_own_count() -> None:
    lists = [("http://www.x.gov.cn/a/", 40, 30), ("http://www.x.gov.cn/b/", 40, 39)]
    fact = "the portal counts 40 items in http://www.x.gov.cn/a/, its pages showed 30"
    assert causes(short=lists) == [("portal_count", fact)]
    assert judge(replace(GOOD, short=lists)).code == 3
    assert causes(short=lists, expected=Expected(38, 8, (2021, 2023), unlisted=10)) == []


def test_a_challenge_is_another_cause_than_a_firewall() -> None:
    assert [key for key, _ in causes(blocked=("x",))] == ["blocked"]
    assert [key for key, _ in causes(blocked=("x",), challenged=True)] == ["challenge"]
