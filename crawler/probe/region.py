"""The division of GB/T 2260 whose government runs a portal, from the table that the register is made of."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.credit_code import is_credit_code

TABLE = Path(__file__).parents[2] / "migrations" / "data" / "regions_2024.csv"


@dataclass(frozen=True, slots=True)
class Division:
    """`name` in full: 威海市环翠区."""

    code: str
    name: str
    level: int


@cache
def divisions() -> dict[str, Division]:
    """Those that exist today, by code."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["last_year"]]
    return {row["code"]: Division(row["code"], row["name"], int(row["level"])) for row in rows}


def division(place: str | None, codes: Iterable[str]) -> Division | None:
    """The division that a place's name (环翠区, 威海市环翠区), or most of the agencies' codes, tell.

    None where the name is that of several or of none, and the codes name none.
    """
    named = [each for each in divisions().values() if place and each.name.endswith(place)]
    if len(named) == 1:
        return named[0]
    told = Counter(code[2:8] for code in codes if is_credit_code(code.partition("-")[0]))
    of_codes = [divisions()[code] for code, _ in told.most_common() if code in divisions()]
    if named:
        of_codes = [each for each in of_codes if each in named]
    return of_codes[0] if of_codes else None
