"""What the pages are made from: the views' rows, a handful of queries for many agencies at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

Key = tuple[int, int]
"""agency_id, year."""
Number = int | Decimal | None


class Place(NamedTuple):
    """Where a number was read, and how; and whether a person corrected it: the columns of v_cells."""

    raw: str
    note: str | None
    unit: str | None
    confidence: float | None
    page: int | None
    table: int | None
    row: int | None
    col: int | None
    line: int | None
    was_corrected: bool
    why: str | None
    evidence: str | None
    by: str | None


class Note(NamedTuple):
    """A finding: the columns of v_findings."""

    rule: str
    severity: str
    cause: str | None
    place: str
    left: Decimal | None
    right: Decimal | None
    raw: str | None
    detail: str
    decision: str | None
    why: str | None
    by: str | None


class FactLine(NamedTuple):
    """A number of the prose: the columns of v_facts."""

    key: str
    label: str | None
    value: Decimal | None
    unit: str | None
    raw: str
    quote: str


class Source(NamedTuple):
    """A URL that carries, or carried, the report."""

    url: str
    role: str
    carrier: str | None
    archive: str | None
    chosen: bool
    lost_reason: str | None


@dataclass(slots=True)
class Report:
    """A report with all that stands on its page. `values`: path of codes → number, None for a blank cell."""

    agency_id: int
    agency: str
    year: int
    site: str | None
    form: str | None
    verdict: str
    standing: str
    reason: str | None
    headline: str | None
    source_url: str
    published_on: date | None
    first_seen: datetime
    revision: int
    scope: str | None
    sha256: str
    vanished: bool
    reading_id: int
    carrier: str | None
    member: str
    values: dict[str, Number] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    facts: list[FactLine] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @property
    def doubtful(self) -> bool:
        """In review, or with an error or a warning about its tables: one wants to see the original."""
        grave = [note for note in self.notes if note.severity in ("error", "warning")]
        return self.verdict != "accepted" or any(not note.place.startswith("identity.") for note in grave)

    @property
    def corrections(self) -> dict[str, Place]:
        """The cells that a person corrected, by their paths."""
        return {path: place for path, place in self.places.items() if place.was_corrected}

    @property
    def recognised(self) -> bool:
        """Read from a picture: to read it again costs seconds a page."""
        return self.carrier in ("scan", "image") or any(
            place.confidence is not None for place in self.places.values()
        )


REPORTS = """
SELECT v.agency_id, v.agency, v.year, v.site, v.form, v.verdict, v.standing, v.reason, v.headline, v.source_url,
       v.published_on, v.first_seen, v.revision, v.scope, v.sha256, v.vanished, n.reading_id, t.carrier, t.member
FROM v_reports v
JOIN revisions n USING (agency_id, year, revision)
JOIN readings t ON t.id = n.reading_id
WHERE v.agency_id = ANY (:ids)
ORDER BY v.agency_id, v.year
"""
APPLICATIONS = """
SELECT agency_id, year, item, natural_person, commercial_enterprise, research_institution, public_interest_org,
       legal_service, other_org, total
FROM v_applications WHERE agency_id = ANY (:ids)
"""
REVIEW = """
SELECT agency_id, year, channel, upheld, corrected, other, pending, total
FROM v_review WHERE agency_id = ANY (:ids)
"""
DISCLOSURE = "SELECT agency_id, year, item || '.' || measure, value FROM v_disclosure WHERE agency_id = ANY (:ids)"
INDICATORS = "SELECT agency_id, year, code, value FROM v_indicators WHERE agency_id = ANY (:ids)"
# a report's cells in one row: they are two hundred, and a row each would cost more than all the rest
CELLS = """
SELECT agency_id, year, json_agg(json_build_array(
    path, raw, note, unit, confidence, page, table_no, row_no, col_no, line_no,
    was_corrected, corrected_why, corrected_evidence, corrected_by
) ORDER BY path)
FROM v_cells WHERE agency_id = ANY (:ids)
GROUP BY agency_id, year
"""
FINDINGS = """
SELECT agency_id, year, rule, severity, cause, place, left_value, right_value, raw, detail, decision, decided_why,
       decided_by
FROM v_findings WHERE agency_id = ANY (:ids)
ORDER BY agency_id, year, array_position(ARRAY['error', 'warning', 'info'], severity), rule, place, detail
"""
FACTS = """
SELECT agency_id, year, key, label, value, unit, raw, quote
FROM v_facts WHERE agency_id = ANY (:ids)
ORDER BY agency_id, year, ordinal
"""
SOURCES = """
SELECT agency_id, year, url, role, carrier, archive, chosen, lost_reason
FROM report_sources WHERE agency_id = ANY (:ids)
ORDER BY agency_id, year, chosen DESC, url, member
"""


def load_reports(database: Connection, agency_ids: Sequence[int]) -> dict[int, list[Report]]:
    """The reports of these agencies by agency, years ascending: nine queries, however many they are."""
    ids = {"ids": list(agency_ids)}
    rows = database.execute(text(REPORTS), ids).mappings()
    reports = {(row["agency_id"], row["year"]): Report(**row) for row in rows}

    def of(sql: str) -> Iterable[tuple[Report, tuple[Any, ...]]]:
        for agency_id, year, *rest in database.execute(text(sql), ids):
            if (agency_id, year) in reports:
                yield reports[agency_id, year], tuple(rest)

    for block, sql in (("applications", APPLICATIONS), ("review", REVIEW)):
        result = database.execute(text(sql), ids)
        columns = list(result.keys())[3:]
        for agency_id, year, item, *numbers in result:
            for column, number in zip(columns, numbers, strict=True):
                reports[agency_id, year].values[f"{block}.{item}.{column}"] = number
    for block, sql in (("disclosure", DISCLOSURE), ("indicators", INDICATORS)):
        for report, (path, value) in of(sql):
            report.values[f"{block}.{path}"] = value
    for report, (cells,) in of(CELLS):
        report.places = {path: Place(*place) for path, *place in cells}
    for report, row in of(FINDINGS):
        report.notes.append(Note(*row))
    for report, row in of(FACTS):
        report.facts.append(FactLine(*row))
    for report, row in of(SOURCES):
        report.sources.append(Source(*row))
    by_agency: dict[int, list[Report]] = defaultdict(list)
    for report in reports.values():
        # a column that the report does not print is NULL in the views, too: only its cells tell the difference
        report.values = {
            path: value
            for path, value in sorted(report.values.items())
            if value is not None or path in report.places
        }
        by_agency[report.agency_id].append(report)
    return by_agency
