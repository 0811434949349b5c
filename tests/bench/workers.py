"""`make bench-workers`: replica portals crawled by one worker, then by three; exit 1 below the target.

The pace is that of production's politeness on a small scale: waiting is what a crawl mostly does, and waiting is
what several workers do at the same time. Both runs are on this machine, one after the other.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from models.embedded import Server
from tests.portal import Portal
from tests.portal.families.base import Host
from tests.portal.families.registry import host_class

FAMILIES = ("nfcms", "shangwang", "epoint")  # with one host each, and of nearly one size, in two variants
TARGET: float = tomllib.loads(Path(__file__).with_name("targets.toml").read_text("utf-8"))["workers"]["ratio"]

SITE = """\
title = "{name}"
home = "http://{host}/"
hosts = ["{host}"]
notes = "a replica, for the bench"

[region]
code = "371000"
name = "某市"

[expect]
reports = 1
agencies = 1
years = [2023, 2024]
"""

SPENT = """
SELECT extract(epoch FROM max(at) FILTER (WHERE type = 'succeeded') - min(at) FILTER (WHERE type = 'started'))
FROM jobs.procrastinate_events
"""
RUNS = "SELECT sum(reports_found), sum(requests), sum(extract(epoch FROM finished_at - started_at)) FROM runs"


@dataclass(frozen=True, slots=True)
class Measured:
    """`seconds` from the first job's beginning to the last one's end; `crawling`, the sum of the runs."""

    workers: int
    seconds: float
    crawling: float
    reports: int
    requests: int


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.workers", description=__doc__)
    parser.add_argument("--delay", type=float, default=0.5, help="seconds between two requests to a host")
    parser.add_argument("--portals", type=int, default=6, choices=(3, 6), help="how many (default: 6)")
    asked = parser.parse_args()
    delay = asked.delay
    console = Console(width=None if sys.stdout.isatty() else 120)
    one, three = (measure(number, delay, asked.portals) for number in (1, 3))
    table = Table(title=f"{asked.portals} portals, {delay:g} s between two requests to a host")
    for column in ("workers", "seconds", "seconds of crawling", "reports", "requests", "reports a minute"):
        table.add_column(column, justify="right")
    for found in (one, three):
        rate = f"{found.reports * 60 / found.seconds:.0f}"
        cells = (
            found.workers,
            f"{found.seconds:.0f}",
            f"{found.crawling:.0f}",
            found.reports,
            found.requests,
            rate,
        )
        table.add_row(*map(str, cells))
    console.print(table)
    ratio = one.seconds / three.seconds
    console.print(f"three workers are {ratio:.2f} times as fast as one (target: {TARGET:g})")
    if one.reports != three.reports:
        console.print("they did not find the same reports", style="bold red")
    return int(ratio < TARGET or one.reports != three.reports)


def measure(number: int, delay: float, portals: int) -> Measured:
    """So many workers over so many portals, in a database and a directory of their own."""
    hosts = [host_class(family)(variant) for variant in (0, 1) for family in FAMILIES][:portals]
    with Portal(hosts=hosts) as portal, installation() as (var, server):
        portal.calm()
        sites = written(hosts, var / "sites")
        settings = [f"SITES_DIR={sites}", f"DOWNLOAD_DELAY={delay}", "AUTOTHROTTLE_ENABLED=0"]
        options = [word for setting in settings for word in ("-s", setting)]
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        env |= {"GONGKAI_VAR": str(var), "http_proxy": portal.url, "https_proxy": portal.url, "no_proxy": ""}
        scrapy = [sys.executable, "-m", "scrapy"]
        subprocess.run([*scrapy, "enqueue", "crawl", "--all", *options], env=env, check=True, capture_output=True)
        with (var / "log").open("wb") as log:
            crew = [
                subprocess.Popen([*scrapy, "worker", "--once", *options], env=env, stdout=log, stderr=log)
                for _ in range(number)
            ]
            codes = [worker.wait() for worker in crew]
        if any(codes):
            raise SystemExit(f"a worker ended with exit code {max(codes)}:\n{(var / 'log').read_text()[-4000:]}")
        url = server.url().set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url) as connection:
            spent = connection.execute(SPENT).fetchone()
            runs = connection.execute(RUNS).fetchone()
    assert spent is not None
    assert runs is not None
    return Measured(number, float(spent[0]), float(runs[2]), int(runs[0]), int(runs[1]))


@contextmanager
def installation() -> Iterator[tuple[Path, Server]]:
    """A data directory with its own embedded server."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", dir="/tmp") as name:
        var = Path(name)
        server = Server(var / "pg")
        try:
            yield var, server
        finally:
            server.stop()


def written(hosts: list[Host], directory: Path) -> Path:
    """A site file for each replica."""
    directory.mkdir()
    for number, host in enumerate(hosts):
        text = SITE.format(name=host.family, host=host.host)
        (directory / f"replica{number}.toml").write_text(text, encoding="utf-8")
    return directory


if __name__ == "__main__":
    sys.exit(main())
