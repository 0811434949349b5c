"""`scrapy runs [SITE]`: the ledger, run by run; `--run N`: one run, stat by stat."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from scrapy.exceptions import UsageError

from crawler.dbcommand import DatabaseCommand, Rows, fetch, one_site, show, without_empty
from crawler.statistics import judged
from crawler.verdicts import verdict

RUNS = """
SELECT
    r.id AS run, coalesce(r.site, '-') AS site, r.command,
    to_char(r.started_at, 'YYYY-MM-DD HH24:MI') AS started,
    extract(epoch FROM coalesce(r.finished_at, now()) - r.started_at)::int AS seconds,
    r.status, r.finish_reason AS reason, r.exit_code AS exit,
    r.requests, r.pages, r.captures, r.revisits, r.reports_found AS reports, r.reports_new AS new,
    r.reports_changed AS changed, r.unassigned, r.unreadable, r.not_reports AS strangers, r.blocked, r.errors,
    round((r.stats ->> 'fill/all')::numeric, 2) AS fill, r.message
FROM runs r
WHERE (CAST(:site AS text) IS NULL OR r.site = :site) AND (CAST(:run AS bigint) IS NULL OR r.id = :run)
ORDER BY r.id DESC
LIMIT :limit
"""

ALWAYS = frozenset({"run", "site", "started", "verdict", "requests", "reports"})


class Command(DatabaseCommand):
    """The last runs, newest first, with their counters and verdict."""

    def syntax(self) -> str:
        return "[SITE] [--last N] [--run N] [--format table|csv|json]"

    def short_desc(self) -> str:
        return "Each run with its counters and verdict; --run N shows one stat by stat"

    def long_desc(self) -> str:
        return "The ledger of runs. docs/reading-a-run.md says what each counter means and what to do about it."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--last", type=int, default=20, metavar="N", help="so many runs (default: 20)")
        parser.add_argument("--run", type=int, metavar="N", help="one run: every stat, and whether it is good")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        site = one_site(args)
        if opts.run is not None:
            self._one(site, opts.run, opts.format)
            return
        rows = with_verdict(fetch(RUNS, site=site, run=None, limit=max(1, opts.last)))
        if opts.format == "table":
            rows = without_empty(rows, ALWAYS)
        show(rows, opts.format, f"runs of {site}" if site else "runs")

    def _one(self, site: str | None, run: int, how: str) -> None:
        names, lines = with_verdict(fetch(RUNS, site=site, run=run, limit=1))
        if not lines:
            raise UsageError(
                f"no run {run}{f' of {site}' if site else ''} (scrapy runs lists them)", print_help=False
            )
        [(stats,)] = fetch("SELECT stats FROM runs WHERE id = :run", run=run)[1]
        judgements = judged(stats)
        if how != "table":
            show((["run", "stat", "value", "good", "meaning", "look"], [(run, *each) for each in judgements]), how)
            return
        show((["of the run", "value"], list(zip(names, lines[0], strict=True))), how, f"run {run}")
        marks = {True: "", False: "!", None: ""}
        table: list[Sequence[Any]] = [
            (marks[good], stat, value, meaning if good is not False else f"{meaning}. {look}")
            for stat, value, good, meaning, look in judgements
        ]
        show((["", "stat", "value", "what it says"], table), how, "\nits statistics (! wants a look)")


def with_verdict(rows: Rows) -> Rows:
    """The rows with a word for how each run ended, in place of its status."""
    names, lines = rows
    status, exit_code = names.index("status"), names.index("exit")
    return [*names[:status], "verdict", *names[status:]], [
        (*line[:status], verdict(line[status], line[exit_code]), *line[status:]) for line in lines
    ]
