"""`scrapy coverage [SITE]`: agency × year, with the reason for each gap."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Any

from crawler.dbcommand import DatabaseCommand, Rows, fetch, one_site, show

COVERAGE = """
SELECT coalesce(site, '-') AS site, agency, year, state, reason, form, source_url
FROM v_coverage
WHERE CAST(:site AS text) IS NULL OR site = :site
ORDER BY site, agency, year
"""

# how a state is shown in the matrix; the legend is printed with it
MARKS = {"accepted": "●", "review": "◐", "unreadable": "✕", "blocked": "■", "missing": "·"}


class Command(DatabaseCommand):
    """A matrix and the list of gaps on a terminal; one row an agency and year as CSV or JSON."""

    def syntax(self) -> str:
        return "[SITE] [--format table|csv|json]"

    def short_desc(self) -> str:
        return "Agency × year: what there is, and why something is missing"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        rows = fetch(COVERAGE, site=one_site(args))
        if opts.format != "table":
            show(rows, opts.format)
            return
        show(matrix(rows), "table", "coverage")
        print("  ".join(f"{mark} {state}" for state, mark in MARKS.items()))
        show(gaps(rows), "table", "gaps and doubts, by reason")


def matrix(rows: Rows) -> Rows:
    """One line an agency, one column a year."""
    years = sorted({row[2] for row in rows[1]})
    lines: dict[tuple[str, str], dict[int, str]] = {}
    for site, agency, year, state, *_ in rows[1]:
        lines.setdefault((site, agency), {})[year] = MARKS[state]
    table: list[Sequence[Any]] = [
        (site, agency, *(marks.get(year, "") for year in years)) for (site, agency), marks in lines.items()
    ]
    return ["site", "agency", *map(str, years)], table


def gaps(rows: Rows) -> Rows:
    """How often each reason keeps a report from being accepted, and for whom."""
    counted: Counter[tuple[str, str, str]] = Counter()
    examples: dict[tuple[str, str, str], list[str]] = {}
    for site, agency, year, state, reason, *_ in rows[1]:
        if state != "accepted":
            key = (site, state, reason or "")
            counted[key] += 1
            examples.setdefault(key, []).append(f"{agency} {year}")
    table: list[Sequence[Any]] = [
        (*key, count, "、".join(examples[key][:3]) + ("…" if count > 3 else ""))
        for key, count in counted.most_common()
    ]
    return ["site", "state", "reason", "reports", "such as"], table
