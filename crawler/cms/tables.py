"""tables.toml and signatures.toml, read once and typed: how a family is known; its labels, selectors, words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from crawler.cms.base import Page


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


@cache
def words(section: str, key: str) -> tuple[str, ...]:
    """The list at `[section] key`. Raises KeyError where tables.toml has none."""
    return tuple(_read("tables.toml")[section][key])


@cache
def labels() -> dict[str, tuple[str, ...]]:
    """Evidence kind → the labels under which article headers print it, most telling first."""
    return {kind: tuple(names) for kind, names in _read("tables.toml")["labels"].items()}


@cache
def _signatures(family: str) -> tuple[tuple[str, re.Pattern[str], float], ...]:
    rows = _read("signatures.toml")[family]
    return tuple((row["where"], re.compile(row["pattern"]), float(row["score"])) for row in rows)


def score(page: Page, family: str) -> float:
    """How surely `family` made the page, 0–1, by its signatures."""
    found = (
        points
        for where, pattern, points in _signatures(family)
        if pattern.search(page.url if where == "url" else page.text)
    )
    return max(found, default=0.0)
