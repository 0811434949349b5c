"""What the checks across reports look at, and the thresholds of across.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.report import Finding, Number

PREFIX = "across."
"""Rules of these checks begin with it; nothing else writes such findings."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The numbers of one report: `values` by path of codes, None for a blank cell.

    `scope` is what they cover (pipelines/report.py), `url` the page that prints them.
    """

    agency_id: int
    year: int
    agency: str
    form: str | None
    url: str
    values: Mapping[str, Number | None]
    scope: str | None = None
    kind: str | None = None

    def shown(self, path: str) -> str:
        """A number as a person is told it: with its year and source."""
        value = self.values.get(path)
        return f"{'blank' if value is None else value} in {self.year} ({self.url})"


@dataclass(frozen=True, slots=True)
class Against:
    """A finding against the report of (agency_id, year); `other_url` is the source that it is compared with."""

    agency_id: int
    year: int
    finding: Finding
    other_url: str


def against(
    report: Printed, other: Printed, rule: str, where: str, detail: str, left: Number | None, right: Number | None
) -> Against:
    """A warning of these checks."""
    finding = Finding(PREFIX + rule, "warning", where, detail, "unknown", left, right)
    return Against(report.agency_id, report.year, finding, other.url)


@cache
def thresholds() -> dict[str, Any]:
    """across.toml, read once."""
    return tomllib.loads(Path(__file__).with_name("across.toml").read_text(encoding="utf-8"))
