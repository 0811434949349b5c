"""Whether a document that we may know is asked again, and how: a pure policy with a reason for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Action = Literal["fetch", "conditional", "skip"]
Reason = Literal[
    "full", "new", "failed_before", "date_changed", "doubtful", "listed_unchanged", "finished_year", "recheck"
]

# What each reason leads to; the order is the order in which they are asked.
TABLE: dict[Reason, tuple[Action, str]] = {
    "full": ("fetch", "the admin said full=1"),
    "new": ("fetch", "never fetched"),
    "failed_before": ("fetch", "the last fetch of it failed, or was not read to its end"),
    "date_changed": ("conditional", "the list shows another date than when it was fetched"),
    "doubtful": ("conditional", "it could not be read, or not be assigned"),
    "listed_unchanged": ("skip", "the list shows the same date, and it was checked lately"),
    "finished_year": ("skip", "its year is over, and it was checked lately"),
    "recheck": ("conditional", "a new year, or not checked for long"),
}

# Reports of a year are due by 31 March of the next, and corrected for some weeks: from May on it is finished.
SEASON_ENDS = 5
RECHECK_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Known:
    """What the last fetch of a document left behind.

    `listed` is the date that the list showed then, `checked` the day of the last answer (304 included).
    `kept`: the answer is in the object store and was read; `absent`: the answer was that there is none;
    `doubtful`: it was read, but to no good end.
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
    """Ask again, ask conditionally, or leave it: the first reason of TABLE that applies.

    `listed` is the date that the list shows now (ISO), `year` the report year where a link tells it.
    """
    reason = _reason(known, today, listed, year, full)
    return Decision(TABLE[reason][0], reason)


def _reason(known: Known | None, today: date, listed: str | None, year: int | None, full: bool) -> Reason:
    if full:
        return "full"
    if known is None:
        return "new"
    if not known.kept and not known.absent:
        return "failed_before"
    if listed and known.listed and listed != known.listed:
        return "date_changed"
    if known.doubtful:
        return "doubtful"
    lately = today - known.checked <= RECHECK_AFTER
    if lately and listed and listed == known.listed:
        return "listed_unchanged"
    settled = year or known.year
    if lately and settled is not None and finished(settled, today):
        return "finished_year"
    return "recheck"
