"""An agency's page: its years side by side, and the plot of its requests and outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

_CLOSING = ("processed_total", "carried_forward")

Named = tuple[str, Sequence[str], str | None]
"""A line of the comparison: the path of its cells, its labels, its unit."""

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
    """A line of the comparison: its labels, and of each year (value, id on the report's page) or None."""

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
    groups = (
        ("收到和处理申请（总计列）", _applications()),
        ("行政复议、行政诉讼", _review()),
        ("主动公开", _disclosure()),
        ("2014年统计表", _indicators()),
    )
    return [Group(caption, rows) for caption, lines in groups if (rows := _rows(reports, lines))]


def _applications() -> Iterator[Named]:
    labels = vocabulary().applications
    # the vocabulary lists （六） as one row at its end; it is printed before what closes the table
    for item in sorted(labels, key=lambda item: item in _CLOSING):
        yield f"applications.{item}.total", labels[item].split("/"), None


def _review() -> Iterator[Named]:
    for channel, label in vocabulary().channels.items():
        for outcome, header in vocabulary().outcomes.items():
            yield f"review.{channel}.{outcome}", [*label.split("/"), header], None


def _disclosure() -> Iterator[Named]:
    """A cell that two forms have in common once, under the label of the newer."""
    named: dict[str, list[str]] = {}
    for items in vocabulary().disclosure.values():
        for item, printed in items.items():
            for measure, header in printed.measures.items():
                named.setdefault(f"disclosure.{item}.{measure}", [printed.label, header])
    return ((path, labels, None) for path, labels in named.items())


def _indicators() -> Iterator[Named]:
    return ((f"indicators.{code}", [line.label], line.unit) for code, line in vocabulary().indicators.items())


def _rows(reports: Sequence[Report], lines: Iterable[Named]) -> list[Row]:
    """The lines that any year prints."""
    rows = []
    for path, labels, unit in lines:
        if any(path in report.values for report in reports):
            there = anchor(path)
            values = [(r.values[path], there) if path in r.values else None for r in reports]
            rows.append(Row(labels, unit, values))
    return rows


def plot(reports: Sequence[Report]) -> dict[str, Any] | None:
    """Years, requests received and outcomes as printed; None where there is nothing to plot.

    A year without a report has its place and nothing in it: no line leads over it.
    """
    if not reports:
        return None
    of = {report.year: report for report in reports}
    years = range(min(of), max(of) + 1)
    received = [_received(of[year]) if year in of else None for year in years]
    outcomes = {code: [_outcome(of[year], code) if year in of else None for year in years] for code in OUTCOMES}
    if all(value is None for value in (*received, *(v for values in outcomes.values() for v in values))):
        return None
    return {
        "years": list(years),
        "received": {"label": RECEIVED, "values": received},
        "outcomes": [
            {"code": code, "label": label, "values": outcomes[code]}
            for code, label in OUTCOMES.items()
            if any(value for value in outcomes[code])
        ],
    }


def _received(report: Report) -> float | None:
    return _number(report.values.get("applications.new_received.total", report.values.get("indicators.3.1")))


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
