"""`scrapy export csv|jsonl|parquet|xlsx`: the data set, or a slice of it, as files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from scrapy.exceptions import UsageError

from crawler.arguments import ArgumentError, parse_years
from crawler.dbcommand import fetch, show
from crawler.exitcodes import ExitCode
from pipelines.dataset.exporting import Format, Wanted, export_dataset
from pipelines.dataset.tables import DatasetError, Slice, chosen_tables
from pipelines.objects import StoreError, StoreFull, StoreReadOnly

BEIJING = timedelta(hours=8)
Complain = Callable[[str, ExitCode], None]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of a data set, beside --since and --out that an archive has as well."""
    group = parser.add_argument_group("data set (csv, jsonl, parquet, xlsx)")
    group.add_argument("--site", metavar="SITE", help="reports of this site, same as SITE")
    group.add_argument("--years", metavar="YEARS", help="report years: 2024, 2021-2024, 2019,2021-2024")
    group.add_argument(
        "--region", metavar="CODE", help="reports of this division (GB/T 2260) and of those below it"
    )
    group.add_argument("--tables", metavar="NAMES", help="only these tables, e.g. applications,review,cells")
    group.add_argument("--headings", choices=("zh", "en", "code"), help="default: zh for xlsx, else code")


def export_rows(
    what: Format, site: str | None, since: datetime | None, opts: argparse.Namespace, complain: Complain
) -> None:
    """Write the export and show its tables. Exit 1: it cannot be made so; 8: it cannot be written there."""
    try:
        years = parse_years(opts.years, date.today().year) if opts.years else None  # noqa: DTZ011 - a year
        tables = chosen_tables(opts.tables.split(",") if opts.tables else None)
    except (ArgumentError, DatasetError) as error:
        raise UsageError(f"--{error}" if isinstance(error, ArgumentError) else f"--tables: {error}") from None
    region = _region(opts.region) if opts.region else None
    chosen = Slice(site, tuple(sorted(years)) if years else None, since, region)
    wanted = Wanted(what, tables, chosen, opts.headings or ("zh" if what == "xlsx" else "code"))

    def place(as_of: datetime) -> Path:
        out: Path | None = opts.out
        return out or Path(f"{site or region or 'gongkai'}-{as_of + BEIJING:%Y%m%d}-{what}")

    with Console(stderr=True).status("writing") as status:

        def step(table: str, rows: int) -> None:
            status.update(f"{table}: {rows} rows")

        if not sys.stderr.isatty():
            status.stop()
        try:
            path, written = export_dataset(wanted, place, step)
        except (StoreError, DatasetError) as error:
            unwritable = isinstance(error, StoreFull | StoreReadOnly)
            complain(str(error), ExitCode.DISK_FULL if unwritable else ExitCode.CRASH)
            return
    rows: list[Sequence[Any]] = [(one.table.name, one.rows, str(path / one.path)) for one in written]
    show((["table", "rows", "file"], rows), opts.format, f"exported to {path}")


def _region(code: str) -> str:
    """The code, where there is such a division."""
    if not fetch("SELECT FROM regions WHERE code = :code", code=code)[1]:
        raise UsageError(
            f"--region {code}: no such division; table regions has the codes, such as 371000 (威海市)"
        )
    return code
