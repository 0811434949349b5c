"""The portal's own search: what it is asked for, and in which order."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from crawler.cms.base import Link, Page
from crawler.registry import Search
from crawler.search import PAGES, WORDS, YEARS, Gaps, SiteSearch

FIELDS = '<input name="searchword"><input type="hidden" name="channelid" value="2587">'
FORM = f'<form action="/was5/web/search">{FIELDS}</form>'
HOME = Page("http://www.x.gov.cn/", f"<html><body>{FORM}</body></html>")


def words(links: object) -> list[str]:
    return [parse_qs(urlsplit(link.url).query)["searchword"][0] for link in links]  # type: ignore[attr-defined]


def show(search: SiteSearch, rows: int, total: int) -> None:
    """The first results of a search."""
    listed = {f"r{n}" for n in range(rows)}
    search.begin().shown(listed, [("p2", Link("http://www.x.gov.cn/p2"))], total, fruit=True, step=False)


def test_years_that_most_agencies_lack_come_first() -> None:
    gaps = Gaps()
    for year in (2021, 2022, 2024):
        gaps.found("某市财政局", year)
    for year in (2020, 2022, 2023, 2024):
        gaps.found("某市人民政府", year)
    gaps.found(None, 2008)
    gaps.found("某局", None)
    assert gaps.years(2024, lambda year: True) == [2023, 2021, 2020]
    assert gaps.years(2024, lambda year: year > 2021) == [2023]
    assert gaps.years(2025, lambda year: True)[0] == 2025
    assert Gaps().years(2025, lambda year: True) == []


def test_all_reports_are_searched_for_at_once() -> None:
    search = SiteSearch()
    search.offered(HOME)
    search.offered(HOME)  # the same form on another page is no second way
    assert words(search.next(list)) == [WORDS]
    show(search, 7, 7)
    assert list(search.next(lambda: [2019])) == []  # it has shown all that it knows


def test_a_search_that_knows_more_than_it_shows_is_asked_year_by_year() -> None:
    search = SiteSearch()
    search.offered(HOME)
    list(search.next(list))
    show(search, 20, 4711)
    years = list(range(2025, 2007, -1))
    asked = []
    while links := list(search.next(lambda: years)):
        asked += words(links)
    assert asked == [f"{year}年政府信息公开" for year in years[:YEARS]]


def test_results_end_after_some_pages() -> None:
    pages = SiteSearch().begin()
    for number in range(1, 20):
        following = (f"p{number + 1}", Link(f"http://www.x.gov.cn/p{number + 1}"))
        pages.shown({f"r{number}"}, [following], 4711, fruit=True, step=False)
        if next(pages.next(), None) is None:
            break
    assert number == PAGES


def test_the_search_of_a_site_file_is_asked_in_each_category() -> None:
    declared = Search(
        endpoint="http://www.y.gov.cn/jsearchfront/search.do", websiteid="371", cateid=("1082", "1103"), tpl="1361"
    )
    search = SiteSearch(declared)
    search.offered(HOME)
    asked = [parse_qs(urlsplit(link.url).query) for link in search.next(list)]
    assert [(each["websiteid"], each["cateid"], each["q"]) for each in asked] == [
        (["371"], ["1082"], [WORDS]),
        (["371"], ["1103"], [WORDS]),
    ]


def test_a_portal_without_a_search_is_not_asked() -> None:
    search = SiteSearch()
    search.offered(Page("http://www.x.gov.cn/", "<html><body><a href='/'>x</a></body></html>"))
    assert list(search.next(lambda: [2019])) == []
