"""`scrapy ingest PATH…`: read local files into the database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import UsageError

from crawler.dbcommand import DatabaseCommand, show
from crawler.exitcodes import ExitCode
from crawler.registry import all_sites
from models.ledger import close_run, open_run
from models.session import session
from pipelines.capture import Capture
from pipelines.carriers.sniff import sniff
from pipelines.comparing import compare
from pipelines.evidence import Evidence
from pipelines.localfiles import AHEAD, LocalFile, find_files, start_reading
from pipelines.objects import ObjectStore, StoreError, StoreFull, StoreReadOnly, store
from pipelines.reading import READER_VERSION
from pipelines.register import ensure_site
from pipelines.saving import Saved, save_capture, save_readings
from pipelines.workers import WorkerPool, look_ahead

FIRST_YEAR = 2008  # 《政府信息公开条例》 in force 2008-05-01


class Command(DatabaseCommand):
    """The way of a crawled document for a file that somebody has: kept, read, checked, stored."""

    def syntax(self) -> str:
        return "PATH... [--url URL] [--agency NAME] [--year YYYY]"

    def short_desc(self) -> str:
        return "Read annual reports from local files into the database"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help="where the file came from (one file only)")
        parser.add_argument("--agency", help="whose report it is, if the file does not say so or says it wrong")
        parser.add_argument("--year", type=int, help="report year, likewise")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        paths, missing = find_files(args)
        self._check(args, len(paths), opts)
        for path in missing:
            self._complain(ExitCode.USAGE, f"{path}: no such file or directory")
        told = _told(opts)
        site = _site_of(opts.url)
        with session() as opened:
            if site is not None:
                ensure_site(opened, site.name, site.title, site.home, site.region.code, site.region.name)
            names = {"paths": args, "url": opts.url, "agency": opts.agency, "year": opts.year}
            run_id = open_run(
                opened,
                site and site.name,
                "ingest",
                {k: v for k, v in names.items() if v},
                {"reader": READER_VERSION},
            )
        lines: list[Sequence[Any]] = []
        self._touched: set[int] = set()
        counted = {"captures": 0, "reports_found": 0, "reports_new": 0, "reports_changed": 0, "unassigned": 0}
        try:
            with WorkerPool() as pool:
                for file in look_ahead(start_reading(pool, paths, evidence=told), pool.workers * AHEAD):
                    lines += self._one(file, run_id, site and site.name, opts.url, told, counted)
        except StoreError as error:
            unwritable = isinstance(error, StoreFull | StoreReadOnly)
            self._complain(ExitCode.DISK_FULL if unwritable else ExitCode.CRASH, str(error))
        compare(self._touched)
        with session() as opened:
            close_run(opened, run_id, "finished" if not self.exitcode else "incomplete", self.exitcode, counted)
        show((["file", "verdict", "agency_id", "year", "change", "reason"], lines), opts.format, "ingested")

    def _check(self, args: list[str], files: int, opts: argparse.Namespace) -> None:
        if not args:
            raise UsageError("ingest needs a file or a directory: scrapy ingest PATH...")
        if opts.url and files > 1:
            raise UsageError("--url names the place of one file; ingest the others apart")
        if opts.url and urlsplit(opts.url).scheme not in ("http", "https"):
            raise UsageError(f"--url {opts.url}: not an http(s) address")
        if opts.year is not None and not FIRST_YEAR <= opts.year <= date.today().year:  # noqa: DTZ011 - a year
            raise UsageError(f"--year {opts.year}: the reports begin with {FIRST_YEAR}")

    def _one(
        self,
        file: LocalFile,
        run_id: int,
        site: str | None,
        url: str | None,
        told: list[Evidence],
        counted: dict[str, int],
    ) -> list[Sequence[Any]]:
        """Keep, read and store one file; its lines for the table."""
        readings = file.result()
        if file.body is None:
            self._complain(ExitCode.USAGE, readings[0].findings[0].detail)
            return [[str(file.path), "unreadable", None, None, None, readings[0].reason]]
        objects: ObjectStore = store()
        digest = objects.put(file.body)
        address = url or f"urn:sha256:{digest}"
        capture = Capture(
            url=address,
            final_url=address,
            status=200,
            headers=[],
            body=file.body,
            fetched_at=datetime.now(UTC),
            site=site,
            run_id=run_id,
            kind="local_file",
            evidence=told,
            file_name=file.path.name,
        )
        with session() as opened:
            capture_id = save_capture(opened, capture, digest, len(file.body), sniff(file.body))
        with session() as opened:
            stored = save_readings(opened, capture_id, digest, readings)
        self._touched |= {saved.agency_id for saved in stored if saved.agency_id is not None}
        _count(counted, stored)
        return [[str(file.path), s.verdict, s.agency_id, s.year, s.change or s.outcome, s.reason] for s in stored]

    def _complain(self, code: ExitCode, message: str) -> None:
        sys.stderr.write(f"scrapy ingest: {message}\n")
        self.exitcode = self.exitcode or int(code)


def _told(opts: argparse.Namespace) -> list[Evidence]:
    told = []
    if opts.agency:
        told.append(Evidence("agency", "operator", opts.agency, f"--agency {opts.agency}"))
    if opts.year:
        told.append(Evidence("year", "operator", str(opts.year), f"--year {opts.year}"))
    return told


def _site_of(url: str | None) -> Any:
    """The site whose crawl may enter this URL, None for a file without one."""
    return next((site for site in all_sites() if url and site.allows(url)), None)


def _count(counted: dict[str, int], stored: list[Saved]) -> None:
    counted["captures"] += 1
    for saved in stored:
        counted["reports_found"] += saved.outcome == "report"
        counted["unassigned"] += saved.outcome == "unassigned"
        counted["reports_new"] += saved.change == "new"
        counted["reports_changed"] += saved.change == "changed"
