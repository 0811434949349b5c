"""`scrapy export`: the archive as WARC or WACZ files for other archives, the data set as files for analysts."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.progress import Progress
from scrapy.exceptions import UsageError
from sqlalchemy import Row

from crawler.dataset import add_options, export_rows
from crawler.dbcommand import DatabaseCommand, fetch, one_site, show
from crawler.exitcodes import ExitCode
from pipelines.dataset.exporting import FORMATS
from pipelines.objects import StoreError, StoreFull, StoreReadOnly, store
from pipelines.warc.exporting import Exported, export
from pipelines.warc.wacz import Wacz
from pipelines.warc.writing import WarcFile, Written
from pipelines.wholefile import whole_file

SUFFIX = {"warc": ".warc.gz", "wacz": ".wacz"}
BEIJING = timedelta(hours=8)
COUNT = "SELECT count(*) FROM captures WHERE CAST(:site AS text) IS NULL OR site = :site"


class Command(DatabaseCommand):
    """Exit 1: objects were lost, all else is in the file; 8: the file cannot be written."""

    def syntax(self) -> str:
        return "warc|wacz|csv|jsonl|parquet|xlsx [SITE] [--since DATE] [--out FILE_OR_DIRECTORY]"

    def short_desc(self) -> str:
        return (
            "Write the archive as a WARC or WACZ file, or the data set as CSV, JSON Lines, Parquet or a workbook"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--since",
            metavar="DATE",
            help="fetches from this day on (YYYY-MM-DD, Beijing), and what they refer to",
        )
        parser.add_argument(
            "--out",
            metavar="PATH",
            type=Path,
            help="default: SITE-DATE.warc.gz, or gongkai-DATE-FORMAT for a data set, in this directory",
        )
        add_options(parser)

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args or args[0] not in (*SUFFIX, *FORMATS):
            raise UsageError(f"say what to write: scrapy export {'|'.join((*SUFFIX, *FORMATS))} [SITE]")
        what, site = args[0], one_site(args[1:] or ([opts.site] if opts.site else []))
        since = _day(opts.since) if opts.since else None
        if what in FORMATS:
            export_rows(what, site, since, opts, self._complain)
            return
        out: Path = opts.out or Path(f"{site or 'gongkai'}-{date.today():%Y%m%d}{SUFFIX[what]}")  # noqa: DTZ011
        if not out.name.endswith(SUFFIX[what]):
            raise UsageError(f"--out {out}: the file's name must end in {SUFFIX[what]}")
        try:
            with whole_file(out) as file:
                done = self._write(what, file, out.name, site, since)
        except StoreError as error:
            unwritable = isinstance(error, StoreFull | StoreReadOnly)
            self._complain(str(error), ExitCode.DISK_FULL if unwritable else ExitCode.CRASH)
            return
        names = ["file", "bytes", "captures", "responses", "revisits", "resources", "redirects", "lost"]
        counts = (done.captures, done.responses, done.revisits, done.resources, done.redirects, done.lost)
        show((names, [(str(out), out.stat().st_size, *counts)]), opts.format, "exported")

    def _write(self, what: str, file: IO[bytes], name: str, site: str | None, since: datetime | None) -> Exported:
        if what == "warc":
            return self._warc(file, name, site, since, lambda *_: None)
        wacz = Wacz(file)
        with closing(wacz):

            def seen(record: Written, row: Row[Any]) -> None:
                wacz.seen(record)
                if row.role == "article" and record.status in (None, 200):
                    agency, year = row.agency or row.site or "", row.read_year or ""
                    wacz.page(record.url, record.date, f"{agency} {year}".strip() or record.url)

            with wacz.warc() as inner:
                done = self._warc(inner, name, site, since, seen)
            wacz.finish(f"gongkai: {site or 'all sites'}", _software())
        return done

    def _warc(self, file: IO[bytes], name: str, site: str | None, since: datetime | None, seen: Any) -> Exported:
        warc = WarcFile(file)
        warc.info(name, _info(site, since))
        total = int(fetch(COUNT, site=site)[1][0][0])
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("writing", total=total)

            def step(record: Written, row: Row[Any]) -> None:
                bar.advance(task)
                seen(record, row)

            return export(store(), warc, site, since, step, lambda said: self._complain(said, ExitCode.CRASH))

    def _complain(self, message: str, code: ExitCode) -> None:
        sys.stderr.write(f"scrapy export: {message}\n")
        self.exitcode = int(code)


def _day(given: str) -> datetime:
    """The beginning of a day in Beijing."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"--since {given}: write a day as 2026-01-31") from None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - BEIJING


def _software() -> str:
    return f"gongkai 0.1 (warcio {version('warcio')})"


def _info(site: str | None, since: datetime | None) -> dict[str, str]:
    """The warcinfo record's fields."""
    of = f"the portal {site}" if site else "all portals"
    return {
        "software": _software(),
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": f"annual reports on government information disclosure, captures of {of}"
        f"{f' since {since:%Y-%m-%d %H:%M} UTC' if since else ''}; bodies are kept decoded, "
        "headers of the wire alone are renamed X-Archive-Orig-*",
    }
