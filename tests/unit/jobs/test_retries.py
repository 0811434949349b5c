"""Exit codes and what becomes of the job."""

from __future__ import annotations

import signal
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.jobs import Job

from crawler.exitcodes import ExitCode
from crawler.jobs.retries import RULES, ByExitCode, CommandFailed, HandedBack


def pause(error: BaseException, tried: int) -> timedelta | None:
    """How long the job waits after a failure that so many others went before."""
    job = Job(id=1, queue="crawl", lock=None, queueing_lock=None, task_name="crawl", attempts=tried)
    decision = ByExitCode().get_retry_decision(exception=error, job=job)
    if decision is None:
        return None
    assert decision.retry_at is not None
    return timedelta(seconds=round((decision.retry_at - datetime.now(UTC)).total_seconds()))


def failed(code: int) -> CommandFailed:
    return CommandFailed("crawl", code)


@pytest.mark.parametrize(
    ("code", "minutes"),
    [(1, 5), (3, 24 * 60), (4, 1), (5, 10), (6, 24 * 60), (7, 12 * 60), (8, 60), (-signal.SIGKILL, 5)],
)
def test_the_first_pause(code: int, minutes: int) -> None:
    assert pause(failed(code), 0) == timedelta(minutes=minutes)


def test_a_crash_backs_off_and_ends() -> None:
    assert [pause(failed(1), tried) for tried in range(4)] == [
        timedelta(minutes=5), timedelta(minutes=20), timedelta(minutes=80), None,
    ]  # fmt: skip


def test_a_pause_has_a_ceiling() -> None:
    assert pause(failed(ExitCode.NO_DATABASE), 20) == timedelta(minutes=30)


def test_wrong_usage_is_never_tried_again() -> None:
    assert pause(failed(ExitCode.USAGE), 0) is None


def test_what_a_stopping_worker_hands_back_goes_on_at_once() -> None:
    assert pause(HandedBack(), 30) == timedelta(0)


def test_an_error_of_the_worker_itself_counts_as_a_crash() -> None:
    assert pause(OSError("no more processes"), 0) == timedelta(minutes=5)


def test_every_rule_names_an_exit_code_that_is_a_failure() -> None:
    assert set(RULES) == set(ExitCode) - {ExitCode.OK, ExitCode.USAGE}


def test_a_waiting_job_steps_back_behind_those_that_can_run() -> None:
    job = Job(id=1, queue="crawl", lock="a", queueing_lock=None, task_name="crawl", priority=0)
    decision = ByExitCode().get_retry_decision(exception=failed(6), job=job)
    assert decision is not None
    assert decision.priority == -1
