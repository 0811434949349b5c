"""What another reading of the same bytes would change: verdict, agency, year, cells. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.cells import cells
from pipelines.report import Number, Reading

Cell = tuple[str, Number | None, Number | None]
"""Path, number before, number now."""

ABSENT = "-"


@dataclass(frozen=True, slots=True)
class Change:
    """One document, or one member of an archive. `cells` are those whose number is another, or that only one of
    the two readings has; `prose` and `findings` tell whether those differ."""

    member: str
    agency: str | None
    year: int | None
    verdicts: tuple[str, str]
    identity: tuple[str, str] | None
    cells: tuple[Cell, ...]
    prose: bool
    findings: bool

    @property
    def is_none(self) -> bool:
        return (
            self.verdicts[0] == self.verdicts[1]
            and self.identity is None
            and not (self.cells or self.prose or self.findings)
        )


def changes(before: Sequence[Reading], now: Sequence[Reading]) -> list[Change]:
    """Every member of either reading that would change, by name."""
    old, new = ({reading.member or "": reading for reading in readings} for readings in (before, now))
    compared = [_change(member, old.get(member), new.get(member)) for member in sorted(old.keys() | new.keys())]
    return [change for change in compared if not change.is_none]


def _change(member: str, before: Reading | None, now: Reading | None) -> Change:
    either = now or before
    assert either is not None
    names = _identity(before), _identity(now)
    return Change(
        member=member,
        agency=either.identity.agency,
        year=either.identity.year,
        verdicts=(before.verdict if before else ABSENT, now.verdict if now else ABSENT),
        identity=names if names[0] != names[1] else None,
        cells=tuple(_cells(before, now)),
        prose=_prose(before) != _prose(now),
        findings=_findings(before) != _findings(now),
    )


def _cells(before: Reading | None, now: Reading | None) -> list[Cell]:
    old, new = _numbers(before), _numbers(now)
    either = sorted(old.keys() | new.keys())
    # a cell that is not there is another thing than a blank one
    other = [path for path in either if (path in old, old.get(path)) != (path in new, new.get(path))]
    return [(path, old.get(path), new.get(path)) for path in other]


def _numbers(reading: Reading | None) -> dict[str, Number | None]:
    report = reading.report if reading else None
    return {path: cell.value for path, cell in cells(report)} if report else {}


def _identity(reading: Reading | None) -> str:
    return f"{reading.identity.agency or ABSENT} {reading.identity.year or ABSENT}" if reading else ABSENT


def _prose(reading: Reading | None) -> list[tuple[str, str]]:
    report = reading.report if reading else None
    return [(section.heading, section.text) for section in report.sections] if report else []


def _findings(reading: Reading | None) -> list[tuple[str, str, str]]:
    return sorted((each.rule, each.severity, each.where) for each in reading.findings) if reading else []
