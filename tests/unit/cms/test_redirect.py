# ruff: noqa: E501  -- the pages stand as portals print them
"""Pages that only lead on, and full pages that do not."""

from __future__ import annotations

import pytest

from crawler import cms
from crawler.cms.base import Page

URL = "http://www.a.gov.cn/col/col1053/index.html"
TARGET = "http://www.a.gov.cn/xxgk/nb.html"
PROSE = "<p>根据《中华人民共和国政府信息公开条例》要求，编制本报告。</p>" * 5


def led(html: str, url: str = URL) -> str | None:
    link = cms.redirect(Page(url, html))
    return link.url if link else None


@pytest.mark.parametrize(
    "html",
    [
        "<meta http-equiv='refresh' content='0;url=/xxgk/nb.html'>",
        "<META content=\"3; URL='/xxgk/nb.html'\" HTTP-EQUIV=Refresh>",
        "<script>window.location.href='/xxgk/nb.html';</script>",
        '<script>\n// location.href = "/old.html";\nlocation = "http://www.a.gov.cn/xxgk/nb.html"</script>正在跳转…',
        "<script>location.replace( '/xxgk/nb.html' )</script><p>如果没有跳转，请点击<a href='/x.html'>这里</a></p>",
        "<script>function newsSkip(data){if(data!=''){location.href = data;}} newsSkip('/xxgk/nb.html');</script>",
        '<script>top.location.assign("http:\\/\\/www.a.gov.cn\\/xxgk\\/nb.html")</script>',
        "<body><iframe width=100% src='/xxgk/nb.html'></iframe></body>",
        "<frameset><frame src='/xxgk/nb.html'></frameset>",
    ],
)
def test_shells(html: str) -> None:
    assert led(html) == TARGET


@pytest.mark.parametrize(
    "html",
    [
        f"<script>location.href='/m.html'</script>{PROSE}",
        "<script>if(/Android|iPhone/i.test(navigator.userAgent)){location.href='http://m.a.gov.cn/'}</script><div id=app></div>",
        "<!-- <script>location.href='/old.html'</script> --><p>x</p>",
        "<script>/* location.href='/old.html' */</script>",
        f"<script>location.href='{URL}'</script>",
        "<meta http-equiv='refresh' content='300'>",
        "<script>location.href = base + id;</script>",
        "<script>location.href='javascript:void(0)'</script>",
        "<body><iframe src='/pdfjs/web/viewer.html?file=a.pdf'></iframe></body>",
        "<body><iframe src='http://map.example.com/'></iframe></body>",
        "<body><iframe src='/a.html'></iframe><iframe src='/b.html'></iframe></body>",
        "",
    ],
)  # fmt: skip
def test_pages_that_stay(html: str) -> None:
    assert led(html) is None


BOOK = "http://180.76.149.248:88/book/2022dzs/jyj/"


@pytest.mark.parametrize("name", ["", "index.html", "mobile/index.html"])
def test_a_flip_book_s_program_leads_to_its_text(name: str) -> None:
    html = "<html><head><title>教育局</title><script src='javascript/LoadingJS.js'></script></head><body></body></html>"
    assert led(html, BOOK + name) == f"{BOOK}files/basic-html/page1.html"
