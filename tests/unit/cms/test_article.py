# ruff: noqa: E501  -- the pages stand as portals print them
"""JCMS articles: headline, date, container, evidence, attachments."""

from __future__ import annotations

import pytest

from crawler import cms
from crawler.cms import hanweb_article
from crawler.cms.base import Article, Page
from pipelines.evidence import Evidence
from tests.unit.cms.pages import article, page

URL = "http://www.wendeng.gov.cn/art/2022/1/28/art_82584_2791477.html"
TITLE = "威海市文登区财政局2021年政府信息公开工作年度报告"
PROSE = "<p>根据《中华人民共和国政府信息公开条例》要求，编制本报告。</p>"


def read(html: str, url: str = URL) -> Article:
    found = hanweb_article.article(Page(url, html))
    assert found is not None
    return found


def values(found: Article, kind: str) -> list[str]:
    return [evidence.value for evidence in found.evidence if evidence.kind == kind]


def test_parts_of_an_article() -> None:
    head = """<meta content="2022-01-28 09:53" name="PubDate"><meta name="contentSource" content="文登区财政局">
<META NAME="ColumnName" CONTENT="2021年"><meta name="SiteName" content="文登区人民政府"><meta name="author" content="">"""
    info = "<span>发布日期：2022-01-28</span><span>浏览次数： </span><span>信息来源：<!--<$[信息来源]>begin-->区财政局<!--<$[信息来源]>end--></span>"
    found = read(article(PROSE, head=head, title=TITLE, info=info))
    assert found.title == TITLE
    assert found.container == "#zoom"
    assert found.published_on == "2022-01-28"
    assert values(found, "headline") == [TITLE]
    assert values(found, "content_source") == ["文登区财政局", "区财政局"]
    assert values(found, "column") == ["2021"]
    assert values(found, "breadcrumb") == ["2021"]
    assert next(e.quote for e in found.evidence if e.kind == "breadcrumb") == "首页>政府信息公开>2021年"


def test_line_break_in_the_headline_stays() -> None:
    found = read(article(PROSE, title="威海市文登区财政局<br/>\n2021年政府信息公开工作年度报告"))
    assert found.title == "威海市文登区财政局\n2021年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("skin", "expected"),
    [
        (f'<td class="bt_content"><p class="con-title">{TITLE}</p><div class="art_con">{PROSE}</div></td>', TITLE),
        (f'<div class="header"><h1>文登区人民政府</h1></div><h1>{TITLE}</h1><div id="zoom">{PROSE}</div>', TITLE),
        (f'<h1>文登政务网</h1><p class="sp_title con-title">{TITLE}</p><div id="zoom">{PROSE}</div>', TITLE),
    ],
    ids=["old skin", "h1", "class"],
)
def test_headline_in_other_skins(skin: str, expected: str) -> None:
    html = f'<html><head><meta name="SiteName" content="文登政务网"></head><body><table><tr>{skin}</tr></table></body></html>'
    if "<td" not in skin:
        html = html.replace("<table><tr>", "").replace("</tr></table>", "")
    assert read(html).title == expected


def test_headline_from_the_meta_then_the_title() -> None:
    body = f'<div id="zoom">{PROSE}</div>'
    html = f'<html><head><title>某局年报</title><meta name="ArticleTitle" content="{TITLE}"></head><body>{body}</body></html>'
    assert read(html).title == TITLE
    assert read(html.replace("ArticleTitle", "Other")).title == "某局年报"


def test_date_comes_from_no_attribute() -> None:
    bare = "http://www.wendeng.gov.cn/info/1.html"
    assert read(article(PROSE, title=TITLE), bare).published_on is None
    assert read(article(PROSE, title=TITLE)).published_on == "2022-01-28"  # the address


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (
            "发布时间：2024年01月29日 10:09 信息来源：临港区蔄山镇政府 浏览次数:",
            ("2024-01-29", ["临港区蔄山镇政府"]),
        ),
        ("时间:2016年06月07日 00:00 来源:荣成市人民政府 浏览次数:", ("2016-06-07", ["荣成市人民政府"])),
        ("时间: 2010-02-23 00:00<br>点击次数:", ("2010-02-23", [])),
        ("<span>发布日期：</span><span>2024/1/29</span>", ("2024-01-29", [])),
        ("来源: | 发布时间: 2018-05-17 | 浏览次数: 2168", ("2018-05-17", [])),
        ("成文日期：2020-01-01 截止日期：2021-02-02 发布日期：2022-02-30", (None, [])),
    ],
)
def test_info_line(info: str, expected: tuple[str | None, list[str]]) -> None:
    found = read(article(PROSE, title=TITLE, info=info), "http://www.wip.gov.cn/x.html")
    assert (found.published_on, values(found, "content_source")) == expected


INDEX = """<table><tr><td>索&nbsp;引&nbsp;号:</td><td>11371000004359192N/2010-02881</td><td>发布单位:</td><td>经济和信息化委</td></tr>
<tr><td>内容分类:</td><td>2009年</td><td>成文日期:</td><td>2010-02-23</td></tr>
<tr><td>有效性/截止日期:</td><td></td><td>文号:</td><td></td></tr></table>"""


def test_index_table() -> None:
    found = read(article(PROSE, title="威海市经济贸易委员会2009年度政府信息公开工作报告", info=INDEX))
    assert (
        Evidence("agency", "index_code", "11371000004359192N", "11371000004359192N/2010-02881") in found.evidence
    )
    assert values(found, "publisher") == ["经济和信息化委"]
    assert Evidence("year", "category", "2009", "2009年") in found.evidence
    (code,) = hanweb_article.agencies(page(article(PROSE, info=INDEX), URL))
    assert (code.value, code.quote) == ("11371000004359192N", "经济和信息化委")


@pytest.mark.parametrize("code", ["000014349/2020-00011", "11371000004359192X/2010-02881", "鲁府字/2010-1"])
def test_index_number_that_is_no_agency_code(code: str) -> None:
    html = article(PROSE, info=INDEX.replace("11371000004359192N/2010-02881", code))
    found = read(html)
    accepted = code.startswith("000014349")  # an older local code
    assert bool(values(found, "index_code")) is accepted


def test_labels_in_the_body_are_no_header() -> None:
    body = "<p>" + "一" * 120 + "</p><p>信息来源：某报</p><p>索引号：11371000004359192N/1</p>"
    found = read(article(body, title=TITLE))
    assert values(found, "content_source") == values(found, "index_code") == []


def test_agency_named_by_column_and_breadcrumb() -> None:
    html = article(PROSE, head='<meta name="ColumnName" content="乳山口镇">').replace(
        ">2021年</a>", ">乳山口镇</a>"
    )
    found = read(html)
    assert values(found, "column") == values(found, "breadcrumb") == ["乳山口镇"]


def test_container_between_the_content_metas() -> None:
    html = f"""<html><body><div class="a">x</div><div class="a"><div><meta name="ContentStart"></div>{PROSE}
<div><meta name="ContentEnd"></div></div></body></html>"""
    found = read(html)
    assert found.container is not None
    (element,) = Page(URL, html).tree.cssselect(found.container)
    assert element.text_content().startswith("根据")


def test_page_without_body_and_headline_is_no_article() -> None:
    assert (
        hanweb_article.article(page("<html><body><script>location.href='/'</script></body></html>", URL)) is None
    )


def test_the_best_module_reads_an_article() -> None:
    subject = page(article(PROSE, title=TITLE), URL)
    assert cms.recognise(subject) is hanweb_article.CMS
    found = cms.article(subject)
    assert found is not None and found.title == TITLE


# --- attachments ------------------------------------------------------------------------------------------------

DOWNLOAD = (
    "/module/download/downfile.jsp?classid=0&amp;showname={}&amp;filename=0a1b2c3d4e5f60718293a4b5c6d7e8f9.pdf"
)


def attached(body: str, after: str = "") -> list[tuple[str, str]]:
    return [(link.url.partition(".gov.cn")[2], link.text) for link in read(article(body, after=after)).attachments]


@pytest.mark.parametrize(
    "showname",
    [
        "某局年报.pdf",
        "%E6%9F%90%E5%B1%80%E5%B9%B4%E6%8A%A5.pdf",
        "%C4%B3%BE%D6%C4%EA%B1%A8.pdf",
        "%25E6%259F%2590%25E5%25B1%2580%25E5%25B9%25B4%25E6%258A%25A5.pdf",
    ],
    ids=["plain", "UTF-8", "GBK", "twice encoded"],
)
def test_file_name_from_showname(showname: str) -> None:
    ((url, name),) = attached(f'附件：<a href="{DOWNLOAD.format(showname)}"><img src="pdf.gif">下载</a>')
    assert url.startswith("/module/download/downfile.jsp?classid=0&showname=")
    assert name == "某局年报.pdf"


def test_file_name_from_the_anchor_never_from_a_hash() -> None:
    hashed = "/attach/0/0a1b2c3d4e5f60718293a4b5c6d7e8f9.doc"
    assert attached(f'<a href="{hashed}">附件1：某局2020年报.doc</a>') == [(hashed, "某局2020年报.doc")]
    assert attached(f'<a href="{hashed}" title="某局2020年报.doc">点击下载</a>') == [(hashed, "某局2020年报.doc")]
    assert attached(f'<a href="{hashed}"></a>') == [(hashed, "")]
    assert attached('<a href="/files/2020%E5%B9%B4%E6%8A%A5.docx"></a>') == [
        ("/files/2020%E5%B9%B4%E6%8A%A5.docx", "2020年报.docx")
    ]


def test_viewer_leads_to_its_file() -> None:
    body = '<iframe src="/pdfjs/web/viewer.html?file=%2Fattach%2F0%2F2024%E5%B9%B4%E6%8A%A5.pdf"></iframe>'
    assert attached(body) == [("/attach/0/2024年报.pdf", "2024年报.pdf")]
    assert attached('<iframe src="/pdfjs/web/viewer.html?file=../../a/b.pdf#page=1"></iframe>') == [
        ("/a/b.pdf", "b.pdf")
    ]
    assert attached('<embed src="/x/y.pdf"><object data="/x/z.ofd"></object>') == [
        ("/x/y.pdf", "y.pdf"),
        ("/x/z.ofd", "z.ofd"),
    ]


def test_files_below_the_body_count_those_of_the_frame_do_not() -> None:
    assert attached(PROSE, after='<div class="fj"><a href="/f/a.xls">统计表.xls</a></div>') == [
        ("/f/a.xls", "统计表.xls")
    ]


def test_links_to_pages_are_no_attachments() -> None:
    assert (
        attached(
            '<a href="/art/2020/1/1/art_1_1.html">关于a.doc的说明.doc</a><a href="javascript:x(\'a.pdf\')">a</a>'
        )
        == []
    )


def test_attachment_carries_its_name_as_evidence() -> None:
    (link,) = read(article('<a href="/f/a.pdf">某局2020年政府信息公开年报.pdf</a>')).attachments
    name = "某局2020年政府信息公开年报.pdf"
    assert link.evidence == (Evidence("headline", "file_name", name, name),)
