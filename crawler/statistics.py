"""What a run's statistics say, stat by stat: stats.toml as a table, and a run held against it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple


@dataclass(frozen=True, slots=True)
class Stat:
    """One stat, or a family of them where `name` ends in a slash or an underscore."""

    name: str
    good: Literal["zero", "some", "any"]
    meaning: str
    look: str

    def fits(self, key: str) -> bool:
        """Whether a key of the statistics is meant."""
        return key.startswith(self.name) if self.name.endswith(("/", "_")) else key == self.name

    def judge(self, value: Any) -> bool | None:
        """Whether a value is good; None where it is only told."""
        if self.good == "any":
            return None
        return bool(value) == (self.good == "some")


class Judgement(NamedTuple):
    """A stat of a run; `look` is empty where nothing is to be done."""

    stat: str
    value: Any
    good: bool | None
    meaning: str
    look: str


@cache
def known() -> tuple[Stat, ...]:
    """The stats that say something to an admin, in the order in which to read them."""
    raw = tomllib.loads(Path(__file__).with_name("stats.toml").read_text(encoding="utf-8"))
    return tuple(Stat(**entry) for entry in raw["stat"])


def judged(stats: Mapping[str, Any]) -> list[Judgement]:
    """The run's statistics that say something to an admin, in reading order; a stat that should be there and is
    not counts as 0. What Scrapy counts besides stays in runs.stats."""
    order = known()
    found: list[tuple[int, Judgement]] = []
    missing = {index for index, stat in enumerate(order) if stat.good == "some"}
    for key, value in sorted(stats.items()):
        index = next((index for index, stat in enumerate(order) if stat.fits(key)), None)
        if index is None:
            continue
        missing.discard(index)
        found.append((index, _judgement(order[index], key, value)))
    found += [(index, _judgement(order[index], order[index].name, 0)) for index in missing]
    return [judgement for _, judgement in sorted(found, key=lambda each: each[0])]


def _judgement(stat: Stat, key: str, value: Any) -> Judgement:
    good = stat.judge(value)
    return Judgement(key, value, good, stat.meaning, stat.look if good is False else "")
