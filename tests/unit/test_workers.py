"""A worker that hangs, dies or eats the memory fails its own task and no other."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator

import pytest

from pipelines import deadline
from pipelines.reading import read_bytes
from pipelines.workers import WorkerError, WorkerPool
from tests.unit.forms import sample


def hang() -> None:
    while True:
        time.sleep(0.1)


def spin() -> None:
    while True:
        pass


def die() -> None:
    os.abort()


def leave() -> None:
    os._exit(7)


def eat() -> int:
    return len(bytearray(8 * 1024**3))


def work(seconds: float) -> str:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "read"


def recognise(seconds: float) -> str:
    for _ in range(2):  # as for a file of two scans: only the first gives more time
        deadline.extend_for_ocr()
    return work(seconds)


def fail() -> None:
    raise ValueError("of its own")


def double(number: int) -> int:
    return 2 * number


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, time_limit=0.5) as pool:
        pool.submit(double, 0).result(60)  # the fork server is up
        yield pool


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        (spin, "time_limit"),
        (die, "worker_died"),
        (leave, "worker_died"),
        (eat, "memory_limit"),
    ],
)
def test_a_lost_worker_is_one_lost_task(pool: WorkerPool, task: object, reason: str) -> None:
    assert callable(task)
    before, lost, after = pool.submit(double, 4), pool.submit(task), pool.submit(double, 5)
    assert before.result(60) == 8
    with pytest.raises(WorkerError) as error:
        lost.result(60)
    assert error.value.reason == reason
    assert after.result(60) == 10


def test_a_task_that_hangs_without_work_is_ended_from_outside() -> None:
    with WorkerPool(1, time_limit=0.1) as pool:
        before, lost, after = pool.submit(double, 4), pool.submit(hang), pool.submit(double, 5)
        assert before.result(60) == 8
        with pytest.raises(WorkerError) as error:
            lost.result(60)
        assert error.value.reason == "time_limit"
        assert after.result(60) == 10


def test_recognising_pages_takes_longer() -> None:
    with WorkerPool(1, time_limit=0.2) as pool:
        pool.submit(recognise, 0).result(60)  # the fork server is up
        assert pool.submit(recognise, 0.3).result(60) == "read"
        with pytest.raises(WorkerError, match=r"0\.8 s for scans") as error:
            pool.submit(recognise, 60).result(60)
        assert error.value.reason == "time_limit"
        with pytest.raises(WorkerError) as error:
            pool.submit(work, 0.3).result(60)
        assert error.value.reason == "time_limit"
        assert pool.submit(double, 2).result(60) == 4


def test_waiting_is_no_work() -> None:
    with WorkerPool(1, time_limit=0.2) as pool:
        pool.submit(double, 0).result(60)
        assert pool.submit(time.sleep, 0.4).result(60) is None


def test_own_exceptions_come_as_they_are(pool: WorkerPool) -> None:
    with pytest.raises(ValueError, match="of its own"):
        pool.submit(fail).result(60)


def test_futures_can_be_awaited(pool: WorkerPool) -> None:
    async def both() -> list[int]:
        futures = [asyncio.wrap_future(pool.submit(double, n)) for n in (1, 2)]
        return list(await asyncio.gather(*futures))

    assert asyncio.run(both()) == [2, 4]


def test_readings_come_back_whole(pool: WorkerPool) -> None:
    here = read_bytes(sample.page(), name="report.html")
    assert pool.submit(read_bytes, sample.page(), name="report.html").result(60) == here


def test_stop_cancels_what_waits() -> None:
    pool = WorkerPool(1, time_limit=30)
    running, waiting = pool.submit(hang), pool.submit(double, 1)
    time.sleep(0.2)
    pool.stop()
    for future in (running, waiting):
        with pytest.raises(WorkerError) as error:
            future.result(10)
        assert error.value.reason == "cancelled"
