# ruff: noqa: E501  -- the pages stand as portals print them
"""UCAP: JSON lists by a channel's number, and the ways to that number."""

from __future__ import annotations

import json

import pytest

from crawler import cms
from crawler.cms import ucap
from crawler.cms.base import Page
from pipelines.evidence import Evidence
from tests.unit.cms.pages import SAMPLES, shared

CHANNEL = "db9694580ad74929979e1981b8c534f9"
COLUMN = "http://www.a.gov.cn/klmys/c100186/common_list.shtml"
SEARCH = (
    f"http://www.a.gov.cn/common/search/{CHANNEL}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1"
)


def answer(count: int, total: int, **more: object) -> str:
    rows = [
        {
            "title": f"第{n}局2024年<em>政府信息公开</em>工作年度报告",
            "url": f"//www.a.gov.cn/klmys/c100186/202501/{n:032x}.shtml",
            "publishedTimeStr": "2025-01-24 11:20:00",
            **more,
        }
        for n in range(count)
    ]
    return json.dumps({"data": {"page": 1, "rows": 20, "total": total, "results": rows}})


def test_answer_names_all_its_pages() -> None:
    found = ucap.listing(Page(SEARCH, answer(20, 45)))
    assert found is not None
    assert (len(found.items), found.total) == (20, 45)
    assert (found.items[0].text, found.items[0].date) == ("第0局2024年政府信息公开工作年度报告", "2025-01-24")
    assert found.items[0].url == f"http://www.a.gov.cn/klmys/c100186/202501/{0:032x}.shtml"
    assert [link.url for link in found.more] == [SEARCH.replace("&page=1", f"&page={n}") for n in (2, 3)]


def test_a_server_that_caps_the_page_is_paged_by_what_it_gives() -> None:
    found = ucap.listing(Page(SEARCH, answer(10, 25)))
    assert found is not None and len(found.more) == 2


def test_the_last_page_names_no_more() -> None:
    found = ucap.listing(Page(SEARCH.replace("page=1", "page=3"), answer(5, 45)))
    assert found is not None and found.more == ()


def test_labelled_metadata_are_evidence() -> None:
    meta = [
        {
            "resultList": [
                {"name": "发布机构", "value": "区财政局"},
                {"name": "索引号", "value": "11371002004360724B/2025-001"},
            ]
        }
    ]
    found = ucap.listing(Page(SEARCH, answer(1, 1, domainMetaList=meta)))
    assert found is not None
    assert found.items[0].evidence == (
        Evidence("agency", "index_code", "11371002004360724B", "11371002004360724B/2025-001"),
        Evidence("agency", "publisher", "区财政局", "区财政局"),
    )


@pytest.mark.parametrize(
    "head",
    [
        f'<script>$.get("/common/search/{CHANNEL}?_isAgg=true", show)</script>',
        f'<script>var channelId = "{CHANNEL}";</script>',
        f"<meta name='channelId' content='{CHANNEL}'>",
    ],
)
def test_a_column_that_a_script_fills_is_asked_for(head: str) -> None:
    page = Page(COLUMN, f"<html><head>{head}</head><body><div id='list'></div></body></html>")
    found = cms.listing(page)
    assert found is not None
    assert [link.url.partition("?")[0] for link in found.more] == [f"http://www.a.gov.cn/common/search/{CHANNEL}"]
    assert ("Referer", COLUMN) in found.more[0].headers


@pytest.mark.parametrize("alias", ["search", "searchList", "common/searchList"])
def test_aliases_of_the_address_are_kept(alias: str) -> None:
    page = Page(COLUMN, f'<script>load("/{alias}/{CHANNEL}?_isJson=true")</script>')
    found = cms.listing(page)
    assert found is not None and found.more[0].url.startswith(f"http://www.a.gov.cn/{alias}/{CHANNEL}?")


def test_a_channel_known_by_its_code_is_looked_up() -> None:
    found = cms.listing(Page(COLUMN, "<html><body><div id='list'></div></body></html>"))
    assert found is not None and found.step
    (lookup,) = found.more
    assert lookup.url == "http://www.a.gov.cn/common/getChannelList?channelCode=c100186&websiteCodeName=klmys"
    child = "a" * 32
    tree = {
        "results": {
            "channelId": CHANNEL,
            "children": [{"channelId": child, "displayName": "2023年", "channelCode": "c100187", "children": []}],
        }
    }
    page = Page(lookup.url, json.dumps(tree))
    found = cms.listing(page)
    assert found is not None and found.step
    assert f"/common/search/{CHANNEL}?" in found.more[0].url
    assert [(link.text, link.url.partition("?")[0]) for link in cms.columns(page)] == [
        ("2023年", f"http://www.a.gov.cn/common/search/{child}")
    ]


def test_a_column_that_lists_by_itself_is_left_to_its_pager() -> None:
    rows = "".join(
        f"<li><a href='/klmys/c100186/202501/{n:032x}.shtml'>第{n}局2024年年报</a>2025-01-02</li>"
        for n in range(3)
    )
    page = Page(
        COLUMN,
        f"<script>var channelId='{CHANNEL}'</script><ul>{rows}</ul><a href='common_list_2.shtml'>下一页</a>",
    )
    found = cms.listing(page)
    assert found is not None
    assert len(found.items) == 3
    assert [link.url.rpartition("/")[2] for link in found.more] == ["common_list_2.shtml"]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"data":null}', '{"data":{"results":7}}', "<html>404</html>", "[" * 9_000]
)
def test_what_is_no_answer_lists_nothing(text: str) -> None:
    found = cms.listing(Page(SEARCH, text))
    assert found is None or (found.items == () and found.more == ())


def test_article() -> None:
    body = "<p>根据《条例》要求，现公布本局年度报告。</p>" * 5
    page = Page(
        f"http://www.a.gov.cn/klmys/c100186/202501/{CHANNEL}.shtml",
        f"<html><head><title>x-某市</title><meta name='PubDate' content='2025-01-24 11:20'></head><body><div class='t'><ucaptitle>某局2024年政府信息公开<br>年度报告</ucaptitle></div>"
        f"<div><UCAPCONTENT>{body}</UCAPCONTENT></div></body></html>",
    )
    assert cms.recognise(page) is ucap.CMS
    found = cms.article(page)
    assert found is not None
    assert found.title == "某局2024年政府信息公开\n年度报告"
    assert found.published_on == "2025-01-24"
    (body_element,) = page.tree.cssselect(found.container or "")
    assert body_element.tag == "ucapcontent"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the repository")
def test_sample() -> None:
    found = cms.listing(shared("reconstructed/ucap_common_search.json", SEARCH))
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [
        ("2024年某市政府信息公开工作年度报告", "2025-01-24")
    ]
