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
    """Where, what, how sure; the surest first."""
    found = []
    for row in _read("signatures.toml")[family]:
        patterns = [row["pattern"]] if isinstance(row["pattern"], str) else row["pattern"]
        found += [(row["where"], re.compile(pattern), float(row["score"])) for pattern in patterns]
    return tuple(sorted(found, key=lambda signature: -signature[2]))


def score(page: Page, family: str) -> float:
    """How surely `family` made the page, 0–1, by its signatures."""
    texts = {"url": page.url, "text": page.text, "folded": page.folded}
    signatures = _signatures(family)
    return next((points for where, pattern, points in signatures if pattern.search(texts[where])), 0.0)
