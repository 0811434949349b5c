"""A report whose file its portal withholds: a captcha or a refusal stands in the file's place.

Its article shows no report, and yet nobody may say that there is none: it is unreadable, not "not a report".
"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from models.crawls import Capture as CaptureRow
from pipelines.identity import classify_headline

WITHHELD = frozenset({"blocked", "soft_404", "stub", "http_401", "http_403"})
"""captures.outcome of a file that may be there for others; one that is gone (404) is gone for all."""


def lacks_file(session: Session, article: CaptureRow) -> bool:
    """Whether an article that is called an annual report links a file that was withheld when it was last asked."""
    if article.role != "article" or not _is_called_report(article):
        return False
    last = (
        select(CaptureRow.outcome)
        .where(CaptureRow.site == article.site, CaptureRow.parent_url == article.final_url)
        .where(CaptureRow.role == "attachment")
        .ext(distinct_on(CaptureRow.url_key))
        .order_by(CaptureRow.url_key, CaptureRow.fetched_at.desc(), CaptureRow.id.desc())
    )
    return any(outcome in WITHHELD for outcome in session.scalars(last))


def article_of(session: Session, file: CaptureRow) -> CaptureRow | None:
    """The article that links a withheld file, as it was last fetched; None for any other capture."""
    if file.role != "attachment" or file.parent_url is None or file.outcome not in WITHHELD:
        return None
    return session.scalar(
        select(CaptureRow)
        .where(CaptureRow.site == file.site, CaptureRow.role == "article")
        .where(or_(CaptureRow.final_url == file.parent_url, CaptureRow.url == file.parent_url))
        .order_by(CaptureRow.fetched_at.desc(), CaptureRow.id.desc())
        .limit(1)
    )


def _is_called_report(article: CaptureRow) -> bool:
    headlines = (str(item[2]) for item in article.evidence if item[0] == "headline")
    return any(classify_headline(headline).is_report for headline in headlines)
