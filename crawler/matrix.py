"""The matrix agency × year: one sign a cell, so that a hundred agencies by eighteen years fit a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

# How a state is shown; the legend is printed with the matrix. On a terminal a colour says it again.
MARKS = {
    "accepted": ("●", "green"),
    "vanished": ("○", "cyan"),
    "review": ("◐", "yellow"),
    "unreadable": ("✕", "magenta"),
    "blocked": ("■", "red"),
    "missing": ("·", "red"),
    "not_due": ("-", "dim"),
}
MOST_NAME = 40  # columns of an agency's name on a terminal
LEAST_NAME = 12


@dataclass(slots=True)
class Matrix:
    """One site: agency → year → a key of MARKS."""

    site: str
    agencies: dict[str, dict[int, str]] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """Every year of any agency."""
        return sorted({year for marks in self.agencies.values() for year in marks})

    @property
    def region(self) -> str:
        """What all names begin with, which a narrow screen need not repeat; empty where a name would vanish."""
        first, last = min(self.agencies), max(self.agencies)  # in order, these two differ the earliest
        shared = next((first[:i] for i in range(len(first)) if first[: i + 1] != last[: i + 1]), "")
        return shared if len(self.agencies) > 1 else ""

    def held(self, year: int) -> int:
        """How many agencies have a report of the year."""
        return sum(marks.get(year) in ("accepted", "vanished", "review") for marks in self.agencies.values())


def matrices(cells: Iterable[tuple[str, str, int, str, str | None]]) -> list[Matrix]:
    """From rows of v_coverage (site, agency, year, state, reason), one matrix a site."""
    found: dict[str, Matrix] = {}
    for site, agency, year, state, reason in cells:
        mark = "vanished" if state == "accepted" and reason == "vanished" else state
        found.setdefault(site, Matrix(site)).agencies.setdefault(agency, {})[year] = mark
    return list(found.values())


def write_matrix(matrix: Matrix, out: TextIO) -> None:
    """On a terminal as narrow as it is, names shortened to what tells them apart; in full elsewhere."""
    if out.isatty():
        console = Console(file=out, highlight=False)
        for line in _lines(matrix, console.width):
            console.print(line, no_wrap=True, crop=False, soft_wrap=True)
    else:
        out.writelines(f"{line.plain.rstrip()}\n" for line in _lines(matrix, None))


def _lines(matrix: Matrix, width: int | None) -> Iterable[Text]:
    years = matrix.years
    region = matrix.region if width is not None else ""
    longest = max(cell_len(name.removeprefix(region)) for name in matrix.agencies)
    wide = width is None or longest + 5 * len(years) <= width
    cell = 5 if wide else 3
    room = longest if width is None else max(LEAST_NAME, min(longest, MOST_NAME, width - cell * len(years)))
    title = f"{matrix.site}: {len(matrix.agencies)} agencies" + (f", all of them {region}…" if region else "")
    yield Text(title, style="bold")
    yield Text(" " * room + "".join(f" {year}" if wide else f" {year % 100:02}" for year in years))
    for agency, marks in matrix.agencies.items():
        line = Text(_fitted(agency.removeprefix(region), room))
        for year in years:
            sign, style = MARKS.get(marks.get(year, ""), (" ", ""))
            line.append(" " * (cell - 1)).append(sign, style=style)
        yield line
    totals: Sequence[str] = [f"{matrix.held(year):>{cell}}" for year in years]
    yield Text(_fitted("reports", room) + "".join(totals))


def _fitted(name: str, room: int) -> str:
    """A name in just so many columns; one that is too long ends in …"""
    return set_cell_size(name, room - 1) + "…" if cell_len(name) > room else set_cell_size(name, room)


def legend() -> str:
    """What the signs mean."""
    return "  ".join(f"{sign} {state}" for state, (sign, _) in MARKS.items())
