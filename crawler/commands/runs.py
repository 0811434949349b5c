"""`scrapy runs [SITE]`: the ledger, run by run; `--run N`: one run, stat by stat."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from scrapy.exceptions import UsageError

from crawler.dbcommand import DatabaseCommand, Rows, fetch, one_site, show
from crawler.health import changes
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

# what wants a look in a run that ended well all the same
TROUBLE = ("unassigned", "unreadable", "blocked", "errors")
SPARE = ("fill", "requests", "command")  # a narrow screen has no room for these; --run N has them


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
        if opts.format != "table":
            show(rows, opts.format)
            return
        runs = [dict(zip(rows[0], line, strict=True)) for line in rows[1]]
        show(on_screen(runs), "table", f"runs of {site}" if site else "runs", SPARE)
        for run in runs:
            if said := wants_a_look(run):
                print(f"! {run['run']} {run['site']}: {said} (scrapy runs --run {run['run']})")

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
        table: list[Sequence[Any]] = []
        said = ""
        for stat, value, good, meaning, look in judgements:
            again = meaning == said  # a family says it once
            words = f"{meaning}. {look}" if good is False else "〃" if again else meaning
            table.append(("!" if good is False else "", stat, value, words))
            said = meaning
        show((["", "stat", "value", "what it says"], table), how, "\nits statistics (! wants a look)")


def on_screen(runs: Sequence[dict[str, Any]]) -> Rows:
    """One line a run that eighty columns hold."""
    names = ["run", "site", "command", "started", "took", "it was", "requests", "reports", "changes", "fill"]
    return names, [
        (
            run["run"], run["site"], run["command"], run["started"][len("2026-"):], _span(run["seconds"]),
            run["verdict"], run["requests"], run["reports"], changes(run["new"], run["changed"]), run["fill"],
        )
        for run in runs
    ]  # fmt: skip


def wants_a_look(run: dict[str, Any]) -> str:
    """What a person should know of a run, empty where nothing is."""
    said = [f"{run[name]} {name}" for name in TROUBLE if run[name]]
    if run["verdict"] not in ("well", "running"):
        said.insert(0, f"{run['verdict']}: {run['message'] or run['reason'] or 'no word'}")
    return ", ".join(said)


def _span(seconds: int) -> str:
    return f"{seconds}s" if seconds < 120 else f"{seconds // 60}m" if seconds < 7200 else f"{seconds // 3600}h"


def with_verdict(rows: Rows) -> Rows:
    """The rows with a word for how each run ended, in place of its status."""
    names, lines = rows
    status, exit_code = names.index("status"), names.index("exit")
    return [*names[:status], "verdict", *names[status:]], [
        (*line[:status], verdict(line[status], line[exit_code]), *line[status:]) for line in lines
    ]
