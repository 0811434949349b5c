"""Every cell that the form prints must have been read, or its absence is on record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from models.vocabulary import vocabulary
from pipelines.report import AnnualReport, Cell, Finding, Form

Rows = Mapping[str, Mapping[str, Cell]]

_OTHER = ("other.not_amended", "other.fee_unpaid", "other.other")
_CHAPTERS = 6


def expected_cells(form: Form) -> dict[str, dict[str, list[str]]]:
    """table → row → columns, of a form with tables: for 2021 10 + 25×7 + 15 cells."""
    words = vocabulary()
    rows = [row for row in words.applications if row != "other.total"]
    if form == "2019":
        rows = [row for row in words.applications if row not in _OTHER]
    return {
        "disclosure": {item: list(row.measures) for item, row in words.disclosure[form].items()},
        "applications": {row: list(words.applicants) for row in rows},
        "review": {channel: list(words.outcomes) for channel in words.channels},
    }


def check_completeness(report: AnnualReport, unread: Mapping[str, Collection[str]]) -> list[Finding]:
    """Missing tables, rows, columns and cells; `unread` are rows already on record as printed but not placed."""
    if report.form == "2014":
        return _missing_lines(report.indicators, set(unread.get("indicators", ())))
    if report.form not in ("2021", "2019"):
        return []
    findings: list[Finding] = []
    tables: dict[str, Rows] = {
        "disclosure": report.disclosure,
        "applications": report.applications,
        "review": report.review,
    }
    for table, rows in expected_cells(report.form).items():
        findings += _missing(table, rows, tables[table], set(unread.get(table, ())))
    if len(report.sections) < _CHAPTERS:
        printed = ", ".join(section.heading for section in report.sections) or "none"
        detail = f"{len(report.sections)} of {_CHAPTERS} chapters have a heading: {printed}"
        findings.append(Finding("section_missing", "warning", "sections", detail))
    return findings


def _missing_lines(read: Mapping[str, Cell], unread: set[str]) -> list[Finding]:
    """The lines of the table of 2014 that have a number."""
    if not read and not unread:
        detail = "the form has this table, the document does not"
        return [Finding("table_missing", "error", "indicators", detail, cause="unknown")]
    return [
        Finding(
            "row_missing", "error", f"indicators.{code}", f"the form has the line {line.label}", cause="unknown"
        )
        for code, line in vocabulary().indicators.items()
        if line.unit and code not in read and code not in unread
    ]


def _missing(table: str, expected: Mapping[str, Sequence[str]], read: Rows, unread: set[str]) -> Iterator[Finding]:
    if not read and not unread:
        yield Finding(
            "table_missing", "error", table, "the form has this table, the document does not", cause="unknown"
        )
        return
    wanted = _one_row_for_other(table, expected, read, unread)
    for row, columns in wanted.items():
        if row in unread:
            continue
        if row not in read:
            yield Finding("row_missing", "error", f"{table}.{row}", "the form has this row", cause="unknown")
            continue
        for column in columns:
            if column not in read[row]:
                where = f"{table}.{row}.{column}"
                yield Finding("cell_missing", "error", where, "the form has this cell", cause="unknown")


def _one_row_for_other(
    table: str, expected: Mapping[str, Sequence[str]], read: Rows, unread: set[str]
) -> Mapping[str, Sequence[str]]:
    """（六）其他处理 is one row or three, in either form, as printed: all or nothing."""
    if table != "applications":
        return expected
    printed = set(read) | unread
    parts = bool(printed & set(_OTHER))
    if not parts and "other.total" not in printed:
        return expected
    rows = {row: columns for row, columns in expected.items() if not row.startswith("other.")}
    columns = list(vocabulary().applicants)
    return {**rows, **dict.fromkeys(_OTHER if parts else ("other.total",), columns)}
