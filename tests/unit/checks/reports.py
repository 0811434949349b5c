"""A complete report of the 2021 form for the tests of the checks."""

from __future__ import annotations

from copy import deepcopy

from pipelines.report import AnnualReport, Cell, Number, Section
from tests.unit.forms.sample import gold


def cell(value: Number | None) -> Cell:
    return Cell(value, "" if value is None else str(value))


def whole_report() -> AnnualReport:
    """Every cell of the sample; all identities hold."""
    report = AnnualReport(form="2021", sections=[Section(str(n), "") for n in range(6)])
    for path, value in gold().items():
        assert value is not None
        table, rest = path.split(".", 1)
        row, column = rest.rsplit(".", 1)
        number: Number = int(value) if value == int(value) else value  # type: ignore[assignment]
        getattr(report, table).setdefault(row, {})[column] = cell(number)
    return report


def with_value(report: AnnualReport, path: str, value: Number | None) -> AnnualReport:
    """The report with one cell changed."""
    table, rest = path.split(".", 1)
    row, column = rest.rsplit(".", 1)
    changed = deepcopy(report)
    getattr(changed, table)[row][column] = cell(value)
    return changed
