"""The ledger of runs, and the lock that lets one run a site at a time.

A row is opened before the first request and closed with what came of it. The lock lives as long as
its connection, so a killed run leaves no lock behind, only an open row that the next run closes.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.crawls import Run
from models.session import engine, reachable, session

LOCKED = ("crawl", "archive")
"""The commands whose runs hold the lock of their site."""

COUNTS = (
    "requests",
    "pages",
    "captures",
    "revisits",
    "reports_found",
    "reports_new",
    "reports_changed",
    "unassigned",
    "unreadable",
    "not_reports",
    "blocked",
    "errors",
)
"""The counters of a run, columns of `runs`."""


def open_run(
    opened: Session,
    site: str | None,
    command: str = "crawl",
    args: Mapping[str, Any] | None = None,
    versions: Mapping[str, str] | None = None,
) -> int:
    """Write the row of a run that begins; returns its number. The site must be known (register.ensure_site)."""
    run = Run(
        site=site,
        command=command,
        args=dict(args or {}),
        versions=dict(versions or {}),
        status="running",
        pid=os.getpid(),
        host=socket.gethostname(),
    )
    opened.add(run)
    opened.flush()
    return run.id


def close_run(
    opened: Session,
    run_id: int,
    finish_reason: str,
    exit_code: int,
    counts: Mapping[str, int] | None = None,
    stats: Mapping[str, Any] | None = None,
    message: str | None = None,
) -> None:
    """Write how a run ended. `counts` takes the names of COUNTS; a name that is none of them raises ValueError."""
    unknown = set(counts or ()) - set(COUNTS)
    if unknown:
        raise ValueError(f"no counters of a run: {', '.join(sorted(unknown))}")
    opened.execute(
        update(Run)
        .where(Run.id == run_id)
        .values(
            status="finished",
            finished_at=func.clock_timestamp(),
            finish_reason=finish_reason,
            exit_code=exit_code,
            stats=dict(stats or {}),
            message=message,
            **(counts or {}),
        )
    )


class SiteLock:
    """One run a site: a lock in the database, held by a connection of its own until release or death.

    Use as `lock = SiteLock("huancui")`, `if not lock.acquire(): …`; `lock.held()` asks the server whether the
    connection, and with it the lock, is still there.
    """

    def __init__(self, site: str) -> None:
        self.site = site
        digest = hashlib.sha256(f"gongkai/site/{site}".encode()).digest()
        self._key = int.from_bytes(digest[:8], signed=True)
        self._connection: Connection | None = None
        _locks.add(self)

    def acquire(self) -> bool:
        """Take the lock unless another run has it. Raises DatabaseUnavailable."""
        if self._connection is not None:
            return True
        with reachable():
            connection = engine().connect().execution_options(isolation_level="AUTOCOMMIT")
            # not in the pool: a connection given back there would keep the lock for whoever comes next
            connection.detach()
            connection.execute(text("SET idle_session_timeout = 0"))
            connection.execute(text("SET tcp_keepalives_idle = 60"))  # a machine that vanished lets go in minutes
            if not connection.scalar(select(func.pg_try_advisory_lock(self._key))):
                connection.close()
                return False
        self._connection = connection
        return True

    def held(self) -> bool:
        """Whether the lock is still ours: False after the server or the connection went away."""
        if self._connection is None:
            return False
        try:
            return bool(self._connection.scalar(text("SELECT true")))
        except DBAPIError:
            self.release()
            return False

    def release(self) -> None:
        """Let go. Ending the process does the same."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _forked(self) -> None:
        """In a forked child: leave the socket, or a worker that outlives us would keep the lock."""
        if self._connection is None:
            return
        driver: Any = self._connection.connection.dbapi_connection
        if not driver.closed:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, driver.fileno())
            os.close(nowhere)

    def __enter__(self) -> SiteLock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


_locks: WeakSet[SiteLock] = WeakSet()


def _forked() -> None:
    for lock in _locks:
        lock._forked()


os.register_at_fork(after_in_child=_forked)


def mark_crashed(lock: SiteLock) -> list[int]:
    """Close the rows that runs of this site left open. Only with the lock: then none of them can be alive."""
    if not lock.held():
        raise RuntimeError(f"the lock of {lock.site} is not held")
    with session() as opened:
        crashed = opened.scalars(
            update(Run)
            .where(Run.site == lock.site, Run.command.in_(LOCKED), Run.status == "running")
            .values(
                status="crashed",
                finished_at=func.clock_timestamp(),
                finish_reason="crashed",
                exit_code=1,
                message="found open with nobody at work: killed, or the database went away",
            )
            .returning(Run.id)
        )
        return sorted(crashed)
