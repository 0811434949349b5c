"""`make bench-site`: the static site of 5,000 reports, built once from nothing and once more with nothing new.

The reports are synthetic rows with all their cells and places; one of ten is in review, and shows a real page from
the corpus beside its numbers. Exit 1 where the first build takes longer than the target.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from sqlalchemy import text

from models.embedded import server
from models.paths import project_dir
from models.schema import ensure_schema
from models.session import connection
from pipelines.objects import store
from pipelines.site.build import build

TARGET = 120.0  # seconds for 5,000 reports on two cores (issue 6)
YEARS = range(2016, 2026)
AGENCIES_A_SITE = 100
ORIGINALS = project_dir() / "tests" / "corpus" / "documents"

ROWS = Path(__file__).with_name("site.sql")


def load(reports: int) -> None:
    """Write the rows, in statements that make them in the database."""
    original = min(ORIGINALS.rglob("*.html"), key=lambda path: path.name)
    agencies = -(-reports // len(YEARS))
    given = {
        "sites": -(-agencies // AGENCIES_A_SITE),
        "agencies": agencies,
        "per_site": AGENCIES_A_SITE,
        "digest": store().put(original.read_bytes()),
        "first": YEARS[0],
        "last": YEARS[-1],
    }
    with connection() as database:
        for statement in ROWS.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                database.execute(
                    text(statement), {name: value for name, value in given.items() if f":{name}" in statement}
                )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.site", description=__doc__)
    parser.add_argument("--reports", type=int, default=5000)
    reports = parser.parse_args().reports
    console = Console(width=None if sys.stdout.isatty() else 120)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", dir="/tmp") as scratch:
        os.environ["GONGKAI_VAR"] = scratch
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("GONGKAI_OBJECTS", None)
        try:
            ensure_schema()
            load(reports)
            took = [_build(console, Path(scratch) / "site", what) for what in ("from nothing", "nothing new")]
        finally:
            server().stop()
    allowed = TARGET * reports / 5000
    if took[0] > allowed:
        console.print(f"missed: {took[0]:.0f} s, {allowed:.0f} s are allowed", style="bold red")
        return 1
    return 0


def _build(console: Console, out: Path, what: str) -> float:
    started = time.monotonic()
    done = build(out)
    seconds = time.monotonic() - started
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) / 1e6
    first = (
        sum((out / name).stat().st_size for name in ("index.html", "assets/catalogue.js", "assets/site.js")) / 1e3
    )
    console.print(
        f"{what}: {done.pages['report']} reports, {done.pages['agency']} agencies in {seconds:.1f} s; "
        f"{done.written} files written, {done.kept} unchanged, {size:.0f} MB; the first page takes {first:.0f} kB"
    )
    console.print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
