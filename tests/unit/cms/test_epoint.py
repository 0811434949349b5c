# ruff: noqa: E501  -- the pages stand as portals print them
"""Epoint: shell → the script with the site's key → a POST of JSON, page by page."""

from __future__ import annotations

import json

import pytest

from crawler import cms
from crawler.cms import epoint
from crawler.cms.base import Page
from pipelines.evidence import Evidence
from tests.unit.cms.pages import SAMPLES, shared

SHELL = "http://www.a.gov.cn/dynamic/zwgk/govInfoPub.html?categorynum=003002&deptcode=GK01"
KEY = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"
ANSWER = "http://www.a.gov.cn/EWB-FRONT/rest/lightfrontaction/getgovinfolist"


def test_shell_leads_over_the_script_to_the_list() -> None:
    shell = Page(
        SHELL,
        "<html><body><div class='ewb-list'></div><script src='/js/webBuilderCommon.js?v=2'></script></body></html>",
    )
    assert cms.recognise(shell) is epoint.CMS
    found = cms.listing(shell)
    assert found is not None and found.step
    (script,) = found.more
    assert script.url == "http://www.a.gov.cn/js/webBuilderCommon.js?deptcode=GK01&categorynum=003002"
    found = cms.listing(
        Page(script.url, f'var siteInfo = {{"projectName":"/EWB-FRONT","siteGuid":"{KEY}"}};function x(){{}}')
    )
    assert found is not None and found.step
    (query,) = found.more
    assert (query.url, query.as_json) == (ANSWER, True)
    assert dict(query.form or ()) == {
        "deptcode": "GK01",
        "categorynum": "003002",
        "pageIndex": "0",
        "pageSize": "50",
        "siteGuid": KEY,
    }


def test_key_in_the_page_saves_the_step() -> None:
    found = cms.listing(
        Page(SHELL, f"<script>var siteInfo={{siteGuid:'{KEY}', projectName:'EWB_YK_Mid'}}</script>")
    )
    assert found is not None
    assert found.more[0].url == "http://www.a.gov.cn/EWB_YK_Mid/rest/lightfrontaction/getgovinfolist"


def test_script_at_its_usual_place_where_the_page_names_none() -> None:
    found = cms.listing(Page(SHELL, "<div class='ewb-main'></div>"))
    assert found is not None
    assert found.more[0].url.startswith("http://www.a.gov.cn/js/webBuilderCommon.js?")


def test_a_script_without_the_key_leads_nowhere() -> None:
    assert cms.listing(Page("http://www.a.gov.cn/js/webBuilderCommon.js?categorynum=003002", "var x = 1;")) is None


def answer(count: int, total: int | None, nested: bool = False) -> str:
    rows = [
        {
            "infourl": f"/zwgk/003002/2024/{n}.html",
            "title": "某局2023年政府信息公…",
            "realtitle": f"第{n}局2023年年报",
            "infodate": "2024-01-25",
            "deptname": "区财政局",
        }
        for n in range(count)
    ]
    custom = {"data": rows} | ({"total": total} if total is not None else {})
    return json.dumps({"custom": json.dumps(custom) if nested else custom, "status": {"code": 1}})


def asked(index: int) -> tuple[tuple[str, str], ...]:
    return (
        ("deptcode", ""),
        ("categorynum", "003002"),
        ("pageIndex", str(index)),
        ("pageSize", "50"),
        ("siteGuid", KEY),
    )


@pytest.mark.parametrize("nested", [False, True])
def test_answer(nested: bool) -> None:
    found = cms.listing(Page(ANSWER, answer(50, 120, nested), form=asked(0)))
    assert found is not None
    item = found.items[0]
    assert (item.text, item.date, item.url) == (
        "第0局2023年年报",
        "2024-01-25",
        "http://www.a.gov.cn/zwgk/003002/2024/0.html",
    )
    assert item.evidence == (Evidence("agency", "publisher", "区财政局", "区财政局"),)
    # counted from 0 the pages are 0, 1, 2; from 1 they are 1, 2, 3
    assert [dict(link.form or ())["pageIndex"] for link in found.more] == ["1", "2", "3"]
    assert all(link.as_json for link in found.more)


@pytest.mark.parametrize(
    ("index", "count", "total", "more"),
    [(0, 7, 7, []), (1, 50, 120, []), (0, 0, 7, ["1"]), (0, 0, None, ["1"]), (0, 0, 0, []), (1, 0, 7, [])],
)
def test_ends(index: int, count: int, total: int | None, more: list[str]) -> None:
    found = cms.listing(Page(ANSWER, answer(count, total), form=asked(index)))
    assert found is not None
    assert [dict(link.form or ())["pageIndex"] for link in found.more] == more


def test_categories_that_a_script_names_are_columns() -> None:
    tree = '[{categoryname:\'政府信息公开年报\', categorynum:\'003005\'},{"categorynum":"003006","name":"指南"}]'
    found = cms.columns(Page(SHELL, f"<script>var tree={tree}</script>"))
    assert [(link.text, link.url.partition("?")[2]) for link in found] == [
        ("政府信息公开年报", "deptcode=GK01&categorynum=003005"),
        ("指南", "deptcode=GK01&categorynum=003006"),
    ]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the repository")
def test_sample() -> None:
    found = cms.listing(shared("reconstructed/epoint_getgovinfolist.json", ANSWER))
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [
        ("某局2023年政府信息公开工作年度报告", "2024-01-25")
    ]
