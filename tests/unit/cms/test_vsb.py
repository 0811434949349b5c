# ruff: noqa: E501  -- the pages stand as portals print them
"""VSB: numbered rows, the pager that counts backwards, bodies in scripts, articles that stand elsewhere."""

from __future__ import annotations

import pytest

from crawler import cms
from crawler.cms import vsb
from crawler.cms.base import Page

URL = "http://www.a.gov.cn/zfxxgk/zfxxgknb/n2022n/bm.htm"
FOLDER = URL.removesuffix(".htm")
HEAD = "<html><head><title>部门-年报-某县人民政府</title><!--Announced by Visual SiteBuilder 9--></head><body>"
NAV = "<ul class='nav'>" + "".join(f"<li><a href='/c{n}.htm'>栏目{n}</a></li>" for n in range(6)) + "</ul>"


def row(n: int, text: str | None = None) -> str:
    title = f"第{n}局2022年政府信息公开工作年度报告"
    return f"<li id=\"line_u5_{n}\"><a href=\"../../../bm.htm\">[部门]</a><a href='../../../info/1050/2183{n}.htm' title='{title}'>{text or title}</a><span>2023/01/1{n}</span></li>"


def column(pager: str, url: str = URL, rows: int = 3) -> Page:
    return Page(
        url,
        f"{HEAD}{NAV}<div><ul>{''.join(row(n, f'第{n}局2022年...' if n else None) for n in range(rows))}</ul>{pager}</div></body></html>",
    )


def files(page: Page) -> list[str]:
    found = cms.listing(page)
    assert found is not None
    return [link.url.removeprefix(FOLDER) for link in found.more]


PAGER = """<div class="pb_sys_common"><span class="p_t">共52条</span><span class="p_pages"><span class="p_first_d">首页</span><span class="p_no_d">1</span>
<span class="p_no"><a href="bm/10.htm">2</a></span><span class="p_no"><a href="bm/9.htm">3</a></span><span class="p_dot">...</span><span class="p_no"><a href="bm/1.htm">11</a></span>
<span class="p_next"><a href="bm/10.htm">下页</a></span><span class="p_last"><a href="bm/1.htm">尾页</a></span></span> <span class="p_t">1/11</span></div>"""


def test_rows_and_all_pages() -> None:
    page = column(PAGER)
    assert cms.recognise(page) is vsb.CMS
    found = cms.listing(page)
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [
        (f"第{n}局2022年政府信息公开工作年度报告", f"2023-01-1{n}") for n in range(3)
    ]
    assert found.items[0].url == "http://www.a.gov.cn/info/1050/21830.htm"
    assert found.total == 52
    assert files(page) == [f"/{n}.htm" for n in range(10, 0, -1)]


def test_one_row_is_a_list() -> None:
    found = cms.listing(column("", rows=1))
    assert found is not None and len(found.items) == 1


@pytest.mark.parametrize(
    "pager",
    [
        "<span class='p_t'>共52条</span><a href='bm/10.htm'>下页</a><span class='p_t'>1/11</span>",
        "<td id='fanye46188'>共52条&nbsp;&nbsp;1/11</td><a href='bm/10.htm'>2</a>",
        "<span class='p_t'>共52条</span><span class='p_t'>1/11</span><a href='javascript:void(0)'>下页</a>",
    ],
    ids=["next only", "one number", "a script turns the pages"],
)
def test_pages_that_the_pager_leaves_out_are_counted_down(pager: str) -> None:
    assert files(column(pager)) == [f"/{n}.htm" for n in range(10, 0, -1)]


def test_from_the_second_page() -> None:
    pager = "<span class='p_t'>共52条</span><a href='../bm.htm'>1</a><a href='9.htm'>3</a><a href='1.htm'>11</a><a href='9.htm'>下页</a><span class='p_t'>2/11</span>"
    assert set(files(column(pager, f"{FOLDER}/10.htm"))) == {".htm", *(f"/{n}.htm" for n in range(1, 10))}


def test_files_that_count_forwards_stay_as_they_are() -> None:
    pager = "<a href='bm/2.htm'>2</a><a href='bm/3.htm'>3</a><span class='p_t'>1/3</span>"
    assert files(column(pager)) == ["/2.htm", "/3.htm"]


def test_pages_by_parameter() -> None:
    pager = "<a href='?totalpage=3&amp;PAGENUM=2&amp;urltype=tree.TreeTempUrl'>2</a><a href='?totalpage=3&amp;PAGENUM=3&amp;urltype=tree.TreeTempUrl'>3</a>"
    assert files(column(pager)) == [f".htm?totalpage=3&PAGENUM={n}&urltype=tree.TreeTempUrl" for n in (2, 3)]


SKIP = "<script>NewsvoteDWR.getNewsLinkUrl(1081,'1412614994','vsb',newsSkip);function newsSkip(data){if(data != \"\"){window.location.href = data;}}</script>"
PROSE = "<p>根据《中华人民共和国政府信息公开条例》要求，编制本报告。</p>" * 5


def article(
    body: str,
    title: str = "某局2022年政府信息公开工作年度报告",
    url: str = "http://www.a.gov.cn/info/1050/21831.htm",
) -> Page:
    return Page(
        url,
        f"<html><head><title>{title}-某县人民政府</title><script>_jsq_(1009,'/neirong.jsp',1081,1412614994)</script></head><body>{NAV}"
        f'<form name="_newscontent_fromname">{SKIP}<h2>{title}</h2><div>发布时间：2023-01-17 来源：某局</div><div id="vsb_content_2"><div class="v_news_content">{body}</div></div></form></body></html>',
    )


def test_article_with_captcha_guarded_attachment() -> None:
    page = article(
        PROSE
        + '<p>附件【<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&amp;owner=1632666717&amp;wbfileid=4F" target=_blank>2022年报.pdf</a>】</p>'
    )
    assert cms.redirect(page) is None
    found = cms.article(page)
    assert found is not None
    assert (found.title, found.published_on) == ("某局2022年政府信息公开工作年度报告", "2023-01-17")
    assert page.tree.cssselect(found.container or "")[0].text_content().startswith("根据")
    assert [(link.text, link.url) for link in found.attachments] == [
        (
            "2022年报.pdf",
            "http://www.a.gov.cn/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1632666717&wbfileid=4F",
        )
    ]


def test_article_at_a_column_s_address() -> None:
    page = article(PROSE, url="http://www.a.gov.cn/zfxxgk/zfxxgknb/n2022n/xz/zgz.htm")
    found = cms.article(page)
    assert found is not None and found.title == "某局2022年政府信息公开工作年度报告"
    assert cms.article(column(PAGER)) is None


PICTURES = 'var vsb_pdf_image_data = ["/__local/0/13/a.jpg","/__local/4/98/b.jpg"];'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f'<p><script>{PICTURES} showVsbpdfIframe("/__local/A/report.pdf","100%","600","0","",vsb_pdf_image_data);</script></p>',
            ["/__local/A/report.pdf"],
        ),
        (
            "<script>showVsbpdfIframe('/virtual_attach_file.vsb?afc=x&oid=12&tid=1&nid=2&e=.pdf')</script>",
            ["/virtual_attach_file.vsb?afc=x&oid=12&tid=1&nid=2&e=.pdf"],
        ),
        (f"<script>{PICTURES}</script>", ["/__local/0/13/a.jpg", "/__local/4/98/b.jpg"]),
        (
            "<iframe src='/system/resource/pdfjs/viewer.html?file=%2F__local%2FA%2Freport.pdf'></iframe>",
            ["/__local/A/report.pdf"],
        ),
    ],
    ids=["pdf", "virtual file", "pictures of pages", "viewer"],
)
def test_bodies_in_scripts_and_viewers(body: str, expected: list[str]) -> None:
    found = cms.article(article(body))
    assert found is not None
    assert [link.url.removeprefix("http://www.a.gov.cn") for link in found.attachments] == expected


def test_an_article_without_a_body_is_asked_where_it_is() -> None:
    link = cms.redirect(article(""))
    assert link is not None
    assert link.url == "http://www.a.gov.cn/_dwr/call/plaincall/NewsvoteDWR.getNewsLinkUrl.dwr"
    form = dict(link.form or ())
    assert (form["c0-param0"], form["c0-param1"], form["c0-param2"]) == (
        "number:1081",
        "string:1412614994",
        "string:vsb",
    )
    answer = Page(
        link.url,
        "//#DWR-INSERT\n//#DWR-REPLY\ndwr.engine._remoteHandleCallback('0','0',\"http://fgj.a.gov.cn/nb/2022.html\");",
    )
    target = cms.redirect(answer)
    assert target is not None and target.url == "http://fgj.a.gov.cn/nb/2022.html"
    assert cms.redirect(Page(link.url, "dwr.engine._remoteHandleCallback('0','0',\"\");")) is None
