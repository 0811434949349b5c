"""How a run ended: an exit code, a reason for the ledger, a sentence for a person. A pure function of facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
# One report of twenty may vanish between two runs without an alarm.
DROP = 0.95


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was found: reports, agencies that have one, report years that have one."""

    reports: int = 0
    agencies: int = 0
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Expected:
    """The site file's lower bounds; `years` are the first and the last report year that must be there."""

    reports: int
    agencies: int
    years: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened. `reason` is Scrapy's finish reason; `partial` is a crawl of some years or one agency only;
    `answers` counts answers below status 500, `unrendered` pages that stayed empty for want of a browser;
    `blocked` names challenges and firewalls met, as host (product). `archive`: a web archive was searched,
    which may have nothing; `archive_failed` is its last failure to give what it has."""

    reason: str
    found: Coverage = Coverage()
    expected: Expected | None = None
    last_good: int | None = None
    partial: bool = False
    answers: int = 0
    blocked: Sequence[str] = ()
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
    code: ExitCode
    reason: str
    message: str


def judge(facts: Facts) -> Outcome:
    """The outcome; where several things went wrong, the one that an admin must mend first."""
    if facts.disk_full:
        return Outcome(ExitCode.DISK_FULL, "disk_full", facts.disk_full)
    if facts.lost:
        return Outcome(
            ExitCode.NO_DATABASE,
            "database_unavailable",
            f"the database went away: {facts.lost}; what was fetched is kept, the next run carries on",
        )
    if facts.blocked:
        return Outcome(
            ExitCode.BLOCKED,
            "blocked",
            f"blocked by {', '.join(facts.blocked)}: the portal does not want this client now",
        )
    if facts.reason in LIMITS:
        return Outcome(ExitCode.LIMIT, facts.reason, f"{LIMITS[facts.reason]}; the next run carries on")
    if facts.errors or facts.reason != "finished":
        what = f"{facts.errors} pages or documents could not be processed" if facts.errors else facts.reason
        return Outcome(ExitCode.CRASH, facts.reason if not facts.errors else "errors", f"{what}: see the log")
    if facts.archive:
        return _of_archive(facts)
    if not facts.answers:
        down = "; ".join(facts.down) or "no answer"
        return Outcome(ExitCode.TOO_FEW_REPORTS, "unreachable", f"the portal could not be reached ({down})")
    if not facts.found.reports and facts.forbidden:
        return Outcome(ExitCode.BLOCKED, "blocked", f"the portal refused {facts.forbidden} requests (401, 403 …)")
    if missing := shortfall(facts):
        return Outcome(ExitCode.TOO_FEW_REPORTS, "fewer_than_expected", "; ".join(missing))
    return Outcome(ExitCode.OK, "finished", _unrendered(facts) or "")


def _of_archive(facts: Facts) -> Outcome:
    """A search that may find nothing, and is well then."""
    if facts.archive_failed:
        return Outcome(
            ExitCode.TOO_FEW_REPORTS,
            "unreachable",
            f"the archive did not give all that it has ({facts.archive_failed}); the next run carries on",
        )
    return Outcome(ExitCode.OK, "finished", "")


def shortfall(facts: Facts) -> list[str]:
    """What is missing against the site's expectations and its last good run, in words."""
    found, expected = facts.found, facts.expected
    if facts.partial:
        return [] if found.reports else ["no report found that fits -a years= and -a agency="]
    missing = []
    if expected:
        if found.reports < expected.reports:
            missing.append(f"{found.reports} reports, expected at least {expected.reports}")
        if found.agencies < expected.agencies:
            missing.append(f"{found.agencies} agencies, expected at least {expected.agencies}")
        first, last = expected.years
        if gaps := [year for year in range(first, last + 1) if year not in found.years]:
            missing.append(f"no report for {', '.join(map(str, gaps))}")
    elif not found.reports:
        missing.append("no report found")
    if facts.last_good is not None and found.reports < facts.last_good * DROP:
        missing.append(f"{found.reports} reports, the last good run had {facts.last_good}")
    if missing and facts.robots_forbidden:
        missing.append(f"robots.txt forbids {facts.robots_forbidden} pages that would have been asked")
    if missing and facts.unrendered:
        missing.append(_unrendered(facts) or "")
    if missing and facts.down:
        missing.append(f"no answer from {'; '.join(facts.down)}")
    return missing


def _unrendered(facts: Facts) -> str | None:
    """What a run without a browser could not see."""
    if not facts.unrendered:
        return None
    return f"{facts.unrendered} pages are empty without a browser: install chromium, or set GONGKAI_BROWSER"
