"""Whether and when a job is tried again, by the exit code of its command (retries.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from crawler.exitcodes import ExitCode


class CommandFailed(Exception):  # noqa: N818 - the state of a job
    """A job's command ended with an exit code other than 0; below 0: by that signal."""

    def __init__(self, command: str, code: int) -> None:
        super().__init__(f"{command} ended with exit code {code}")
        self.code = code


class HandedBack(Exception):  # noqa: N818 - the state of a job
    """The worker stops; another one takes the job up again."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`wait`, then `factor` times longer with each try up to `longest` (seconds); `tries` in all."""

    wait: int
    factor: int
    longest: int
    tries: int

    def pause(self, tried: int) -> int | None:
        """Seconds until the next try after so many; None when it was the last one."""
        if tried >= self.tries:
            return None
        return int(min(self.wait * self.factor ** (tried - 1), self.longest))


RULES = {
    ExitCode[name]: Rule(**rule)
    for name, rule in tomllib.loads(Path(__file__).with_name("retries.toml").read_text("utf-8")).items()
}


class ByExitCode(BaseRetryStrategy):
    """Procrastinate's question after a failed job, answered from the table."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, HandedBack):
            return RetryDecision(retry_in={"seconds": 0})
        code = exception.code if isinstance(exception, CommandFailed) else ExitCode.CRASH
        rule = RULES.get(ExitCode(code) if code in list(ExitCode) else ExitCode.CRASH)
        pause = rule.pause(job.attempts + 1) if rule else None
        if pause is None:
            return None
        # a waiting job holds up all later ones of its lock and priority, even if it is not to run before tomorrow
        return RetryDecision(retry_in={"seconds": pause}, priority=job.priority - 1)
