from __future__ import annotations

import pytest

from crawler.arguments import ArgumentError, CrawlArguments, parse, parse_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024", {2024}),
        ("2021-2024", {2021, 2022, 2023, 2024}),
        ("2019, 2021–2022", {2019, 2021, 2022}),
        ("2008-2008", {2008}),
    ],
)
def test_years(text: str, years: set[int]) -> None:
    assert parse_years(text, 2026) == years


@pytest.mark.parametrize(
    "text", ["", "24", "2024-", "2024-2021", "2007", "2027", "last", "2021-2024-2025", "2021,,2024"]
)
def test_years_that_make_no_sense(text: str) -> None:
    with pytest.raises(ArgumentError, match="years="):
        parse_years(text, 2026)


def test_everything() -> None:
    assert parse({"years": "2024", "agency": " 蔄山镇 ", "full": "1"}, 2026) == CrawlArguments(
        frozenset({2024}), "蔄山镇", True
    )
    assert parse({}, 2026) == CrawlArguments()
    assert not parse({}, 2026).partial
    assert parse({"agency": "11371002004360724B"}, 2026).partial


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"year": "2024"}, "did you mean years="),
        ({"zzz": "1"}, "known: years, agency, full"),
        ({"url": "http://www.example.gov.cn/"}, "unknown argument url="),
        ({"full": "maybe"}, "full=1"),
        ({"agency": " "}, "name or a code"),
    ],
)
def test_wrong_usage_says_what_is_right(given: dict[str, str], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        parse(given, 2026)


@pytest.mark.parametrize(
    "url",
    ["", "www.example.gov.cn", "ftp://www.example.gov.cn/", "http://127.0.0.1:8000/", "http://[::1]/", "http://8.8.8.8/",
     "http://user@www.example.gov.cn/", "http://www.example.gov.cn:port/"],
)  # fmt: skip
def test_urls_that_are_no_portal(url: str) -> None:
    with pytest.raises(ArgumentError, match="url="):
        parse({"url": url}, 2026, needs_url=True)


def test_the_portal_needs_its_url() -> None:
    with pytest.raises(ArgumentError, match="url= is missing"):
        parse({}, 2026, needs_url=True)
    assert parse({"url": "http://www.example.gov.cn/"}, 2026, needs_url=True).url == "http://www.example.gov.cn/"


def test_a_year_that_no_link_tells_may_be_wanted() -> None:
    arguments = parse({"years": "2024"}, 2026)
    assert arguments.wants_year(None) and arguments.wants_year(2024) and not arguments.wants_year(2023)
