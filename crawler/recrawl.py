"""Whether what we may know is asked again, and how: a pure policy with a reason for each answer.

How long the last answer is good for (docs/recrawl.md):

| what | January–April | May–December |
|---|---|---|
| robots.txt, the pages where the walk begins | every run | every run |
| an open page: the way, a list that a new report may enter | 1 day | 7 days |
| a settled page: a finished year's column, a list's further pages | 30 days | 90 days |
| a year that an endpoint does not have yet | 1 day | 7 days |
| a report of a year that is not finished | 7 days | 7 days |
| what could not be read or assigned | 30 days | 30 days |
| any other document | 90 days | 90 days |

A page that is due by none of these is asked at once where the page that leads to it has changed, a document where
its list shows another date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Action = Literal["fetch", "conditional", "skip"]
Reason = Literal[
    "full",
    "new",
    "failed_before",
    "start",
    "stirred",
    "date_changed",
    "recheck",
    "listed_unchanged",
    "finished_year",
    "checked_lately",
]

# What each reason leads to.
TABLE: dict[Reason, tuple[Action, str]] = {
    "full": ("fetch", "the admin said full=1"),
    "new": ("fetch", "never fetched"),
    "failed_before": ("fetch", "the last fetch of it failed, or was not read to its end"),
    "start": ("conditional", "the walk begins here"),
    "stirred": ("conditional", "the page that leads to it has changed"),
    "date_changed": ("conditional", "the list shows another date than when it was fetched"),
    "recheck": ("conditional", "not checked for long"),
    "listed_unchanged": ("skip", "the list shows the same date, and it was checked lately"),
    "finished_year": ("skip", "its year is over, and it was checked lately"),
    "checked_lately": ("skip", "checked lately"),
}

# Reports of a year are due by 31 March of the next, and corrected for some weeks: from May on it is finished.
SEASON_ENDS = 5
# Days for which an answer is good: in the season, else.
OPEN_PAGE = (1, 7)
SETTLED_PAGE = (30, 90)
AWAITED = (1, 7)
UNFINISHED = (7, 7)
DOUBTFUL = (30, 30)
DOCUMENT = (90, 90)


@dataclass(frozen=True, slots=True)
class Known:
    """What the last fetch of a document or a page left behind.

    `listed` is the date that the list showed then, `checked` the day of the last answer (304 included).
    `kept`: the answer is in the object store and, if a document, was read; `absent`: the answer was that there is
    none; `doubtful`: it was read, but to no good end.
    """

    checked: date
    listed: str | None = None
    year: int | None = None
    kept: bool = True
    absent: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    action: Action
    reason: Reason


def finished(year: int, today: date) -> bool:
    """Whether the reports of a year should all be out and settled."""
    return year < today.year - 1 or (year == today.year - 1 and today.month >= SEASON_ENDS)


def decide(
    known: Known | None, today: date, *, listed: str | None = None, year: int | None = None, full: bool = False
) -> Decision:
    """Ask for a document again, ask conditionally, or leave it.

    `listed` is the date that the list shows now (ISO), `year` the report year where a link tells it.
    """
    return _decision(_of_document(known, today, listed, year, full))


def decide_page(
    known: Known | None,
    today: date,
    *,
    year: int | None = None,
    page_number: int = 1,
    start: bool = False,
    stirred: bool = False,
    full: bool = False,
) -> Decision:
    """The same for a page of the way. `year` is the column's, `page_number` that within its list; `start`: the
    walk begins here; `stirred`: what the page shows that leads here has changed."""
    return _decision(_of_page(known, today, year, page_number, start, stirred, full))


def _decision(reason: Reason) -> Decision:
    return Decision(TABLE[reason][0], reason)


def _of_document(known: Known | None, today: date, listed: str | None, year: int | None, full: bool) -> Reason:
    if full:
        return "full"
    if known is None:
        return "new"
    if not known.kept and not known.absent:
        return "failed_before"
    if listed and known.listed and listed != known.listed:
        return "date_changed"
    of_year = year or known.year
    settled = of_year is None or finished(of_year, today)
    good_for = AWAITED if known.absent else UNFINISHED
    if settled:
        good_for = DOUBTFUL if known.doubtful else DOCUMENT
    if not _lately(known, today, good_for):
        return "recheck"
    if listed and listed == known.listed:
        return "listed_unchanged"
    return "finished_year" if of_year is not None and settled else "checked_lately"


def _of_page(
    known: Known | None, today: date, year: int | None, page_number: int, start: bool, stirred: bool, full: bool
) -> Reason:
    if full:
        return "full"
    if known is None:
        return "new"
    if not known.kept and not known.absent:
        return "failed_before"
    if start:
        return "start"
    if stirred:
        return "stirred"
    settled = page_number > 1 or (year is not None and finished(year, today))
    if not _lately(known, today, SETTLED_PAGE if settled else OPEN_PAGE):
        return "recheck"
    return "finished_year" if settled else "checked_lately"


def _lately(known: Known, today: date, good_for: tuple[int, int]) -> bool:
    """Whether the last answer is still good: checked less than so many days ago."""
    days = good_for[0] if today.month < SEASON_ENDS else good_for[1]
    return today - known.checked < timedelta(days=days)
