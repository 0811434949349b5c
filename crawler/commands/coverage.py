"""`scrapy coverage [SITE]`: agency × year, with the reason for each gap."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from crawler.dbcommand import DatabaseCommand, Rows, fetch, one_site, show
from crawler.matrix import legend, matrices, write_matrix

COVERAGE = """
SELECT coalesce(site, '-') AS site, agency, year, state, reason, form, source_url, due_on
FROM v_coverage
WHERE (CAST(:site AS text) IS NULL OR site = :site)
  AND (CAST(:year AS int) IS NULL OR year = :year)
  AND (CAST(:agency AS text) IS NULL OR agency LIKE '%' || :agency || '%')
ORDER BY site, agency, year
"""


class Command(DatabaseCommand):
    """A matrix and the gaps by their reason on a terminal; one row an agency and year as CSV or JSON."""

    def syntax(self) -> str:
        return "[SITE] [--year YYYY] [--agency NAME] [--gaps] [--format table|csv|json]"

    def short_desc(self) -> str:
        return "Agency × year: what there is, and why something is missing"

    def long_desc(self) -> str:
        return (
            "One sign an agency and year, then the reasons why reports are missing or doubtful; --gaps lists each "
            "of them. The reasons are explained in docs/data-dictionary.md (v_coverage.reason) and docs/alarms.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--year", type=int, metavar="YYYY")
        parser.add_argument("--agency", help="part of the agency's name")
        parser.add_argument("--gaps", action="store_true", help="each gap and doubt, one a line")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        rows = fetch(COVERAGE, site=one_site(args), year=opts.year, agency=opts.agency)
        if opts.gaps:
            rows = rows[0], [row for row in rows[1] if row[3] not in ("accepted", "not_due")]
        if opts.format != "table":
            show(rows, opts.format)
        elif opts.gaps:
            kept: list[Sequence[Any]] = [row[:5] for row in rows[1]]
            show((rows[0][:5], kept), "table", "gaps and doubts")
        else:
            for matrix in matrices([(row[0], row[1], row[2], row[3], row[4]) for row in rows[1]]):
                write_matrix(matrix, sys.stdout)
                print()
            print(legend())
            print()
            show(gaps(rows), "table", "gaps and doubts, by reason (--gaps lists each)")


def gaps(rows: Rows) -> Rows:
    """How often each reason keeps a report from being accepted, and for whom."""
    counted: Counter[tuple[str, str, str]] = Counter()
    examples: dict[tuple[str, str, str], list[str]] = {}
    for site, agency, year, state, reason, *_ in rows[1]:
        if state != "accepted" or reason:
            key = (site, state, reason or "")
            counted[key] += 1
            examples.setdefault(key, []).append(f"{agency} {year}")
    table: list[Sequence[Any]] = [
        (*key, count, "、".join(examples[key][:3]) + ("…" if count > 3 else ""))
        for key, count in counted.most_common()
    ]
    return ["site", "state", "reason", "reports", "such as"], table
