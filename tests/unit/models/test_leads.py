"""A file that several articles link: read in the light of the same one, whichever came first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest
from sqlalchemy import select, text

from models.crawls import Capture as CaptureRow
from models.session import session
from pipelines.capture import Capture, Hop, Lead
from pipelines.evidence import Evidence
from pipelines.leads import Leads, led_anew, take_lead
from pipelines.report import Reading
from pipelines.rereading import Kept
from pipelines.saving import save_capture, save_readings
from tests.unit.models.made import AGENCY, capture, reading, sha256

FILE = "http://www.wip.gov.cn/attach/1.pdf"


def lead(number: int, published: str | None, *, year: bool = True) -> Lead:
    url = f"http://www.wip.gov.cn/art/{number}.html"
    said = [Evidence("year", "anchor", "2024", "2024年报告")] if year else []
    dated = [Evidence("published_on", "published_on", published, published)] if published else []
    return Lead(FILE, url, f"{number}.pdf", [Hop(url, "年报")], [*said, *dated])


EARLY, LATE, UNDATED = lead(3, "2025-01-20"), lead(1, "2025-03-01"), lead(2, None)
OF_ALL_YEARS = lead(4, "2015-06-01", year=False)


def fetched_by(lead: Lead) -> Capture:
    made = capture(url=FILE)
    made.role, made.parent_url, made.file_name = "attachment", lead.parent_url, lead.file_name
    made.trail, made.evidence = list(lead.trail), list(lead.evidence)
    return made


def read(made: Capture) -> Reading:
    """What a reader makes of it: the date is its article's."""
    found = reading()
    found.identity.published_on = next((e.value for e in made.evidence if e.about == "published_on"), None)
    return found


def crawl(articles: Sequence[Lead], known: int) -> tuple[object, ...]:
    """The file is fetched by the first article, `known` of them being known by then; the others come after."""
    leads = Leads()
    leads.offer(articles[:known])
    made = fetched_by(articles[0])
    digest = sha256(made.body)
    with session() as opened:
        leads.settle(opened, made)
        number = save_capture(opened, made, digest, len(made.body), "application/pdf")
    with session() as opened:
        save_readings(opened, number, digest, [read(made)])
    for article in articles[known:]:
        with session() as opened:
            better: list[Kept] = led_anew(opened, [article])
        for kept in better:
            with session() as opened:
                assert take_lead(opened, kept)
                save_readings(opened, kept.capture_id, kept.digest, [read(kept.capture)], led_anew=True)
    with session() as opened:
        row = opened.scalars(select(CaptureRow)).one()
        report = opened.execute(text("SELECT agency, year, published_on, revision FROM v_reports")).one()
        return row.parent_url, row.file_name, row.context_digest, row.trail, row.evidence, tuple(report)


@pytest.mark.parametrize("known", [1, 2, 3, 4])
@pytest.mark.parametrize("order", list(permutations([EARLY, LATE, UNDATED, OF_ALL_YEARS]))[::5])
def test_the_first_article_that_names_a_year_whatever_the_order(
    database: str, order: tuple[Lead, ...], known: int
) -> None:
    parent, name, *_, report = crawl(order, known)
    assert (parent, name) == (EARLY.parent_url, "3.pdf")
    assert report == (AGENCY, 2024, date(2025, 1, 20), 1)


def test_a_later_run_that_sees_another_article_alone_keeps_the_better_one(database: str) -> None:
    crawl([EARLY], 1)
    again = fetched_by(LATE)
    with session() as opened:
        Leads().settle(opened, again)
    assert (again.parent_url, again.evidence) == (EARLY.parent_url, EARLY.evidence)


def test_the_same_article_may_say_something_else_now(database: str) -> None:
    crawl([EARLY], 1)
    corrected = fetched_by(lead(3, "2025-02-02"))
    with session() as opened:
        Leads().settle(opened, corrected)
    assert Evidence("published_on", "published_on", "2025-02-02", "2025-02-02") in corrected.evidence


def test_a_still_better_lead_that_came_meanwhile_stands(database: str) -> None:
    crawl([UNDATED], 1)
    with session() as opened:
        [late] = led_anew(opened, [LATE])
        [early] = led_anew(opened, [EARLY])
    with session() as opened:
        assert take_lead(opened, early)
    with session() as opened:
        assert not take_lead(opened, late)


def test_what_no_article_links_has_no_lead(database: str) -> None:
    plain = capture(url=FILE)
    leads = Leads()
    leads.offer([EARLY])
    with session() as opened:
        leads.settle(opened, plain)
    assert plain.parent_url is None and plain.evidence == capture(url=FILE).evidence
