"""One file, one task in a worker; an archive, one task for each file in it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import Any

from pipelines.carriers import media
from pipelines.carriers.archive import unpack
from pipelines.carriers.limits import MAX_BYTES
from pipelines.carriers.sniff import sniff
from pipelines.document import CarrierError
from pipelines.evidence import Evidence
from pipelines.reading import read_bytes, unreadable
from pipelines.report import Reading
from pipelines.workers import WorkerError, WorkerPool, look_ahead

ARCHIVE_TIMES = 20  # an archive may take so many times what a file may

_Content = bytes | CarrierError
_Begun = tuple[str, Future[list[Reading]] | Reading]


def submit_reading(
    pool: WorkerPool, body: bytes, *, evidence: Sequence[Evidence] = (), **told: Any
) -> Future[list[Reading]]:
    """`read_bytes` in the pool. Each member of an archive has the time and memory of a file to itself.

    An archive's members are bounded in number, depth and size together (`carriers.limits`), and in time: what
    is not begun after ARCHIVE_TIMES time limits is `unreadable` (archive_time_limit). Fails with WorkerError
    where the pool lost the file.
    """
    if len(body) > MAX_BYTES or sniff(body) != media.ZIP:
        return pool.submit(read_bytes, body, evidence=evidence, **told)
    readings: Future[list[Reading]] = Future()
    # A thread that only waits for the pool: it ends with it.
    threading.Thread(target=_read_archive, args=(pool, body, evidence, readings), daemon=True).start()
    return readings


def _read_archive(
    pool: WorkerPool, body: bytes, evidence: Sequence[Evidence], readings: Future[list[Reading]]
) -> None:
    try:
        members = pool.submit(_unpack, body).result()
        begun = look_ahead(_begin(pool, members, evidence), 2 * pool.workers)
        found = [reading for name, task in begun for reading in _finish(name, task)]
        readings.set_result(found or [unreadable("empty_archive", "the archive holds no document", body)])
    except CarrierError as error:
        readings.set_result([unreadable(error.reason, str(error), body)])
    except BaseException as error:
        readings.set_exception(error)


def _unpack(body: bytes) -> list[tuple[str, _Content]]:
    return list(unpack(body))


def _begin(
    pool: WorkerPool, members: Sequence[tuple[str, _Content]], evidence: Sequence[Evidence]
) -> Iterator[_Begun]:
    seconds = ARCHIVE_TIMES * pool.time_limit
    deadline = time.monotonic() + seconds
    for name, content in members:
        if isinstance(content, CarrierError):
            yield name, unreadable(content.reason, str(content))
        elif time.monotonic() > deadline:
            message = f"the archive took more than {seconds:g} s; unpack it and read its files"
            yield name, unreadable("archive_time_limit", message, content)
        else:
            yield name, pool.submit(read_bytes, content, name=name, evidence=evidence)


def _finish(name: str, task: Future[list[Reading]] | Reading) -> list[Reading]:
    """A member's readings, under its name; what is wrong with it stays its own."""
    try:
        readings = [task] if isinstance(task, Reading) else task.result()
    except WorkerError as error:
        if error.reason == "cancelled":
            raise
        readings = [unreadable(error.reason, str(error))]
    except Exception as fault:  # the reader's own: its neighbours are read all the same, and it is on record
        message = f"the reader failed on {name}: {type(fault).__name__}: {fault}"
        readings = [unreadable("reader_fault", message)]
    for reading in readings:
        reading.member = name
    return readings
