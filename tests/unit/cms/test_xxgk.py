# ruff: noqa: E501  -- the pages stand as portals print them
"""The xxgk module: agency codes with their printed names, route A over agencies × years, its searches."""

from __future__ import annotations

import pytest

from crawler import cms
from crawler.cms import hanweb_xxgk
from crawler.cms.base import Page
from pipelines.evidence import Evidence
from tests.unit.cms.pages import page

HOME = "http://www.huancui.gov.cn/col/col57800/index.html"
ENDPOINT = "http://www.huancui.gov.cn/module/xxgk/xxgkAnnualReport.jsp"
HOUSING, TOWN, LETTERS = "11371002004360724B", "11371002004361234C", "11371002565229128G"

DEPARTMENTS = f"""<html><head><title>区直部门</title></head><body>
<script>document.writeln("<a href=\\"/col/col9/index.html?vc_xxgkarea=014500858&jh=3\\">区档案馆</a>");</script>
<ul><li><a href="/col/col57861/index.html?vc_xxgkarea={HOUSING}">政府信息公开指南</a></li>
<li><a href="/col/col57861/index.html?vc_xxgkarea={HOUSING}&amp;jh=261" title="环翠区住房和城乡建设局">区住建局(12)</a></li>
<li><a href="http://www.huancui.gov.cn:8443/col/col57877/index.html?number=A1&amp;vc_xxgkarea={LETTERS}"><img alt="区信访局"></a></li>
<li onclick="window.open('/col/col5/index.html?vc_xxgkarea={TOWN}')">鲸园街道办事处</li>
<li><a href="/col/col6/index.html?vc_xxgkarea=113706000042603877-1&jh=263">市场监督管理局</a></li>
<li><a href="/module/xxgk/xxgkAnnualReport.jsp?fbtime=2021&area=1137100200436109XF">2021年度报告</a></li>
</ul><iframe src="/module/xxgk/tree.jsp?standardXxgk=1&amp;area={HOUSING}&amp;divid=div4"></iframe>
<!-- <a href="/col/col7/index.html?vc_xxgkarea=11371002000000000X">撤销的局</a> --></body></html>"""


def report(body: str, *, head: str = "", date: str = "发布时间:2022-01-12 09:53:10") -> str:
    return f"""<html><head><title>环翠区人民政府 信息公开年报</title></head><body>
<div class="top"><a href="/">首页</a><a href="/col/col1/index.html">政府信息公开</a></div>
<div class="con"><div>{head}</div><div>{date}</div><div id="zoom">{body}</div></div>
<div class="footer">主办单位：威海市环翠区人民政府，承办单位：威海市环翠区人民政府办公室，网站标识码：3710020001</div></body></html>"""


SENTENCE = "根据《中华人民共和国政府信息公开条例》（国务院令第711号）要求，结合2025年某局政府信息公开工作实际，编制发布本报告。"


def test_codes_carry_the_names_that_are_printed_beside_them() -> None:
    found = {evidence.value: evidence for evidence in hanweb_xxgk.agencies(page(DEPARTMENTS, HOME))}
    assert {code: evidence.quote for code, evidence in found.items()} == {
        HOUSING: "区住建局",
        LETTERS: "区信访局",
        TOWN: "鲸园街道办事处",
        "113706000042603877-1": "市场监督管理局",
        "1137100200436109XF": "",
        "014500858": "区档案馆",
    }
    assert {(evidence.about, evidence.kind) for evidence in found.values()} == {("agency", "area_code")}


def test_a_code_in_the_address_alone_is_no_link() -> None:
    assert list(hanweb_xxgk.agencies(page("<html><body>x</body></html>", f"{HOME}?vc_xxgkarea={HOUSING}"))) == []


def test_route_a_newest_year_first() -> None:
    links = hanweb_xxgk.reports(page("", HOME), [HOUSING, LETTERS, HOUSING], [2023, 2025, 2024])
    assert [link.url.partition("?")[2] for link in links] == [
        f"area={code}&fbtime={year}" for year in (2025, 2024, 2023) for code in (HOUSING, LETTERS)
    ]
    assert links[0].url.startswith(ENDPOINT)
    assert links[0].evidence == (
        Evidence("agency", "area_code", HOUSING, HOUSING),
        Evidence("year", "fbtime", "2025", "2025"),
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?fbtime=2017&area=X1", "area=X1&fbtime=2017"),
        ("http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=X1&fbtime=2017&showType=2", "area=X1&fbtime=2017"),
        ("http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=X1", "area=X1"),
        ("http://a.gov.cn/art/1.html?fbtime=2017&area=X1", "fbtime=2017&area=X1"),
    ],
)
def test_one_spelling_of_an_address(url: str, expected: str) -> None:
    assert hanweb_xxgk.canonical(url).partition("?")[2] == expected


def test_report_page() -> None:
    html = report(f"<p>{SENTENCE}</p>", head="威海市环翠区发展和改革局<br>2021年政府信息公开工作年度报告")
    found = hanweb_xxgk.article(page(html, f"{ENDPOINT}?fbtime=2021&area=1137100200436109XF"))
    assert found is not None
    assert found.container == "#zoom"
    assert found.published_on == "2022-01-12"
    values = {(evidence.kind, evidence.value) for evidence in found.evidence}
    assert {("area_code", "1137100200436109XF"), ("fbtime", "2021"), ("published_on", "2022-01-12")} <= values


def test_headline_above_the_date_is_found_where_nothing_marks_it() -> None:
    html = report(f"<p>{SENTENCE}</p>", head="威海市环翠区信访局2021年政府信息公开工作年度报告")
    found = hanweb_xxgk.article(page(html, f"{ENDPOINT}?area={LETTERS}&fbtime=2021"))
    assert found is not None
    assert found.title == "威海市环翠区信访局2021年政府信息公开工作年度报告"


def test_absent_headline_stays_absent() -> None:
    found = hanweb_xxgk.article(page(report(f"<p>{SENTENCE}</p>"), f"{ENDPOINT}?area={LETTERS}&fbtime=2025"))
    assert found is not None
    assert found.title is None
    assert not [evidence for evidence in found.evidence if evidence.kind == "headline"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "暂无信息",
        "<p>您查看的部门2009年度政府信息公开年度报告尚未发布，请您查看该部门其他年度的报告，感谢您的关注与支持。</p>",
        "<p>&nbsp;</p><p>没有查询到相关数据！</p>",
        "<script>alert('该年度没有年报，请返回，该年度没有年报，请返回，该年度没有年报，请返回')</script>",
    ],
)
def test_a_year_without_a_report_is_recognised(body: str) -> None:
    subject = page(report(body, date=""), f"{ENDPOINT}?area={LETTERS}&fbtime=2009")
    assert hanweb_xxgk.is_empty(subject)
    assert hanweb_xxgk.article(subject) is None
    assert cms.article(subject) is None  # nobody else may take the page's frame for an article


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{SENTENCE}</p>",
        f"<p>{SENTENCE}</p><p>本机关暂无其他需要报告的事项。</p>",
        "<p>附件：<a href='/module/download/downfile.jsp?classid=0&showname=2009年报.doc&filename=a.doc'>2009年报.doc</a></p>",
        "<p><img src='/picture/1.jpg'></p>",
        "<table>" + "<tr><td>1</td><td>0</td><td>0</td></tr>" * 9 + "</table>",
    ],
    ids=["prose", "prose with 暂无", "a file", "pages as pictures", "figures"],
)
def test_anything_that_may_be_a_report_is_none_of_these(body: str) -> None:
    assert not hanweb_xxgk.is_empty(page(report(body), f"{ENDPOINT}?area={LETTERS}&fbtime=2009"))


# --- the module's own search ------------------------------------------------------------------------------------

ROWS = """<table class="tb_title"><tr><td>&nbsp;共3页&nbsp;</td></tr></table><table>
<tr class="tr_main_value_odd"><td><a href="/art/2026/1/20/art_70600_6090001.html" mc="某局2025年政府信息公开工作年度报告"
 syh="11371002565229128G/2026-00001" rq="2026-01-20">某局2025年政府...</a></td><td></td><td>2026-01-21</td></tr>
<tr class="tr_main_value_even"><td><a href="/art/2025/1/21/art_70600_5090001.html" title="某局2024年政府信息公开工作年度报告">
某局2024年政府信息公开工作年度...</a></td><td></td><td> 2025-01-21 </td></tr></table>"""
SEARCH = "http://www.huancui.gov.cn/module/xxgk/search.jsp?standardXxgk=0&isAllList=1&currpage=1"


def test_search_fragment() -> None:
    form = (("infotypeId", "A1"), ("area", LETTERS), ("currpage", "1"))
    found = hanweb_xxgk.CMS.listing(page(ROWS, SEARCH, form=form))
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [
        ("某局2025年政府信息公开工作年度报告", "2026-01-20"),
        ("某局2024年政府信息公开工作年度报告", "2025-01-21"),
    ]
    assert found.items[0].evidence == (Evidence("agency", "index_code", LETTERS, "11371002565229128G/2026-00001"),)
    assert [(link.url.rpartition("currpage=")[2], link.form) for link in found.more] == [
        (str(number), (("infotypeId", "A1"), ("area", LETTERS), ("currpage", str(number)))) for number in (2, 3)
    ]


def test_tree_leads_to_the_searches_for_annual_reports() -> None:
    shell = page(DEPARTMENTS, f"{HOME}?vc_xxgkarea={HOUSING}")
    (tree,) = hanweb_xxgk.CMS.columns(shell)
    assert tree.url == f"http://www.huancui.gov.cn/module/xxgk/tree.jsp?standardXxgk=1&area={HOUSING}&divid=div4"
    html = f"""<script>loadDynamic('/module/xxgk/search.jsp?standardXxgk=1&area={HOUSING}','div4','0','0','950','93','','');
</script><a href="javascript:funclick('zcwj01','x')">政策文件(12)</a>
<a href="#" onclick="funclick('nb0001','x')"> 政府信息公开年报(7)</a>"""
    (search,) = hanweb_xxgk.CMS.columns(Page(tree.url, html))
    assert search.text == "政府信息公开年报"
    assert search.url.startswith("http://www.huancui.gov.cn/module/xxgk/search.jsp?")
    assert dict(search.form or ()) == {
        "infotypeId": "nb0001",
        "jdid": "93",
        "area": HOUSING,
        "divid": "div4",
        "vc_title": "",
        "vc_number": "",
        "currpage": "1",
    }


def test_shell_tells_its_tree_the_sites_number() -> None:
    html = f"<html><script>var jdid = '58';</script><iframe src='/module/xxgk/tree.jsp?area={HOUSING}&amp;divid=div4'></iframe></html>"
    shell = page(html, f"{HOME}?vc_xxgkarea={HOUSING}")
    assert cms.redirect(shell) is None  # the frame is its column, not what it redirects to
    (tree,) = cms.columns(shell)
    node = "<li><span onclick=\"funclick('nb01','x')\"><a href='#'>政府信息公开年报(6)</a></span></li>"
    (search,) = cms.columns(page(f"<ul>{node}</ul>", tree.url))
    assert {key: dict(search.form or ())[key] for key in ("infotypeId", "jdid", "area", "divid")} == {
        "infotypeId": "nb01", "jdid": "58", "area": HOUSING, "divid": "div4",
    }  # fmt: skip


@pytest.mark.parametrize("infotype", ["'nb01'", "infotypeId"])
def test_list_that_a_column_asks_for_by_script(infotype: str) -> None:
    html = f"""<html><script>var jdid = '58', area = '{HOUSING}', divid = 'div4', infotypeId = 'nb01';
function show(page) {{ $.post('/module/xxgk/search.jsp?isAllList=1&currpage='+page+'&fields=',
 {{infotypeId:{infotype},jdid:jdid,area:area,divid:divid,vc_title:'',currpage:page}}, fill); }}</script></html>"""
    found = hanweb_xxgk.CMS.listing(page(html, f"{HOME}?vc_xxgkarea={HOUSING}"))
    assert found is not None and found.step
    (link,) = found.more
    assert link.url == "http://www.huancui.gov.cn/module/xxgk/search.jsp?isAllList=1&currpage=1&fields="
    assert dict(link.form or ()) == {
        "infotypeId": "nb01", "jdid": "58", "area": HOUSING, "divid": "div4", "vc_title": "", "currpage": "1",
    }  # fmt: skip


def test_where_a_tree_is_framed_the_list_of_everything_is_not_asked_for() -> None:
    script = (
        f"<script>$.post('/module/xxgk/search.jsp', {{infotypeId:'0',jdid:'58',area:'{HOUSING}'}}, fill);</script>"
    )
    assert hanweb_xxgk.CMS.listing(page(script, HOME)) is not None
    frame = "<iframe src='/module/xxgk/tree.jsp?area=1'></iframe>"
    assert hanweb_xxgk.CMS.listing(page(f"{frame}{script}", HOME)) is None


def test_list_that_only_a_click_decides_is_not_asked_for() -> None:
    html = "<script>function show(infotypeId) { $.post('/module/xxgk/search.jsp', {infotypeId:infotypeId,area:''}, fill); }</script>"
    assert hanweb_xxgk.CMS.listing(page(html, HOME)) is None


def test_rows_of_another_look() -> None:
    html = "<table><tr><td><a href='/art/2019/3/8/art_2_1.html' title='某区2018年政府信息公开工作年度报告'>某区2018年政府…</a></td><td>2019-03-08</td></tr></table><div class='page'>共2页 <a href='?currpage=2'>下一页</a></div>"
    found = cms.listing(page(html, "http://www.huancui.gov.cn/module/xxgk/subjectinfo.jsp?currpage=1"))
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [
        ("某区2018年政府信息公开工作年度报告", "2019-03-08")
    ]
    assert [link.url.partition("?")[2] for link in found.more] == ["currpage=2"]
