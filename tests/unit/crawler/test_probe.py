"""From a look to a draft: what was seen stands in it, what was not does not, and it is a site file."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import Any

import pytest

from crawler.cms.base import Link, Page
from crawler.commands.probe import check
from crawler.probe.draft import draft, name_of
from crawler.probe.look import Look
from crawler.probe.region import Division, division
from crawler.registry import all_sites
from crawler.visit import Visit
from pipelines.capture import Hop
from pipelines.evidence import Evidence

HOME = "http://www.huancui.gov.cn/"
TODAY = date(2026, 11, 21)
HUB = "http://www.huancui.gov.cn/ndbg/"


def look_of(*rows: tuple[str, str], column: str = "政府信息公开年报", url: str = HUB) -> Look:
    """A look at a portal with one column of (link, headline)."""
    look = Look(HOME, newest=2025)
    title = "<title>首页-威海市环翠区人民政府</title>"
    look.page(Page(HOME, f"<html><head>{title}</head><body><a href='{url}'>{column}</a></body></html>"), Visit(
        "page", Link(HOME), score=5))  # fmt: skip
    visit = Visit("page", Link(url, column), (Hop(HOME, ""),), annual=True, depth=1)
    look.met([visit])
    items = "".join(f"<li><a href='{href}'>{text}</a><span>2025-01-20</span></li>" for href, text in rows)
    page = Page(url, f"<html><body><ul>{items}</ul></body></html>")
    trail = (*visit.trail, Hop(url, column))
    look.met(Visit("article", Link(page.join(href), text), trail, _evidence(text)) for href, text in rows)
    look.listed(page, visit)
    return look


def _evidence(text: str) -> tuple[Evidence, ...]:
    year = re.search(r"20\d\d", text)
    agency = Evidence("agency", "anchor", "环翠区商务局", text)
    return (agency, Evidence("year", "headline", year[0])) if year else (agency,)


def parsed(look: Look, **given: Any) -> dict[str, Any]:
    text = draft(look, TODAY, **given)
    assert check(text, "huancui") == []
    return tomllib.loads(text)


ROWS = [(f"a{year}.html", f"环翠区商务局{year}年政府信息公开年度报告") for year in (2022, 2023, 2024)]


def test_a_draft_is_a_site_file() -> None:
    site = parsed(look_of(*ROWS))
    assert (site["title"], site["hosts"]) == ("威海市环翠区人民政府", ["www.huancui.gov.cn"])
    assert site["region"] == {"code": "371002", "name": "威海市环翠区"}
    assert site["columns"] == [{"url": HUB, "name": "政府信息公开年报"}]
    assert site["expect"] == {"reports": 2, "agencies": 1, "years": [2022, 2024]}
    assert "on 2026-11-21" in site["notes"] and "a2024.html" in site["notes"]


def test_a_year_is_written_only_where_the_headlines_print_it() -> None:
    of_2024 = [("1.html", "环翠区商务局2024年政府信息公开年度报告")]
    assert parsed(look_of(*of_2024, column="2024年"))["columns"][0]["year"] == 2024
    for rows, column in ((of_2024, "2023年"), (ROWS, "2024年"), ([("1.html", "环翠区商务局年度报告")], "2024年")):
        assert "year" not in parsed(look_of(*rows, column=column))["columns"][0]


def test_what_was_not_looked_at_is_a_comment() -> None:
    look = look_of(*ROWS)
    look.met(Visit("page", Link(f"{HUB}{n}/", f"环翠区第{n}局"), (Hop(HOME, ""),), annual=True) for n in range(9))
    text = draft(look, TODAY)
    assert len(parsed(look)["columns"]) == 1
    assert text.count("# not looked at") == 5 and "# … and 4 more" in text


def test_columns_off_the_list_and_strange_names_do_no_harm() -> None:
    look = look_of(*ROWS)
    look.columns["x"] = look.columns.pop(next(iter(look.columns)))
    look.columns["x"].name = 'a"b\\c\n"""] \x07'
    look.met([Visit("page", Link("http://www.other.example/nb/", "年报"), annual=True)])
    site = parsed(look)
    assert [column["url"] for column in site["columns"]] == [HUB]


def test_codes_with_their_names() -> None:
    look = look_of(*ROWS)
    look.agencies = {"11371002004360724B": "住房和城乡建设局", "001008004005097": "统计局", "113710020043": ""}
    assert parsed(look)["agencies"] == [
        {"code": "11371002004360724B", "name": "住房和城乡建设局"},
        {"code": "001008004005097", "name": "统计局", "scheme": "local"},
    ]


def test_without_a_region_the_draft_says_so() -> None:
    look = look_of(*ROWS)
    look.owner = None
    assert [problem.key for problem in check(draft(look, TODAY), "huancui")] == ["region.code", "region.name"]
    assert parsed(look, region=Division("371002", "威海市环翠区", 3))["region"]["code"] == "371002"


@pytest.mark.parametrize(
    ("place", "codes", "code"),
    [
        ("威海市环翠区", [], "371002"),
        ("环翠区", [], "371002"),
        ("威海市", [], "371000"),
        ("朝阳区", [], None),  # there are several
        ("朝阳区", ["11110105000000000X"], None),  # no code: its check character is wrong
        ("雾岭县", [], None),
        ("山城", ["11371002004360724B"], "371002"),
        (None, ["11371002004360724B", "1137100200436109XF", "11371082004363781R"], "371002"),
    ],
)
def test_the_region(place: str | None, codes: list[str], code: str | None) -> None:
    found = division(place, codes)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://www.huancui.gov.cn/", "huancui"),
        ("https://zwgk.dingxi.gov.cn:8443/x", "dingxi"),
        ("http://www.360.gov.cn/", "site_360"),
        ("http://portal.gov.cn/", "site_portal"),
    ],
)
def test_a_name_for_the_file(url: str, name: str) -> None:
    assert name_of(url) == name


def test_every_site_of_ours_has_the_name_that_a_draft_would_give_it() -> None:
    sites = all_sites()
    assert sites and [name_of(site.home) for site in sites] == [site.name for site in sites]
