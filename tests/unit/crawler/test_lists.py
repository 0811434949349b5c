"""When a list has ended: the traps that pagers are."""

from __future__ import annotations

from crawler.cms.base import Link
from crawler.lists import LIST_PAGES, Pages


def named(*numbers: int) -> list[tuple[str, Link]]:
    return [(f"p{number}", Link(f"http://www.x.gov.cn/p{number}")) for number in numbers]


def show(pages: Pages, rows: str, *more: int, fruit: bool = True, total: int | None = None) -> None:
    pages.shown(set(rows.split()), named(*more), total, fruit=fruit, step=False)


def following(pages: Pages) -> int | None:
    return next((number for number, _ in pages.next()), None)


def test_pages_come_one_after_the_other_each_once() -> None:
    pages = Pages(annual=True)
    show(pages, "a b", 2, 3)
    assert following(pages) == 2
    show(pages, "c d", 2, 3)
    assert following(pages) == 3
    show(pages, "e f", 2, 3)
    assert following(pages) is None


def test_the_same_rows_again_name_no_further_page() -> None:
    pages = Pages(annual=True)
    show(pages, "a b", 2)
    assert following(pages) == 2
    show(pages, "a b", 3, fruit=False)
    assert following(pages) is None


def test_a_first_page_under_another_number_hides_no_second() -> None:
    pages = Pages(annual=True)
    show(pages, "a b", 1, 2)
    assert following(pages) == 2
    show(pages, "a b", 1, 2, fruit=False)
    assert following(pages) == 3


def test_patience_is_longer_in_an_annual_column() -> None:
    for annual, asked in ((True, 3), (False, 2)):
        pages = Pages(annual=annual)
        show(pages, "a", 2, 3, 4, 5)
        asks = [following(pages)]
        while asks[-1]:
            show(pages, f"news{len(asks)}", fruit=False)
            asks.append(following(pages))
        assert [number for number in asks if number] == list(range(2, asked + 1))


def test_an_empty_first_page_only_leads_to_its_data() -> None:
    pages = Pages(annual=True)
    show(pages, "", 2, fruit=False)
    assert following(pages) == 2


def test_a_pager_that_grows_for_ever_is_left() -> None:
    pages = Pages(annual=True)
    number: int | None = 1
    while number:
        show(pages, f"row{number}", number + 1)
        number, last = following(pages), number
    assert last == LIST_PAGES


def test_a_list_that_declares_more_than_it_shows_is_short() -> None:
    pages = Pages(annual=True)
    show(pages, "a b", total=3)
    assert pages.short
    show(pages, "c", total=3)
    assert not pages.short


def test_a_list_that_goes_on_with_other_things_was_left() -> None:
    pages = Pages(annual=True)
    show(pages, "a b", 2, total=9)
    assert following(pages) == 2
    show(pages, "c d", 3, fruit=False)
    assert following(pages) == 3
    show(pages, "e f", 4, fruit=False)
    assert (following(pages), pages.short, pages.left) == (None, True, True)


def test_a_list_that_repeats_itself_was_not_left() -> None:
    pages = Pages(annual=True)
    show(pages, "a b", 2, 3, total=9)
    assert following(pages) == 2
    show(pages, "a b", fruit=False)
    assert following(pages) == 3
    show(pages, "a b", fruit=False)
    assert (following(pages), pages.short, pages.left) == (None, True, False)
