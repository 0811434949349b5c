"""A worker: takes jobs from the queue until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from crawler.jobs.queue import queue, queue_reachable
from crawler.jobs.retries import CommandFailed, HandedBack
from crawler.jobs.stalled import recover
from crawler.jobs.tasks import KINDS, SETTINGS

logger = logging.getLogger(__name__)

FINISH_SECONDS = 10.0  # a stopping worker lets jobs that are nearly done come to their end
SILENT = 90.0  # seconds; longer than FINISH_SECONDS and child.TERM_SECONDS, for a stopping worker beats no more
BEATS = 9  # a worker beats so many times in the span after which it passes for dead


@dataclass(frozen=True, slots=True)
class Options:
    """`silent`: seconds without a heartbeat until a worker passes for dead. `settings`: -s of the commands."""

    concurrency: int = 1
    queues: Sequence[str] | None = None
    once: bool = False
    silent: float = SILENT
    settings: Sequence[str] = ()


def work(options: Options) -> None:
    """Run a worker to its end. Raises DatabaseUnavailable."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    for name in ("procrastinate.utils", "procrastinate.worker", "procrastinate.worker.worker", "asyncio"):
        logging.getLogger(name).addFilter(_without_traceback)
    with queue_reachable():
        asyncio.run(_work(options))


async def _work(options: Options) -> None:
    async with queue().open_async() as app:
        await recover(app, options.silent)
        recovering = asyncio.create_task(_recover_again(app, options.silent))
        try:
            await app.run_worker_async(
                queues=list(options.queues or KINDS),
                concurrency=options.concurrency,
                wait=not options.once,
                shutdown_graceful_timeout=FINISH_SECONDS,
                update_heartbeat_interval=options.silent / BEATS,
                stalled_worker_timeout=options.silent,
                fetch_job_polling_interval=min(5.0, options.silent / BEATS),
                additional_context={SETTINGS: options.settings},
            )
        finally:
            recovering.cancel()
            with suppress(asyncio.CancelledError):
                await recovering


async def _recover_again(app: App, silent: float) -> None:
    while True:
        await asyncio.sleep(silent / BEATS)
        try:
            await recover(app, silent)
        except ConnectorException as error:  # without the database the heartbeat ends this worker
            logger.warning("cannot look for stalled jobs: %s", error.__cause__)


def _without_traceback(record: logging.LogRecord) -> bool:
    """A command that failed has told why in its own log, and a lost database is told at the worker's end."""
    if record.exc_info and isinstance(record.exc_info[1], CommandFailed | HandedBack | ConnectorException):
        record.exc_info = None
    return True
