"""A report among the news of a home page: it is taken, and it does not stand for the column it comes from."""

from __future__ import annotations

from crawler.arguments import CrawlArguments
from crawler.cms.base import Page
from crawler.visit import Visit
from crawler.walk import Walk

HOME = "http://www.x.gov.cn/"
STRAY = '<a href="/gs/6.html">某县水利局2023年政府信息公开工作年度报告</a>'


def home(*links: str) -> tuple[Walk, list[Visit]]:
    """A walk that has seen its home page, and what that led to."""
    walk = Walk(None, CrawlArguments(), 2025, HOME)
    [start] = walk.start()
    return walk, walk.page(Page(HOME, f"<html><body>{''.join(links)}</body></html>"), start)


def test_a_weak_door_is_opened_although_one_report_was_among_the_news() -> None:
    walk, found = home(STRAY, '<a href="/zw/index.html">政务公开</a>')
    assert [visit.link.text for visit in found] == ["某县水利局2023年政府信息公开工作年度报告"]
    assert [visit.url for visit in walk.more(1)] == [f"{HOME}zw/index.html"]


def test_a_weak_door_stays_closed_where_a_column_was_found() -> None:
    walk, found = home('<a href="/nb/">政府信息公开年报</a>', '<a href="/zw/index.html">政务公开</a>')
    [column] = found
    rows = "".join(f'<li><a href="/nb/{n}.html">某县水利局{n}年政府信息公开年报</a></li>' for n in (2021, 2022))
    assert len(walk.page(Page(column.url, f"<html><body><ul>{rows}</ul></body></html>"), column)) == 2
    assert walk.more(2) == []


def test_the_pages_of_an_authority_are_opened_although_one_of_its_reports_was_among_the_news() -> None:
    walk, _ = home(STRAY, '<a href="/xx/index.html">政府信息公开</a>')
    [hub] = walk.more(1)
    names = ("水利局", "人民政府", "梅山镇人民政府")
    units = "".join(f'<a href="/dw/{n}.html">{name}</a>' for n, name in enumerate(names))
    assert walk.page(Page(hub.url, f"<html><body>{units}</body></html>"), hub) == []
    opened = {visit.link.text for _ in range(3) for visit in walk.more(1)}
    assert opened == set(names)


def test_an_empty_page_of_a_list_that_counts_more_is_followed_by_the_next_numbering() -> None:
    walk, [column] = home('<a href="/xxgknb/">政府信息公开年报</a>')
    rows = "".join(f'<li><a href="./20220{n}/t20220{n}01_1.shtml">某县水利局{n}公告</a></li>' for n in range(1, 7))
    pager = '<script>createPageHTML("page_div",2,1,"szywlist","shtml",11);</script>'
    text = f'<html><body><ul class="list">{rows}</ul>{pager}</body></html>'
    [second] = walk.page(Page(column.url, text), column)
    stub = "<html><body><div>没有更多内容</div></body></html>"
    [other] = walk.page(Page(second.url, stub), second)
    assert {second.url, other.url} == {f"{HOME}xxgknb/szywlist_{n}.shtml" for n in (1, 2)}
