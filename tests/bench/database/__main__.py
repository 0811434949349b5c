"""`make bench-db`: 300,000 reports, the worked queries, an incremental load; exit 1 when a target is missed."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from alembic import command
from rich.console import Console
from rich.table import Table

from models.embedded import Server
from models.schema import alembic_config, ensure_schema
from models.session import engine
from tests.bench.database.load import load
from tests.bench.database.measure import Timed, Weight, queries, save, weights, with_cells

# what a server of a nation's data would have: a tenth of a small machine's memory, a disk without a needle
SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "3GB",
    "random_page_cost": "1.1",
    "max_wal_size": "8GB",
}
SECONDS = 1.0  # a worked query
RATIO = 1.5  # a report saved into the full database against one into the empty one
NATION = 2_500_000  # reports: 100,000 authorities, 25 years of room
PARTS = 2


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.database", description=__doc__)
    parser.add_argument("--reports", type=int, default=300_000)
    parser.add_argument("--saved", type=int, default=1000, help="reports of each incremental load")
    parser.add_argument("--keep", type=Path, help="make the database there and keep it")
    given = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120)
    # under /tmp: a short path for its socket, and open to root's server user
    root = given.keep or Path(tempfile.mkdtemp(prefix="gongkai-bench-", dir="/tmp"))
    server = Server(root / "pg", SETTINGS)
    try:
        return bench(console, server, given.reports, given.saved)
    finally:
        server.stop()
        if given.keep is None:
            shutil.rmtree(root, ignore_errors=True)


def bench(console: Console, server: Server, reports: int, saved: int) -> int:
    started = time.monotonic()
    url = server.ensure_running()
    os.environ["DATABASE_URL"] = url.render_as_string(hide_password=False)
    command.upgrade(alembic_config(), "head")
    ensure_schema()
    speeds = [(0, *save(saved, 0))]
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        for part in range(PARTS):
            with console.status("loading") as status:

                def told(table: str, rows: int) -> None:
                    status.update(f"loading: {table}, {rows} rows")

                count = load(connection, reports, told, part, PARTS)
            console.print(f"{count} reports after {time.monotonic() - started:.0f} s")
            speeds.append((count, *save(saved, part + 1)))
        connection.autocommit = True
        timed, weighed = queries(connection), weights(connection)
        filled = with_cells(connection)
    engine().dispose()
    missed = [*show_queries(console, timed), *show_speeds(console, speeds)]
    show_weights(console, weighed, count, filled)
    busy = os.getloadavg()[0]
    console.print(f"{time.monotonic() - started:.0f} s on {os.cpu_count()} cores, load average {busy:.1f}")
    for line in missed:
        console.print(f"missed: {line}", style="bold red", highlight=False)
    return 1 if missed else 0


def show_queries(console: Console, timed: list[Timed]) -> list[str]:
    """The table of the worked queries; what misses its target, in words."""
    table = Table("query", "question", title="Worked queries, best of three")
    for name in ("rows", "seconds"):
        table.add_column(name, justify="right")
    for one in timed:
        style = "red" if one.seconds > SECONDS else None
        table.add_row(str(one.number), one.question, str(one.rows), f"{one.seconds:.2f}", style=style)
    console.print(table)
    return [f"query {one.number} took {one.seconds:.2f} s" for one in timed if one.seconds > SECONDS]


def show_speeds(console: Console, speeds: list[tuple[int, float, float]]) -> list[str]:
    """The table of the incremental loads."""
    table = Table(title="A report saved as a crawl saves it")
    for name in ("reports there", "median ms", "mean ms", "median, ratio to empty"):
        table.add_column(name, justify="right")
    empty = speeds[0][1]
    for count, median, mean in speeds:
        table.add_row(str(count), f"{median * 1000:.1f}", f"{mean * 1000:.1f}", f"{median / empty:.2f}")
    console.print(table)
    ratio = speeds[-1][1] / empty
    return [f"a report takes {ratio:.2f} times as long as at the beginning"] if ratio > RATIO else []


def show_weights(console: Console, weighed: list[Weight], reports: int, filled: int) -> None:
    """Sizes, and on paper those of a nation; `filled` of the reports have their cells."""
    table = Table("table", title=f"Sizes, and on paper those of {NATION:,} reports")
    for name in ("rows", "rows MB", "indexes MB", "bytes a report", "nation GB"):
        table.add_column(name, justify="right")
    total = 0.0
    for one in weighed:
        each = (one.data + one.indexes) / (filled if one.table == "cells" else reports)
        if one.data + one.indexes > 1_000_000:
            total += each
            nation = f"{each * NATION / 1e9:.1f}"
            sizes = (f"{one.data / 1e6:.0f}", f"{one.indexes / 1e6:.0f}", f"{each:.0f}")
            table.add_row(one.table, str(one.rows), *sizes, nation)
    table.add_row("all", "", "", "", f"{total:.0f}", f"{total * NATION / 1e9:.0f}", style="bold")
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
