"""`scrapy site build`: a static web site of what is known, for a browser and without a server."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from scrapy.exceptions import UsageError

from crawler.dbcommand import DatabaseCommand, Rows, fetch, one_site, show
from crawler.exitcodes import ExitCode
from models.paths import var_dir
from pipelines.objects import StoreError
from pipelines.site.build import Built, build
from pipelines.site.staging import SiteError

COUNT = """
SELECT count(*) FROM v_reports WHERE CAST(:site AS text) IS NULL OR site = :site
"""


class Command(DatabaseCommand):
    """Exit 1: the directory cannot be written, and is as it was; originals that cannot be shown are told."""

    def syntax(self) -> str:
        return "build [--out DIR] [--site SITE] [--originals all|review|none]"

    def short_desc(self) -> str:
        return "Build the static web site"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--out", type=Path, metavar="DIR", help="default: site/ in the data directory")
        parser.add_argument("--site", help="one portal alone (default: all)")
        parser.add_argument(
            "--originals",
            choices=("all", "review", "none"),
            default="review",
            help="beside which reports the original is shown (default: review, those with errors or warnings)",
        )
        parser.add_argument("--workers", type=int, metavar="N", help="processes (default: one a core)")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if args != ["build"]:
            raise UsageError("say what to do: scrapy site build")
        if opts.workers is not None and opts.workers < 1:
            raise UsageError("--workers must be above zero")
        site = one_site([opts.site] if opts.site else [])
        out: Path = opts.out or var_dir() / "site"
        started = time.monotonic()
        total = int(fetch(COUNT, site=site)[1][0][0])
        try:
            with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
                task = bar.add_task("building", total=total)
                done = build(
                    out,
                    originals=opts.originals,
                    site=site,
                    workers=opts.workers,
                    step=lambda: bar.advance(task),
                )
        except (SiteError, StoreError) as error:
            sys.stderr.write(f"scrapy site: {error}\n")
            self.exitcode = int(ExitCode.CRASH)
            return
        for problem in done.problems:
            sys.stderr.write(f"scrapy site: no original: {problem}\n")
        show(_summary(out, done, time.monotonic() - started), opts.format, "built")


def _summary(out: Path, done: Built, seconds: float) -> Rows:
    names = ["site", "reports", "agencies", "portals", "written", "unchanged", "seconds"]
    counts = (done.pages["report"], done.pages["agency"], done.pages["portal"], done.written, done.kept)
    return names, [(str(out / "index.html"), *counts, round(seconds, 1))]
