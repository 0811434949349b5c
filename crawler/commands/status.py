"""`scrapy status [SITE]`: how the last runs went."""

from __future__ import annotations

import argparse

from crawler.dbcommand import DatabaseCommand, Rows, fetch, one_site, show

_COLUMNS = """
    r.id AS run, coalesce(r.site, '-') AS site, r.command,
    to_char(r.started_at, 'YYYY-MM-DD HH24:MI') AS started,
    extract(epoch FROM coalesce(r.finished_at, now()) - r.started_at)::int AS seconds,
    r.status, r.finish_reason AS reason, r.exit_code AS exit,
    r.requests, r.captures, r.revisits, r.reports_found AS reports, r.reports_new AS new,
    r.reports_changed AS changed, r.unassigned, r.unreadable, r.not_reports AS strangers, r.blocked, r.errors,
    r.message
"""

LAST_OF_EACH = f"""
SELECT {_COLUMNS}
FROM (SELECT DISTINCT ON (site, command) * FROM runs ORDER BY site, command, id DESC) r
ORDER BY site, r.command
"""  # noqa: S608 - no part of it comes from outside

LAST_OF_SITE = f"SELECT {_COLUMNS} FROM runs r WHERE r.site = :site ORDER BY r.id DESC LIMIT :limit"  # noqa: S608


class Command(DatabaseCommand):
    """The last run of each site, or the last runs of one."""

    def syntax(self) -> str:
        return "[SITE] [--last N] [--format table|csv|json]"

    def short_desc(self) -> str:
        return "How the last runs went"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--last", type=int, default=10, metavar="N", help="runs of SITE to show (default: 10)")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        site = one_site(args)
        rows = fetch(LAST_OF_SITE, site=site, limit=max(1, opts.last)) if site else fetch(LAST_OF_EACH)
        if opts.format == "table":
            rows = without_empty(rows)
        show(rows, opts.format, f"runs of {site}" if site else "last run of each site")


def without_empty(rows: Rows) -> Rows:
    """Leave out counters that are zero or empty in every row: a screen has room for what happened."""
    columns, lines = rows
    always = {"run", "site", "started", "status", "exit", "requests", "reports"}
    kept = [
        index
        for index, name in enumerate(columns)
        if name in always or any(line[index] not in (None, 0, "") for line in lines)
    ]
    return [columns[index] for index in kept], [tuple(line[index] for index in kept) for line in lines]
