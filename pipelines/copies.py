"""Several copies of one report: which is shown, and whether the others agree with it. Pure functions.

The choice depends on the copies alone, never on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.report import Finding, Number

# carriers whose text a recogniser guessed
RECOGNISED = frozenset({"scan", "image"})
GONE = frozenset({"HTTP 404", "HTTP 410"})

Difference = tuple[str, Number | None, Number | None]


@dataclass(frozen=True, slots=True)
class Copy:
    """One source with what was read there: `values` by cell path, None for a blank cell.

    `lost` tells how the source answers since it no longer carries the report.
    """

    url_key: str
    member: str
    reading_id: int
    verdict: str
    errors: int
    role: str
    carrier: str | None
    archived: bool
    values: Mapping[str, Number | None]
    lost: str | None = None


def rank(copy: Copy) -> tuple[bool, int, int, bool, bool, bool, str, str]:
    """Better copies first: accepted, fewer errors, more cells, live, exact text, article before attachment."""
    return (
        copy.verdict != "accepted",
        copy.errors,
        -len(copy.values),
        copy.archived,
        copy.carrier in RECOGNISED,
        copy.role != "article",
        copy.url_key,
        copy.member,
    )


def choose(copies: Sequence[Copy]) -> Copy:
    """The copy to show. ValueError without any."""
    return min(copies, key=rank)


def differences(shown: Copy, other: Copy) -> list[Difference]:
    """The cells that both print, with different numbers: path, shown value, other value."""
    return [
        (path, value, other.values[path])
        for path, value in sorted(shown.values.items())  # JSON from the database has no order of its own
        if path in other.values and other.values[path] != value
    ]


def agreement(shown: Copy, other: Copy) -> bool | None:
    """Whether two copies agree cell by cell; None when they have no cell in common."""
    if not shown.values.keys() & other.values.keys():
        return None
    return not differences(shown, other)


def findings(shown: Copy, copies: Sequence[Copy]) -> list[tuple[str, Finding]]:
    """What stands against the report as a whole, as (url_key of the source, finding), best copies first."""
    found = []
    for copy in sorted(copies, key=rank):
        if copy != shown and (cells := differences(shown, copy)):
            found.append((copy.url_key, _differ(shown, copy, cells)))
        if copy.lost is not None:
            found.append((copy.url_key, _lost(copy, copy.lost)))
    return found


def _differ(shown: Copy, other: Copy, cells: list[Difference]) -> Finding:
    """Of two accepted copies one is wrong and nobody can tell which: an error. Else the lesser one is suspect."""
    blank_is_zero = all({left, right} == {None, 0} for _, left, right in cells)
    grave = shown.verdict == other.verdict == "accepted" and not blank_is_zero
    path, left, right = cells[0] if len(cells) == 1 else ("copies", None, None)
    listed = "; ".join(f"{path} {_printed(one)} / {_printed(two)}" for path, one, two in cells)
    return Finding(
        rule="copies.differ",
        severity="error" if grave else "warning",
        where=path,
        left=left,
        right=right,
        cause="unknown",
        detail=f"{len(cells)} cells differ between {shown.url_key} and {other.url_key}{other.member and ' '}"
        f"{other.member}: {listed}",
    )


def _lost(copy: Copy, reason: str) -> Finding:
    """Gone for good is a warning; a portal that answers with an error today is a note."""
    passing = reason == "blocked" or (reason.startswith("HTTP ") and reason not in GONE)
    return Finding(
        rule="source.lost",
        severity="info" if passing else "warning",
        where="source",
        detail=f"{copy.url_key}{copy.member and ' '}{copy.member} no longer carries the report ({reason}); "
        "what it gave before is kept",
    )


def _printed(value: Number | None) -> str:
    return "blank" if value is None else str(value)
