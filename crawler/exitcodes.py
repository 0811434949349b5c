"""The exit codes of every command, for cron (DESIGN.md, Commands)."""

from __future__ import annotations

from enum import IntEnum

from models.session import DatabaseFull, DatabaseUnavailable


class ExitCode(IntEnum):
    """What a shell sees. Stock Scrapy exits 0 on nearly all of these."""

    OK = 0
    CRASH = 1
    USAGE = 2
    TOO_FEW_REPORTS = 3  # fewer than the site's expectations, or a drop against its last good run
    NO_DATABASE = 4
    LOCKED = 5  # another run of this site holds the lock
    BLOCKED = 6  # by the site
    LIMIT = 7  # of time or size ended the run
    DISK_FULL = 8


def without_database(error: DatabaseUnavailable) -> ExitCode:
    """How a command ends that has no database to work with."""
    return ExitCode.DISK_FULL if isinstance(error, DatabaseFull) else ExitCode.NO_DATABASE
