"""What a list tells of its items: whether one may be a report, and of whom and which year it says to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crawler.cms.base import Article, Link, Page
from crawler.cms.dom import by_css
from crawler.discovery.links import column_year, is_candidate, is_doubtful, reads_like_report
from pipelines.evidence import Evidence
from pipelines.identity import classify_headline

# What a column of annual reports cannot outweigh: 召开…年度报告部署会 stands in many of them.
VETO = ("about something else", "not an organ of government", "a sentence")


def may_be_report(link: Link, context: Sequence[str], *, listed: bool = False) -> bool:
    """Whether a link may be a report; `listed`: a list within a column of annual reports shows it."""
    if classify_headline(link.text).reason.startswith(VETO):
        return False
    return is_candidate(link.text, link.url, context) or (listed and is_doubtful(link.text, link.url, context))


def is_report(page: Page, article: Article) -> bool:
    """Whether an article is a report by its own title or body, whatever led to it."""
    if classify_headline(article.title or "").is_report:
        return True
    bodies = by_css(page.tree, article.container) if article.container else []
    return reads_like_report("".join(body.text_content() for body in bodies))


def evidence_of(link: Link, column: str | None, agency: str | None, year: int | None) -> Iterable[Evidence]:
    """What a list tells of an item: the anchor's agency and year, the column's year, the date beside it."""
    if agency:
        yield Evidence("agency", "anchor", agency, link.text)
    if year:
        yield Evidence("year", "anchor", str(year), link.text)
    if column and (of_column := column_year(column)):
        yield Evidence("year", "column", str(of_column), column)
    if link.date:
        yield Evidence("published_on", "column", link.date, link.date)
