"""The canonical codes of vocabulary.toml: one code per printed cell, everywhere the same."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class DisclosureItem:
    """A printed row of section 二: its label and its columns, measure code → printed header."""

    label: str
    measures: MappingProxyType[str, str]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the 2014 table; group lines have no unit."""

    label: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All codes in printed order."""

    applicants: MappingProxyType[str, str]
    applications: MappingProxyType[str, str]
    channels: MappingProxyType[str, str]
    outcomes: MappingProxyType[str, str]
    disclosure: MappingProxyType[str, MappingProxyType[str, DisclosureItem]]
    indicators: MappingProxyType[str, Indicator]


def _disclosure(items: dict[str, Any]) -> MappingProxyType[str, DisclosureItem]:
    return MappingProxyType(
        {
            item: DisclosureItem(
                label=row["label"],
                measures=MappingProxyType({k: v for k, v in row.items() if k != "label"}),
            )
            for item, row in items.items()
        }
    )


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    raw = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))
    return Vocabulary(
        applicants=MappingProxyType(raw["applicants"]),
        applications=MappingProxyType(raw["applications"]),
        channels=MappingProxyType(raw["review"]["channels"]),
        outcomes=MappingProxyType(raw["review"]["outcomes"]),
        disclosure=MappingProxyType({form: _disclosure(items) for form, items in raw["disclosure"].items()}),
        indicators=MappingProxyType(
            {code: Indicator(row["label"], row.get("unit")) for code, row in raw["indicators"]["2014"].items()}
        ),
    )
