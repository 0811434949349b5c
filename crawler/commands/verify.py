"""`scrapy verify [SITE]`: whether everything that was kept is still there and still what it was."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from scrapy.exceptions import UsageError

from crawler.dbcommand import DatabaseCommand, one_site, show
from crawler.exitcodes import ExitCode
from pipelines.objects import ObjectStore, StoreError, StoreFull, StoreReadOnly, store
from pipelines.repairing import advice, ask_again, found_again, put_away, recover
from pipelines.verifying import Problem, count_objects, verify
from pipelines.warc.reading import Broken

COLUMNS = ["problem", "key", "bytes", "detail", "what to do"]
REPAIRED = "recovered"


class Command(DatabaseCommand):
    """Exit 0: all is well; 1: something is wrong; 8: the store cannot be written (--repair)."""

    def syntax(self) -> str:
        return "[SITE] [--sample N | --full] [--repair [--from FILE.warc.gz]...] [--format table|csv|json]"

    def short_desc(self) -> str:
        return "Check the kept originals against the record"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        much = parser.add_mutually_exclusive_group()
        much.add_argument("--sample", type=int, metavar="N", help="compute the digests of N objects by lot only")
        much.add_argument("--full", action="store_true", help="compute the digests of all objects (default)")
        parser.add_argument(
            "--repair",
            action="store_true",
            help="recover what is lost, or have the next crawl fetch it; set aside what nobody names",
        )
        parser.add_argument(
            "--from", dest="files", action="append", default=[], metavar="FILE", type=Path,
            help="a WARC or WACZ file in which lost objects may stand (with --repair)",
        )  # fmt: skip

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        site = one_site(args)
        if opts.sample is not None and opts.sample < 0:
            raise UsageError("--sample must not be below zero")
        if opts.files and not opts.repair:
            raise UsageError("--from needs --repair")
        if absent := [str(path) for path in opts.files if not path.is_file()]:
            raise UsageError(f"--from {', '.join(absent)}: no such file")
        try:
            self._verify(site, opts, store())
        except StoreError as error:
            unwritable = isinstance(error, StoreFull | StoreReadOnly)
            self._complain(str(error), ExitCode.DISK_FULL if unwritable else ExitCode.CRASH)

    def _verify(self, site: str | None, opts: argparse.Namespace, objects: ObjectStore) -> None:
        began, total = time.monotonic(), count_objects(site)
        size, problems = 0, []
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("verifying", total=total)

            def tick(bytes_: int) -> None:
                nonlocal size
                size += bytes_
                bar.advance(task)

            problems = list(verify(objects, site, opts.sample, tick))
        lines = self._repaired(objects, problems, opts.files) if opts.repair else _advised(problems)
        show((COLUMNS, lines), opts.format, f"problems of {objects.place}")
        how = "" if opts.sample is None else f", digests of {min(opts.sample, total)}"
        left = sum(line[-1] != REPAIRED for line in lines)
        sys.stderr.write(
            f"verify: {total} objects, {size} bytes{how}, in {time.monotonic() - began:.0f} s: "
            f"{f'{left} problems' if left else 'all is well'}\n"
        )
        if left:
            self.exitcode = self.exitcode or int(ExitCode.CRASH)

    def _repaired(self, objects: ObjectStore, problems: list[Problem], files: list[Path]) -> list[Sequence[Any]]:
        found_again(objects)
        wanted = {problem.digest for problem in problems if problem.sort in ("missing", "damaged")} - {None}
        whole: set[str] = set()
        for each in recover(objects, [digest for digest in wanted if digest], files):
            if isinstance(each, Broken):
                self._complain(f"{each}: left out", ExitCode.CRASH)
            else:
                whole.add(each)
        lines = []
        for problem in problems:
            if problem.digest in whole:
                done = REPAIRED
            elif problem.sort in ("missing", "damaged"):
                done = ask_again(objects, problem)
            else:
                done = put_away(objects, problem)
            lines.append(_line(problem, done))
        return lines

    def _complain(self, message: str, code: ExitCode) -> None:
        sys.stderr.write(f"scrapy verify: {message}\n")
        self.exitcode = int(code)


def _advised(problems: list[Problem]) -> list[Sequence[Any]]:
    return [_line(problem, advice(problem)) for problem in problems]


def _line(problem: Problem, done: str) -> Sequence[Any]:
    return (problem.sort, problem.key, problem.size, problem.detail, done)
