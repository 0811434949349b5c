"""Stat by stat: what is judged, what is told, and that the page for admins names all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.statistics import judged, known

PAGE = Path(__file__).parents[3] / "docs" / "reading-a-run.md"
GOOD = {"response_received_count": 5, "downloader/response_status_count/200": 5, "downloader/request_count": 6}


@pytest.mark.parametrize(
    ("stats", "bad"),
    [
        ({}, []),
        ({"documents/outcome/unassigned": 2}, ["documents/outcome/unassigned"]),
        ({"lists/short/http://x.gov.cn/a/": "30 of 40"}, ["lists/short/http://x.gov.cn/a/"]),
        ({"blocked/challenge/ruishu": 1}, ["blocked/challenge/ruishu"]),
        ({"documents/http_404": 3, "retry/count": 9, "scheduler/enqueued": 7}, []),
        ({"log_count/ERROR": 1, "log_count/INFO": 9}, ["log_count/ERROR"]),
    ],
)
def test_what_wants_a_look(stats: dict[str, object], bad: list[str]) -> None:
    found = judged(GOOD | stats)
    assert [each.stat for each in found if each.good is False] == bad
    assert all(each.look for each in found if each.good is False)


def test_what_should_be_there_and_is_not() -> None:
    missing = [each for each in judged({}) if each.good is False]
    assert {each.stat for each in missing} == set(GOOD)
    assert {each.value for each in missing} == {0}


def test_every_judged_stat_says_what_to_do() -> None:
    for stat in known():
        assert bool(stat.look) == (stat.good != "any"), stat.name


def test_the_page_names_every_stat() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [stat.name for stat in known() if f"`{stat.name}" not in page] == []
