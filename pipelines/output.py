"""The JSON of `scrapy read`: one object a reading, an interface that other programs rely on."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pipelines.report import AnnualReport, Cell, Fact, Finding, Form, Number, Reading

Json = dict[str, Any]

# Which tables a form has; the keys of the others are absent.
_TABLES: dict[Form | None, tuple[str, ...]] = {
    "2021": ("disclosure", "applications", "review"),
    "2019": ("disclosure", "applications", "review"),
    "2014": ("indicators",),
    "narrative": (),
    None: (),
}


def reading_to_json(reading: Reading, source: Mapping[str, Any], *, cells: bool = False) -> Json:
    """A reading as a JSON object: {source, verdict, reason, form, year, agency, …tables, sections, findings}.

    `source` says where the bytes came from (path, sha256, size); the media type is the reading's. With
    `cells`, every cell's place, raw text, note and unit follow under its code path.
    """
    report = reading.report or AnnualReport()
    identity = reading.identity
    out: Json = {
        "source": {**source, "media_type": reading.media_type},
        "verdict": reading.verdict,
        "reason": reading.reason,
        "form": report.form,
        "year": identity.year,
        "agency": _agency(reading),
        "headline": report.headline,
        "published_on": identity.published_on,
        "scope": report.scope,
        "scope_quote": report.scope_quote,
    }
    if reading.member is not None:
        out["source"]["member"] = reading.member
    for table in _TABLES[report.form]:
        out[table] = _table(getattr(report, table))
    out["sections"] = [{"heading": section.heading, "text": section.text} for section in report.sections]
    out["facts"] = [_fact(fact) for fact in report.facts]
    out["findings"] = [_finding(finding) for finding in reading.findings]
    if cells:
        out["cells"] = {path: _cell(cell) for path, cell in _paths(report)}
    return out


def _agency(reading: Reading) -> Json | None:
    identity = reading.identity
    if identity.agency is None and identity.agency_code is None:
        return None
    agency: Json = {"name": identity.agency, "evidence": identity.agency_evidence}
    if identity.agency_code is not None:
        agency["code"] = identity.agency_code
    return agency


def _table(table: Mapping[str, Any]) -> Json:
    return {
        code: _number(entry.value)
        if isinstance(entry, Cell)
        else {column: _number(cell.value) for column, cell in entry.items()}
        for code, entry in table.items()
    }


def _number(value: Number | None) -> int | float | None:
    """Whole amounts as integers: JSON has no decimal type, and 786 is not 786.0."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _paths(report: AnnualReport) -> list[tuple[str, Cell]]:
    found: list[tuple[str, Cell]] = []
    for table in ("disclosure", "applications", "review"):
        for row, cells in getattr(report, table).items():
            found += [(f"{table}.{row}.{column}", cell) for column, cell in cells.items()]
    found += [(f"indicators.{code}", cell) for code, cell in report.indicators.items()]
    return found


def _cell(cell: Cell) -> Json:
    place = cell.place
    out: Json = {
        "value": _number(cell.value),
        "raw": cell.raw,
        "page": place.page,
        "table": place.table,
        "row": place.row,
        "col": place.col,
        "line": place.line,
        "note": cell.note,
        "unit": cell.unit,
        "confidence": cell.confidence,
    }
    return {key: value for key, value in out.items() if value is not None or key in ("value", "raw")}


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "where": finding.where,
        "left": _number(finding.left),
        "right": _number(finding.right),
        "cause": finding.cause,
        "detail": finding.detail,
        "raw": finding.raw,
    }


def _fact(fact: Fact) -> Json:
    return {
        "key": fact.key,
        **({"label": fact.label} if fact.label else {}),
        "value": _number(fact.value),
        "raw": fact.raw,
        "unit": fact.unit,
        "approximate": fact.approximate,
        "quote": fact.quote,
        "section": fact.section,
        "offset": fact.offset,
    }
