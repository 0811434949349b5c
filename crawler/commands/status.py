"""`scrapy status [SITE]`: the truth in one screen."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from crawler.alarms.causes import sort_of
from crawler.dbcommand import DatabaseCommand, Rows, fetch, one_site, show
from crawler.exitcodes import ExitCode
from crawler.health import Health, ago, any_ill, changes, sites

ALARMS = """
SELECT site, cause, message, run_id, raised_at
FROM alarms
WHERE cleared_at IS NULL AND (CAST(:site AS text) IS NULL OR site = :site)
ORDER BY site, raised_at, id
"""

# What the last good run brought, and what came after it.
CHANGES = """
WITH good AS (
    SELECT max(started_at) AS since FROM runs
    WHERE site = :site AND command = 'crawl' AND exit_code = 0
        AND args ->> 'years' IS NULL AND args ->> 'agency' IS NULL
)
SELECT agency, year, change, "when", url FROM (
    SELECT a.name AS agency, v.year, CASE WHEN v.revision = 1 THEN 'new' ELSE 'changed' END AS change,
        v.created_at AS "when", v.source_url AS url
    FROM revisions v JOIN agencies a ON a.id = v.agency_id, good
    WHERE v.site = :site AND v.created_at >= good.since
    UNION ALL
    SELECT v.agency, v.year, 'vanished: ' || coalesce(v.how, ''), v.lost_at, v.source_url
    FROM v_vanished v, good
    WHERE v.site = :site AND v.lost_at >= good.since
) AS changes
ORDER BY "when" DESC, agency, year DESC
"""
MOST = 15  # changes on a screen


class Command(DatabaseCommand):
    """Each site: its last run, its last good run, what it holds, what is missing, what is wrong."""

    def syntax(self) -> str:
        return "[SITE] [--format table|csv|json]"

    def short_desc(self) -> str:
        return "The truth in one screen: last good run, what changed, what is missing, what is wrong"

    def long_desc(self) -> str:
        return (
            "One line a site, then the alarms that stand; of SITE also what changed since its last good run. "
            "Exit code 3 where the last run of a site was not good or an alarm stands, so that a shell can ask."
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        site = one_site(args)
        found = sites(site)
        if any_ill(found):
            self.exitcode = int(ExitCode.TOO_FEW_REPORTS)
        if opts.format != "table":
            show(for_machines(found, site), opts.format)
            return
        show(for_a_screen(found), "table", "sites")
        for name, cause, message, run, since in fetch(ALARMS, site=site)[1]:
            sort = sort_of(cause)
            print(f"! {name}: {sort.title} · {sort.title_zh} (since {since:%Y-%m-%d %H:%M} UTC)")
            print(f"  {message}\n  {sort.command(name, run)}")
        if site:
            self._changes(site)

    def _changes(self, site: str) -> None:
        names, lines = fetch(CHANGES, site=site)
        shown: list[Sequence[Any]] = [
            (agency, year, change, f"{when:%Y-%m-%d %H:%M}") for agency, year, change, when, _ in lines[:MOST]
        ]
        show((names[:4], shown), "table", f"\nchanges since the last good run began: {len(lines)}")
        if len(lines) > MOST:
            print(f"… and {len(lines) - MOST} more (--json has them all)")


def for_machines(found: Sequence[Health], site: str | None) -> Rows:
    """Every fact under its own name; of one site also its changes."""
    names = [
        "site", "title", "run", "status", "verdict", "exit", "reason", "last", "last_good", "reports", "best",
        "new", "changed", "fill", "accepted", "review", "missing", "vanished", "alarms", "behind", "message",
    ]  # fmt: skip
    rows: list[Sequence[Any]] = [
        (
            h.name, h.title, h.run, h.status, h.verdict, h.exit_code, h.finish_reason, h.last_at, h.good_at,
            h.reports, h.best, h.new, h.changed, h.fill, h.accepted, h.review, h.missing, h.vanished, h.alarms,
            list(h.behind()), h.message,
        )
        for h in found
    ]  # fmt: skip
    if site is None:
        return names, rows
    keys, lines = fetch(CHANGES, site=site)
    changes = [dict(zip(keys, map(str, line), strict=True)) for line in lines]
    return [*names, "changes"], [(*row, changes) for row in rows]


def for_a_screen(found: Sequence[Health]) -> Rows:
    """One line a site that eighty columns hold; `!` counts the alarms that stand."""
    names = ["site", "ran", "it was", "good", "reports", "changes", "ok", "doubt", "lack", "!"]
    return names, [
        (
            h.name, ago(h.now, h.last_at), h.verdict, ago(h.now, h.good_at) or "never", h.reports,
            changes(h.new, h.changed), h.accepted, h.review or "", h.missing or "", h.alarms or "",
        )
        for h in found
    ]  # fmt: skip
