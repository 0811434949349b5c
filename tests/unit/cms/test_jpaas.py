# ruff: noqa: E501  -- the pages stand as portals print them
"""Hanweb jpaas: which unit of a column is its list, the requests for its pages, its answers, its articles."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler import cms
from crawler.cms import hanweb_jpaas
from crawler.cms.base import Link, Listing, Page
from tests.unit.cms.pages import SAMPLES, shared

COLUMN = "http://www.haiyang.gov.cn/col/col14046/index.html"
BUILD = "/api-gateway/jpaas-publish-server/front/page/build/unit"
KEYS = "{'parseType':'bulidstatic','webId':'158','tplSetId':'A202XX','pageType':'column','tagId':'%s','editType':'null','pageId':'14046'}"
HEX = "0123456789abcdef0123456789abcdef"


def unit(tag: str, attribute: str = "queryData") -> str:
    return f'<script url="{BUILD}" {attribute}="{KEYS % tag}"></script>'


def row(number: int, *, date: str = '<span class="time">2026-01-20</span>', tag: str = "li") -> str:
    name = f"海阳市第{number}局2025年政府信息公开工作年度报告"
    return f'<{tag}><a class="news" href="/art/2026/art_{HEX[:-2]}{number:02}.html" title="{name}" target="_blank">{name[:12]}...</a>{date}</{tag}>'


def column(*parts: str) -> Page:
    return Page(
        COLUMN, f'<html><head><meta name="ColId" content="14046"></head><body>{"".join(parts)}</body></html>'
    )


def answer(html: str, asked: Link, **more: object) -> Page:
    return Page(asked.url, json.dumps({"success": True, "code": "200", "data": {"html": html, **more}}))


def listed(page: Page) -> Listing:
    found = cms.listing(page)
    assert found is not None
    return found


def asked(link: Link) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link.url).query, keep_blank_values=True))


def number(link: Link) -> int:
    found: int = json.loads(asked(link)["paramJson"])["pageNo"]
    return found


FIRST = listed(column(unit("当前栏目list"))).more[0]


@pytest.mark.parametrize("attribute", ["queryData", "querydata", "data-queryData"])
def test_the_list_among_a_columns_units(attribute: str) -> None:
    parts = (unit("导航"), unit("右侧列表", attribute), unit("面包屑"))
    found = hanweb_jpaas.listing(column(*parts))
    assert found is not None and found.step and not found.items
    (link,) = found.more
    assert link.url.startswith(f"http://www.haiyang.gov.cn{BUILD}?")
    assert asked(link) | {"paramJson": ""} == {
        "parseType": "bulidstatic", "webId": "158", "tplSetId": "A202XX", "pageType": "column", "tagId": "右侧列表",
        "editType": "null", "pageId": "14046", "paramJson": "",
    }  # fmt: skip
    assert json.loads(asked(link)["paramJson"]) == {"pageNo": 1, "pageSize": 15}
    assert ("Referer", COLUMN) in link.headers


def test_units_that_no_tag_tells_apart_are_asked_but_for_navigation() -> None:
    found = listed(column(unit("导航"), unit("内容区"), unit(""), unit("底部")))
    assert [asked(link)["tagId"] for link in found.more] == ["内容区", ""]


def test_navigation_is_asked_where_a_column_has_no_list_and_leads_to_columns() -> None:
    (link,) = listed(column(unit("当前位置"), unit("左侧导航"))).more
    assert asked(link)["tagId"] == "左侧导航"
    page = answer(
        '<ul><li><a href="/col/col14051/index.html">海阳市教育局</a></li><li><a href="/col/col14052/">民政局年报</a></li></ul>',
        link,
    )
    assert [(each.url.partition("/col/")[2], each.text) for each in cms.columns(page)] == [
        ("col14051/index.html", "海阳市教育局"),
        ("col14052/", "民政局年报"),
    ]
    assert not listed(page).items and not listed(page).more


def test_column_whose_first_page_is_printed_asks_for_the_others() -> None:
    rows = "".join(map(row, range(1, 16)))
    pager = '<div class="pagination" count="45" pageNo="1" pageSize="15"></div>'
    found = listed(column(f"<ul>{rows}</ul>", unit("当前栏目list"), pager))
    assert len(found.items) == 15 and found.total == 45
    assert [number(link) for link in found.more] == [2, 3]


def test_answer_names_all_other_pages() -> None:
    html = f'<ul class="page-content">{row(1)}{row(2)}</ul><div class="pagination" id="pagination" count="45" pageNo="1" pageSize="15"><a href="/x.html">2</a></div>'
    found = listed(answer(html, FIRST))
    assert [(link.text, link.date) for link in found.items] == [
        ("海阳市第1局2025年政府信息公开工作年度报告", "2026-01-20"),
        ("海阳市第2局2025年政府信息公开工作年度报告", "2026-01-20"),
    ]
    assert found.items[0].url == f"http://www.haiyang.gov.cn/art/2026/art_{HEX[:-2]}01.html"
    assert (found.total, [number(link) for link in found.more]) == (45, [2, 3])
    third = listed(answer(html, found.more[1]))
    assert [number(link) for link in third.more] == [1, 2]
    assert FIRST.url in [link.url for link in third.more]


@pytest.mark.parametrize("html", ["", "模板内容数据为空", "<div>模板内容数据为空</div>"])
def test_wrong_tag_falls_back_to_none(html: str) -> None:
    found = listed(answer(html, FIRST))
    assert found.step and not found.items
    (again,) = found.more
    assert asked(again) == asked(FIRST) | {"tagId": ""}
    assert listed(answer(html, again)) == Listing((), (), None, None)


def test_empty_list_is_no_wrong_tag() -> None:
    assert list(listed(answer('<ul class="page-content"></ul>', FIRST)).more) == []


@pytest.mark.parametrize("rows", [[row(1, date=""), row(2, date="", tag="p")], [row(1, date="")]])
def test_lists_without_dates_and_short_ones(rows: list[str]) -> None:
    found = listed(answer(f"<div>{''.join(rows)}</div>", FIRST))
    assert [link.date for link in found.items] == [None] * len(rows)
    assert found.items[0].text == "海阳市第1局2025年政府信息公开工作年度报告"
    assert list(found.more) == []


def test_full_page_without_a_pager_has_a_next_one() -> None:
    found = listed(answer("".join(map(row, range(15))), FIRST))
    assert [number(link) for link in found.more] == [2]


def test_number_of_items_beside_the_html() -> None:
    found = listed(answer("".join(map(row, range(15))), FIRST, total=31))
    assert (found.total, [number(link) for link in found.more]) == (31, [2, 3])


@pytest.mark.parametrize(
    "text", ["", "{", '{"success": false}', '{"data": null}', '{"data": {"html": 5}}', "<html>403</html>"]
)
def test_answers_that_are_none(text: str) -> None:
    found = listed(Page(FIRST.url, text))
    assert not found.items and len(found.more) <= 1


def test_page_without_units_is_left_to_others() -> None:
    assert (
        hanweb_jpaas.listing(
            column(
                '<script url="/x" queryData="{}"></script>', f'<script url="{BUILD}" queryData="{{\'a"></script>'
            )
        )
        is None
    )


def test_article() -> None:
    html = """<html><head><meta name="ArticleTitle" content="海阳市教育局2025年政府信息公开工作年度报告">
<meta name="PubDate" content="2026-01-20 09:10"><meta name="ContentSource" content="市教育局"></head><body>
<h1>海阳市教育局2025年政府信息公开工作年度报告</h1><div id="zoom"><meta name="ContentStart"><p>根据《条例》编制本报告。</p><meta name="ContentEnd"></div></body></html>"""
    found = cms.article(Page(f"http://www.haiyang.gov.cn/art/2026/art_{HEX}.html", html))
    assert found is not None
    assert (found.title, found.container, found.published_on) == (
        "海阳市教育局2025年政府信息公开工作年度报告",
        "#zoom",
        "2026-01-20",
    )


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the repository")
def test_reconstructed_pages() -> None:
    page = shared("reconstructed/hanweb_jpaas_column_fragment.html", COLUMN)
    assert cms.recognise(page) is hanweb_jpaas.CMS
    (link,) = listed(page).more
    found = listed(shared("reconstructed/hanweb_jpaas_unit_response.json", link.url))
    assert [(each.text, each.date) for each in found.items] == [
        ("某某局2025年政府信息公开工作年度报告", "2026-01-20")
    ]
    assert [number(each) for each in found.more] == [2, 3]
