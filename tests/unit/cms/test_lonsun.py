# ruff: noqa: E501  -- the pages stand as portals print them
"""LonSun: organs and their columns of annual reports, lists by GET and by label; 商网 beside it."""

from __future__ import annotations

import pytest

from crawler import cms
from crawler.cms import lonsun, shangwang
from crawler.cms.base import Page
from pipelines.evidence import Evidence

ROOT = "http://www.a.gov.cn"
COLUMN = f"{ROOT}/public/column/6596211?type=3&action=list"
CRUMBS = "<div class='wz'>当前位置：<a href='/'>首页</a> &gt; <a href='/public'>政府信息公开</a> &gt; <a href='/public/column/6596211?type=4'>区财政局</a> &gt; 政府信息公开年报</div>"


def row(n: int) -> str:
    return f"<li><a href='/public/6596211/3506371{n}.html' title='区财政局202{n}年政府信息公开工作年度报告' target=_blank>区财政局202{n}年…</a><span class='right date'>202{n + 1}-01-2{n}</span></li>"


def pagination(count: int, current: str = "(0+1)") -> str:
    return f"""<div id="page_6596211"></div><script>$(function(){{Ls.pagination("#page_6596211", function(p){{ location.href = "x"; }}, {{currPage:{current},pageCount:{count},prev:'上一页'}});}});</script>"""


def column(rows: str, more: str = "", url: str = COLUMN) -> Page:
    return Page(
        url,
        f"<html><head><title>政府信息公开年报</title></head><body>{CRUMBS}<ul class='doc_list list-6596211'>{rows}</ul>{more}</body></html>",
    )


def test_list_with_its_organ_and_pages() -> None:
    page = column(row(1) + "<li class='lm_line'></li>" + row(2), pagination(3))
    assert cms.recognise(page) is lonsun.CMS
    found = cms.listing(page)
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [
        ("区财政局2021年政府信息公开工作年度报告", "2022-01-21"),
        ("区财政局2022年政府信息公开工作年度报告", "2023-01-22"),
    ]
    assert [each.value for each in found.items[0].evidence] == ["区财政局"]
    assert [link.url for link in found.more] == [f"{COLUMN}&pageIndex={n}" for n in (2, 3)]


def test_a_list_of_one_and_no_pager() -> None:
    found = cms.listing(column(row(4)))
    assert found is not None and len(found.items) == 1 and found.more == ()


def test_from_the_second_page() -> None:
    found = cms.listing(column(row(1), pagination(3, "(1+1)"), f"{COLUMN}&pageIndex=2"))
    assert found is not None
    assert [link.url for link in found.more] == [f"{COLUMN}&pageIndex=3"]


def test_address_that_the_pager_prints() -> None:
    script = """<script>Ls.pagination("#page_1", function(p){location.href="/content/column/6801691?pageIndex="+(p+1)},{currPage: (0+1), pageCount: 2})</script>"""
    found = cms.listing(column(row(1), script, f"{ROOT}/nb/index.html"))
    assert found is not None
    assert [link.url for link in found.more] == [f"{ROOT}/content/column/6801691?pageIndex=2"]


LABEL = """<div id="list_3"></div><script>Ls.ajaxHtml("/site/label/8888", {labelName:'publicInfoList', siteId:'6788031', pageSize:15, pageIndex:1,
action:'list', isDate:true, dateFormat:'yyyy-MM-dd', length:80, organId:'21691', type:'3', catId:'', result:'暂无相关信息', file:'/xxgk/publicInfoList_newest2020', t: Math.random()}, show)</script>"""


def test_list_that_a_script_fills() -> None:
    found = cms.listing(column("", LABEL))
    assert found is not None and found.step
    (asked,) = found.more
    assert asked.url == f"{ROOT}/site/label/8888"
    form = dict(asked.form or ())
    assert (form["labelName"], form["organId"], form["type"], form["pageIndex"]) == (
        "publicInfoList",
        "21691",
        "3",
        "1",
    )
    assert "t" not in form  # what a script computes is no value
    answer = Page(asked.url, f"<ul>{row(1)}{row(2)}</ul>{pagination(2)}", form=asked.form)
    found = cms.listing(answer)
    assert found is not None and len(found.items) == 2
    assert [dict(link.form or ())["pageIndex"] for link in found.more] == ["2"]
    last = Page(asked.url, f"<ul>{row(1)}</ul>{pagination(2, '(1+1)')}", form=found.more[0].form)
    found = cms.listing(last)
    assert found is not None and found.more == ()


def test_label_by_get() -> None:
    url = f"{ROOT}/site/label/8888?labelName=publicInfoList&organId=21691&type=3&pageIndex=1"
    found = cms.listing(Page(url, f"<ul>{row(1)}</ul>{pagination(2)}"))
    assert found is not None
    assert [link.url for link in found.more] == [url.replace("pageIndex=1", "pageIndex=2")]


def test_organs_have_their_column_of_annual_reports() -> None:
    html = f"""<html><body><ul><li><a href="/public/column/101?type=4&action=list">区财政局(128)</a></li>
<li><a href="{ROOT}/public/column/102" title="胡乐镇人民政府">胡乐镇</a></li><li><a href="/public/column/103?type=2">政府信息公开指南</a></li>
<li><a href="/public/column/104?type=4">区教育局</a><a href="/public/column/104?type=3&action=list">政府信息公开年报</a></li></ul>
<script>var organs = [{{"organId":105,"name":"区民政局","sortNum":1}},{{"organId":106,"name":"首页"}}];</script></body></html>"""
    found = cms.columns(Page(f"{ROOT}/public/column/1?type=4", html))
    assert {(link.url, link.text, link.evidence) for link in found} == {
        (
            f"{ROOT}/public/column/{number}?type=3&action=list",
            "政府信息公开年报",
            (Evidence("agency", "column", name, name),),
        )
        for number, name in (("101", "区财政局"), ("102", "胡乐镇人民政府"), ("105", "区民政局"))
        if name != "胡乐镇人民政府"
    } | {(f"{ROOT}/public/column/102?type=3&action=list", "政府信息公开年报", found[1].evidence)}


def test_organs_of_a_data_answer() -> None:
    page = Page(
        f"{ROOT}/site/label/8888?labelName=publicOrganList", '{"data":[{"organId":7,"organName":"市财政局"}]}'
    )
    assert [link.url for link in cms.columns(page)] == [f"{ROOT}/public/column/7?type=3&action=list"]


@pytest.mark.parametrize(
    "path",
    ["/public/content/37034572", "/openness/public/6596211/35063711.html", "/public/161055566/314721715.html"],
)
def test_article(path: str) -> None:
    body = "<p>根据《条例》要求，现公布本局年度报告。</p>" * 5
    page = Page(
        ROOT + path,
        f"<html><head><title>区财政局2022年政府信息公开工作年度报告_某区</title></head><body>{CRUMBS}<h1>区财政局2022年政府信息公开工作年度报告</h1><p>发布日期：2023-01-20 00:00 信息来源：区财政局</p>"
        f"<div class='wzcon fontContent j-fontContent'>{body}</div></body></html>",
    )
    assert cms.recognise(page) is lonsun.CMS
    found = cms.article(page)
    assert found is not None
    assert (found.title, found.published_on) == ("区财政局2022年政府信息公开工作年度报告", "2023-01-20")
    assert "j-fontContent" in page.tree.cssselect(found.container or "")[0].get("class")


LIST = f"{ROOT}/XxgkContent/showList/174/105276/page_1.html"


def shows(count: int) -> str:
    return "".join(
        f"<li><a href='/XxgkAnnualReport/show/572{n}.html'>胡乐镇202{n}年度政府信息公开工作年度报告</a><i>202{n + 1}-01-2{n} 00:00</i></li>"
        for n in range(count)
    )


def test_shangwang_list_and_pages() -> None:
    crumbs = "<p>您的位置：<a href='/'>网站首页</a> &gt; <a href='/Xxgk'>政府信息公开</a> &gt; <a href='/XxgkContent/show/174.html'>胡乐镇人民政府</a> &gt; 政府信息公开年报</p>"
    pager = "<a href='/XxgkContent/showList/174/105276/page_2.html'>下一页</a><a href='/XxgkContent/showList/174/105276/page_4.html'>尾页</a>"
    page = Page(LIST, f"<html><body>{crumbs}<ul>{shows(2)}</ul><div>{pager}</div></body></html>")
    assert cms.recognise(page) is shangwang.CMS
    found = cms.listing(page)
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [
        ("胡乐镇2020年度政府信息公开工作年度报告", "2021-01-20"),
        ("胡乐镇2021年度政府信息公开工作年度报告", "2022-01-21"),
    ]
    assert {each.value for link in found.items for each in link.evidence} == {"胡乐镇人民政府"}
    assert [link.url.rpartition("/")[2] for link in found.more] == ["page_2.html", "page_3.html", "page_4.html"]


def test_shangwang_article_is_no_list() -> None:
    body = "<p>根据《条例》要求，现公布本镇年度报告。</p>" * 5
    page = Page(
        f"{ROOT}/Xxgknb/show/616527.html?type=1",
        f"<html><head><title>胡乐镇2021年政府信息公开年报</title></head><body><h1>胡乐镇2021年政府信息公开年报</h1><div class='c'>{body}</div></body></html>",
    )
    assert shangwang.listing(page) is None
    found = cms.article(page)
    assert found is not None and found.title == "胡乐镇2021年政府信息公开年报"
    assert shangwang.article(Page(LIST, f"<ul>{shows(3)}</ul>")) is None
