"""`scrapy checksites [FILE…]`: lint the site files; exit 2 on a problem, 0 else."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand

from crawler.registry import Problem, SiteError, lint, load_site, site_files


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[FILE…]"

    def short_desc(self) -> str:
        return "Check the site files for unknown keys and contradictions"

    def long_desc(self) -> str:
        return (
            "Checks the given site files, or all of crawler/sites. A table on a terminal, "
            "else one line a problem. Exits 2 when there is a problem."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        paths = [Path(arg) for arg in args] or site_files()
        found = {path: lint(path) for path in paths}
        problems = [problem for each in found.values() for problem in each]
        if sys.stdout.isatty():
            Console().print(_table(found))
        for problem in problems:
            print(problem)
        if not paths:
            print("no site files found", file=sys.stderr)
        self.exitcode = 2 if problems or not paths else 0


def _table(found: dict[Path, list[Problem]]) -> Table:
    table = Table("site", "title", "hosts", "columns", "agencies", "years", "expects", "problems")
    for path, problems in found.items():
        if problems:
            table.add_row(path.stem, *[""] * 6, f"[red]{len(problems)}[/red]")
            continue
        try:
            site = load_site(path.stem, path.parent)
        except SiteError as error:  # the file changed between the two readings
            table.add_row(path.stem, *[""] * 6, f"[red]{error}[/red]")
            continue
        hosts = len(site.hosts) + len(site.extra_hosts)
        first, last = site.expect.years
        expects = f"{site.expect.reports} by {site.expect.agencies}"
        counts = (str(hosts), str(len(site.columns)), str(len(site.agencies)))
        table.add_row(site.name, site.title, *counts, f"{first}–{last}", expects, "[green]0[/green]")
    return table
