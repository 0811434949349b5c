"""An agency's page: its years side by side, and the plot of its requests and outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from models.vocabulary import vocabulary
from pipelines.site.portals import Covered
from pipelines.site.records import Number, Report
from pipelines.site.sheets import anchor

# the plot's colours stand in site.css under the same names
OUTCOMES = {
    "granted": "予以公开",
    "partially_granted": "部分公开",
    "denied": "不予公开",
    "unavailable": "无法提供",
    "not_processed": "不予处理",
    "other": "其他处理",
}
RECEIVED = "新收申请"

AGENCIES = """
SELECT agency_id, kind, region, credit_code, aliases FROM v_agencies WHERE agency_id = ANY (:ids)
"""


class About(NamedTuple):
    """What the register knows: the columns of v_agencies."""

    kind: str | None
    region: str | None
    credit_code: str | None
    aliases: list[str] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the comparison: its label, and of each year (value, id on the report's page) or None: not printed."""

    labels: Sequence[str]
    unit: str | None
    values: Sequence[tuple[Number, str] | None]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one caption."""

    caption: str
    rows: Sequence[Row]


def load_agencies(database: Connection, agency_ids: Sequence[int]) -> dict[int, About]:
    """The register's entries of these agencies."""
    rows = database.execute(text(AGENCIES), {"ids": list(agency_ids)})
    return {agency_id: About(*rest) for agency_id, *rest in rows}


def comparison(reports: Sequence[Report]) -> list[Group]:
    """The numbers of all years by their codes. Forms that differ keep lines of their own: nothing is equated."""
    words = vocabulary()
    groups = [
        Group(
            "收到和处理申请（总计列）",
            _rows(
                reports,
                (
                    (f"applications.{item}.total", label.split("/"), None)
                    for item, label in words.applications.items()
                ),
            ),
        ),
        Group(
            "行政复议、行政诉讼",
            _rows(
                reports,
                (
                    (f"review.{channel}.{outcome}", [*label.split("/"), header], None)
                    for channel, label in words.channels.items()
                    for outcome, header in words.outcomes.items()
                ),
            ),
        ),
    ]
    disclosed: dict[str, list[str]] = {}
    for items in words.disclosure.values():
        for item, printed in items.items():
            for measure, header in printed.measures.items():
                disclosed.setdefault(f"disclosure.{item}.{measure}", [printed.label, header])
    groups.append(Group("主动公开", _rows(reports, ((path, labels, None) for path, labels in disclosed.items()))))
    indicators = ((f"indicators.{code}", [line.label], line.unit) for code, line in words.indicators.items())
    groups.append(Group("2014年统计表", _rows(reports, indicators)))
    return [group for group in groups if group.rows]


def _rows(reports: Sequence[Report], lines: Any) -> list[Row]:
    """The lines that any year prints."""
    rows = []
    for path, labels, unit in lines:
        values = [(r.values[path], anchor(path)) if path in r.values else None for r in reports]
        if any(value is not None for value in values):
            rows.append(Row(list(labels), unit, values))
    return rows


def plot(reports: Sequence[Report]) -> dict[str, Any] | None:
    """Years, requests received and outcomes as printed; None where there is nothing to plot."""
    received = [
        _number(r.values.get("applications.new_received.total", r.values.get("indicators.3.1"))) for r in reports
    ]
    outcomes = {code: [_outcome(report, code) for report in reports] for code in OUTCOMES}
    if all(value is None for value in (*received, *(v for values in outcomes.values() for v in values))):
        return None
    return {
        "years": [report.year for report in reports],
        "received": {"label": RECEIVED, "values": received},
        "outcomes": [
            {"code": code, "label": label, "values": outcomes[code]}
            for code, label in OUTCOMES.items()
            if any(value for value in outcomes[code])
        ],
    }


def _outcome(report: Report, code: str) -> float | None:
    """The printed totals of an outcome; of one that the form parts, their sum. （六） of 2019 is one row."""
    for path in (f"applications.{code}.total", f"applications.{code}.total.total"):
        if path in report.values:
            return _number(report.values[path])
    parts = [
        value
        for path, value in report.values.items()
        if path.startswith(f"applications.{code}.") and path.endswith(".total") and value is not None
    ]
    return _number(sum(parts)) if parts else None


def _number(value: Number) -> float | None:
    return None if value is None else float(value)


def span(coverage: Sequence[Covered]) -> tuple[int | None, int | None]:
    """The first and last year of which there is a report."""
    years = [row.year for row in coverage if row.state in ("accepted", "review")]
    return (min(years), max(years)) if years else (None, None)
