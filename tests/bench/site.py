"""`make bench-site`: the static site of 5,000 reports, built once from nothing and once more with nothing new.

The reports are synthetic rows with all their cells and places; one of ten is in review, and shows a real page from
the corpus beside its numbers. Exit 1 where the first build takes longer than the target.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
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
FIRST_PAGE = ("index.html", "assets/site.css", "assets/catalogue.js", "assets/site.js")
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
    seconds, busy = took[0]
    if seconds > TARGET:
        told = "processor seconds by core, for the machine was busy" if busy else "seconds"
        console.print(f"missed: {seconds:.0f} {told}; {TARGET:.0f} are allowed", style="bold red")
        return 1
    return 0


class Processors:
    """Processor seconds of this process, its workers and the database's, looked at ten times a second."""

    def __init__(self) -> None:
        self.used: dict[tuple[int, float], float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Processors:
        self._look()
        self.before = dict(self.used)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._look()
        self.seconds = sum(used - self.before.get(key, 0) for key, used in self.used.items())

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self._look()

    def _look(self) -> None:
        postmaster = int((server().data / "postmaster.pid").read_text().splitlines()[0])
        for root in (psutil.Process(), psutil.Process(postmaster)):
            for process in (root, *root.children(recursive=True)):
                with contextlib.suppress(psutil.NoSuchProcess):
                    times = process.cpu_times()
                    self.used[process.pid, process.create_time()] = times.user + times.system


def _build(console: Console, out: Path, what: str) -> tuple[float, bool]:
    """Seconds by the clock, or on a busy machine processor seconds by core; and whether it was busy."""
    load = os.getloadavg()[0]
    started = time.monotonic()
    with Processors() as processors:
        done = build(out)
    seconds = time.monotonic() - started
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) / 1e6
    first = sum((out / name).stat().st_size for name in FIRST_PAGE) / 1e3
    console.print(
        f"{what}: {done.pages['report']} reports, {done.pages['agency']} agencies in {seconds:.1f} s "
        f"({processors.seconds:.1f} processor seconds; load {load:.1f} on {os.cpu_count()} cores before it); "
        f"{done.written} files written, {done.kept} unchanged, {size:.0f} MB; the first page takes {first:.0f} kB"
    )
    busy = load > (os.cpu_count() or 1) / 2
    return (processors.seconds / (os.cpu_count() or 1), True) if busy else (seconds, False)


if __name__ == "__main__":
    sys.exit(main())
