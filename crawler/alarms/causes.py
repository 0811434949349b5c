"""What an alarm can be about: causes.toml as a table."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ARCHIVE = "archive."
"""Prefix of the causes of a search in web archives, which recovers apart from the portal's own crawl."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of cause: its English and Chinese title, and the command to look closer."""

    title: str
    title_zh: str
    look: str

    def command(self, site: str, run: int | None) -> str:
        """The command to look closer at this site."""
        return self.look.format(site=site, run=run or "")


@cache
def sorts() -> dict[str, Sort]:
    """Every sort of cause by its key."""
    raw = tomllib.loads(Path(__file__).with_name("causes.toml").read_text(encoding="utf-8"))
    return {key: Sort(**entry) for key, entry in raw.items()}


def sort_of(cause: str) -> Sort:
    """The sort of an alarm's cause. KeyError for one that causes.toml does not name."""
    return sorts()[cause.removeprefix(ARCHIVE)]
