from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cms.base import Page
from crawler.discovery.extract import links, script_files
from crawler.discovery.links import is_candidate, score_link
from tests.shared import SHARED

URL = "http://www.example.gov.cn/zwgk/index.html"
HOST = "http://www.example.gov.cn"
SAMPLES = SHARED / "samples"


def found(text: str, url: str = URL) -> list[tuple[str, str]]:
    return [(link.url.removeprefix(HOST), link.text) for link in links(Page(url, text))]


# What stands in the body, and the one link that it holds: path, then text.
ONE_LINK = {
    '<a href="/a.html">政府信息公开</a>': "/a.html 政府信息公开",
    '<a href="../b/">\n 年报 <span>\t2022-01-20</span></a>': "/b/ 年报 2022-01-20",
    '<a href="c.html" title="某局2021年报告">某局2021年...</a>': "/zwgk/c.html 某局2021年报告",
    '<a href="c.html" title="某局2021年报告">某局2021年…</a>': "/zwgk/c.html 某局2021年报告",
    '<a href="c.html" title="年报">年报 2022-01-20</a>': "/zwgk/c.html 年报",
    '<a href="c.html" title="点击查看">某局年报</a>': "/zwgk/c.html 某局年报",
    '<a href="d.html"><img src="x.png" alt="信息公开年报"></a>': "/zwgk/d.html 信息公开年报",
    '<map><area href="e.html" alt="政府信息公开"></map>': "/zwgk/e.html 政府信息公开",
    '<select><option value="/f.html">2013年</option></select>': "/f.html 2013年",
    """<div onclick="window.open('/g.html','_blank')">年报</div>""": "/g.html 年报",
    """<li onclick="location.href='/h.html'">年报</li>""": "/h.html 年报",
    '<a href="javascript:window.open(&quot;/i.html&quot;)">年报</a>': "/i.html 年报",
    '<iframe src="/tree.jsp?area=A&amp;divid=div4"></iframe>': "/tree.jsp?area=A&divid=div4 ",
    '<li data-href="/j.html">年报</li>': "/j.html 年报",
    """<script>document.write("<a href='/k.html'>年报</a>");</script>""": "/k.html 年报",
    """<script>el.innerHTML = '<a href="/l.html">' + "年" + "报</a>";</script>""": "/l.html 年报",
    """<script>$('#x').html(`<a href="/m.html">年报</a>`)</script>""": "/m.html 年报",
    """<script>var n=[{ id:1, name:"2013年", url:"/n.html"}];</script>""": "/n.html 2013年",
    """<script type="application/json">{"title":"\\u5e74\\u62a5","href":"/o.html"}</script>""": "/o.html 年报",
    """<script type="text/xml"><record><![CDATA[<a href='/p.html'>年报</a>]]></record></script>""": "/p.html 年报",
    r"""<script>var r=/["']/g; document.write("<a href=\"/q.html\">年报<\/a>")</script>""": "/q.html 年报",
}


@pytest.mark.parametrize(("markup", "link"), ONE_LINK.items())
def test_one_link(markup: str, link: str) -> None:
    path, _, text = link.partition(" ")
    assert found(f"<html><body>{markup}</body></html>") == [(path, text)]


@pytest.mark.parametrize(
    "markup",
    [
        '<!-- <a href="/a.html">年报</a> -->',
        '<a href="#">年报</a><a href="javascript:void(0)">年报</a><a href="mailto:a@b">信</a><a>年报</a>',
        "<script>//document.write(\"<a href='/a.html'>年报</a>\");</script>",
        "<script>/* document.write(\"<a href='/a.html'>年报</a>\"); */</script>",
        "<script>document.write(\"<!-- <a href='/a.html'>年报</a> -->\");</script>",
        '<script>document.write("<a href=\\"index" + "_" + i + ".html\\">" + (i+1) + "</a>");</script>',
        '<script>document.write("<a href=\\"index" + "_" + (n-1) + ".html\\">尾页</a>");</script>',
        '<script>document.write("<a href=\\"" + url(1) + "\\">年报</a>");</script>',
        '<script type="text/template"><a href="{{url}}">{{title}}</a></script>',
        '<option value="13">2013年</option>',
        '<a href="http://[bad/">年报</a>',
        '<a href="ftp://www.example.gov.cn/a">年报</a>',
    ],
)
def test_no_link(markup: str) -> None:
    assert found(f"<html><body>{markup}</body></html>") == []


def test_a_tag_written_over_several_lines() -> None:
    script = (
        'document.writeln("<a");\n//document.writeln("<b>");\ndocument.writeln(" href=\\"/a.html\\">机构</a>");'
    )
    assert found(f"<html><script>{script}</script></html>") == [("/a.html", "机构")]
    assert found(script, HOST + "/js/nav.js") == [("/a.html", "机构")]


def test_base_and_order_and_repetition() -> None:
    first, second = '<a href="1.html">甲</a>', '<a href="2.html">乙</a>'
    page = f'<base href="/x/">{first}{second}{first}<a href="1.html"><img></a>'
    assert found(f"<html>{page}</html>") == [("/x/1.html", "甲"), ("/x/2.html", "乙")]


def test_a_data_answer_has_no_links() -> None:
    answer = r'{"success": true, "data": {"html": "<a href=\"/art/2026/art_1.html\">某局2025年年报</a>"}}'
    assert links(Page("http://a.gov.cn/build/unit?pageId=1", answer)) == []


def test_script_files_are_of_the_same_host() -> None:
    page = Page(URL, '<script src="/js/nav.js"></script><script src="http://cdn.example.com/jquery.js"></script>')
    assert [link.url for link in script_files(page)] == [HOST + "/js/nav.js"]


@given(st.text(alphabet="<a href='\"/x>年报script()+;{}:,.\\*\n", max_size=200))
def test_any_page_is_survived(text: str) -> None:
    links(Page(URL, text))
    links(Page(HOST + "/n.js", text))


def test_a_big_script_is_read_in_time() -> None:
    script = "var url='x';" + 'f("a\\"b", /[/"]/, {name: "年报", url: "/a.html"});\n' * 10_000
    start = time.perf_counter()
    assert found(f"<html><script>{script}</script></html>") == [("/a.html", "年报")]
    assert time.perf_counter() - start < 5


def sample(name: str, url: str) -> Page:
    return Page(url, (SAMPLES / name).read_text(encoding="utf-8", errors="replace"))


needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside this repository")


@needs_samples
def test_navigation_of_yantai() -> None:
    page = sample("hanweb_jpaas_nav_yantai_excerpt.js", "http://www.yantai.gov.cn/js/nav.js")
    texts = {link.text: link.url for link in links(page)}
    assert texts["政府信息公开"].endswith("/col/col42829/index.html?vc_xxgkarea=113706000042603877-1&jh=263")
    assert texts["机构职能"] == "http://www.yantai.gov.cn/col/col12205/index.html"
    assert "重点领域信息公开" not in texts  # commented out
    assert max(links(page), key=lambda link: score_link(link.text, link.url).value).text == "政府信息公开"


@needs_samples
def test_home_of_handan() -> None:
    page = sample("trs_xxgk_home_handan_excerpt.html", "http://hdzfxxgk.hd.gov.cn/")
    best = max(links(page), key=lambda link: score_link(link.text, link.url).value)
    assert (best.text, best.url) == ("政府信息公开年报", "http://hdzfxxgk.hd.gov.cn/zfxxgknb/")
    assert "领导分工" not in {link.text for link in links(page)}  # commented out


@needs_samples
def test_column_of_engebei() -> None:
    page = sample("trs_list_egb_ordos_xxgknb.html", "http://egb.ordos.gov.cn/xxgk/xxgknb/")
    trail = ("首页", "信息公开", "信息公开年报")
    assert [link.text for link in links(page) if is_candidate(link.text, link.url, trail)] == [
        "鄂尔多斯市2019年政府信息公开工作年度报告",
        "鄂尔多斯市人民政府办公室2019年政府信息公开工作年度报告",
        "鄂尔多斯市2018年政府信息公开年度报告",
        "内蒙古自治区2018年政府信息公开工作年度报告",
    ]


@needs_samples
@pytest.mark.parametrize(
    ("name", "url", "count"),
    [
        (
            "hanweb_jcms_article_fgw.zj.gov.cn.html",
            "http://fgw.zj.gov.cn/art/2016/11/22/art_1621004_30332664.html",
            25,
        ),
        ("vsb_article_sxmu.html", "http://www.sxmu.edu.cn/info/1.htm", 15),
    ],
)
def test_pages_without_reports(name: str, url: str, count: int) -> None:
    page = links(sample(name, url))
    assert len(page) >= count
    assert not any(is_candidate(link.text, link.url) for link in page)
