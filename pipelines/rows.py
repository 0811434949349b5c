"""A report as rows of the fact tables, and back out of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Table, delete, insert
from sqlalchemy.orm import Session

from models.base import Base
from models.facts import (
    ApplicationRow,
    CellRow,
    DisclosureRow,
    FactRow,
    IndicatorRow,
    ReviewRow,
    SectionRow,
)
from pipelines.cells import cells, storable
from pipelines.report import AnnualReport, Cell, Finding, Reading

Row = dict[str, Any]
Key = tuple[int, int, int]
"""agency_id, year, revision."""

DISCLOSURE, APPLICATIONS, REVIEW, INDICATORS, SECTIONS, FACTS, CELLS = TABLES = tuple(
    Base.metadata.tables[row.__tablename__]
    for row in (DisclosureRow, ApplicationRow, ReviewRow, IndicatorRow, SectionRow, FactRow, CellRow)
)


def write_rows(session: Session, key: Key, report: AnnualReport) -> None:
    """Write the report's rows under this new key. ValueError for a code without a column."""
    of = dict(zip(("agency_id", "year", "revision"), key, strict=True))
    for table, rows in _rows(report):
        if rows:
            # one statement, whichever columns a row leaves out
            names = sorted({name for row in rows for name in row})
            if unknown := set(names) - set(table.columns.keys()):
                raise ValueError(f"{table.name} has no column for {', '.join(sorted(unknown))}")
            session.execute(insert(table), [of | {name: row.get(name) for name in names} for row in rows])


def replace_rows(session: Session, key: Key, report: AnnualReport) -> None:
    """Write the report's rows under this key in place of those there."""
    agency_id, year, revision = key
    for table in TABLES:
        columns = table.columns
        here = (columns.agency_id == agency_id, columns.year == year, columns.revision == revision)
        session.execute(delete(table).where(*here))
    write_rows(session, key, report)


def fitted(reading: Reading) -> Reading:
    """The reading with each number that its column cannot hold taken out, and an error in its place."""
    report = reading.report
    if report is None:
        return reading
    misfits = {path: cell for path, cell in cells(report) if not storable(path, cell.value)}
    if not misfits:
        return reading
    findings = [
        Finding(
            rule="value.out_of_range",
            severity="error",
            where=path,
            cause="reading",
            raw=cell.raw,
            detail=f"{cell.value} is no count of at most 19 digits and is left blank",
        )
        for path, cell in misfits.items()
    ]
    return replace(
        reading,
        verdict="review",
        reason=reading.reason or "value.out_of_range",
        report=_without(report, misfits),
        findings=[*reading.findings, *findings],
    )


def _without(report: AnnualReport, misfits: dict[str, Cell]) -> AnnualReport:
    def blank(path: str, cell: Cell) -> Cell:
        return replace(cell, value=None) if path in misfits else cell

    def table(block: str, rows: dict[str, dict[str, Cell]]) -> dict[str, dict[str, Cell]]:
        return {
            item: {measure: blank(f"{block}.{item}.{measure}", cell) for measure, cell in row.items()}
            for item, row in rows.items()
        }

    return replace(
        report,
        disclosure=table("disclosure", report.disclosure),
        applications=table("applications", report.applications),
        review=table("review", report.review),
        indicators={code: blank(f"indicators.{code}", cell) for code, cell in report.indicators.items()},
    )


def _rows(report: AnnualReport) -> Iterator[tuple[Table, list[Row]]]:
    yield DISCLOSURE, [_disclosure(item, row) for item, row in report.disclosure.items()]
    yield APPLICATIONS, [{"item": item} | _values(row) for item, row in report.applications.items()]
    yield REVIEW, [{"channel": channel} | _values(row) for channel, row in report.review.items()]
    yield INDICATORS, [{"code": code, "value": cell.value} for code, cell in report.indicators.items()]
    yield (
        SECTIONS,
        [
            {"ordinal": ordinal, "heading": section.heading, "text": section.text}
            for ordinal, section in enumerate(report.sections)
        ],
    )
    yield (
        FACTS,
        [
            {
                "ordinal": ordinal,
                "key": fact.key,
                "label": fact.label,
                "value": fact.value,
                "unit": fact.unit,
                "approximate": fact.approximate,
                "raw": fact.raw,
                "quote": fact.quote,
                "section": fact.section,
                "char_offset": fact.offset,
            }
            for ordinal, fact in enumerate(report.facts)
        ],
    )
    yield CELLS, [_cell(path, cell) for path, cell in cells(report)]


def _disclosure(item: str, row: dict[str, Cell]) -> Row:
    unit = row["amount"].unit if "amount" in row else None
    return {"item": item, **_values(row), **({"amount_unit": unit} if unit else {})}


def _values(row: dict[str, Cell]) -> Row:
    return {measure: cell.value for measure, cell in row.items()}


def _cell(path: str, cell: Cell) -> Row:
    place = cell.place
    return {
        "path": path,
        "page": place.page,
        "table_no": place.table,
        "row_no": place.row,
        "col_no": place.col,
        "line_no": place.line,
        "raw": cell.raw,
        "note": cell.note,
        "unit": cell.unit,
        "confidence": cell.confidence,
    }
