"""The kinds of job. Each is a Scrapy command, so that cron, a person and a worker do the very same thing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from procrastinate import Blueprint, JobContext
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason

from crawler.jobs.child import run
from crawler.jobs.retries import ByExitCode, CommandFailed, HandedBack

logger = logging.getLogger(__name__)

KINDS = ("crawl", "archive", "reread")
"""The tasks, and the queues of the same names."""

SETTINGS = "settings"  # of the worker's context: what every command of this worker gets with -s

tasks = Blueprint()


def crawl(site: str, args: Mapping[str, str], slot: str | None = None) -> list[str]:
    """One portal. `args` are those of -a; `slot` is the planned time, for the scheduler."""
    return ["crawl", site, *_spider(args)]


def archive(site: str, args: Mapping[str, str]) -> list[str]:
    """The gaps of one portal, from a web archive."""
    return ["crawl", "archive", *_spider({"gaps": site, **args})]


def reread(site: str | None, form: str | None, verdict: str | None, objects: str) -> list[str]:
    """One batch of the kept originals. `objects`: the first digits of their digests, 0000-3fff."""
    chosen = {"--form": form, "--verdict": verdict, "--objects": objects}
    options = [word for name, value in chosen.items() if value for word in (name, value)]
    return ["reread", *([site] if site else []), *options]


COMMANDS: dict[str, Callable[..., list[str]]] = {"crawl": crawl, "archive": archive, "reread": reread}


def _spider(args: Mapping[str, str]) -> list[str]:
    return [word for name, value in args.items() for word in ("-a", f"{name}={value}")]


def _add(kind: str) -> None:
    @tasks.task(name=kind, queue=kind, retry=ByExitCode(), pass_context=True)
    async def work(context: JobContext, /, **arguments: Any) -> int:
        command = COMMANDS[kind](**arguments)
        return await _run(context, command)


for _kind in KINDS:
    _add(_kind)


async def _run(context: JobContext, command: list[str]) -> int:
    told = f"job {context.job.id}: scrapy {' '.join(command)}"
    given = [word for setting in context.additional_context.get(SETTINGS, ()) for word in ("-s", setting)]
    logger.info("%s begins, try %s", told, context.job.attempts + 1)
    began = time.monotonic()
    try:
        code = await run([command[0], *given, *command[1:]])
    except asyncio.CancelledError:
        if context.abort_reason() is AbortReason.USER_REQUEST:
            raise JobAborted from None
        logger.info("%s is handed back: this worker stops", told)
        raise HandedBack from None
    logger.info("%s ended with exit code %s after %.0f s", told, code, time.monotonic() - began)
    if code:
        raise CommandFailed(command[0], code)
    return code
