"""Stat by stat: what is judged, what is told, and that the page for admins names all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.statistics import judged, known

PAGE = Path(__file__).parents[3] / "docs" / "reading-a-run.md"
GOOD = {"response_received_count": 5, "downloader/request_count": 6}
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("stats", "bad"),
    [
        ({}, []),
        ({"documents/outcome/unassigned": 2}, ["documents/outcome/unassigned"]),
        ({"lists/short/http://x.gov.cn/a/": "30 of 40"}, ["lists/short/http://x.gov.cn/a/"]),
        ({"blocked/challenge/ruishu": 1}, ["blocked/challenge/ruishu"]),
        ({"downloader/response_status_count/304": 5}, []),  # a second run may well bring nothing else
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


def test_the_page_names_every_stat_and_no_other() -> None:
    page = PAGE.read_text(encoding="utf-8")
    names = {stat.name for stat in known()}
    assert sorted(name for name in names if f"`{name}`" not in page) == []
    rows = [
        line.split("|")[1] for line in page.partition("## The stats")[2].splitlines() if line.startswith("| `")
    ]
    told = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert sorted(told - names) == []


def test_every_stat_that_the_code_counts_is_explained() -> None:
    call = re.compile(r"\b(?:inc|set|max|min)_value\(\s*f?\"([^\"{]+)")
    files = [*(ROOT / "crawler").rglob("*.py"), *(ROOT / "pipelines").rglob("*.py")]
    counted = {name for file in files for name in call.findall(file.read_text(encoding="utf-8"))}
    assert {"across/", "blocked/not_asked", "render/pages"} <= counted
    lacking = [
        name for name in counted if not any(stat.fits(name) or stat.name.startswith(name) for stat in known())
    ]
    assert sorted(lacking) == []
