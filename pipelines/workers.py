"""A pool of processes that can be killed: a file that hangs, crashes or eats the memory costs only itself."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from pipelines import deadline

P = ParamSpec("P")
T = TypeVar("T")

TIME_LIMIT = 30.0  # s of processor time for one file; deadline.OCR_FACTOR times that to recognise pages
_STUCK = 3.0  # of the longest time: a worker that took so long by the clock on the wall is ended from outside
MEMORY_LIMIT = 2 * 1024**3  # bytes of address space of one worker
_STOPPED = "the pool was stopped before this task ended"
MAX_TASKS = 500  # files after which a worker is replaced: native libraries leak


class WorkerError(Exception):
    """A worker was lost over a task. `reason` is a short code, the message tells what happened."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[type[WorkerError], tuple[str, str]]:
        return type(self), (self.reason, str(self))


class WorkerPool:
    """Runs pure functions in other processes, each under a limit of work and memory.

    Functions and arguments must be picklable. A task that overruns, dies or runs out of memory fails
    with `WorkerError` (time_limit, worker_died, memory_limit); its own exceptions come as they are.
    """

    def __init__(
        self, workers: int | None = None, *, time_limit: float = TIME_LIMIT, memory_limit: int = MEMORY_LIMIT
    ) -> None:
        self.time_limit = time_limit
        self.memory_limit = memory_limit
        self.workers = workers or os.cpu_count() or 1
        self._open: set[Future[Any]] = set()
        self._stopped = False
        self._renewing = Lock()  # tasks come from several threads
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        # A fork server forks from a small process without threads: a fork of the reactor could deadlock.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipelines.reading"])
        return ProcessPool(
            max_workers=self.workers,
            max_tasks=MAX_TASKS,
            initializer=_limit_memory,
            initargs=(self.memory_limit,),
            context=context,
        )

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Schedule a call; the future can be awaited with `asyncio.wrap_future`."""
        with self._renewing:
            if not (self._pool.active or self._stopped):  # broken: the next file deserves a whole one
                self._pool = self._new_pool()
        inner: Future[T] = self._pool.schedule(
            _timed,
            args=(self.time_limit, function, args, kwargs),
            timeout=self.time_limit * deadline.OCR_FACTOR * _STUCK,
        )
        outer: Future[T] = Future()
        self._open.add(outer)
        outer.add_done_callback(self._open.discard)
        inner.add_done_callback(lambda done: self._pass_on(done, outer))
        outer.add_done_callback(lambda done: inner.cancel() if done.cancelled() else None)
        return outer

    def close(self) -> None:
        """Finish what is scheduled, then end the workers."""
        self._stopped = True
        self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.join()

    def stop(self) -> None:
        """End the workers now; what is scheduled fails with WorkerError (cancelled)."""
        self._stopped = True
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        for future in list(self._open):  # what never started is never told so by the pool
            if future.set_running_or_notify_cancel():
                future.set_exception(WorkerError("cancelled", _STOPPED))

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.stop()

    def _pass_on(self, done: Future[T], outer: Future[T]) -> None:
        if not outer.set_running_or_notify_cancel():
            return
        try:
            outer.set_result(done.result())
        except (CancelledError, BrokenProcessPool) as error:
            stopped = self._stopped or isinstance(error, CancelledError)
            reason, message = ("cancelled", _STOPPED) if stopped else ("worker_died", f"the pool broke: {error}")
            outer.set_exception(WorkerError(reason, message))
        except TimeoutError:
            outer.set_exception(self._too_long())
        except MemoryError:
            outer.set_exception(WorkerError("memory_limit", "reading took more memory than a file may"))
        except ProcessExpired as error:
            message = f"the worker died while reading (exit code {error.exitcode})"
            ended = error.exitcode == -signal.SIGPROF
            outer.set_exception(self._too_long() if ended else WorkerError("worker_died", message))
        except BaseException as error:
            outer.set_exception(error)

    def _too_long(self) -> WorkerError:
        with_ocr = self.time_limit * deadline.OCR_FACTOR
        message = (
            f"reading took more than {self.time_limit:g} s of work ({with_ocr:g} s for scans) and was stopped"
        )
        return WorkerError("time_limit", message)


def _timed(limit: float, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    deadline.start(limit)
    try:
        return function(*args, **kwargs)
    finally:
        deadline.start(0)


def look_ahead(items: Iterable[T], depth: int) -> Iterator[T]:
    """The items in their order, up to `depth` of them begun (given to a pool) before the first is waited for."""
    under_way: deque[T] = deque()
    for item in items:
        under_way.append(item)
        if len(under_way) >= depth:
            yield under_way.popleft()
    yield from under_way


def _limit_memory(limit: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    if soft == resource.RLIM_INFINITY or soft > ceiling:
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
