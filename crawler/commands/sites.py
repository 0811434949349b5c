"""`scrapy sites`: every portal, its site file or not, and which fall behind their own history."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from scrapy.exceptions import UsageError

from crawler.dbcommand import DatabaseCommand, show
from crawler.exitcodes import ExitCode
from crawler.health import Health, ago, sites
from crawler.registry import Site, SiteError, all_sites

NAMES = [
    "site", "title", "file", "region", "runs", "last", "last_good", "verdict", "expects", "reports", "best",
    "newest_year", "newest_reports", "reports_before", "behind",
]  # fmt: skip
ON_SCREEN = ["site", "title", "runs", "good", "it was", "expects", "reports", "best", "newest", "before"]
SPARE = ("runs", "title")  # what a narrow screen has no room for

Known = tuple[Health, Site | None]
"""A site as the ledger has it, and its site file."""


class Command(DatabaseCommand):
    """The registry beside the ledger: what is declared, what was found, what it once had."""

    def syntax(self) -> str:
        return "[--format table|csv|json]"

    def short_desc(self) -> str:
        return "Every portal, what it is expected to have, and which fall behind their own history"

    def long_desc(self) -> str:
        return (
            "Every site file and every site of the ledger. Behind is a site with fewer reports than its best run, "
            "with fewer for the newest year than for the one before, or without a good run for twice its usual "
            "time. Exit code 3 where one is behind."
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError("scrapy sites takes no argument; scrapy status SITE shows one", print_help=False)
        try:
            declared = {site.name: site for site in all_sites()}
        except SiteError as error:
            raise UsageError(f"{error}\nscrapy checksites lists every problem", print_help=False) from None
        ledger = {health.name: health for health in sites()}
        known = [(ledger.get(name, Health(name)), declared.get(name)) for name in sorted({*ledger, *declared})]
        behind = [(health.name, why) for health, _ in known for why in health.behind()]
        if opts.format == "table":
            show((ON_SCREEN, [on_screen(*each) for each in known]), "table", "sites", SPARE)
            for name, why in behind:
                print(f"! {name}: {why} (scrapy status {name})")
        else:
            show((NAMES, [in_full(*each) for each in known]), opts.format)
        if behind:
            self.exitcode = int(ExitCode.TOO_FEW_REPORTS)


def in_full(h: Health, site: Site | None) -> Sequence[Any]:
    """A row under NAMES."""
    title, region = (site.title, site.region.code) if site else (h.title, h.region_code)
    return (
        h.name, title, site is not None, region, h.runs, h.last_at, h.good_at, h.verdict,
        site.expect.reports if site else None, h.reports, h.best, h.newest_year, h.newest_reports,
        h.reports_before, list(h.behind()),
    )  # fmt: skip


def on_screen(h: Health, site: Site | None) -> Sequence[Any]:
    """A row under ON_SCREEN."""
    newest = f"{h.newest_year}: {h.newest_reports}" if h.newest_year else ""
    before = (h.reports_before or 0) if h.newest_year else None
    expects = site.expect.reports if site else None
    title = site.title if site else h.title
    return (
        h.name, title, h.runs or "", ago(h.now, h.good_at), h.verdict, expects, h.reports, h.best, newest, before,
    )  # fmt: skip
