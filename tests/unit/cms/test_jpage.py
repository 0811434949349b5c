# ruff: noqa: E501  -- the pages stand as portals print them
"""Hanweb columns: the embedded datastore, the requests for the rest, data answers in all variants of PORTALS.md §2.1."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler import cms
from crawler.cms import hanweb_jpage
from crawler.cms.base import Listing, Page
from tests.unit.cms.pages import PROXY, column, page, record

AJAX = "{col:1,appid:1,webid:93,path:'/',columnid:82584,sourceContentType:1,unitid:'428350',webname:'文登',permissiontype:0}"
FORM = (
    ("col", "1"),
    ("appid", "1"),
    ("webid", "93"),
    ("path", "/"),
    ("columnid", "82584"),
    ("sourceContentType", "1"),
    ("unitid", "428350"),
    ("webname", "文登"),
    ("permissiontype", "0"),
)
NEXT = "/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=93&path=/&columnid=82584&unitid=428350&webname=%25E6%2596%2587&permissiontype=0"


def listed(subject: Page) -> Listing:
    found = hanweb_jpage.listing(subject)
    assert found is not None
    return found


def query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def config(total: int, more: str = "") -> str:
    return (
        "$(function(){ $('#428350').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp',"
        f"totalRecord:{total},perPage:15,groupSize:3,ajaxParam:{AJAX}{more}}}); }});"
    )


def test_column_page_names_every_group_it_does_not_embed() -> None:
    found = listed(page(column("".join(map(record, range(1, 46))), config(101))))
    assert len(found.items) == 45
    assert found.total == 101
    assert found.column == "2021年"
    assert [query(link.url)["startrecord"] for link in found.more] == ["46", "91"]
    assert [query(link.url)["endrecord"] for link in found.more] == ["90", "135"]
    first = found.more[0]
    assert first.url.startswith(f"{PROXY}?")
    assert first.form == FORM
    assert ("Referer", "http://www.wendeng.gov.cn/col/col82584/index.html") in first.headers


def test_complete_column_asks_for_nothing() -> None:
    found = listed(page(column("".join(map(record, range(1, 8))), config(7))))
    assert (len(found.items), found.total, list(found.more)) == (7, 7, [])


@pytest.mark.parametrize(
    "call",
    [
        'jQuery("#428350").jpage({"totalRecord":"46","perPage":"15","groupSize":3,"proxyUrl":"/module/web/jpage/dataproxy.jsp",'
        + f'"dataAfter":"</ul>}}","ajaxParam":{AJAX}}});',
        f"var param_428350 = {AJAX}; $('#428350').jpage({{totalRecord:46,perPage:15,ajaxParam:param_428350}});",
        f"$('#428350').jpage({{totalRecord:46,perPage:15, // }} page\n callback:function(a){{ if(a){{b()}} }}, ajaxParam:{AJAX}}});",
    ],
    ids=["quoted keys", "parameters in a variable", "function and comment"],
)
def test_every_spelling_of_the_call(call: str) -> None:
    found = listed(page(column("".join(map(record, range(1, 46))), call)))
    assert found.total == 46
    assert [link.form for link in found.more] == [FORM]


def test_call_without_parameters_takes_those_of_the_next_group() -> None:
    found = listed(page(column(record(1), "$('#428350').jpage({totalRecord:50,perPage:15});", next_group=NEXT)))
    form = dict(found.more[0].form or ())
    assert form["columnid"] == "82584"
    assert form["webname"] == "%E6%96%87"  # double-encoded: decoded once, as a browser's form would carry it
    assert "page" not in form


def test_only_a_next_group_is_followed_as_printed_and_one_further() -> None:
    found = listed(page(column(record(1), next_group=NEXT.replace("&", "&amp;"))))
    assert [query(link.url)["page"] for link in found.more] == ["1", "2"]
    assert query(found.more[0].url)["webname"] == "%E6%96%87"
    assert all(link.form is None for link in found.more)


def test_answer_of_a_next_group_leads_to_the_following_until_one_is_empty() -> None:
    answer = f"<datastore><nextgroup></nextgroup><recordset>{record(1)}</recordset></datastore>"
    asked = f"{PROXY}?page=2&columnid=82584"
    assert [query(link.url)["page"] for link in listed(page(answer, asked)).more] == ["3"]
    empty = "<datastore><recordset></recordset></datastore>"
    assert listed(page(empty, asked)) == Listing((), (), None, None)


def test_torn_call_leaves_the_embedded_records() -> None:
    found = listed(page(column(record(1), "$('#428350').jpage({totalRecord:301,perPage:")))
    assert (len(found.items), found.total, list(found.more)) == (1, None, [])


def test_commented_out_list_is_no_list() -> None:
    old = f"<!-- <script type='text/xml'><datastore>{record(99)}</datastore></script> -->"
    found = listed(page(column(record(1), config(1), before=old)))
    assert [link.url.rpartition("_")[2] for link in found.items] == ["1.html"]


def test_two_lists_on_one_page_keep_their_own_parameters() -> None:
    second = f"""<div id="7"><script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="{NEXT.replace("428350", "7").replace("82584", "5")}"></a>]]></nextgroup>
{record(2)}</datastore></script></div>
<script>$('#7').jpage({{totalRecord:60,perPage:20,groupSize:3,ajaxParam:{{columnid:5,unitid:'7'}}}});</script>"""
    found = listed(page(column(record(1), config(46), next_group=NEXT).replace("</body>", second + "</body>")))
    assert found.total == 106
    assert {(dict(link.form or ())["columnid"], query(link.url)["perpage"]) for link in found.more} == {
        ("82584", "45"),
        ("5", "60"),
    }


def test_old_look_with_rows_in_a_script_variable() -> None:
    rows = "'<tr><td><a href=\\'/art/2014/5/13/art_30067_1.html\\' title=\\'某局2013年政府信息公开年度报告\\'>某局2013年政府信息...</a></td><td>[2014-05-13]</td></tr>'"
    script = f"var InitData49468=[{rows}]; $('#49468').jpage({{totalRecord:1418,dataStore:InitData49468,groupSize:3,proxyUrl:'/module/jslib/jquery/jpage/dataproxy.jsp',perPage:25,ajaxParam:{{col:1,columnid:30067,unitid:'49468'}}}});"
    found = listed(page(f"<html><body><div id='49468'></div><script>{script}</script></body></html>"))
    assert [(link.text, link.date) for link in found.items] == [("某局2013年政府信息公开年度报告", "2014-05-13")]
    assert found.total == 1418
    assert "/module/jslib/jquery/jpage/dataproxy.jsp?" in found.more[0].url
    assert (
        query(found.more[0].url)["startrecord"] == "1"
    )  # one row embedded of a group of 75: the group is asked whole


# --- data answers -------------------------------------------------------------------------------------------


def test_answer_of_the_new_look() -> None:
    records = record(1, text="威海市文登区第1局2021年政府信息公开工作...") + record(2)
    answer = f"<datastore><totalrecord>101</totalrecord><totalpage>7</totalpage><recordset>{records}</recordset></datastore>"
    found = listed(page(answer, f"{PROXY}?startrecord=46&endrecord=90&perpage=45&page=2", form=FORM))
    assert [link.text for link in found.items] == [
        "威海市文登区第1局2021年政府信息公开工作年度报告",
        "威海市文登区第2局2021年政府信息公开工作年度报告",
    ]
    assert {link.date for link in found.items} == {"2022-01-28"}
    assert found.items[0].url == "http://www.wendeng.gov.cn/art/2022/1/28/art_82584_1.html"
    assert found.total == 101


def test_answer_of_the_old_look_is_read_though_it_is_no_xml() -> None:
    answer = """<datastore><recordset>
<table cellpadding='0' width='95%' align=center></table><record><![CDATA[
<tr><td width=15><IMG src="http://a.gov.cn/p.gif" align=absMiddle></td><td><a href='/art/2017/4/24/art_3_1.html'
 title='某镇2016年政府信息公开工作年度报告' target='_blank'>某镇2016年政府信息公开工作年...</a></td>
 <td width='100'>[2017-04-24]</td></tr>]]></record>
<record><![CDATA[<tr><td><a href='http://zwgk.b.gov.cn/art/2017/4/20/art_9_2.html'>X & Y <2016></a></td><td>[2017-04-20]</td></tr>]]></record>
</recordset></datastore>"""
    found = listed(page(answer, "http://a.gov.cn/module/jslib/jquery/jpage/dataproxy.jsp?page=1"))
    assert [(link.url, link.text, link.date) for link in found.items] == [
        ("http://a.gov.cn/art/2017/4/24/art_3_1.html", "某镇2016年政府信息公开工作年度报告", "2017-04-24"),
        ("http://zwgk.b.gov.cn/art/2017/4/20/art_9_2.html", "X & Y <2016>", "2017-04-20"),
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "<b>2022-01-28</b>",
        "<span>2022-01-28</span>",
        "<i>\n  2022-01-28\n </i>",
        '<span class="time">\n[2022-01-28]</span>',
        "2022年1月28日",
        "<em>2022/01/28</em>",
    ],
)
def test_date_beside_the_link_in_whatever_element(printed: str) -> None:
    answer = f"<datastore>{record(1, date=printed)}</datastore>"
    assert listed(page(answer, f"{PROXY}?page=1")).items[0].date == "2022-01-28"


def test_date_is_never_taken_from_the_title() -> None:
    answer = f"<datastore>{record(1, title='关于2021年2月3日会议的报告', date='')}</datastore>"
    assert listed(page(answer, f"{PROXY}?page=1")).items[0].date is None


def test_record_without_a_title_attribute_keeps_what_is_printed() -> None:
    answer = "<record><![CDATA[<li><a href='/art/2020/1/2/art_1_2.html'>某局\n 2019年政府信息公开工作…</a></li>]]></record>"
    assert listed(page(answer, f"{PROXY}?page=1")).items[0].text == "某局 2019年政府信息公开工作…"


def test_overlapping_records_are_listed_once() -> None:
    answer = f"<datastore>{record(1)}{record(2)}{record(1)}</datastore>"
    assert len(listed(page(answer, f"{PROXY}?page=1")).items) == 2


def test_capped_answer_is_continued_page_by_page() -> None:
    answer = f"<datastore><totalrecord>101</totalrecord>{''.join(map(record, range(20)))}</datastore>"
    found = listed(page(answer, f"{PROXY}?startrecord=46&endrecord=90&perpage=45&page=2", form=FORM))
    assert [query(link.url) for link in found.more] == [
        {"page": str(number), "perpage": "20"} for number in range(1, 7)
    ]
    assert {link.form for link in found.more} == {FORM}


def test_group_that_lacks_a_deleted_record_asks_for_nothing_more() -> None:
    answer = f"<datastore><totalrecord>101</totalrecord>{''.join(map(record, range(43)))}</datastore>"
    asked = f"{PROXY}?startrecord=46&endrecord=90&perpage=45&page=2"
    assert list(listed(page(answer, asked, form=FORM)).more) == []


@pytest.mark.parametrize(
    "answer", ["", "<datastore><nextgroup></nextgroup></datastore>", "<html><body>404</body></html>", "\x00\xff"]
)
def test_answer_without_records_is_an_empty_list(answer: str) -> None:
    assert cms.listing(page(answer, f"{PROXY}?page=1")) == Listing((), (), None, None)


# --- other columns --------------------------------------------------------------------------------------------


def test_pager_by_page_number() -> None:
    rows = "".join(
        f"<li><a href='/art/2022/1/{n}/art_140376_{n}.html'>第{n}局2021年政府信息公开工作年度报告</a><span>2022-01-{n:02}</span></li>"
        for n in range(1, 6)
    )
    pager = "".join(f"<a href='?uid=299353&amp;pageNum={n}'>{n}</a>" for n in (1, 2, 3)) + "共6页"
    url = "http://www.wendeng.gov.cn/col/col140376/index.html"
    found = listed(page(f"<html><body><ul>{rows}</ul><div>{pager}</div></body></html>", url))
    assert len(found.items) == 5
    assert [link.url for link in found.more] == [f"{url}?uid=299353&pageNum={n}" for n in range(2, 7)]
    third = listed(
        page(f"<html><body><ul>{rows}</ul><div>{pager}</div></body></html>", f"{url}?uid=299353&pageNum=3")
    )
    assert [query(link.url)["pageNum"] for link in third.more] == ["1", "2", "4", "5", "6"]


def test_column_of_plain_rows_falls_back_to_them() -> None:
    rows = "".join(
        f"<li><a href='/art/2022/1/{n}/art_5_{n}.html'>第{n}局2021年政府信息公开工作年度报告</a><span>2022-01-{n:02}</span></li>"
        for n in range(1, 4)
    )
    html = column("", config(0)).replace('<div class="footer">', f'<ul>{rows}</ul><div class="footer">')
    found = cms.listing(page(html))
    assert found is not None
    assert [link.date for link in found.items] == ["2022-01-01", "2022-01-02", "2022-01-03"]


@pytest.mark.parametrize(("total", "asked"), [(3, []), (50, ["1", "46"])])
def test_column_that_prints_all_its_rows_asks_no_proxy(total: int, asked: list[str]) -> None:
    rows = "".join(
        f"<li><a href='/art/2022/1/{n}/art_5_{n}.html'>第{n}局2021年政府信息公开工作年度报告</a><span>2022-01-{n:02}</span></li>"
        for n in range(1, 4)
    )
    html = column("", config(total)).replace('<div class="footer">', f'<ul>{rows}</ul><div class="footer">')
    found = cms.listing(page(html))
    assert found is not None
    assert (len(found.items), found.total) == (3, total)
    assert [query(link.url)["startrecord"] for link in found.more] == asked


def test_nothing_here_is_an_article() -> None:
    assert hanweb_jpage.CMS.article(page(column(record(1)))) is None
