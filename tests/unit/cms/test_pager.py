# ruff: noqa: E501  -- the pagers stand as portals print them
"""The other pages of a list, from what a pager shows of them."""

from __future__ import annotations

import pytest

from crawler.cms import pager
from crawler.cms.base import Page

URL = "http://www.a.gov.cn/xxgk/xxgknb/"


def others(markup: str, url: str = URL) -> list[str]:
    return [link.url.removeprefix(URL) for link in pager.pages(Page(url, f"<html><body>{markup}</body></html>"))]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a href='index_2.html'>下一页</a>", ["index_2.html"]),
        ("<a href='index_2.html'>下一页</a><a href='index_5.html'>尾页</a>", [f"index_{n}.html" for n in (2, 3, 4, 5)]),
        (
            "<a href='index_1.html'>2</a><a href='index_2.html'>3</a><p>共6页</p>",
            [f"index_{n}.html" for n in (1, 2, 3, 4, 5)],
        ),
        (
            "<a href='./'>1</a><a href='index_1.html'>2</a><a href='index_2.html'>[3]</a>",
            ["index_1.html", "index_2.html"],
        ),
        (
            "<a href='x/10.htm'>2</a><a href='x/9.htm'>3</a>...<a href='x/1.htm'>11</a><a href='x/10.htm'>下页</a>",
            [f"x/{n}.htm" for n in range(10, 0, -1)],
        ),
        ("<a href='x/1.htm'>2</a><a href='x/1.htm'>下页</a><a href='x/1.htm'>尾页</a>", ["x/1.htm"]),
        ("<a href='?page=2&amp;s=9'>下一页</a><a href='?page=4&amp;s=9'>末页</a>", [f"?page={n}&s=9" for n in (2, 3, 4)]),
        ("<a href='p2.html' rel='next'>more</a>", ["p2.html"]),
        ("<a href='p2.html' title='下一页'><img src='r.gif'></a>", ["p2.html"]),
        ("<span onclick=\"location.href='p_2.html'\">下一页</span>", ["p_2.html"]),
        ("<select><option value='index.html'>第1页</option><option value='index_1.html'>第2页</option></select>", ["index_1.html"]),
        ("<p>第2页 共2页 页次：2/2</p><a href='index_3.html'>下一页</a>", []),
        ("<div class='page'><span>1/3</span><a href='l_2.html'>下一页</a><a href='l_3.html'>尾页</a></div>", ["l_2.html", "l_3.html"]),
        ("<p>01/20</p><a href='l_2.html'>2</a><a href='l_3.html'>3</a>", ["l_2.html", "l_3.html"]),
        ("<a href='index_2.html'>转到第二张</a>", ["index_2.html"]),
        ("<a href='javascript:go(2)'>下一页</a>", []),
        ("".join(f"<a href='?day={n}'>{n}</a>" for n in range(1, 32)), []),
        ("<p>页次 1/6</p>" + "".join(f"<a href='?day={n}'>{n}</a>" for n in range(1, 32)), []),
        ("<a href='#'>下一页</a>", []),
        ("<a href=''>下一页</a>", []),
        ("<a href='http://b.gov.cn/2.html'>下一页</a>", []),
    ],
    ids=[
        "next", "next and last", "numbers and how many", "numbers", "backwards", "backwards of two", "query", "rel",
        "title", "a click", "options", "beyond its end", "position", "a date is no position", "sibling", "script",
        "calendar", "calendar beside a pager", "no address", "itself", "another host",
    ],
)  # fmt: skip
def test_pages(markup: str, expected: list[str]) -> None:
    assert others(markup) == expected


def test_from_a_page_in_the_middle() -> None:
    markup = "<span class='pages'>2/4</span><a href='../x.htm'>1</a><a href='2.htm'>3</a><a href='1.htm'>4</a>"
    assert others(markup, f"{URL}x/3.htm") == ["x.htm", "x/2.htm", "x/1.htm"]


def test_asp_net_pages_are_posts_of_the_page_s_own_form() -> None:
    markup = """<form><input type="hidden" name="__VIEWSTATE" value="/wEP"><input type=hidden name=__EVENTTARGET value="">
<input name="q" value="x"><a href="javascript:__doPostBack('Pager1','2')">2</a>
<a href="javascript:__doPostBack('Pager1','3')">3</a></form>"""
    links = pager.pages(Page(f"{URL}list.aspx?id=5", markup))
    assert [link.url for link in links] == [f"{URL}list.aspx?id=5"] * 2
    assert [dict(link.form or ()) for link in links] == [
        {"__VIEWSTATE": "/wEP", "__EVENTTARGET": "Pager1", "__EVENTARGUMENT": number} for number in ("2", "3")
    ]
    assert pager.pages(Page(f"{URL}list.aspx?id=5", markup, form=(("__EVENTARGUMENT", "2"),))) == ()
