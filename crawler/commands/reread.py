"""`scrapy reread [SITE]`: parse the kept originals again, without the network."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import Any

from rich.progress import track
from scrapy.exceptions import UsageError

from crawler.dbcommand import DatabaseCommand, one_site, show
from crawler.exitcodes import ExitCode
from models.ledger import close_run, open_run
from models.readings import FORMS, VERDICTS
from models.session import session
from pipelines.changes import Change, changes
from pipelines.comparing import compare
from pipelines.localfiles import AHEAD
from pipelines.objects import ObjectMissing, StoreError, store
from pipelines.pages import FurtherPage, further_pages
from pipelines.reading import READER_VERSION, unreadable
from pipelines.report import Reading
from pipelines.rereading import Kept, kept_captures, last_readings, reading_arguments
from pipelines.saving import save_readings
from pipelines.tasks import submit_reading
from pipelines.workers import WorkerError, WorkerPool, look_ahead

Begun = tuple[Kept, Future[list[Reading]] | None]


_OBJECTS = re.compile(r"([0-9a-f]{1,64})-([0-9a-f]{1,64})")
DIFFERENCE = ["agency", "year", "verdict before", "verdict now", "cells", "changed", "what else", "url"]


class Command(DatabaseCommand):
    """Every kept original, or those of a site, a form or a verdict, through the reader of today."""

    def syntax(self) -> str:
        return "[SITE] [--form CODE] [--verdict VERDICT] [--objects 0000-3fff] [--dry-run]"

    def short_desc(self) -> str:
        return "Parse the kept originals again, without the network"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--form", choices=FORMS, help="only what was read as this form")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would change, cell by cell, and change nothing"
        )
        parser.add_argument("--verdict", choices=VERDICTS, help="only what has this verdict")
        parser.add_argument(
            "--objects", type=_range, metavar="FROM-TO", help="only originals whose digests begin so: 0000-3fff"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise UsageError("name one site, or none for all")
        site = one_site(args)
        asked = {"form": opts.form, "verdict": opts.verdict, "objects": "-".join(opts.objects or ())}
        with session() as opened:
            kept = kept_captures(opened, site, opts.form, opts.verdict, opts.objects)
        if opts.dry_run:
            show((DIFFERENCE, self._differences(kept)), opts.format, "what reading again would change")
            return
        with session() as opened:
            run_id = open_run(
                opened, site, "reread", {k: v for k, v in asked.items() if v}, {"reader": READER_VERSION}
            )
        changes: Counter[tuple[str, str, str]] = Counter()
        self._touched: set[int] = set()
        with WorkerPool() as pool:
            begun = look_ahead(self._begin(pool, kept), pool.workers * AHEAD)
            shown = track(begun, "reading", total=len(kept), transient=True, disable=not sys.stderr.isatty())
            for each, future in shown:
                if future is not None:
                    changes.update(self._finish(each, future))
        compare(self._touched)
        with session() as opened:
            counted = {
                "captures": len(kept),
                "reports_changed": sum(n for (b, a, _), n in changes.items() if b != a),
            }
            close_run(opened, run_id, "finished" if not self.exitcode else "incomplete", self.exitcode, counted)
        lines = [(*key, count) for key, count in sorted(changes.items())]
        show((["verdict before", "verdict now", "change", "documents"], list(lines)), opts.format, "read again")

    def _differences(self, kept: list[Kept]) -> list[Sequence[Any]]:
        """A line for each document that this reader reads otherwise than what stands."""
        lines: list[Sequence[Any]] = []
        with WorkerPool() as pool:
            begun = look_ahead(self._begin(pool, kept), pool.workers * AHEAD)
            for each, future in track(
                begun, "reading", total=len(kept), transient=True, disable=not sys.stderr.isatty()
            ):
                if future is not None:
                    with session() as opened:
                        before = last_readings(opened, each)
                    lines += [_line(each, change) for change in changes(before, _result(future))]
        return lines

    def _begin(self, pool: WorkerPool, kept: list[Kept]) -> Iterator[Begun]:
        objects = store()
        for each in kept:
            try:
                body = objects.get(each.digest)
                further = [
                    FurtherPage(url, digest, objects.get(digest) if digest else None)
                    for url, digest in further_pages(each.capture)
                ]
            except ObjectMissing as error:
                self._complain(ExitCode.CRASH, str(error))
                yield each, None
                continue
            except StoreError as error:
                self._complain(ExitCode.CRASH, str(error))
                return
            yield each, submit_reading(pool, body, further=further, **reading_arguments(each.capture))

    def _finish(self, each: Kept, future: Future[list[Reading]]) -> list[tuple[str, str, str]]:
        readings = _result(future)
        with session() as opened:
            stored = save_readings(opened, each.capture_id, each.digest, readings)
        self._touched |= {saved.agency_id for saved in stored if saved.agency_id is not None}
        return [(each.before or "-", saved.verdict, saved.change or "-") for saved in stored]

    def _complain(self, code: ExitCode, message: str) -> None:
        sys.stderr.write(f"scrapy reread: {message}\n")
        self.exitcode = int(code)


def _range(text: str) -> tuple[str, str]:
    found = _OBJECTS.fullmatch(text.lower())
    if found is None or len(found[1]) != len(found[2]) or found[1] > found[2]:
        raise argparse.ArgumentTypeError("write two beginnings of one length, such as 0000-3fff")
    return found[1], found[2]


def _result(future: Future[list[Reading]]) -> list[Reading]:
    try:
        return future.result()
    except WorkerError as error:
        return [unreadable(error.reason, str(error))]


def _line(kept: Kept, change: Change) -> Sequence[Any]:
    """Cells as `path: before > now`; a blank one is shown as blank."""
    shown = "; ".join(f"{path}: {_shown(old)} > {_shown(new)}" for path, old, new in change.cells)
    other = [f"identity: {' > '.join(change.identity)}"] if change.identity else []
    other += [name for name, differs in (("prose", change.prose), ("findings", change.findings)) if differs]
    address = f"{kept.capture.url} {change.member}".strip()
    return (change.agency, change.year, *change.verdicts, len(change.cells), shown, ", ".join(other), address)


def _shown(value: Any) -> str:
    return "blank" if value is None else str(value)
