# ruff: noqa: E501  -- the pages stand as portals print them
"""Sudy: static lists that say how many pages they have, and lists in JSON."""

from __future__ import annotations

import json

import pytest

from crawler import cms
from crawler.cms import sudy
from crawler.cms.base import Page
from tests.unit.cms.pages import SAMPLES, shared

LIST = "http://xxgk.a.gov.cn/2024ndbg/list.htm"
QUERY = "http://xxgk.a.gov.cn/_wp3services/generalQuery?queryObj=articles"
ROWS = "".join(
    f"<li class='news n{n}'><span class='news_title'><a href='/2025/0117/c9666a1621{n}/page.htm' title='第{n}局2024年政府信息公开年报'>第{n}局2024…</a></span><span class='news_meta'>2025-01-17</span></li>"
    for n in range(14)
)
PAGER = """<div class="wp_paging"><ul><li class="pages_count"><span class="per_page">每页&nbsp;<em class="per_count">14</em>&nbsp;记录</span>
<span class="all_count">总共&nbsp;<em class="all_count">41</em>&nbsp;记录</span></li><li class="page_nav"><a class="first" href="javascript:void(0);">第一页</a>
<a class="next" href="/2024ndbg/list2.htm">下一页&gt;&gt;</a></li><li class="page_jump"><span class="pages">页码&nbsp;<em class="curr_page">1</em>/<em class="all_pages">3</em></span></li></ul></div>"""


def page(body: str, url: str = LIST) -> Page:
    return Page(url, f'<html><body><div frag="窗口4" portletmode="simpleList">{body}</div></body></html>')


def test_static_list_names_all_its_pages() -> None:
    subject = page(f"<ul class='news_list'>{ROWS}</ul>{PAGER}")
    assert cms.recognise(subject) is sudy.CMS
    found = cms.listing(subject)
    assert found is not None
    assert (len(found.items), found.total) == (14, 41)
    assert (found.items[0].text, found.items[0].date) == ("第0局2024年政府信息公开年报", "2025-01-17")
    assert [link.url for link in found.more] == [f"http://xxgk.a.gov.cn/2024ndbg/list{n}.htm" for n in (2, 3)]


def test_from_the_second_page() -> None:
    found = cms.listing(page(f"<ul>{ROWS}</ul>{PAGER}", LIST.replace("list", "list2")))
    assert found is not None
    assert [link.url.rpartition("/")[2] for link in found.more] == ["list.htm", "list3.htm"]


SCRIPT = """<script>var articleUrl = "/_wp3services/generalQuery?queryObj=articles";
$.ajax({url: articleUrl, type: 'POST', data: {siteId: 414, columnId: 26263, pageIndex: 1, rows: 12, orders: orders}});</script>"""


def test_list_that_a_script_fills() -> None:
    found = cms.listing(page(SCRIPT))
    assert found is not None and found.step
    (query,) = found.more
    assert query.url == QUERY
    form = dict(query.form or ())
    assert (form["siteId"], form["columnId"], form["pageIndex"]) == ("414", "26263", "1")
    assert {info["name"] for info in json.loads(form["returnInfos"])} == {"title", "url", "publishTime"}


def test_commented_out_query_is_none() -> None:
    assert cms.listing(page(f"<!-- {SCRIPT} -->")) is None


def test_answer_and_its_other_pages() -> None:
    rows = [
        {"title": f"第{n}局年报", "url": f"/c{n}a1/page.htm", "publishTime": "2025-01-17 10:11:12"}
        for n in range(2)
    ]
    text = json.dumps({"total": 5, "pageCount": 3, "data": rows})
    form = (("siteId", "414"), ("columnId", "26263"), ("pageIndex", "1"), ("rows", "2"))
    found = cms.listing(Page(QUERY, text, form=form))
    assert found is not None
    assert (len(found.items), found.total) == (2, 5)
    assert [dict(link.form or ())["pageIndex"] for link in found.more] == ["2", "3"]
    asked = cms.listing(Page(f"{QUERY}&columnId=427&rows=2", text))
    assert asked is not None
    assert [link.url for link in asked.more] == [f"{QUERY}&columnId=427&rows=2&pageIndex={n}" for n in (2, 3)]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"data":"x","total":9,"pageCount":9}', "<p>error</p>"])
def test_what_is_no_answer_lists_nothing(text: str) -> None:
    found = cms.listing(Page(QUERY, text, form=(("pageIndex", "1"),)))
    assert found is None or (found.items == () and found.more == ())


def test_body_that_is_nothing_but_a_player() -> None:
    file = "/_upload/article/files/5e/d1/1b170f500605d6a6/da00e87a-18da-7a73-713b-4c29058bbbc8.pdf"
    player = f"""<div class="wp_pdf_player" pdfsrc="{file}" sudyfile-attr="{{'title':'葭溪县统计局2024年度报告.pdf'}}"></div>"""
    said = page(
        f"<h1 class='arti-title'>葭溪县统计局2024年度报告</h1><div class='wp_articlecontent'>{player}</div>"
    )
    found = cms.article(said)
    assert found is not None
    assert found.title == "葭溪县统计局2024年度报告"
    (link,) = found.attachments
    assert (link.url, link.text) == (f"http://xxgk.a.gov.cn{file}", "葭溪县统计局2024年度报告.pdf")
    bare = cms.article(page(said.text.replace("sudyfile-attr", "data-x")))
    assert bare is not None
    assert bare.attachments[0].text == ""  # a hash is nobody's name


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the repository")
def test_sample() -> None:
    found = cms.listing(shared("reconstructed/sudy_generalQuery.json", QUERY))
    assert found is not None
    assert [(link.url, link.date) for link in found.items] == [
        ("http://xxgk.example.edu.cn/2023/1031/c9666a162131/page.htm", "2023-10-31")
    ]
    assert found.more == ()
