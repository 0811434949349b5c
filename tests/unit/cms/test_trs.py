# ruff: noqa: E501  -- the pages stand as portals print them
"""TRS WCM: rows and pagers in all their dialects, articles and their files, WAS5 search."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler import cms
from crawler.cms import trs
from crawler.cms.base import Listing, Page
from tests.unit.cms.pages import SAMPLES, shared

COLUMN = "http://www.hd.gov.cn/zfxxgk/zfxxgknb/"
ARTICLE = "http://www.hd.gov.cn/zfxxgk/zfxxgknb/202401/t20240125_693227.html"


def row(number: int, *, ending: str = "", date: str = "<span>2024-01-25</span>") -> str:
    name = f"邯郸市第{number}局2023年政府信息公开工作年度报告"
    return f'<li><a href="./202401/t20240125_{693200 + number}{ending}.html" title="{name}">{name[:12]}...</a>{date}</li>'


def column(script: str = "", *, rows: str | None = None, url: str = COLUMN, after: str = "") -> Page:
    listed = "".join(map(row, range(1, 6))) if rows is None else rows
    return Page(
        url,
        f"""<html><head><meta name="ColumnName" content="政府信息公开年报"></head><body>
<div class="TRS_Editor"><embed src="./banner.swf"></div>
<div>当前位置：<a href="../../" class="CurrChnlCls">首页</a>&gt;<a href="./" class="CurrChnlCls">政府信息公开年报</a></div>
<ul class="list">{listed}</ul><div class="page"><script>{script}</script>{after}</div></body></html>""",
    )


def files(found: Listing | None) -> list[str]:
    assert found is not None
    return [link.url.removeprefix(COLUMN) for link in found.more]


def test_rows() -> None:
    found = cms.listing(column(rows=row(1) + row(2, date="<em>\n2024-01-26</em>")))
    assert found is not None
    assert [(link.url, link.text, link.date) for link in found.items] == [
        (f"{COLUMN}202401/t20240125_693201.html", "邯郸市第1局2023年政府信息公开工作年度报告", "2024-01-25"),
        (f"{COLUMN}202401/t20240125_693202.html", "邯郸市第2局2023年政府信息公开工作年度报告", "2024-01-26"),
    ]
    assert found.column == "政府信息公开年报"


def test_short_undated_rows_below_the_column_and_none_of_elsewhere() -> None:
    rows = '<li><a href="./202401/t20240125_1.html">2023年</a></li><li><a href="../../yw/202401/t20240125_2.html">要闻</a></li>'
    found = trs.listing(column(rows=rows))
    assert found is not None
    assert [link.text for link in found.items] == ["2023年"]


def test_of_a_row_and_its_mobile_twin_one() -> None:
    found = cms.listing(column(rows=row(1) + row(1, ending="_wap") + row(2, ending="_wap")))
    assert found is not None
    names = [link.url.rpartition("/")[2] for link in found.items]
    assert names == ["t20240125_693201.html", "t20240125_693202_wap.html"]


@pytest.mark.parametrize(
    ("script", "expected", "total"),
    [
        ('createPageHTML(3,0,"index","html");', ["index_1.html", "index_2.html"], None),
        ('createPageHTML(3, 0, "index", "shtml","black2",45)', ["index_1.shtml", "index_2.shtml"], 45),
        ("var n = 3; createPageHTML(n,0,'index','html')", ["index_1.html", "index_2.html"], None),
        ("createPageHTML('paging',4,1,'index','html',80)", ["index_2.html", "index_3.html", "index_1.html", "index_4.html"], 80),
        ('createPageHTML("page_div",2,1,"szywlist","shtml",30)', ["szywlist_1.shtml", "szywlist_2.shtml"], 30),
        ("function createPageHTML(a,b,c,d){} createPageHTML(2,0,'index','html');", ["index_1.html"], None),
        ("createPageHTML(1,0,'index','html');", [], None),
        ("/* createPageHTML(9,0,'a','html') */ //createPageHTML(8,0,'a','html')\ncreatePageHTML(2,0,'index','html');", ["index_1.html"], None),
        ("var _PAGE_COUNT='3'; var _PAGE_INDEX='0'; var _PAGE_NAME=\"index\"; var _PAGE_EXT='html';", ["index_1.html", "index_2.html"], None),
        (
            "var currentPage = 0;//从0开始\nvar countPage = 3//共多少页\ndocument.write(\"<a href=\\\"list\"+\"_\" + i + \".\"+\"html\\\">\"+(i+1)+\"</a>\");",
            ["list_1.html", "list_2.html"],
            None,
        ),
        (
            "var countPage = 2; function goto(){ if(n>1) window.navigate('index_'+(n-1)+'.html'); }",
            ["index_1.html"],
            None,
        ),
        ("var countPage = 5; // no links put together here", [], None),
    ],
)  # fmt: skip
def test_dialects_of_the_written_pager(script: str, expected: list[str], total: int | None) -> None:
    found = cms.listing(column(script))
    assert files(found) == expected
    assert found is not None and found.total == total


@pytest.mark.parametrize(
    ("anchors", "expected"),
    [
        ("<a href='index_2.shtml'>2</a><a href='index_3.shtml'>3</a>", ["index_2.shtml", "index_3.shtml"]),
        ("<a href='index_1.shtml'>2</a><a href='index_2.shtml'>3</a>", ["index_1.shtml", "index_2.shtml"]),
        ("<a href='index_3.shtml'>尾页</a>", ["index_2.shtml", "index_3.shtml"]),
        ("<a href='index_2.shtml'>尾页</a>", ["index_1.shtml", "index_2.shtml"]),
    ],
)
def test_printed_links_tell_how_the_files_are_counted(anchors: str, expected: list[str]) -> None:
    for script in ('createPageHTML(3,0,"index","shtml");', "createPageHTML('paging',3,1,'index','shtml',45)"):
        assert files(trs.listing(column(script, after=anchors))) == expected


@pytest.mark.parametrize(
    ("script", "here", "expected"),
    [
        ("createPageHTML(4,1,'index','html')", "index_1.html", ["index_2.html", "index_3.html"]),
        ("createPageHTML('p',4,2,'index','html')", "index_1.html", ["index_2.html", "index_3.html"]),
        ("createPageHTML('p',4,2,'index','html')", "index_2.html", ["index_3.html", "index_4.html"]),
        ("createPageHTML(4,1,'index','html')", "index_2.html", ["index_3.html", "index_4.html"]),
    ],
)
def test_a_later_page_tells_too(script: str, here: str, expected: list[str]) -> None:
    assert files(trs.listing(column(script, url=COLUMN + here))) == expected


def test_pages_without_a_script_are_paged_by_their_anchors() -> None:
    anchors = "<a href='index_1.html'>2</a><a href='index_2.html'>3</a><a href='index_1.html'>下一页</a><a href='index_4.html'>尾页</a> 共5页"
    assert files(cms.listing(column(after=anchors))) == [f"index_{n}.html" for n in range(1, 5)]


def test_no_list() -> None:
    stub = Page(COLUMN + "index_9.html", "<html><body><div class='TRS_Editor'></div>页面不存在</body></html>")
    assert trs.listing(stub) is None
    many = "<script>createPageHTML(3,0,'t20240125_693227','html')</script>"
    assert trs.listing(Page(ARTICLE, many)) is None


# --- articles ---------------------------------------------------------------------------------------------------


def article(body: str, *, after: str = "", head: str = "") -> Page:
    return Page(
        ARTICLE,
        f"""<html><head><title>邯郸市教育局2023年政府信息公开工作年度报告_邯郸市人民政府</title>
<meta content="邯郸市教育局2023年政府信息公开工作年度报告" name="ArticleTitle"><meta name="PubDate" content="2024-01-26 08:30">
<meta name="ContentSource" content="市教育局"><meta name="Url" content="./t20240125_693227.html"><meta name="ArticleTitle" content="">{head}</head><body>
<div class="header"><div class="TRS_Editor"><p>邯郸市人民政府欢迎您，这里是页头的横幅，比附件长得多</p></div></div>
<h2>邯郸市教育局2023年政府信息公开工作年度报告</h2><span alt="时间：2017-11-08 20:26"><i>时间：</i>2024-01-26 08:30</span>
<div class="article-body">{body}</div>{after}</body></html>""",
    )


BODY = "<p>根据《中华人民共和国政府信息公开条例》编制本报告。</p>"


@pytest.mark.parametrize("name", ["TRS_Editor", "trs_editor_view", "TRS_UEDITOR"])
def test_article(name: str) -> None:
    found = cms.article(article(f"<div class='{name} TRS_WEB'><div class='TRS_Editor'>{BODY}</div></div>"))
    assert found is not None
    assert (found.title, found.published_on) == ("邯郸市教育局2023年政府信息公开工作年度报告", "2024-01-26")
    assert found.container is not None and "header" not in found.container
    assert "2017-11-08" not in {each.value for each in found.evidence}
    assert ("content_source", "市教育局") in {(each.kind, each.value) for each in found.evidence}


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("<div class='TRS_Editor'><a href='./P020240125.pdf' oldsrc='W020240125.pdf' appendix='true'>2023年年报.pdf</a></div>", ""),
        (f"<div class='TRS_Editor'>{BODY}</div>", "<div class='fujian'>附件：<a href='./P020240125.pdf'>2023年年报.pdf</a></div>"),
        (f"<div class='TRS_Editor'>{BODY}</div>", "<script>var s = '<a href=\"./P0202401256932271234.pdf\">2023年年报.pdf</a>'; document.write(s);</script>"),
    ],
    ids=["nothing but a file", "below the body", "written by a script"],
)  # fmt: skip
def test_attachments(body: str, after: str) -> None:
    found = cms.article(article(body, after=after))
    assert found is not None
    (link,) = found.attachments
    assert link.url.startswith("http://www.hd.gov.cn/zfxxgk/zfxxgknb/202401/P020240125")
    assert link.text == "2023年年报.pdf"


def test_body_outside_the_editor() -> None:
    found = cms.article(article(f"<div class='TRS_Editor'></div><div id='zoom'>{BODY}</div>"))
    assert found is not None and found.container == "#zoom"


def test_a_column_with_a_banner_in_an_editor_is_no_article() -> None:
    assert trs.article(column()) is None


# --- search -----------------------------------------------------------------------------------------------------

WAS = "http://www.hd.gov.cn/was5/web/search?channelid=258715&searchword=x&page=1&prepage=2"


def test_search_form() -> None:
    form = '<form method="post" action="/was5/web/search"><input name="searchword"><input type="hidden" name="channelid" value="258715"></form>'
    (link,) = cms.search(Page(COLUMN, form), "政府信息公开年度报告")
    assert dict(parse_qsl(urlsplit(link.url).query)) == {
        "channelid": "258715", "searchword": "政府信息公开年度报告", "page": "1", "prepage": "50",
    }  # fmt: skip


def test_search_answer() -> None:
    records = "".join(
        f"<REC><RECID>{n}</RECID><TITLE><![CDATA[邯郸市第{n}局2023年<font color='red'>政府信息公开</font>年报]]></TITLE>"
        f"<URL><![CDATA[http://www.hd.gov.cn/x/t20240125_{n}.html]]></URL><DOCRELTIME>2024.01.25 10:00:00</DOCRELTIME></REC>"
        for n in (1, 2)
    )
    found = cms.listing(
        Page(WAS, f'<?xml version="1.0" encoding="utf-8"?><RESULT><RECORDCOUNT>5</RECORDCOUNT>{records}</RESULT>')
    )
    assert found is not None
    assert [(link.url[-6:], link.text, link.date) for link in found.items] == [
        ("1.html", "邯郸市第1局2023年政府信息公开年报", "2024-01-25"),
        ("2.html", "邯郸市第2局2023年政府信息公开年报", "2024-01-25"),
    ]
    assert found.total == 5
    assert [dict(parse_qsl(urlsplit(link.url).query))["page"] for link in found.more] == ["2"]
    capped = cms.listing(Page(WAS.replace("prepage=2", "prepage=50"), f"<RECORDCOUNT>5</RECORDCOUNT>{records}"))
    assert capped is not None  # the server gives two a page, whatever it is asked for
    assert [dict(parse_qsl(urlsplit(link.url).query))["prepage"] for link in capped.more] == ["2"]
    last = cms.listing(Page(WAS.replace("page=1&", "page=3&"), f"<RECORDCOUNT>5</RECORDCOUNT>{records}"))
    assert last is not None and list(last.more) == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the repository")
def test_samples() -> None:
    page = shared("trs_list_egb_ordos_xxgknb.html", "http://egb.ordos.gov.cn/xxgk/xxgknb/")
    assert cms.recognise(page) is trs.CMS
    found = cms.listing(page)
    assert found is not None and len(found.items) == 10 and {link.date is None for link in found.items} == {False}
    assert [link.url for link in found.more] == ["http://egb.ordos.gov.cn/xxgk/xxgknb/index_1.html"]
    assert [urlsplit(link.url).hostname for link in cms.search(page, "x")] == ["was.ordos.gov.cn"]
    home = shared("trs_xxgk_home_handan_excerpt.html", "http://www.hd.gov.cn/xxgk/")
    assert [link.url.partition("&")[0] for link in cms.search(home, "x")] == [
        "http://www.hd.gov.cn/was5/web/search?channelid=258715"
    ]
    found_article = cms.article(
        shared("trs_article_shanxi.gov.cn.html", "http://www.shanxi.gov.cn/yw/sxyw/201909/t20190918_693227.shtml")
    )
    assert found_article is not None
    assert (found_article.title, found_article.container, found_article.published_on) == (
        "山西品牌丝路行（南美站）正式启动",
        "div.TRS_Editor",
        "2019-09-18",
    )
