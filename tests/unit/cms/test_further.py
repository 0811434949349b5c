"""Further pages of an article, in the markup of several CMS."""

from __future__ import annotations

import pytest

from crawler import cms
from crawler.cms.base import Page
from crawler.cms.further import MOST, further_pages

HOST = "http://www.example.gov.cn"
TRS = """<div class="TRS_Editor"><p>{prose}</p></div><div class="page" id="pages"><script>
createPageHTML(3, 0, "t20240131_4180", "html");</script></div>"""
TRS_LIST = (
    """<div class="TRS_Editor"><p>{prose}</p></div><script>createPageHTML(9, 0, "index", "html");</script>"""
)
HANWEB = """<div id="zoom"><!--<$[信息内容]>begin--><p>{prose}</p><!--<$[信息内容]>end--></div>
<div class="pagination"><a href="art_1_2.html">1</a><a href="art_1_2_2.html">2</a><a href="art_1_2_3.html">3</a>
<a href="art_1_2_2.html">下一页</a> 共3页</div>
<p>上一篇：<a href="/art/2024/1/30/art_1_1.html">年报</a>
下一篇：<a href="/art/2024/1/31/art_1_23.html">年报</a></p>"""
VSB = """<form name="_newscontent_fromname"><div id="vsb_content">
<div class="v_news_content"><p>{prose}</p></div></div>
<div class="p_pages"><span class="p_no_d">1</span><span class="p_no"><a href="21831_2.htm">2</a></span>
<span class="p_next"><a href="21831_2.htm">下页</a></span></div></form><a href="21832.htm">下一条</a>"""
QUERY = """<div class="article-content"><p>{prose}</p><div class="fenye"><a href="?id=7&amp;page=2">下一页</a>
<select onchange="go()"><option value="?id=7&amp;page=3">3</option></select></div></div>
<a href="?id=8">下一篇</a><a href="?id=7&amp;print=1">打印</a>"""
COUNTED = """<div class="article-content"><p>{prose}</p><div class="pagebar">第1页 / 共3页
<a href="javascript:next()">下一页</a></div></div>"""
PLAIN = """<div class="article-content"><p>{prose}附件共3页。</p><p>共2页</p></div><a href="32.html">下一篇</a>
<a href="http://other.gov.cn/art/31_2.html">他处</a><div class="footer"><a href="/index_2.html">2</a></div>"""
PROSE = "我局认真贯彻落实政府信息公开条例，全年主动公开政府信息八十九条，" * 4


def article(path: str, body: str) -> tuple[list[str], int]:
    page = Page(
        HOST + path, f"<html><head><title>年报</title></head><body>{body.format(prose=PROSE)}</body></html>"
    )
    found = cms.article(page)
    assert found is not None
    return [link.url.removeprefix(HOST) for link in found.further], found.page_count


@pytest.mark.parametrize(
    ("path", "body", "pages"),
    [
        ("/zwgk/t20240131_4180.html", TRS, ["/zwgk/t20240131_4180_1.html", "/zwgk/t20240131_4180_2.html"]),
        ("/zwgk/t20240131_4180.html", TRS_LIST, []),
        (
            "/art/2024/1/31/art_1_2.html",
            HANWEB,
            ["/art/2024/1/31/art_1_2_2.html", "/art/2024/1/31/art_1_2_3.html"],
        ),
        ("/info/1050/21831.htm", VSB, ["/info/1050/21831_2.htm"]),
        ("/show.jsp?id=7", QUERY, ["/show.jsp?id=7&page=2", "/show.jsp?id=7&page=3"]),
        ("/art/31.html", PLAIN, []),
    ],
    ids=["trs", "trs-list", "hanweb", "vsb", "query", "plain"],
)
def test_further_pages(path: str, body: str, pages: list[str]) -> None:
    assert article(path, body) == (pages, len(pages) + 1)


def test_pages_that_are_counted_but_not_linked() -> None:
    assert article("/art/31.html", COUNTED) == ([], 3)


def test_no_more_than_a_bound() -> None:
    many = "".join(f'<a href="31_{n}.html">{n}</a>' for n in range(2, 500))
    links, count = further_pages(Page(f"{HOST}/art/31.html", f"<html><body>{many}</body></html>"), None)
    assert len(links) == count - 1 == MOST - 1
