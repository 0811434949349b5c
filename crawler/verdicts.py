"""How a run ended, in a word or two, for the commands that list runs."""

from __future__ import annotations

from crawler.exitcodes import ExitCode

_WORDS = {
    ExitCode.OK: "well",
    ExitCode.CRASH: "failed",
    ExitCode.USAGE: "wrong usage",
    ExitCode.TOO_FEW_REPORTS: "too little",
    ExitCode.NO_DATABASE: "no database",
    ExitCode.LOCKED: "locked",
    ExitCode.BLOCKED: "blocked",
    ExitCode.LIMIT: "ended early",
    ExitCode.DISK_FULL: "disk full",
}


def verdict(status: str | None, exit_code: int | None) -> str:
    """`status` and `exit_code` of a row of `runs`; no row at all is `never ran`."""
    if status is None:
        return "never ran"
    if status != "finished" or exit_code is None:
        return status
    return _WORDS.get(ExitCode(exit_code), f"exit {exit_code}")
