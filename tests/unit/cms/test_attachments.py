# ruff: noqa: E501  -- the pages stand as portals print them
"""Files of an article wherever it hides them: viewers, players, attributes, scripts; flip-books."""

from __future__ import annotations

import pytest

from crawler import cms
from crawler.cms.attachments import attachments
from crawler.cms.base import Page

URL = "http://www.a.gov.cn/zwgk/nb/2024.html"


def files(body: str, after: str = "") -> list[tuple[str, str]]:
    page = Page(
        URL,
        f"<html><body><div class='nav'><a href='/help.pdf'>帮助</a></div><div id='zoom'>{body}</div>{after}</body></html>",
    )
    return [
        (link.url.removeprefix("http://www.a.gov.cn"), link.text)
        for link in attachments(page, page.tree.cssselect("#zoom")[0])
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<iframe src='/pdfjs/web/viewer.html?file=%2Fattach%2F2024%E5%B9%B4%E6%8A%A5.pdf'></iframe>",
            ("/attach/2024年报.pdf", "2024年报.pdf"),
        ),
        ("<iframe src='/pdfjs/web/viewer.html?file=../../a/b.pdf#page=1'></iframe>", ("/a/b.pdf", "b.pdf")),
        ("<iframe src='/generic.html?file=%252Fattach%252Fb.pdf'></iframe>", ("/attach/b.pdf", "b.pdf")),
        ("<a href='/plugins/pdfjs/viewer.html?file=/attach/b.pdf'>2024年报</a>", ("/attach/b.pdf", "2024年报")),
        ("<iframe src='b.pdf'></iframe>", ("/zwgk/nb/b.pdf", "b.pdf")),
        ("<embed src='b.pdf' type='application/pdf'>", ("/zwgk/nb/b.pdf", "b.pdf")),
        ("<object data='b.pdf'></object>", ("/zwgk/nb/b.pdf", "b.pdf")),
        ("<object><param name='src' value='b.pdf'></object>", ("/zwgk/nb/b.pdf", "b.pdf")),
        ("<div data-url='/x/b.pdf'></div>", ("/x/b.pdf", "b.pdf")),
        (
            "<div class='wp_pdf_player' pdfsrc='/_upload/article/files/b.pdf'></div>",
            ("/_upload/article/files/b.pdf", "b.pdf"),
        ),
        (
            "<a href='javascript:void(0)' onclick=\"window.open('/x/b.docx')\">年报.docx</a>",
            ("/x/b.docx", "年报.docx"),
        ),
        ("<script>PDFObject.embed('/x/b.pdf', '#v');</script>", ("/x/b.pdf", "b.pdf")),
        ('<script>var DEFAULT_URL = "/x/b.pdf";</script>', ("/x/b.pdf", "b.pdf")),
        ("<script>load({pdfurl:'/file/get?id=7&name=b.pdf'})</script>", ("/file/get?id=7&name=b.pdf", "b.pdf")),
    ],
)
def test_hidden_files(body: str, expected: tuple[str, str]) -> None:
    assert files(body) == [expected]


@pytest.mark.parametrize(
    "body",
    [
        "<p>见附件.pdf</p>",
        "<script>if (name.endsWith('.pdf') || type == 'docx') {}</script>",
        "<div data-url='/list.html'></div>",
        "<iframe src='/video.html?src=/a.mp4'></iframe>",
        "<a href='/zwgk/nb/2023.html'>2023年报</a>",
    ],
)
def test_what_is_no_file(body: str) -> None:
    assert files(body) == []


def test_scripts_and_attributes_count_in_the_body_alone() -> None:
    after = "<script>open('/x/b.pdf')</script><div data-url='/x/c.pdf'></div><a href='/x/d.pdf'>附件：年报.pdf</a>"
    assert files("<p>x</p>", after) == [("/x/d.pdf", "年报.pdf")]


BOOK = "http://180.76.149.248:88/book/2022dzs/jyj/files/basic-html/"


def book(number: int, bar: str) -> Page:
    return Page(
        f"{BOOK}page{number}.html",
        f"<html><head><title>Page {number} - 文登区教育局2022年政府信息公开工作年度报告</title></head><body><div id='toolbar'>{bar}</div>"
        "<div id='text-container'><p>一、总体情况</p><p>2022年，全区教育系统认真贯彻。</p></div></body></html>",
    )


@pytest.mark.parametrize(
    ("bar", "pages"),
    [
        ("<a href='page2.html'>Next</a><a href='page4.html'>Last</a>", [2, 3, 4]),
        ("<span class='page'>1 / 3</span><a href='page2.html'>Next</a>", [2, 3]),
        ("<a href='page2.html'>Next</a><script>var totalPageCount = 5;</script>", [2, 3, 4, 5]),
        ("", []),
    ],
)
def test_first_page_of_a_flip_book_leads_to_the_others(bar: str, pages: list[int]) -> None:
    found = cms.article(book(1, bar))
    assert found is not None
    assert found.title == "文登区教育局2022年政府信息公开工作年度报告"
    assert found.container == "#text-container"
    assert [link.url for link in found.further] == [f"{BOOK}page{number}.html" for number in pages]
    assert (found.page_count, found.attachments) == (1 + len(pages), ())


def test_pdf_of_a_flip_book_instead_of_its_pages() -> None:
    found = cms.article(book(1, "<a href='page2.html'>Next</a><a href='../../2022.pdf'>Download</a>"))
    assert found is not None
    assert [link.url for link in found.attachments] == ["http://180.76.149.248:88/book/2022dzs/jyj/2022.pdf"]
    assert found.page_count == 1


def test_other_pages_lead_nowhere() -> None:
    found = cms.article(book(2, "<a href='page3.html'>Next</a>"))
    assert found is not None and (found.attachments, found.further, found.page_count) == ((), (), 1)
