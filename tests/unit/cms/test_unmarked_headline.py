"""A headline that no tag and no class marks: ArticleTitle tells which element prints it."""

from __future__ import annotations

from crawler.cms import generic
from crawler.cms.base import Page

TITLE = "某县教育局 2021 年政府信息公开年度报告"
FILE = '<p>附件：<a href="/up/1.pdf">教育局2021年年报.pdf</a></p>'


def page(meta: str) -> Page:
    """A page with nothing but a headline and a file."""
    body = f'<div class="w3-a"><strong class="w3-t">{TITLE}</strong><div class="w3-c">{FILE}</div></div>'
    return Page(
        "http://www.x.gov.cn/gk/content_1",
        f'<html><head><title>某县人民政府</title><meta name="ArticleTitle" content="{meta}"></head>'
        f"<body>{body}</body></html>",
    )


def test_the_file_below_an_unmarked_headline_is_its_attachment() -> None:
    found = generic.article(page(TITLE))
    assert found is not None
    assert found.title == TITLE
    assert [link.url for link in found.attachments] == ["http://www.x.gov.cn/up/1.pdf"]


def test_without_article_title_nothing_is_taken_for_a_headline() -> None:
    assert generic.article(page("")) is None
