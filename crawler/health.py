"""How the sites are: the last run of each, the last good one, what they had, and which fall behind themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.dbcommand import fetch
from crawler.outcome import DROP
from crawler.verdicts import verdict

# Whole crawls alone: a crawl of some years or of one agency says nothing about the site.
_SITES = """
WITH whole AS (
    SELECT *
    FROM runs
    WHERE command = 'crawl' AND site IS NOT NULL AND args ->> 'years' IS NULL AND args ->> 'agency' IS NULL
), last AS (
    SELECT DISTINCT ON (site) * FROM whole ORDER BY site, id DESC
), good AS (
    SELECT DISTINCT ON (site) * FROM whole WHERE exit_code = 0 ORDER BY site, id DESC
), ever AS (
    SELECT site, count(*) AS runs, max(reports_found) FILTER (WHERE exit_code IN (0, 3)) AS best
    FROM whole GROUP BY site
), pace AS (
    SELECT site, percentile_cont(0.5) WITHIN GROUP (ORDER BY apart) AS apart
    FROM (
        SELECT site, extract(
            epoch FROM started_at - lag(started_at) OVER (PARTITION BY site ORDER BY started_at)
        ) AS apart
        FROM whole WHERE exit_code = 0
    ) AS gaps
    WHERE apart IS NOT NULL
    GROUP BY site
    HAVING count(*) >= 2
), years AS MATERIALIZED (
    SELECT
        site, year,
        count(*) FILTER (WHERE state = 'accepted') AS accepted,
        count(*) FILTER (WHERE state = 'review') AS review,
        count(*) FILTER (WHERE state IN ('missing', 'blocked', 'unreadable')) AS missing,
        count(*) FILTER (WHERE reason = 'vanished') AS vanished,
        bool_or(reason = 'not_due') IS TRUE AS not_due
    FROM v_coverage
    WHERE site IS NOT NULL
    GROUP BY site, year
), cells AS (
    SELECT
        site, sum(accepted) AS accepted, sum(review) AS review, sum(missing) AS missing, sum(vanished) AS vanished
    FROM years GROUP BY site
), newest AS (
    -- the newest year that is due of everybody, beside the one before it
    SELECT DISTINCT ON (y.site)
        y.site, y.year, y.accepted + y.review AS reports, b.accepted + b.review AS before
    FROM years y
    LEFT JOIN years b ON b.site = y.site AND b.year = y.year - 1
    WHERE NOT y.not_due
    ORDER BY y.site, y.year DESC
), open_alarms AS (
    SELECT site, count(*) AS alarms FROM alarms WHERE cleared_at IS NULL GROUP BY site
)
SELECT
    s.name, s.title, s.region_code,
    l.id AS run, l.status, l.exit_code, l.finish_reason, l.started_at AS last_at, l.message,
    g.started_at AS good_at, coalesce(e.runs, 0) AS runs, e.best,
    l.reports_found AS reports, l.reports_new AS new, l.reports_changed AS changed,
    (l.stats ->> 'fill/all')::float AS fill,
    p.apart, now() AS now,
    coalesce(c.accepted, 0) AS accepted, coalesce(c.review, 0) AS review, coalesce(c.missing, 0) AS missing,
    coalesce(c.vanished, 0) AS vanished,
    n.year AS newest_year, n.reports AS newest_reports, n.before AS reports_before,
    coalesce(a.alarms, 0) AS alarms
FROM sites s
LEFT JOIN last l ON l.site = s.name
LEFT JOIN good g ON g.site = s.name
LEFT JOIN ever e ON e.site = s.name
LEFT JOIN pace p ON p.site = s.name
LEFT JOIN cells c ON c.site = s.name
LEFT JOIN newest n ON n.site = s.name
LEFT JOIN open_alarms a ON a.site = s.name
WHERE CAST(:site AS text) IS NULL OR s.name = :site
ORDER BY s.name
"""

OVERDUE = 2.0  # a site that is crawled every night has missed one where its last good run is two nights old
SLACK = timedelta(hours=6)  # runs start late


@dataclass(frozen=True, slots=True)
class Health:
    """One site. `apart` is the usual number of seconds between two good runs; `reports` what the last run saw,
    `best` the most that any run that came to its end saw; `fill` the share of filled cells."""

    name: str
    title: str | None = None
    region_code: str | None = None
    run: int | None = None
    status: str | None = None
    exit_code: int | None = None
    finish_reason: str | None = None
    last_at: datetime | None = None
    message: str | None = None
    good_at: datetime | None = None
    runs: int = 0
    best: int | None = None
    reports: int | None = None
    new: int | None = None
    changed: int | None = None
    fill: float | None = None
    apart: float | None = None
    now: datetime | None = None
    accepted: int = 0
    review: int = 0
    missing: int = 0
    vanished: int = 0
    newest_year: int | None = None
    newest_reports: int | None = None
    reports_before: int | None = None
    alarms: int = 0

    @property
    def verdict(self) -> str:
        """How the last whole crawl ended, in a word."""
        return verdict(self.status, self.exit_code)

    @property
    def well(self) -> bool:
        """Whether the last run was good, or is under way, and no alarm stands. A site that was never crawled in
        whole (local files, one agency) is neither ill nor well, and counts as well."""
        return not self.alarms and (self.status in (None, "running") or self.exit_code == 0)

    def behind(self) -> Iterator[str]:
        """Where the site falls behind its own history, in words with numbers."""
        now, best = self.reports, self.best
        if self.status == "finished" and now is not None and best is not None and now < best * DROP:
            yield f"{now} reports in the last run, {best} in its best"
        newest, before = self.newest_reports, self.reports_before
        if newest is not None and before is not None and newest < before * DROP:
            yield f"{newest} reports for {self.newest_year}, {before} for the year before"
        if self.apart and self.good_at and self.now:
            silent = self.now - self.good_at
            if silent > timedelta(seconds=self.apart) * OVERDUE + SLACK:
                yield f"last good run {silent.days} days ago, usually every {_span(self.apart)}"


def sites(site: str | None = None) -> list[Health]:
    """Every site of the ledger, or one, by name."""
    names, rows = fetch(_SITES, site=site)
    return [Health(**dict(zip(names, row, strict=True))) for row in rows]


def _span(seconds: float) -> str:
    hours = round(seconds / 3600)
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"


def ago(now: datetime | None, then: datetime | None) -> str:
    """How long ago, to the unit that matters: `5m`, `7h`, `12d`; empty for never."""
    if now is None or then is None:
        return ""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 120:
        return f"{minutes}m"
    return f"{minutes // 60}h" if minutes < 48 * 60 else f"{minutes // (24 * 60)}d"


def changes(new: int | None, changed: int | None) -> str:
    """What a run brought: +3 ~1 for three new reports and a revision."""
    return f"{f'+{new} ' if new else ''}{f'~{changed}' if changed else ''}".strip()


def any_ill(found: Sequence[Health]) -> bool:
    """Whether one of them wants a look."""
    return any(not health.well for health in found)
