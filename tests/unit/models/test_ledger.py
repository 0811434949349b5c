"""The ledger: one run a site, a row for every run, crashed ones found out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from models.ledger import SiteLock, close_run, mark_crashed, open_run
from models.session import session
from pipelines.register import ensure_site

# opens a run under the lock, says so, and waits
RUN = """
import sys, time
from models.ledger import SiteLock, open_run
from models.session import session
lock = SiteLock("huancui")
if not lock.acquire():
    sys.exit(5)
with session() as opened:
    open_run(opened, "huancui")
print("open", flush=True)
time.sleep(60)
"""

# the same, with a child that outlives its parent
FORKED = RUN.replace(
    "time.sleep(60)", "import os\npid = os.fork()\nif pid:\n    print(pid, flush=True)\ntime.sleep(60)"
)


@pytest.fixture(autouse=True)
def site(database: str) -> None:
    with session() as opened:
        ensure_site(opened, "huancui")


def start(script: str = RUN) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def acquired(lock: SiteLock, seconds: float = 5) -> bool:
    """The server needs a moment to notice that a client is dead."""
    deadline = time.monotonic() + seconds
    while not lock.acquire():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def row() -> tuple[object, ...]:
    with session() as opened:
        return tuple(
            opened.execute(
                text("SELECT status, finish_reason, exit_code, pid FROM runs ORDER BY id LIMIT 1")
            ).one()
        )


def test_a_run_opens_and_closes(database: str) -> None:
    with session() as opened:
        number = open_run(opened, "huancui", args={"years": "2024"}, versions={"scrapy": "2.19"})
    assert row() == ("running", None, None, os.getpid())
    with session() as opened:
        stats = {"start_time": datetime(2026, 1, 1, tzinfo=UTC), "item_scraped_count": 3}
        close_run(opened, number, "finished", 0, {"reports_new": 3}, stats, "3 reports")
    with session() as opened:
        run = opened.execute(text("SELECT * FROM runs")).mappings().one()
    assert (run["status"], run["exit_code"], run["reports_new"], run["args"]) == (
        "finished",
        0,
        3,
        {"years": "2024"},
    )
    assert run["stats"]["start_time"] == "2026-01-01 00:00:00+00:00"
    assert run["finished_at"] >= run["started_at"]


def test_a_counter_that_is_none_is_refused(database: str) -> None:
    with session() as opened, pytest.raises(ValueError, match="reports_newer"):
        close_run(opened, 1, "finished", 0, {"reports_newer": 3})


def test_one_run_a_site(database: str) -> None:
    process = start()
    with SiteLock("huancui") as lock, SiteLock("wendeng") as other:
        assert not lock.acquire()
        assert other.acquire()
    process.kill()
    process.wait()


def test_a_killed_run_leaves_no_lock_and_is_marked(database: str) -> None:
    process = start()
    process.send_signal(signal.SIGKILL)
    process.wait()
    with SiteLock("huancui") as lock:
        assert acquired(lock)
        assert len(mark_crashed(lock)) == 1
        assert row() == ("crashed", "crashed", 1, process.pid)
        assert mark_crashed(lock) == []


def test_a_worker_that_outlives_its_run_does_not_keep_the_lock(database: str) -> None:
    process = start(FORKED)
    assert process.stdout is not None
    child = int(process.stdout.readline())
    process.kill()
    process.wait()
    with SiteLock("huancui") as lock:
        assert acquired(lock)
    os.kill(child, signal.SIGKILL)


def test_nobody_marks_runs_without_the_lock(database: str) -> None:
    with SiteLock("huancui") as lock, pytest.raises(RuntimeError, match="huancui"):
        mark_crashed(lock)


def test_the_lock_knows_when_it_is_lost(database: str) -> None:
    with SiteLock("huancui") as lock:
        assert not lock.held()
        assert lock.acquire()
        assert lock.held()
        with session() as opened:
            opened.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            )
        assert not lock.held()


def test_the_lock_is_not_given_to_the_pool(database: str) -> None:
    with SiteLock("huancui") as lock:
        assert lock.acquire()
    for _ in range(10):
        with session() as opened:
            locks = opened.scalar(
                text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            )
            assert locks == 0
