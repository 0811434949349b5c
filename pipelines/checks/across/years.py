"""A report against the one of the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fnmatch import fnmatchcase

from models.comparability import same_meaning
from models.vocabulary import vocabulary
from pipelines.checks.across.numbers import Against, Printed, against, thresholds
from pipelines.report import Number


def check_years(reports: Iterable[Printed]) -> list[Against]:
    """All findings between neighbouring years of one agency; they stand against the later year."""
    of = {report.year: report for report in reports}
    found: list[Against] = []
    for year, report in sorted(of.items()):
        if (before := of.get(year - 1)) is not None:
            found += [*_carry_over(report, before), *_in_force(report, before), *_amounts(report, before)]
    return found


def _carry_over(report: Printed, before: Printed) -> Iterator[Against]:
    """What a year begins with is what the year before ended with. A blank beside a 0 says the same."""
    table = thresholds()["carry_over"]
    for column in vocabulary().applicants:
        here, there = f"applications.{table['row']}.{column}", f"applications.{table['before']}.{column}"
        if here not in report.values or there not in before.values:
            continue
        left, right = report.values[here], before.values[there]
        if (left or 0) != (right or 0):
            detail = f"carried over: {report.shown(here)}; carried forward: {before.shown(there)}"
            yield against(report, before, "carry_over", here, detail, left, right)


def _in_force(report: Printed, before: Printed) -> Iterator[Against]:
    """The stock in force goes on from year to year, where all four numbers are printed."""
    table = thresholds()["in_force"]
    if {report.form, before.form} != {table["form"]}:
        return
    for item in table["items"]:
        here = f"disclosure.{item}.in_force"
        now, last = report.values.get(here), before.values.get(here)
        issued = report.values.get(f"disclosure.{item}.issued")
        repealed = report.values.get(f"disclosure.{item}.repealed")
        if now is None or last is None or issued is None or repealed is None:
            continue
        due = last + issued - repealed
        if now != due:
            detail = (
                f"in force: {report.shown(here)}; {before.shown(here)}, and {last} + {issued} issued "
                f"- {repealed} repealed = {due}"
            )
            yield against(report, before, "in_force", here, detail, now, due)


def _amounts(report: Printed, before: Printed) -> Iterator[Against]:
    """A number that is a hundred times what it was, or an amount as if 元 were printed for 万元."""
    slip, jump = thresholds()["unit_slip"], thresholds()["jump"]
    for path in sorted(report.values.keys() & before.values.keys()):
        now, last = report.values[path], before.values[path]
        if not now or not last or now < 0 or last < 0 or not same_meaning(report.form, before.form, path):
            continue
        times, most = _times(now, last), max(now, last)
        said = f"{report.shown(path)}, {before.shown(path)}: a factor of {times:,.0f}"
        if _fits(path, slip["paths"]) and slip["from"] <= times <= slip["to"] and most >= slip["least"]:
            yield against(report, before, "unit_slip", path, f"{said}, as if one were 元 and not 万元", now, last)
        elif _fits(path, jump["paths"]) and times >= jump["factor"] and most >= jump["least"]:
            yield against(report, before, "jump", path, said, now, last)


def _times(one: Number, other: Number) -> Decimal:
    return Decimal(max(one, other)) / Decimal(min(one, other))


def _fits(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)
