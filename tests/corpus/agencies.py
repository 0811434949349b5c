"""Invents the authority that reports."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tests.corpus.model import Agency


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("agencies.toml").read_text("utf-8"))


def invent_agency(rng: random.Random, size: str, year: int) -> Agency:
    """An agency of a rank that fits the size of its numbers."""
    names = _names()
    city, county = rng.choice(names["cities"]), rng.choice(names["counties"])
    # a county-level city is named without its prefecture
    place = county if county.endswith("市") else city + county
    if size == "town":
        town = rng.choice(names["towns"])
        name = place + town + ("人民政府" if town[-1] in "镇乡" else "办事处")
        return Agency(name, {"镇": "我镇", "乡": "我乡"}.get(town[-1], "我街道"), place + town, "town")
    if size == "county":
        return Agency(f"{place}人民政府", f"我{place[-1]}", place, "county")
    if size == "city":
        return Agency(f"{city}人民政府", "我市", city, "city")
    bureau = rng.choice(names["old_bureaus" if year < 2018 else "bureaus"])
    where = rng.choice([place, city])
    return Agency(where + bureau, "我局", where, "bureau")


def street(rng: random.Random) -> str:
    return str(rng.choice(_names()["streets"]))
