"""`scrapy findings`: what stands against which report."""

from __future__ import annotations

import argparse

from crawler.dbcommand import DatabaseCommand, fetch, show

FINDINGS = """
SELECT site, agency, year, verdict, severity, rule, cause, place, left_value AS left, right_value AS right, raw,
       detail, source_url
FROM v_findings
WHERE (CAST(:site AS text) IS NULL OR site = :site)
  AND (CAST(:agency AS text) IS NULL OR agency LIKE '%' || :agency || '%')
  AND (CAST(:year AS int) IS NULL OR year = :year)
  AND (CAST(:rule AS text) IS NULL OR rule LIKE :rule || '%')
  AND severity = ANY (:severities)
ORDER BY site, agency, year, array_position(ARRAY['error', 'warning', 'info'], severity), rule, place
LIMIT :limit
"""

UNASSIGNED = """
SELECT site, agency, year, verdict, unknown, why, headline, url
FROM v_unassigned
WHERE (CAST(:site AS text) IS NULL OR site = :site)
ORDER BY site, url LIMIT :limit
"""

_FROM = {"error": ["error"], "warning": ["error", "warning"], "info": ["error", "warning", "info"]}


class Command(DatabaseCommand):
    """Findings of the current revisions; --unassigned lists the reports that nobody could be found for."""

    def syntax(self) -> str:
        return "[--site SITE] [--agency NAME] [--year YYYY] [--rule RULE] [--severity error|warning|info]"

    def short_desc(self) -> str:
        return "What stands against which report"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--site")
        parser.add_argument("--agency", help="part of the agency's name")
        parser.add_argument("--year", type=int)
        parser.add_argument("--rule", help="rule, or the beginning of one")
        parser.add_argument(
            "--severity", choices=tuple(_FROM), default="warning", help="at least (default: warning)"
        )
        parser.add_argument("--unassigned", action="store_true", help="reports without an agency or a year")
        parser.add_argument("--limit", type=int, default=1000, metavar="N")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.unassigned:
            show(
                fetch(UNASSIGNED, site=opts.site, limit=opts.limit), opts.format, "reports without agency or year"
            )
            return
        rows = fetch(
            FINDINGS,
            site=opts.site,
            agency=opts.agency,
            year=opts.year,
            rule=opts.rule,
            severities=_FROM[opts.severity],
            limit=opts.limit,
        )
        if opts.format == "table":
            # a screen shows what and where; the page is a --format json away
            dropped = {"source_url", "raw", "verdict"}
            kept = [index for index, name in enumerate(rows[0]) if name not in dropped]
            rows = [rows[0][index] for index in kept], [tuple(row[index] for index in kept) for row in rows[1]]
        show(rows, opts.format, "findings")
