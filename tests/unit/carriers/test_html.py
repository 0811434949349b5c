"""Pages: what is text, where the article is, what a page links."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.carriers import CarrierError, read_document
from pipelines.document import Document, Grid, Paragraph
from tests.unit.carriers.make_fixtures import OVERVIEW, PROSE, applications_table
from tests.unit.carriers.test_whole_report import assert_applications

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
NAV = "<ul>" + "".join(f"<li><a href=/col/col{n}/index.html>栏目{n}</a></li>" for n in range(30)) + "</ul>"


def read(html: str, **known: str) -> Document:
    ((_, document),) = read_document(html.encode(), **known)
    return document


def body(html: str) -> list[str]:
    """The lines of an article."""
    return read(f"<html><body><div id=zoom>{html}<p>{'文' * 50}</p></div></body></html>").lines[:-1]


def cells(html: str) -> list[list[str | None]]:
    document = read(f"<html><body><div class=x>{html}</div></body></html>", container=".x")
    (grid,) = document.grids
    return [[slot.text if slot else None for slot in row] for row in grid.rows()]


@pytest.mark.parametrize(
    "html, lines",
    [
        ("<p>一</p>二<br>三<div>四<span>五</span></div>", ["一", "二", "三", "四五"]),
        ("<p>&nbsp;&nbsp;2024&nbsp;年\u3000</p><p>&nbsp;</p>", ["2024 年"]),
        ("<p>政府\n    信息\r\n公开 and\nmore</p>", ["政府信息公开 and more"]),
        ("<p>共<!-- 旧：9 -->8<script>var a='7'</script><style>p{}</style>条</p>", ["共8条"]),
        ("<p>前<span style='color:red; display : none'>藏</span>后</p>", ["前后"]),
        ("<pre>一\t1\n二\t2</pre>", ["一\t1", "二\t2"]),
        ("<p>1<o:p></o:p><b>2</b><sup>3</sup></p>", ["123"]),
        ("<ol><li>甲<li>乙</ol><h2>丙</h2>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>年\u200b报\ufeff</p>", ["年报"]),
    ],
)
def test_text(html: str, lines: list[str]) -> None:
    assert body(html) == lines


def test_tables() -> None:
    assert cells("<table><tr><td>结果<br>维持<td><p>a</p><p>b</p><tr><th>1<td>&nbsp;</table>") == [
        ["结果\n维持", "a\nb"],
        ["1", ""],
    ]
    assert cells("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>") == [["a", "b"], ["a", "c"]]
    assert cells("<table><tr><td colspan='2 '>a<td>b<tr><td>c<td colspan=x>d<td>e</table>")[0] == ["a", "a", "b"]


def test_fields_that_a_portal_shows_filled_in() -> None:
    assert cells(
        "<table><tr><td>规章<td><input value=12 readonly><tr><td>x<td><input type=hidden value=9></table>"
    ) == [
        ["规章", "12"],
        ["x", ""],
    ]


def test_rows_and_cells_that_are_not_shown_are_left_out() -> None:
    hidden = "<tr style='display:none'><td>x<td>y<tr height=0><td width=9><td width=9>"
    assert cells(f"<table><tr><td>a<td>b{hidden}<tr><td>c<td>d</table>") == [["a", "b"], ["c", "d"]]


def test_a_caption_stands_before_its_table() -> None:
    document = read(
        "<body><div class=x><table><caption>表一</caption><tr><td>1<td>2</table>后</div>", container=".x"
    )
    assert isinstance(document.blocks[1], Grid)
    assert document.blocks[0::2] == [Paragraph("表一"), Paragraph("后")]


def test_a_report_in_nested_layout_tables() -> None:
    article = f"<p>{PROSE}</p>{applications_table('border=1')}<p>{OVERVIEW}</p>"
    page = f"<table><tr><td>{NAV}</td><td><table><tr><td>{article}</td></tr></table></td></tr></table>"
    document = read(f"<html><body>{page}</body></html>")
    (grid,) = document.grids
    assert_applications(grid)
    assert PROSE in document.lines
    assert OVERVIEW in document.lines


def test_the_given_container_is_read_and_nothing_else() -> None:
    page = (
        f"<body>{NAV}<div class=con>短</div><div class=con><p>正文在这里</p></div><div id=zoom>{'别的' * 40}</div>"
    )
    document = read(page, container="div.con")
    assert document.lines == ["正文在这里"]
    assert document.notes == []


@pytest.mark.parametrize("selector", ["#nowhere", "div[", "#empty"])
def test_a_container_that_is_not_there_is_noted_and_the_article_found_otherwise(selector: str) -> None:
    page = f"<body>{NAV}<div id=empty></div><div id=zoom><p>{PROSE}</p></div>"
    document = read(page, container=selector)
    assert document.lines == [PROSE]
    assert [code for code, _ in document.notes] == ["container_missing"]


def test_the_states_content_marks_bound_the_article() -> None:
    page = (
        f"<body>{NAV}<div><p>分享到</p><meta name=ContentStart><p>正文</p><table><tr><td>a<td>1</table>尾"
        "<meta name='ContentEnd'>关闭<p>打印</p></div></body>"
    )
    for container in (None, "body > div"):
        document = read(page, container=container) if container else read(page)
        assert document.lines == ["正文", "尾"]
        assert len(document.grids) == 1


def test_where_nobody_knows_the_page_its_main_text_is_found_with_all_its_tables() -> None:
    page = (
        f"<html><body><div id=head>{NAV}</div><div id=main><div><h1>年报</h1><p>{PROSE}</p>"
        f"<p>{OVERVIEW}</p><p>{OVERVIEW}</p></div><div>{applications_table('border=1')}</div></div>"
        f"<div id=foot>{NAV}<p>版权所有 主办单位</p></div></body></html>"
    )
    document = read(page)
    assert_applications(document.grids[0])
    assert document.lines[0] == "年报"
    assert "版权所有 主办单位" not in document.lines


def test_a_page_without_main_text_is_read_whole() -> None:
    assert read("<html><body><p>年报</p><table><tr><td>a<td>1</table></body></html>").lines == ["年报"]


def test_title_metas_and_links() -> None:
    page = """<html><head><title> 某局2024年
      年报 </title><meta name="PubDate" content="2025-01-20"><meta name="pubdate" content="x">
      <meta name=ColumnName content=""><meta property="og:title" content="t"></head><body><h1>别的</h1>
      <a href="/manual/使用手册.pdf">手册</a><a href="/col/1.html">栏目</a>
      <div id=zoom><p>附件：<a href="/module/download/downfile.jsp?classid=0&amp;filename=ab.pdf">某局.pdf</a></p>
      <iframe src="/js/pdfjs/web/viewer.html?file=%2Fattach%2F1.pdf"></iframe>
      <a href="javascript:void(0)" >x.doc</a><img src="/images/表格.jpg"></div></body></html>"""
    document = read(page)
    assert document.title == "某局2024年 年报"
    assert document.meta == {"pubdate": "2025-01-20", "og:title": "t"}
    assert document.links == [
        ("/module/download/downfile.jsp?classid=0&filename=ab.pdf", "某局.pdf"),
        ("/attach/1.pdf", ""),
        ("/manual/使用手册.pdf", "手册"),
    ]
    assert [code for code, _ in document.notes] == ["pictures"]


def test_a_page_that_only_points_elsewhere_has_links_and_says_so() -> None:
    document = read("<html><body><div id=zoom><iframe src='a.pdf'></iframe></div></body></html>")
    assert document.blocks == []
    assert document.links == [("a.pdf", "")]
    assert [code for code, _ in document.notes] == ["no_text"]


@pytest.mark.parametrize(
    "escape", [lambda html: html, lambda html: html.replace("<", "&lt;").replace(">", "&gt;")]
)
def test_a_body_that_only_a_script_holds(escape: Callable[[str], str]) -> None:
    content = f"<p>{PROSE}</p>{applications_table()}<p><a href='/x.pdf'>附件.pdf</a></p>"
    config = json.dumps({"SID": "755041", "DETAIL": {"content": escape(content), "title": "年报"}})
    page = f"<html><body>{NAV}<div id=app></div><script>window._CONFIG = {config};</script></body></html>"
    document = read(page)
    assert PROSE in document.lines
    assert_applications(document.grids[0])
    assert ("/x.pdf", "附件.pdf") in document.links


def test_a_script_does_not_outweigh_the_page() -> None:
    short = json.dumps({"content": "<p>" + "短" * 60 + "</p>"})
    document = read(
        f"<html><body><div id=zoom><p>{PROSE}</p></div><script>var a = {short};</script></body></html>"
    )
    assert document.lines == [PROSE]


def test_unclosed_dressing_as_editors_leave_it_loses_nothing() -> None:
    page = "<font size=3><span>" * 3000 + applications_table("border=1") + f"<p>{PROSE}</p>"
    document = read(f"<html><body>{page}</body></html>")
    assert_applications(document.grids[0])
    assert document.lines == [PROSE]


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li"])
def test_a_hundred_thousand_nested_tags(tag: str) -> None:
    began = time.monotonic()
    with pytest.raises(CarrierError) as caught:
        read(f"<html><body>{f'<{tag}>' * 100_000}深处")
    assert caught.value.reason == "too_complex"
    assert time.monotonic() - began < 10


def test_enormous_spans() -> None:
    made = cells("<table><tr><td colspan=100000>a<td rowspan=99999999999>b<tr><td>c</table>")
    assert made == [["a", "a", "b"], ["c", None, "b"]]


@pytest.mark.parametrize(
    "name, first, count",
    [
        ("hanweb_jcms_article_fgw.zj.gov.cn.html", "1-10月，全县固定资产投资完成246.79亿元", 1),
        ("trs_article_shanxi.gov.cn.html", "图为山西品牌丝路行（南美站）启动仪式。", 9),
    ],
)
def test_articles_of_real_portals(name: str, first: str, count: int) -> None:
    ((_, document),) = read_document((SAMPLES / name).read_bytes())
    assert document.lines[0].startswith(first)
    assert len(document.lines) == count
    assert document.meta["pubdate"]


def test_a_list_page_keeps_its_items() -> None:
    ((_, document),) = read_document((SAMPLES / "trs_list_egb_ordos_xxgknb.html").read_bytes())
    assert any("年报" in line or "年度报告" in line for line in document.lines)
