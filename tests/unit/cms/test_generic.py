# ruff: noqa: E501  -- the pages stand as portals print them
"""The fallback: the densest block of dated links, the next page, the body by its density."""

from __future__ import annotations

import pytest

from crawler.cms import generic
from crawler.cms.base import Listing, Page

URL = "http://www.a.gov.cn/xxgk/xxgknb/"
PROSE = "根据《中华人民共和国政府信息公开条例》要求，现公布某局年度政府信息公开工作报告，全文如下。" * 4


def listed(body: str, url: str = URL) -> Listing:
    found = generic.listing(Page(url, f"<html><body>{body}</body></html>"))
    assert found is not None
    return found


def items(body: str) -> list[tuple[str, str, str | None]]:
    return [(link.url.removeprefix(URL), link.text, link.date) for link in listed(body).items]


NAV = "<div class='nav'>" + "".join(f"<a href='/c{n}/'>栏目{n}</a>" for n in range(9)) + "</div>"


@pytest.mark.parametrize(
    "row",
    [
        "<li><a href='t{n}.html' title='第{n}局年度报告全名'>第{n}局年度...</a><span>2021-01-0{n}</span></li>",
        "<tr><td><img src=i.jpg></td><td><a href='t{n}.html'>第{n}局年度报告全名</a></td><td>\n 2021-01-0{n}\n</td></tr>",
        "<div class='row'><p><a href='t{n}.html'>第{n}局年度报告全名</a></p><i>[2021/1/{n}]</i></div>",
        "<li><a href='t{n}.html'><h4>第{n}局年度报告全名</h4><p class='date'>2021-01-0{n}</p><p>根据要求，...</p></a></li>",
        "<dl><dt><a href='t{n}.html'>第{n}局年度报告全名</a></dt><dd>2021年1月{n}日</dd></dl>",
    ],
    ids=["li", "tr", "div", "date in the link", "dl"],
)
def test_dated_rows(row: str) -> None:
    rows = "".join(row.format(n=n) for n in range(1, 4))
    rows = f"<table>{rows}</table>" if row.startswith("<tr") else f"<ul>{rows}</ul>"
    aside = "<div class='side'><ul><li><a href='/x.html'>最新通知</a> 2021-02-01</li></ul></div>"
    assert items(NAV + aside + rows) == [
        (f"t{n}.html", f"第{n}局年度报告全名", f"2021-01-0{n}") for n in range(1, 4)
    ]


def test_one_dated_row_is_a_list() -> None:
    assert items(NAV + "<ul><li><a href='a.html'>某局2020年年报</a><b>2021-01-08</b></li></ul>") == [
        ("a.html", "某局2020年年报", "2021-01-08")
    ]


def test_long_links_without_dates_are_a_list_and_navigation_is_none() -> None:
    rows = "".join(f"<li><a href='{n}.html'>某市第{n}局2020年政府信息公开工作年度报告</a></li>" for n in range(3))
    assert len(items(NAV + f"<ul>{rows}</ul>")) == 3
    assert generic.listing(Page(URL, f"<html><body>{NAV}</body></html>")) is None


def test_prose_with_a_date_and_links_is_no_row() -> None:
    body = f"<div><p>发布于2021-01-02。{PROSE}<a href='b.pdf'>附件下载地址</a></p></div>"
    assert generic.listing(Page(URL, f"<html><body>{body}</body></html>")) is None


def test_headings_of_a_table_tell_who_published() -> None:
    rows = "".join(
        f"<tr><td><a href='doc_{n}.html'>第{n}局 2022年政府信息公开年度报告</a></td><td>11371002004360724B/2023-00{n}</td><td>2023-01-1{n}</td><td>区第{n}局</td></tr>"
        for n in range(1, 3)
    )
    found = listed(
        f"<table><tr><th>标 题</th><th>索引号</th><th>发文日期</th><th>发布机构</th></tr>{rows}</table>"
    )
    assert [(link.text, link.date) for link in found.items] == [
        (f"第{n}局 2022年政府信息公开年度报告", f"2023-01-1{n}") for n in range(1, 3)
    ]
    assert [(each.kind, each.value) for each in found.items[0].evidence] == [
        ("index_code", "11371002004360724B"),
        ("publisher", "区第1局"),
    ]


def test_index_card_beside_an_item() -> None:
    card = "<div class='tip'><p>索引号：11371002004360724B/2023-001</p><p>组配分类：政府信息公开年报</p><p>发布机构：区教育局</p><p>生成日期：2023-01-17</p><p>名称：某局2022年政府信息公开工作年度报告</p><p>内容概述：政府信息公开工作年度报告，总体情况等</p></div>"
    found = listed(f"<ul><li><a href='a.html'>某局2022年政府信息公开工作年度报告</a>{card}</li></ul>")
    (item,) = found.items
    assert item.date == "2023-01-17"
    assert ("publisher", "区教育局") in [(each.kind, each.value) for each in item.evidence]


def test_list_in_a_frame_is_a_step_away() -> None:
    found = generic.listing(
        Page(
            URL,
            f"<html><body>{NAV}<iframe src='/count.html'></iframe><iframe src='list.html'></iframe><iframe src='http://b.cn/x'></iframe></body></html>",
        )
    )
    assert found is not None and found.step
    assert [link.url for link in found.more] == [f"{URL}list.html"]


def article_page(body: str, title: str = "某局2020年年报-某市人民政府") -> Page:
    return Page(f"{URL}1.html", f"<html><head><title>{title}</title></head><body>{body}</body></html>")


def test_body_by_density_holds_prose_and_tables() -> None:
    table = "<table>" + "<tr>" + "<td>新收政府信息公开申请数量</td>" * 12 + "</tr>" * 1 + "</table>"
    subject = article_page(
        f"{NAV}<div class='main'><h2>某局2020年年报</h2><div class='txt'><p>一、总体情况</p><p>{PROSE}</p><p>二、主动公开</p>{table}<p>三、其他</p></div></div><div class='footer'>某市人民政府主办</div>"
    )
    found = generic.article(subject)
    assert found is not None
    assert (found.title, found.container) == ("某局2020年年报", "div.txt")


def test_figures_are_never_taken_for_the_whole_body() -> None:
    cells = "".join(f"<tr><td>项目名称{n}</td><td>{n}</td></tr>" for n in range(60))
    subject = article_page(
        f"<div class='txt'><p>二、主动公开政府信息情况</p><div class='t'><table>{cells}</table></div><p>三、其他</p><p>四、其他</p></div>"
    )
    found = generic.article(subject)
    assert found is not None
    assert found.container == "div.txt"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<div><h1>某市人民政府</h1></div><h2>某局2020年年报</h2>", "某局2020年年报"),
        ("<div class='titlestyle'>某局2020年<br>年报</div>", "某局2020年\n年报"),
        ("", "某局2020年年报"),
    ],
)
def test_headline_is_the_one_that_the_title_repeats(head: str, expected: str) -> None:
    found = generic.article(article_page(f"{head}<div class='x'><p>{PROSE}</p></div>"))
    assert found is not None
    assert found.title == expected


def test_page_of_links_is_no_article() -> None:
    rows = "".join(
        f"<li><a href='{n}.html'>某市第{n}局2020年政府信息公开工作年度报告</a>2021-01-02</li>" for n in range(30)
    )
    assert generic.article(article_page(f"<ul>{rows}</ul>")) is None


def test_body_of_nothing_but_a_file_is_an_article() -> None:
    found = generic.article(article_page("<div id='zoom'><p><a href='a.pdf'>某局2020年年报.pdf</a></p></div>"))
    assert found is not None
    assert [link.text for link in found.attachments] == ["某局2020年年报.pdf"]


FILE = "<h2>某局2020年年报</h2><p>时间：2021-01-21 来源：某局</p><div id='t'><p>附件：<a href='/d.jspx?attachGuid=1'>某局2020年年报.pdf</a></p></div>"


@pytest.mark.parametrize("head", [FILE, FILE.replace("<p>时间：2021-01-21 来源：某局</p>", "")])
def test_file_below_a_headline_is_an_article_wherever_its_body_stands(head: str) -> None:
    side = "<div class='nav'><a href='/guide.pdf'>指南.pdf</a></div>"
    page = article_page(f"{side}<div class='w'>{head}</div><div><a href='/about.html'>关于我们</a></div>")
    found = generic.article(page)
    assert found is not None
    assert (found.title, [link.text for link in found.attachments]) == ("某局2020年年报", ["某局2020年年报.pdf"])
    assert page.tree.cssselect(found.container or "")[0].get("class") == "w"


def test_file_on_a_page_that_lists_pages_makes_no_article() -> None:
    rows = "".join(
        f"<li><a href='/{n}.html'>第{n}局2020年年度报告</a><span>2021-01-0{n}</span></li>" for n in (1, 2)
    )
    assert generic.article(article_page(f"<div>{FILE}</div><ul>{rows}</ul>")) is None


def test_headline_in_an_index_table() -> None:
    table = "<table><tr><td>标  题：</td><td>某局 2022年政府信息公开工作年度报告</td></tr><tr><td>发布机构：</td><td>某局</td></tr></table>"
    found = generic.article(article_page(f"{table}<div class='x'><p>{PROSE}</p></div>", title="某市人民政府"))
    assert found is not None
    assert found.title == "某局 2022年政府信息公开工作年度报告"
    assert ("publisher", "某局") in [(each.kind, each.value) for each in found.evidence]


def test_main_text_of_a_page_without_a_dense_block() -> None:
    menu = "".join(f"<p><a href='/c{n}.html'>栏目{n}</a></p>" for n in range(30))
    parts = "".join(f"<div><p>{PROSE}</p></div>" for _ in range(4))
    page = article_page(f"<div class='l'>{menu}</div><div class='m'>{parts}</div><div class='r'>{PROSE}</div>")
    found = generic.article(page)
    assert found is not None
    assert PROSE in page.tree.cssselect(found.container or "")[0].text_content()
