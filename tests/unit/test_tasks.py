"""Each file of an archive is a task of its own: what it costs, it costs itself."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from pipelines import tasks
from pipelines.reading import read_bytes
from pipelines.tasks import submit_reading
from pipelines.workers import WorkerError, WorkerPool
from tests.corpus.make import DOCUMENTS
from tests.unit.forms import sample


class HerePool(WorkerPool):
    """Runs tasks at once and here; those of a member called `lost` end as if the worker had been killed."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.time_limit, self.workers, self.seconds = 1.0, 2, seconds
        self.names: list[str | None] = []

    def submit(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.names.append(kwargs.get("name"))
        time.sleep(self.seconds)
        if kwargs.get("name") == "lost":
            future.set_exception(WorkerError("time_limit", "reading took more than 1 s and was stopped"))
        elif kwargs.get("name") == "fault":
            future.set_exception(ZeroDivisionError("a fault"))
        else:
            future.set_result(function(*args, **kwargs))
        return future


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, sample.page() if name.endswith(".html") else b"x")
    return out.getvalue()


def test_a_file_is_one_task() -> None:
    pool = HerePool()
    assert submit_reading(pool, sample.page(), name="a.html").result(10) == read_bytes(
        sample.page(), name="a.html"
    )
    assert pool.names == ["a.html"]


def test_members_are_tasks_and_a_lost_one_leaves_its_neighbours_alone() -> None:
    pool = HerePool()
    readings = submit_reading(pool, archive("a.html", "lost", "fault", "b.html"), name="all.zip").result(10)
    assert [(reading.member, reading.verdict, reading.reason) for reading in readings] == [
        ("a.html", "accepted", None),
        ("lost", "unreadable", "time_limit"),
        ("fault", "unreadable", "reader_fault"),
        ("b.html", "accepted", None),
    ]
    assert pool.names == [None, "a.html", "lost", "fault", "b.html"]


def test_the_same_readings_as_in_one_go() -> None:
    body = archive("a.html", "b.txt", "inner/b.txt", "c.html")
    assert submit_reading(HerePool(), body, name="all.zip").result(10) == read_bytes(body, name="all.zip")


def test_what_is_not_begun_in_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "ARCHIVE_TIMES", 0.05)
    readings = submit_reading(HerePool(seconds=0.1), archive("a.html", "b.html", "c.html")).result(10)
    assert [(reading.member, reading.reason) for reading in readings] == [
        ("a.html", None),
        ("b.html", "archive_time_limit"),
        ("c.html", "archive_time_limit"),
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [(archive(), "empty_archive"), (archive("a")[:-9], "corrupt")],
    ids=["empty", "cut"],  # the bytes hold the time of day, and workers must collect the same names
)
def test_an_archive_without_members(body: bytes, reason: str) -> None:
    (reading,) = submit_reading(HerePool(), body).result(10)
    assert (reading.verdict, reading.reason, reading.member) == ("unreadable", reason, None)


def test_many_reports_in_one_archive_have_more_time_than_one() -> None:
    """Together they take longer than a single file may."""
    body = next(DOCUMENTS.rglob("f21-pdf-01.pdf")).read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(40):
            packed.writestr(f"{number}.pdf", body)
    with WorkerPool(1, time_limit=3) as pool:
        pool.submit(len, b"").result(60)  # the fork server is up
        readings = submit_reading(pool, out.getvalue(), name="all.zip").result(120)
    assert {reading.verdict for reading in readings} == {"accepted"}
    assert len(readings) == 40
