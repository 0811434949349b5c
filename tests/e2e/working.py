"""Worker processes as an admin starts them, the replica portals behind their proxy."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from tests import warm
from tests.e2e.crawling import FAST, ROOT, Ended, Facts, World

SILENT = 15.0  # seconds until the jobs of a killed worker go to another; 90 in production


def scrapy(world: World, *args: str, **env: str) -> Ended:
    """A command, to its end."""
    done = warm.run(args, env=world.env(**env), timeout=900)
    return Ended(done.returncode, done.stdout, done.stderr)


def listed(world: World, *args: str) -> list[dict[str, Any]]:
    """What `scrapy jobs` tells, the jobs that are done included."""
    done = scrapy(world, "jobs", "--all", "--json", *args)
    assert done.code == 0, str(done)
    found: list[dict[str, Any]] = json.loads(done.out)
    return sorted(found, key=lambda job: int(job["job"]))


def states(world: World) -> list[str]:
    """The states of all jobs, oldest first, without the cost of a process."""
    return [row[0] for row in world.query("SELECT status::text FROM jobs.procrastinate_jobs ORDER BY id")]


def differences(found: Facts, expected: Facts) -> dict[str, tuple[list[Any], list[Any]]]:
    """Table → rows that are lost, rows that are new or doubled; empty where all is the same."""
    both = {name: (Counter(map(repr, expected[name])), Counter(map(repr, found[name]))) for name in expected}
    return {
        name: (sorted((wanted - got).elements()), sorted((got - wanted).elements()))
        for name, (wanted, got) in both.items()
        if wanted != got
    }


# three crawls read at once: on a busy machine a document may take its time and is no less readable
UNHURRIED = (*FAST, "-s", "READ_TIMEOUT=600")


class Worker:
    """A `scrapy worker` with its log in a file."""

    def __init__(self, world: World, log: Path, *args: str) -> None:
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scrapy", "worker", "--silent", str(SILENT), *UNHURRIED, *args],
                cwd=ROOT, env=world.env(), stdout=out, stderr=out,
            )  # fmt: skip

    def family(self) -> list[psutil.Process]:
        """Its commands and their readers."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def begun(self) -> list[str]:
        """The commands that it took up, in its order."""
        lines = self.log.read_text("utf-8", errors="replace").splitlines()
        return [
            line.partition(": scrapy ")[2].partition(" begins")[0] for line in lines if " begins, try " in line
        ]

    def end(self, number: int = signal.SIGTERM) -> int:
        """Signal it and wait; its exit code."""
        if self.process.poll() is None:
            os.kill(self.process.pid, number)
        return self.process.wait(90)


@contextmanager
def workers(world: World, number: int, *args: str) -> Iterator[list[Worker]]:
    """So many workers, each with its own log; killed at the end if they still run."""
    crew = [Worker(world, world.var / f"worker-{index}.log", *args) for index in range(number)]
    try:
        yield crew
    finally:
        for worker in crew:
            if worker.process.poll() is None:
                family = worker.family()
                worker.process.kill()
                worker.process.wait()
                psutil.wait_procs(family, timeout=60)
