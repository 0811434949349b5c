"""How a run ended: an exit code, a reason for the ledger, a sentence for a person. A pure function of facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.exitcodes import ExitCode

# What Scrapy or an extension of ours says when a limit of time or size ended the run.
LIMITS = {
    "closespider_timeout": "the time limit was reached (-s CLOSESPIDER_TIMEOUT=SECONDS)",
    "closespider_pagecount": "the page limit was reached (-s CLOSESPIDER_PAGECOUNT=N)",
    "closespider_itemcount": "the document limit was reached (-s CLOSESPIDER_ITEMCOUNT=N)",
    "page_budget": "the page budget was used up (politeness.max_pages in the site file, or -s PAGE_BUDGET=N)",
    "byte_budget": "the byte budget was used up (politeness.max_bytes in the site file, or -s BYTE_BUDGET=N)",
    "memusage_exceeded": "the memory limit was reached (-s MEMUSAGE_LIMIT_MB=N)",
    "stalled": "the portal stopped answering",
    "shutdown": "a signal stopped it",
}
# One report of twenty may vanish between two runs without an alarm; likewise one item of twenty may be hidden.
DROP = 0.95
# The share of filled cells may fall so far between two runs, and a new year so far below the years before it.
FILL_DROP = 0.1
FILL_DROP_NEW = 0.25
ALL = "all"
"""The key of all years together in `Facts.fill`."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was found: reports, agencies that have one, report years that have one."""

    reports: int = 0
    agencies: int = 0
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Expected:
    """The site file's lower bounds; `years` are the first and the last report year that must be there, `unlisted`
    how many items a list may declare beyond those that it shows."""

    reports: int
    agencies: int
    years: tuple[int, int]
    fill: float | None = None
    unlisted: int = 0


@dataclass(frozen=True, slots=True)
class LastGood:
    """The last good whole crawl: its reports, and its share of filled cells by year."""

    reports: int
    fill: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong: `key` of crawler/alarms/causes.toml, and the fact with its numbers."""

    key: str
    fact: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened. `reason` is Scrapy's finish reason; `partial` is a crawl of some years or one agency only;
    `answers` counts answers below status 500, `unrendered` pages that stayed empty for want of a browser;
    `blocked` names challenges and firewalls met, as host (product), `challenged` that one was a challenge.
    `fill` is the share of cells that hold a number, by report year and for ALL; `short` are the lists that declare
    more items than they show: address, declared, seen. `archive`: a web archive was searched, which may have
    nothing; `archive_failed` is its last failure to give what it has."""

    reason: str
    found: Coverage = Coverage()
    expected: Expected | None = None
    last_good: LastGood | None = None
    fill: Mapping[str, float] = field(default_factory=dict)
    short: Sequence[tuple[str, int, int]] = ()
    partial: bool = False
    answers: int = 0
    blocked: Sequence[str] = ()
    challenged: bool = False
    forbidden: int = 0
    robots_forbidden: int = 0
    down: Sequence[str] = ()
    errors: int = 0
    unrendered: int = 0
    lost: str | None = None
    disk_full: str | None = None
    archive: bool = False
    archive_failed: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`causes` are what an alarm tells; none where all is well, or where only a part was crawled."""

    code: ExitCode
    reason: str
    message: str
    causes: tuple[Cause, ...] = ()

    @classmethod
    def of(cls, code: ExitCode, reason: str, *causes: Cause, note: str = "") -> Outcome:
        """The outcome whose message tells its causes."""
        return cls(code, reason, "; ".join([*(cause.fact for cause in causes), *([note] if note else [])]), causes)


def judge(facts: Facts) -> Outcome:
    """The outcome; where several things went wrong, the one that an admin must mend first."""
    if facts.disk_full:
        return Outcome.of(ExitCode.DISK_FULL, "disk_full", Cause("disk_full", facts.disk_full))
    if facts.lost:
        what = f"the database went away: {facts.lost}; what was fetched is kept, the next run carries on"
        return Outcome.of(ExitCode.NO_DATABASE, "database_unavailable", Cause("database", what))
    if facts.blocked:
        what = f"blocked by {', '.join(facts.blocked)}: the portal does not want this client now"
        return Outcome.of(ExitCode.BLOCKED, "blocked", Cause("challenge" if facts.challenged else "blocked", what))
    if facts.reason in LIMITS:
        what = f"{LIMITS[facts.reason]}; the next run carries on"
        return Outcome.of(ExitCode.LIMIT, facts.reason, Cause("limit", what))
    if facts.errors or facts.reason != "finished":
        what = f"{facts.errors} pages or documents could not be processed" if facts.errors else facts.reason
        reason = "errors" if facts.errors else facts.reason
        return Outcome.of(ExitCode.CRASH, reason, Cause("crashed", f"{what}: see the log"))
    if facts.archive:
        return _of_archive(facts)
    if not facts.answers:
        down = "; ".join(facts.down) or "no answer"
        cause = Cause("unreachable", f"the portal could not be reached ({down})")
        return Outcome.of(ExitCode.TOO_FEW_REPORTS, "unreachable", cause)
    if not facts.found.reports and facts.forbidden:
        cause = Cause("blocked", f"the portal refused {facts.forbidden} requests (401, 403 …)")
        return Outcome.of(ExitCode.BLOCKED, "blocked", cause)
    if missing := list(shortfall(facts)):
        note = "; ".join(_excuses(facts))
        return Outcome.of(ExitCode.TOO_FEW_REPORTS, "fewer_than_expected", *missing, note=note)
    return Outcome(ExitCode.OK, "finished", _unrendered(facts) or "")


def _of_archive(facts: Facts) -> Outcome:
    """A search that may find nothing, and is well then."""
    if not facts.archive_failed:
        return Outcome(ExitCode.OK, "finished", "")
    what = f"the archive did not give all that it has ({facts.archive_failed}); the next run carries on"
    return Outcome.of(ExitCode.TOO_FEW_REPORTS, "unreachable", Cause("unreachable", what))


def shortfall(facts: Facts) -> Iterator[Cause]:
    """What is missing against the site's expectations, its last good run and the portal's own count."""
    found, expected, good = facts.found, facts.expected, facts.last_good
    if facts.partial:
        if not found.reports:
            yield Cause("fewer_reports", "no report found that fits -a years= and -a agency=")
        return
    if expected:
        if found.reports < expected.reports:
            fact = f"{found.reports} reports, expected at least {expected.reports}"
            yield Cause("fewer_reports", fact)
        if found.agencies < expected.agencies:
            fact = f"{found.agencies} agencies, expected at least {expected.agencies}"
            yield Cause("fewer_agencies", fact)
        first, last = expected.years
        if gaps := [year for year in range(first, last + 1) if year not in found.years]:
            yield Cause("missing_years", f"no report for {', '.join(map(str, gaps))}")
    elif not found.reports:
        yield Cause("fewer_reports", "no report found")
    if good is not None and found.reports < good.reports * DROP:
        yield Cause("drop", f"{found.reports} reports, the last good run had {good.reports}")
    if emptier := list(_emptier(facts)):
        yield Cause("fill_rate", "; ".join(emptier))
    if lists := list(_uncounted(facts)):
        yield Cause("portal_count", "; ".join(lists))


def _emptier(facts: Facts) -> Iterator[str]:
    """Whether fewer cells hold a number than should: a form or a carrier that is not read any more."""
    now, before = facts.fill, facts.last_good.fill if facts.last_good else {}
    least = facts.expected.fill if facts.expected else None
    if least is not None and now.get(ALL, 1.0) < least:
        yield f"{_percent(now[ALL])} of the cells hold a number, expected at least {_percent(least)}"
    for year, share in sorted(now.items()):
        fact = f"{_percent(share)} of the cells of {year} hold a number"
        if year != ALL and year in before and share < before[year] - FILL_DROP:
            yield f"{fact}, {_percent(before[year])} in the last good run"
        elif year not in before and ALL in before and share < before[ALL] - FILL_DROP_NEW:
            yield f"{fact}, {_percent(before[ALL])} in earlier years"


def _uncounted(facts: Facts) -> Iterator[str]:
    """The portal's own count against what its lists showed."""
    allowed = facts.expected.unlisted if facts.expected else 0
    for address, declared, seen in facts.short:
        if seen < declared * DROP and declared - seen > allowed:
            yield f"the portal counts {declared} items in {address}, its pages showed {seen}"


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _excuses(facts: Facts) -> Iterator[str]:
    """What may have kept a run from finding more."""
    if facts.robots_forbidden:
        yield f"robots.txt forbids {facts.robots_forbidden} pages that would have been asked"
    if unrendered := _unrendered(facts):
        yield unrendered
    if facts.down:
        yield f"no answer from {'; '.join(facts.down)}"


def _unrendered(facts: Facts) -> str | None:
    """What a run without a browser could not see."""
    if not facts.unrendered:
        return None
    return f"{facts.unrendered} pages are empty without a browser: install chromium, or set GONGKAI_BROWSER"
