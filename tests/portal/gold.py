"""Printed characters → the value that a reader must find: the replica's own reading, no code of the pipelines."""

from __future__ import annotations

import re
from typing import Any

from tests.portal.model import Printed

_NUMBER = re.compile(r"([+-]|增|减)?\s*(\d[\d,]*(?:\.\d+)?)\s*(?:件|条|元|万元)?")


def value(text: str) -> int | float | None:
    """The number that is printed: blank, `-` and `/` are None, a printed 0 is 0."""
    bare = text.replace("\xa0", " ").strip()
    if bare in {"", "-", "/", "—", "——", "无"}:
        return None
    match = _NUMBER.fullmatch(bare)
    if match is None:
        raise ValueError(f"{text!r} is no number of the replica's data")
    sign, digits = match.groups()
    number = float(digits.replace(",", "")) if "." in digits else int(digits.replace(",", ""))
    return -number if sign in {"-", "减"} else number


def cells(printed: Printed) -> dict[str, dict[str, dict[str, int | float | None]]]:
    """The keys `disclosure`, `applications`, `review` of `scrapy read`'s JSON (DESIGN.md §2)."""
    nested: dict[str, dict[str, dict[str, Any]]] = {"disclosure": {}, "applications": {}, "review": {}}
    for code, text in printed.items():
        part, rest = code.split(".", 1)
        row, column = rest.rsplit(".", 1)
        nested[part].setdefault(row, {})[column] = value(text)
    return nested
