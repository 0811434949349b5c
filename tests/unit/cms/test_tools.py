# ruff: noqa: E501  -- the pages stand as portals print them
"""What the CMS modules share: text, script literals, selectors, breadcrumbs, the choice of a module."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler import cms
from crawler.cms import FAMILIES, generic, hanweb_article, hanweb_jpage, hanweb_xxgk
from crawler.cms.base import Listing, Page
from crawler.cms.dom import breadcrumb, css, lines
from crawler.cms.family import Cms
from crawler.cms.javascript import ScriptError, read_literal
from crawler.cms.text import decode_name, find_date, find_year, squeeze, whole, without_comments
from tests.unit.cms.pages import article, column, record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[2017-04-24]", "2017-04-24"),
        ("2024年1月9日 10:09", "2024-01-09"),
        ("2024 年 01 月 09 日", "2024-01-09"),
        ("2024/1/9", "2024-01-09"),
        ("2024.01.09", "2024-01-09"),
        ("2024-02-30, 2024-02-29", "2024-02-29"),
        ("12024-01-09", None),
        ("2024-01", None),
        ("第2024号", None),
    ],
)
def test_find_date(text: str, expected: str | None) -> None:
    assert find_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2023年", "2023"), ("2022-2023年", None), ("发布于2024-01-02", None), ("年报", None), ("20231", None)],
)
def test_find_year(text: str, expected: str | None) -> None:
    assert find_year(text) == expected


@pytest.mark.parametrize(
    ("visible", "title", "expected"),
    [
        ("某局2020年政府信息...", "某局2020年政府信息公开年报", "某局2020年政府信息公开年报"),
        ("某局2020年政府信息…", "另一个标题", "某局2020年政府信息…"),
        ("某局2020年政府信息", "某局2020年政府信息公开年报", "某局2020年政府信息公开年报"),
        ("某局年报", "年报", "某局年报"),
        ("", "某局年报", "某局年报"),
        ("\u3000某局\n年报\xa0", "", "某局 年报"),
    ],
)
def test_whole_text_of_a_link(visible: str, title: str, expected: str) -> None:
    assert whole(visible, title) == expected


def test_percent_encoded_names() -> None:
    assert decode_name("%E5%B9%B4%E6%8A%A5.pdf") == decode_name("%25E5%25B9%25B4%25E6%258A%25A5.pdf") == "年报.pdf"
    assert decode_name("%C4%EA%B1%A8.pdf") == "年报.pdf"
    assert decode_name("100%.pdf") == "100%.pdf"


def test_without_comments() -> None:
    assert without_comments("a<!-- b --><!--c-->d<!-- e") == "ad"


# --- script literals ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a:1,'b':\"x\",\"c\":[1,'2',],}", {"a": "1", "b": "x", "c": ["1", "2"]}),
        (r"{a:'it\'s \u5e74\n\/'}", {"a": "it's 年\n/"}),
        ("{a: {b: {c: null}}, d: true}", {"a": {"b": {"c": "null"}}, "d": "true"}),
        ("{f:function(a,b){return {x:'}'};}, g:(0+1), h:new Date(1,2)}", None),
        ("{/* , */ a: 1 // }\n}", {"a": "1"}),
        ("{a:'x'+b, c:2}", {"a": "'x'+b", "c": "2"}),
        ("{1:2}", {"1": "2"}),
    ],
)
def test_literals(text: str, expected: object) -> None:
    expected = expected or {
        "f": "function(a,b){return {x:'}'};}",
        "g": "(0+1)",
        "h": "new Date(1,2)",
    }
    assert read_literal(f"x({text}); y", 2) == expected


@pytest.mark.parametrize(
    "text", ["{a:", "{a", "{a:1", "{'a:1}", "[1,", "{a:[1}", "{a 1}", "{:1}", "{a:,}", "[" * 50]
)
def test_torn_literals(text: str) -> None:
    with pytest.raises(ScriptError):
        read_literal(text)


# --- pages ---


def test_lines_end_at_blocks_and_breaks_and_leave_scripts_out() -> None:
    html = "<div>a<b>b</b> c<br>d<p>e</p>f<script>x</script>g<!-- y -->h</div><table><tr><td>i<td>j</table>"
    assert [line.text for line in lines(Page("http://a.gov.cn/", html).tree)] == [
        "ab c",
        "d",
        "e",
        "fgh",
        "i",
        "j",
    ]


@pytest.mark.parametrize(
    ("markup", "selector"),
    [
        ("<div id='a'><p class='t'>x</p></div>", "#a"),
        ("<div id='a b'>x</div>", '[id="a b"]'),
        ("<div class='x y'>x</div><div class='x'></div>", "div.y"),
        ("<div id='a'></div><div id='a'>x</div>", "body > div:nth-of-type(2)"),
        ("<div id='r'><div></div><div>x</div></div>", "#r > div:nth-of-type(2)"),
    ],
)
def test_selector_finds_its_element(markup: str, selector: str) -> None:
    tree = Page("http://a.gov.cn/", f"<html><body>{markup}</body></html>").tree
    element = next(each for each in tree.iter("div") if (each.text or each.findtext("p")) == "x")
    assert css(element) == selector
    assert tree.cssselect(selector)[0] is element


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div>当前位置：<a>首页</a> &gt; <a>政府信息公开</a>&nbsp;&gt;&nbsp;<a>2023年</a></div>", ("首页", "政府信息公开", "2023年")),
        ("<p>首页 >政府信息公开>信息公开年报>2023年</p>", ("首页", "政府信息公开", "信息公开年报", "2023年")),
        ("<td>您现在的位置是：<a>首页</a>&nbsp;&gt;&gt;&nbsp;<a>年报</a></td>", ("首页", "年报")),
        ("<div>当前位置 : <a>首页</a> › <a>年度报告</a> › 2009年</div>", ("首页", "年度报告", "2009年")),
        ("<ul><li><a>首页</a></li><li><a>新闻</a></li></ul>", ()),
    ],
)  # fmt: skip
def test_breadcrumb(markup: str, expected: tuple[str, ...]) -> None:
    body = f"<html><body><div class='nav'><a href='/'>首页</a><a>要闻</a></div>{markup}<p>正文</p></body></html>"
    assert breadcrumb(Page("http://a.gov.cn/", body)) == expected


@pytest.mark.parametrize(
    ("url", "html", "module"),
    [
        ("http://a.gov.cn/art/2020/1/2/art_1_2.html", article("<p>x</p>"), hanweb_article.CMS),
        ("http://a.gov.cn/col/col1/index.html", column(record(1)), hanweb_jpage.CMS),
        ("http://a.gov.cn/module/web/jpage/dataproxy.jsp?page=2", "<datastore/>", hanweb_jpage.CMS),
        ("http://a.gov.cn/col/col1/index.html?vc_xxgkarea=X1", "<p>x</p>", hanweb_xxgk.CMS),
        ("http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=X&fbtime=2020", "<p>x</p>", hanweb_xxgk.CMS),
        ("http://a.gov.cn/zwgk/", "<p>x</p>", generic.CMS),
        ("http://a.gov.cn/col/col1/index.html?vc_xxgkarea=X1", column(record(1)), hanweb_jpage.CMS),
    ],
)
def test_the_best_module(url: str, html: str, module: Cms) -> None:
    assert cms.recognise(Page(url, html)) is module


def test_shell_with_a_list_gives_list_and_codes() -> None:
    code = "11371002004360724B"
    subject = Page(
        f"http://a.gov.cn/col/col1/index.html?vc_xxgkarea={code}",
        column(record(1), before=f"<a href='?vc_xxgkarea={code}'>区住建局</a>"),
    )
    listing = cms.listing(subject)
    assert listing is not None and len(listing.items) == 1
    assert [(each.value, each.quote) for each in cms.agencies(subject)] == [(code, "区住建局")]


def test_a_code_is_given_once_with_the_name_that_any_module_found() -> None:
    code = "11371000004359192N"
    html = article(
        "<p>x</p>",
        info=f"索引号：{code}/2010-1 发布单位：经济和信息化委",
        after=f"<a href='/?vc_xxgkarea={code}'>更多</a>",
    )
    found = cms.agencies(Page("http://a.gov.cn/art/2010/1/2/art_1_2.html", html))
    assert [(each.value, each.quote) for each in found] == [(code, "经济和信息化委")]


FRAGMENTS = [
    "<", "<!--", "-->", "<![CDATA[", "]]>", "<datastore>", "</datastore>", "<record>", "</record>", "<a href='", "'>x</a>",
    '<a href="http://[', "<script>", "</script>", ".jpage({", "});", "totalRecord:5,", "ajaxParam:{columnid:1}", "<br>",
    "<meta name='ContentStart'>", "<meta name='ContentEnd'>", "<table><tr><td>", "首页 > a", "索引号：", "发布时间：2024-13-45",
    "2024-01-01", "\x00", "\ud800", "?uid=1&pageNum=99999999999", "共9999999999999页", "<base href='http://[::'>", "<li>",
    "<?xml version='1.0' encoding='gbk'?>", "<iframe src='/module/xxgk/tree.jsp?area=11371002004360724B'>", "下一页",
    "vc_xxgkarea=11371002004360724B", "<div id='a b\"'>", "funclick('a','b')>年报<", "<tr class='tr_main_value_odd'>",
    "<a href='/x.pdf?showname=%FF%FE'>附件</a>", "<form><input name='id'></form>", "<!--<$[标题]>begin-->",
    "<script url='/page/build/unit' queryData=\"{'tagId':'list','pageId':'1'}\">", "<div count='45' pageSize='0'>", '{"data":{"html":"',
    "createPageHTML(3,0,'index','html')", "createPageHTML('p',9999999,1,'','')", "var countPage = 3", '"index" + "_" + i + ".html"', "<REC><TITLE>",
    "<a href='./202401/t20240125_1_wap.html'>年报</a>", "<div class='TRS_Editor'>", "<form action='/was5/web/search'><input name='channelid' value='7'>",
    "<script>window._CONFIG = {SID:'1',TREE:[{\"id\":1,\"name\":\"年报\"}],DETAIL:{content:'<p>x'}}", '{"articles":[{"title":"x","url":"/x"}],"total":"5"}',
    "<form action='/jsearchfront/search.do'>", "<div class='jcse-news-title'><a href='visit/link.do?url=http%3A%2F%2F['>x</a></div>", '{"total":5,"result":["<a>"]}',
    "'/module/xxgk/search.jsp?area=1',{infotypeId:'1'", "<a href='mpost_1234.html'>x</a>",
    "/common/search/0123456789abcdef0123456789abcdef", '{"data":{"total":9,"results":[{"title":"x","url":"/x","publishedTime":1e99}]}}', '{"results":{"channelId":"a"}}',
    "<em class='all_pages'>99999999999</em>", "/_wp3services/generalQuery?columnId=1", '{"pageCount":99999999999,"data":[{"title":1,"url":"//["}]}',
    "$('#1').jpage({proxyUrl:'/truecms/messageController/getMessage.do',perPage:0,ajaxParam:{columnId:'1'}})", 'cb({"result":"<datastore><record>x"})',
    "siteGuid:'00000000'", '{"custom":"{\\"data\\":[{\\"infourl\\":\\"/x\\"}]}"}', "{categorynum:'003',name:'x'}", "<li id='line_u5_0'>", "1/99999", "共52条",
    "<a href='zbgg/10.htm'>2</a>", "<a href='zbgg/9.htm'>3</a>", "<a href='\u0661.htm'>\u0662</a>", "Ls.pagination('#p',{currPage:(0+1),pageCount:99999})", "{labelName:'x',organId:'1'}",
    "<a href='/public/column/1?type=4'>市财政局</a>", "<a href='/Xxgknb/show/1.html'>x</a>", "<a href=\"javascript:__doPostBack('a','2')\">2</a><input type=hidden name=__VIEWSTATE>",
    "NewsvoteDWR.getNewsLinkUrl(1,'2','vsb',newsSkip)", "location.href='http://['", "<meta http-equiv=refresh content='0;url=http://['>", "<iframe src='viewer.html?file=%5B//['>",
    "<script>show('/x/y.pdf?[')</script>", "<div data-url='http://[/x.pdf'>", "handleCallback('0','0','http://[')", "<title>Page 1 - x</title>", "<script src='LoadingJS.js'>",
]  # fmt: skip
URLS = [
    "http://a.gov.cn/col/col1/index.html?uid=1&pageNum=x",
    "http://a.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=a&endrecord=0&page=²",
    "http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=&fbtime=x",
    "http://a.gov.cn/module/xxgk/tree.jsp?a",
    "http://a.gov.cn/module/xxgk/search.jsp?currpage=x",
    "http://a.gov.cn/art/2022/99/1/art_1_2.html",
    "http://a.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit?paramJson=[1]&tagId=x&pageId=/",
    "http://a.gov.cn/zfxxgknb/index_2.html",
    "http://a.gov.cn/zfxxgknb/202401/t20240125_1.html",
    "http://a.gov.cn/was5/web/search?page=x&prepage=0",
    "http://a.gov.cn/gkmlpt/index",
    "http://a.gov.cn/gkmlpt/api/all/1?page=-1",
    "http://a.gov.cn/gkmlpt/content/1/post_1234.html",
    "http://a.gov.cn/jsearchfront/search.do?p=0&pg=0",
    "http://a.gov.cn/common/search/0123456789abcdef0123456789abcdef?page=x",
    "http://a.gov.cn/common/getChannelList?channelCode=c1",
    "http://a.gov.cn/x/c10018/list.shtml",
    "http://a.gov.cn/_wp3services/generalQuery?pageIndex=1",
    "http://a.gov.cn/nb/list99999999999999999999.htm",
    "http://a.gov.cn/truecms/messageController/getMessage.do?startrecord=1&endrecord=0",
    "http://a.gov.cn/EWB-FRONT/rest/lightfrontaction/getgovinfolist",
    "http://a.gov.cn/dynamic/zwgk/govInfoPub.html?categorynum=003",
    "http://a.gov.cn/js/webBuilderCommon.js?categorynum=003",
    "http://a.gov.cn/zbgg/10.htm",
    "http://a.gov.cn/public/column/1?type=3",
    "http://a.gov.cn/site/label/8888",
    "http://a.gov.cn/XxgkContent/showList/1/2/page_99999.html",
    "http://a.gov.cn/book/files/basic-html/page1.html",
    "http://a.gov.cn/_dwr/x.dwr",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(URLS), st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=5)), max_size=25))
def test_no_page_breaks_a_module(url: str, parts: list[str]) -> None:
    subject = Page(url, "".join(parts))
    for module in FAMILIES:
        assert 0 <= module.recognise(subject) <= 1
        module.listing(subject)
        module.article(subject)
        module.agencies(subject)
        module.columns(subject)
        module.search(subject, "年报")
    if (target := cms.redirect(subject)) is not None:
        assert target.url.startswith("http")
    for link in (cms.listing(subject) or Listing(())).items:
        assert link.url.startswith("http") and link.text == squeeze(link.text)


@pytest.mark.parametrize(
    ("url", "html"),
    [
        (URLS[0], "<datastore>" + "<record><![CDATA[" * 20_000),
        (URLS[0], "<script>" + "<datastore><nextgroup>" * 20_000),
        (URLS[0], "<script>" + "$('#1').jpage({a:{" * 10_000),
        (URLS[1], "<record>" * 50_000),
        (URLS[3], "funclick('a'" * 30_000 + "loadDynamic(" * 20_000),
        (URLS[5], "<!--" * 100_000),
        (URLS[5], "<p>发布时间：" * 10_000),
        (URLS[5], "<div>" * 100_000 + "首页 > a"),
        (URLS[7], "<script>" + "createPageHTML(a,b,c,d)" * 20_000),
        (URLS[7], "<script>" + "countPage" * 50_000),
        (URLS[7], "<script>var countPage=3;" + "href=" * 20_000 + "_" * 50_000),
        (URLS[7], "<a href='t20240125_1.html'>" * 10_000),
        (URLS[9], "<REC>" + "<TITLE>" * 50_000),
        (URLS[10], "<script>" + "_CONFIG = {" * 20_000),
        (URLS[10], "<script>_CONFIG = {TREE:[" + "{id:1,name:'年报',children:[" * 10_000),
        (URLS[13], "<div class='jcse-news-title'><a href='/x'>x</a>" * 10_000),
        (URLS[6], "<ul>" + "<a href='/x'>x" * 10_000),
        (URLS[0], "<script>" + "'/module/xxgk/search.jsp?area=1',{" * 10_000),
        (URLS[0], "<form action='/jsearchfront/search.do'>" * 10_000),
        (URLS[14], '{"data":{"results":[' + '{"title":"<<<<<<<<","url":"/x"},' * 3_000),
        (URLS[14], "[" * 100_000),
        (URLS[16], "<meta " + "channelid " * 10_000),
        (URLS[18], "/_wp3services/generalQuery " * 3_000),
        (URLS[19], "<script>" + ".jpage({proxyUrl:'/truecms/messageController/getMessage.do'," * 3_000),
        (URLS[21], "<script>" + "{categorynum:" * 10_000),
        (URLS[23], "<li id='line_u1_1'><a href='/info/1/2.htm'>第一局年报</a>" * 3_000),
        (URLS[23], "".join(f"<a href='{n}.htm'>{n}</a>" for n in range(3_000))),
        (URLS[23], "<span class=page>1/9</span>" * 3_000),
        (URLS[24], "<script>" + "{organId:" * 10_000),
        (URLS[24], "<script>" + "{labelName:" * 3_000),
        (URLS[24], "<a href='/public/column/1'>市财政局</a>" * 10_000),
        (URLS[26], "<a href='/Xxgknb/show/1.html'>x</a>" * 10_000),
        (URLS[27], "<script src='LoadingJS.js'>" * 10_000),
        (URLS[28], "handleCallback('0','0'," * 10_000),
        (URLS[5], "<div id=zoom><script>" + "'/x.pdf'," * 10_000),
        (URLS[5], "<script>" + "location.href=" * 10_000),
        (URLS[5], "<table>" + "<tr><td>索引号<td><a href='/x'>2024-01-01</a>2024-01-01" * 5_000),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "ask",
    [cms.listing, cms.article, cms.agencies, cms.columns, cms.redirect, lambda page: cms.search(page, "年报")],
)
def test_hostile_pages_cost_little(url: str, html: str, ask: Callable[[Page], object]) -> None:
    start = time.process_time()
    ask(Page(url, html))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("a/t2024.shtml/", "http://www.x.gov.cn/nb/a/t2024.shtml"),
        ("/right.html/?a=1", "http://www.x.gov.cn/right.html?a=1"),
        ("b.PDF//", "http://www.x.gov.cn/nb/b.PDF"),
        ("/zfxxgk/", "http://www.x.gov.cn/zfxxgk/"),
        ("/index.php/nb/", "http://www.x.gov.cn/index.php/nb/"),
        ("/x.html/y/", "http://www.x.gov.cn/x.html/y/"),
    ],
)
def test_a_slash_too_many(href: str, url: str) -> None:
    assert Page("http://www.x.gov.cn/nb/index.html", "").join(href) == url
