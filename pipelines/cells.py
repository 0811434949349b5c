"""A report's cells under their paths, and what may be stored of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipelines.report import AnnualReport, Cell, Number

MAX_COUNT = 2**63 - 1  # of the database's bigint

# the only columns that print amounts; all others count things
AMOUNTS = frozenset({"amount_10k_yuan", "amount"})


def cells(report: AnnualReport) -> Iterator[tuple[str, Cell]]:
    """Every cell of the tables with its path: `applications.granted.total`, `indicators.3.1`."""
    for block, table in (
        ("disclosure", report.disclosure),
        ("applications", report.applications),
        ("review", report.review),
    ):
        for item, row in table.items():
            for measure, cell in row.items():
                yield f"{block}.{item}.{measure}", cell
    for code, cell in report.indicators.items():
        yield f"indicators.{code}", cell


def is_amount(path: str) -> bool:
    """Whether the cell of this path may hold decimals; all others are whole counts."""
    return path.startswith("indicators.") or path.rpartition(".")[2] in AMOUNTS


def storable(path: str, value: Number | None) -> bool:
    """Whether the value fits its column: a whole number of at most 19 digits, where things are counted."""
    if value is None:
        return True
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    return -MAX_COUNT <= value <= MAX_COUNT and (is_amount(path) or value == int(value))
