"""Puts an article together from its body and headline: evidence, date, attachments."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.cms import fields
from crawler.cms.attachments import attachments
from crawler.cms.base import Article, Page
from crawler.cms.dom import css
from crawler.cms.further import further_pages
from pipelines.evidence import Evidence


def compose(
    page: Page, container: HtmlElement | None, title: str | None, more: Sequence[Evidence] = ()
) -> Article:
    """An article from its parts, `more` evidence first."""
    header = fields.header_lines(page, container)
    dates = tuple(fields.published(page, header))
    named = (Evidence("headline", "headline", title, title),) if title else ()
    evidence = (
        *more,
        *named,
        *fields.agency_evidence(page, header),
        *fields.year_evidence(page, header),
        *dates,
    )
    further, page_count = further_pages(page, container)
    return Article(
        title=title,
        container=css(container) if container is not None else None,
        published_on=dates[0].value if dates else None,
        evidence=tuple(dict.fromkeys(evidence)),
        attachments=attachments(page, container),
        further=further,
        page_count=page_count,
    )
