"""A report on a whole government or jurisdiction against the reports of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.checks.across.numbers import Against, Printed, against, thresholds


def kinds_of_parts(scope: str | None) -> frozenset[str]:
    """The kinds of agencies whose own reports are parts of a report of this scope; none where it has no parts."""
    return frozenset(thresholds()["children"]["kinds"].get(scope, ()))


def check_parts(whole: Printed, reports: Iterable[Printed]) -> list[Against]:
    """The whole cannot be less than the sum of those parts that are known; it may well be more.

    `reports` are those of the agencies in its region, or in the regions below; which are parts is decided here.
    """
    kinds = kinds_of_parts(whole.scope)
    parts = [
        report
        for report in reports
        if report.year == whole.year
        and report.agency_id != whole.agency_id
        and report.scope == "agency"
        and report.kind in kinds
    ]
    found = []
    for path in thresholds()["children"]["paths"]:
        stated = whole.values.get(path)
        adding = sorted(
            (part for part in parts if part.values.get(path)), key=lambda p: (-_of(p, path), p.agency_id)
        )
        total = sum(_of(part, path) for part in adding)
        if stated is not None and total > stated:
            detail = f"{whole.shown(path)} for the whole ({whole.scope}), {total} in {_named(adding, path)}"
            found.append(against(whole, adding[0], "parts_exceed", path, detail, stated, total))
    return found


def _of(part: Printed, path: str) -> int:
    return int(part.values.get(path) or 0)


def _named(parts: Sequence[Printed], path: str) -> str:
    most = thresholds()["children"]["named"]
    named = "; ".join(f"{part.agency} {part.shown(path)}" for part in parts[:most])
    more = f" and {len(parts) - most} more" if len(parts) > most else ""
    return f"{len(parts)} of its parts: {named}{more}"
