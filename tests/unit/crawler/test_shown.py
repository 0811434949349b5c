"""What counts as a change of a page of the way, and a list that has been emptied."""

from __future__ import annotations

from crawler.cms.base import Page
from crawler.shown import emptied, shown

URL = "http://www.x.gov.cn/zfxxgknb/2023/"
NAME = "某县{1}2023年政府信息公开工作年度报告"
ROW = f'<li><a href="/art/2024/1/{{0}}/art_1_{{0}}.html">{NAME}</a><span>2024-01-{{0}}</span></li>'


def column(*names: str, news: str = "", day: int = 10) -> Page:
    rows = "".join(ROW.format(day + at, name) for at, name in enumerate(names))
    return Page(URL, f'<a href="/zfxxgk/">政府信息公开</a><p>访问量 {news}</p><ul>{rows}</ul>')


def test_news_and_counters_are_no_change() -> None:
    one, other = column("民政局", "财政局", news="17"), column("民政局", "财政局", news="18")
    assert shown(one, annual=True) == shown(other, annual=True)


def test_an_item_or_its_date_is_a_change() -> None:
    before = shown(column("民政局", "财政局"), annual=True)
    assert shown(column("民政局"), annual=True) != before
    assert shown(column("民政局", "财政局", day=11), annual=True) != before


def test_a_page_of_the_way_changes_with_its_doors() -> None:
    home = '<a href="/zfxxgk/">政府信息公开</a><a href="/news/{0}.html">今日要闻：某地{0}</a>{1}'
    before = shown(Page("http://www.x.gov.cn/", home.format(1, "")), annual=False)
    assert shown(Page("http://www.x.gov.cn/", home.format(2, "")), annual=False) == before
    more = '<a href="/nb/">政府信息公开年报</a>'
    assert shown(Page("http://www.x.gov.cn/", home.format(2, more)), annual=False) != before


def test_a_list_that_has_been_emptied() -> None:
    full, empty = column("民政局", "财政局"), column()
    assert emptied(full, empty)
    assert not emptied(full, column("民政局"))
    assert not emptied(empty, empty)
