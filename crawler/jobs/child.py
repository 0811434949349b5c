"""A job's command as a process of its own: its own memory, and an exit code that says how it went."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from models.paths import project_dir

TERM_SECONDS = 60.0  # for a crawl to read and store the answers under way and close its run


async def run(arguments: Sequence[str]) -> int:
    """Run `scrapy ARGUMENTS…`; its exit code, below 0 for a signal. A cancelled caller ends the command first."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "crawler.jobs.tether", *arguments),
        cwd=project_dir(),
        env={**os.environ, "GONGKAI_WORKER": str(os.getpid())},
        stdin=asyncio.subprocess.DEVNULL,
        process_group=0,  # a Ctrl-C at the worker's terminal is for the worker
    )
    try:
        return await process.wait()
    except asyncio.CancelledError:
        await _end(process)
        raise


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), TERM_SECONDS)
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with its readers
        await process.wait()
