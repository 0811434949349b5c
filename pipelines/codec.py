"""A `Reading` as JSON and back, without loss: how the database keeps everything that was read.

Fields at their defaults are left out. A decimal is a string, so that no digit passes through a float.
Text is what PostgreSQL can hold: NUL and torn surrogates, which broken files contain, become U+FFFD.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from typing import Any, TypeVar

from pipelines.cells import cells
from pipelines.evidence import Evidence
from pipelines.report import AnnualReport, Cell, Fact, Finding, Identity, Place, Reading, Section

Json = dict[str, Any]
T = TypeVar("T", Place, Fact, Finding, Section, Evidence)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Text without the characters that PostgreSQL refuses."""
    return _UNSTORABLE.sub("\ufffd", text)


def clean_json(value: Any) -> Any:
    """The same for every string within lists and dicts."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(key)): clean_json(item) for key, item in value.items()}
    return [clean_json(item) for item in value] if isinstance(value, list | tuple) else value


def encode(reading: Reading) -> Json:
    """The reading as JSON; `decode` gives it back."""
    identity = _plain(reading.identity, "evidence")
    identity["evidence"] = [_plain(item) for item in reading.identity.evidence]
    stored = _plain(reading, "report", "identity", "findings")
    stored["report"] = _encode_report(reading.report) if reading.report is not None else None
    stored["identity"] = identity
    stored["findings"] = [_plain(item) for item in reading.findings]
    return {name: clean_json(value) for name, value in stored.items()}


def decode(stored: Json) -> Reading:
    """A reading from `encode`'s JSON. Raises KeyError or TypeError for anything else."""
    identity = stored["identity"]
    return Reading(
        **{name: value for name, value in stored.items() if name not in ("report", "identity", "findings")},
        report=_decode_report(stored["report"]) if stored["report"] is not None else None,
        identity=Identity(**identity | {"evidence": [_object(Evidence, item) for item in identity["evidence"]]}),
        findings=[_object(Finding, item) for item in stored["findings"]],
    )


def digest(value: Any) -> str:
    """SHA-256 of a value's JSON, keys in order."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(clean(text).encode()).hexdigest()


def data_digest(report: AnnualReport) -> str:
    """Digest of what a document publishes: form, numbers and prose, wherever and however they are printed.

    A page template that changes around the report does not change it, neither do line breaks.
    """
    numbers = {path: [_number(cell.value), cell.note, cell.unit] for path, cell in cells(report)}
    prose = [[_SPACE.sub("", section.heading), _SPACE.sub("", section.text)] for section in report.sections]
    return digest([report.form, numbers, prose])


def _encode_report(report: AnnualReport) -> Json:
    tables = {
        name: {item: {measure: _encode_cell(cell) for measure, cell in row.items()} for item, row in table.items()}
        for name, table in _tables(report).items()
    }
    return tables | {
        "form": report.form,
        "headline": report.headline,
        "indicators": {code: _encode_cell(cell) for code, cell in report.indicators.items()},
        "sections": [_plain(section) for section in report.sections],
        "facts": [_plain(fact) for fact in report.facts],
        "scope": report.scope,
        "scope_quote": report.scope_quote,
    }


def _decode_report(stored: Json) -> AnnualReport:
    tables = {
        name: {
            item: {measure: _decode_cell(cell) for measure, cell in row.items()}
            for item, row in stored[name].items()
        }
        for name in ("disclosure", "applications", "review")
    }
    return AnnualReport(
        form=stored["form"],
        headline=stored["headline"],
        indicators={code: _decode_cell(cell) for code, cell in stored["indicators"].items()},
        sections=[_object(Section, section) for section in stored["sections"]],
        facts=[_object(Fact, fact) for fact in stored["facts"]],
        scope=stored.get("scope"),  # readings of before have none
        scope_quote=stored.get("scope_quote"),
        **tables,
    )


def _tables(report: AnnualReport) -> dict[str, dict[str, dict[str, Cell]]]:
    return {"disclosure": report.disclosure, "applications": report.applications, "review": report.review}


def _encode_cell(cell: Cell) -> Json:
    return _plain(cell, "place") | {"value": _number(cell.value), "place": _plain(cell.place)}


def _decode_cell(stored: Json) -> Cell:
    confidence = stored.get("confidence")
    return Cell(
        **stored
        | {
            "value": _value(stored["value"]),
            "place": _object(Place, stored["place"]),
            "confidence": None if confidence is None else float(confidence),
        }
    )


def _plain(item: Any, *without: str) -> Json:
    """A dataclass of plain fields as a dict, defaults left out, decimals as strings."""
    kept = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name not in without and value != _default(field):
            kept[field.name] = _number(value) if isinstance(value, Decimal) else value
    return kept


def _object(kind: type[T], stored: Json) -> T:
    # what has numbers has these names for them; the value of an Evidence is text
    numbers = () if kind is Evidence else ("value", "left", "right")
    return kind(**stored | {name: _value(stored[name]) for name in numbers if name in stored})


def _default(field: Field[Any]) -> Any:
    # a required field is always kept, even when it is None
    return object() if field.default is MISSING else field.default


def _number(value: Any) -> int | str | None:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _value(stored: int | str | None) -> int | Decimal | None:
    return Decimal(stored) if isinstance(stored, str) else stored
