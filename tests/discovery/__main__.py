"""`python -m tests.discovery [HOST…]`: what exists, was found, is wrong, was missed; what was needed, asked, asked
again. Exit 1 below a floor."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import psycopg
from alembic import command
from psycopg import sql
from rich.console import Console
from rich.table import Table

from models.embedded import Server
from models.schema import alembic_config
from models.session import engine
from tests.discovery.measure import Result, measure
from tests.discovery.replicas import Replica, replicas

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
AT_ONCE = 3  # a crawl waits for its readers for a third of its time; more than two cores want more
SHOWN = 5  # of each sort of trouble, unless all are asked for
# a database of the bench need not survive a power cut
SERVER = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def failures(result: Result) -> list[str]:
    """What is below its floor, in words."""
    said = []
    exist = len(result.replica.reports)
    if result.found < FLOORS["found"] * exist:
        said.append(f"{result.found} of {exist} reports found")
    if len(result.wrong) > FLOORS["wrong"]:
        said.append(f"{len(result.wrong)} wrong")
    if result.ratio > FLOORS["requests"]:
        said.append(f"{result.ratio:.2f} requests for each that is needed, the floor is {FLOORS['requests']}")
    own = FLOORS["family"].get(result.replica.family, {})
    again, exits = own.get("again", FLOORS["again"]), own.get("exits", [0, 0])
    if len(result.again) > max(FLOORS["few"], again * len(result.requests)):
        said.append(f"the second crawl asked {result.again_ratio:.0%} again, the floor is {again:.0%}")
    if result.strays:
        said.append(f"asked what must not be asked: {result.strays}")
    if list(result.exits) != exits:
        said.append(f"exit codes {result.exits}")
    return said


def run(chosen: list[Replica], work: Path) -> list[Result]:
    """Every replica in a database and a data directory of its own, the dearest first; in the order of `chosen`."""
    server = Server(work / "pg", SERVER)
    server.ensure_running()
    try:
        _admin(server, "CREATE DATABASE {}", "made")
        os.environ["DATABASE_URL"] = _url(server, "made")
        command.upgrade(alembic_config(), "head")
        engine().dispose()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            jobs = {}
            for number, replica in enumerate(sorted(chosen, key=_dearness, reverse=True)):
                _admin(server, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", f"bench_{number}", "made")
                url = _url(server, f"bench_{number}")
                jobs[replica.host] = pool.submit(measure, replica, url, work / replica.host)
            for done in as_completed(jobs.values()):
                said = done.result()
                counted = (
                    f"{said.found} of {len(said.replica.reports)} found, {len(said.requests)} requests, "
                    f"{said.seconds[0]:.0f} + {said.seconds[1]:.0f} s"
                )
                print(f"{said.replica.host}: {counted}", file=sys.stderr, flush=True)
            return [jobs[replica.host].result() for replica in chosen]
    finally:
        server.stop()


def _dearness(replica: Replica) -> tuple[bool, int]:
    """What takes longest must not come last: a browser, then many pages."""
    return replica.family == "spa", replica.needed


def _url(server: Server, name: str) -> str:
    return server.url(name).render_as_string(hide_password=False)


def _admin(server: Server, statement: str, *names: str) -> None:
    url = server.url("postgres").set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.discovery")
    parser.add_argument("only", nargs="*", metavar="HOST", help="hosts, families, or parts of either")
    parser.add_argument("--requests", action="store_true", help="print every request")
    parser.add_argument("--all", action="store_true", help="print every report that was missed, not the first few")
    parser.add_argument("--keep", type=Path, help="leave logs and objects in this directory")
    options = parser.parse_args()
    chosen = [
        replica
        for replica in replicas()
        if not options.only or any(part in f"{replica.host} {replica.family}" for part in options.only)
    ]
    if not chosen:
        parser.error(f"no such replica; there are {', '.join(replica.host for replica in replicas())}")
    started = time.monotonic()
    work = Path(tempfile.mkdtemp(prefix="gongkai-discovery-", dir="/tmp"))  # a short path for the server's socket
    try:
        results = run(chosen, work)
        if options.keep:
            shutil.copytree(work, options.keep, dirs_exist_ok=True, ignore=shutil.ignore_patterns("pg"))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{len(results)} portals crawled twice in {time.monotonic() - started:.0f} s", file=sys.stderr)
    return report(results, show_requests=options.requests, everything=options.all)


def report(results: list[Result], *, show_requests: bool, everything: bool = False) -> int:
    """Print it; 1 where something is below a floor."""
    console = Console(width=None if sys.stdout.isatty() else 150)
    table = Table("host", "family")
    for name in (
        "exist",
        "found",
        "unassigned",
        "wrong",
        "missed",
        "needed",
        "asked",
        "ratio",
        "re-crawl",
        "of first",
    ):
        table.add_column(name, justify="right")
    for result in results:
        counts = (len(result.replica.reports), result.found, len(result.unassigned), len(result.wrong))
        cost = (len(result.missed), result.replica.needed, len(result.requests), f"{result.ratio:.2f}")
        again = (len(result.again), f"{result.again_ratio:.2f}")
        table.add_row(result.replica.host, result.replica.family, *map(str, (*counts, *cost, *again)))
    console.print(table)
    failed = 0
    for result in results:
        for what, lines in (("missed", result.missed), ("WRONG", result.wrong), ("unassigned", result.unassigned)):
            for line in lines if everything else lines[:SHOWN]:
                console.print(f"{result.replica.host}: {what} {line}", highlight=False, soft_wrap=True)
        if show_requests:
            for when, asked in (("first", result.requests), ("again", result.again)):
                for line in asked:
                    console.print(f"{result.replica.host}: {when} {line}", highlight=False, soft_wrap=True)
        for line in failures(result):
            failed += 1
            console.print(f"below the floor: {result.replica.host}: {line}", style="bold red", soft_wrap=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
