"""The checks across reports, run over what is stored: after each crawl, re-read and ingest, or over everything.

A finding hangs on the revision that it is about. Running again changes nothing, and what no longer holds goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.agencies import Region
from models.readings import Finding as FindingRow
from models.reports import Report
from models.session import session
from models.vocabulary import vocabulary
from pipelines.checks.across import Against, Printed, check_parts, check_years
from pipelines.checks.across.numbers import PREFIX, thresholds
from pipelines.checks.across.parts import kinds_of_parts
from pipelines.report import Finding, Number
from pipelines.resolving import finding_columns, note

BATCH = 200  # agencies in one transaction
Key = tuple[int, int]
"""agency_id, year."""

REPORTS = """
SELECT agency_id, agency, year, form, source_url, scope, agency_kind, region_code
FROM v_reports WHERE agency_id = ANY (:ids)
"""

APPLICATIONS = """
SELECT agency_id, year, item, natural_person, commercial_enterprise, research_institution, public_interest_org,
    legal_service, other_org, total
FROM v_applications WHERE agency_id = ANY (:ids)
"""

# the other tables as one number a row
NUMBERS = """
SELECT agency_id, year, 'disclosure.' || item || '.' || measure AS path, value
FROM v_disclosure WHERE agency_id = ANY (:ids)
UNION ALL
SELECT agency_id, year, 'review.' || channel || '.total', total FROM v_review WHERE agency_id = ANY (:ids)
UNION ALL
SELECT agency_id, year, 'indicators.' || code, value FROM v_indicators WHERE agency_id = ANY (:ids)
"""

PARTS = """
SELECT x.agency_id, x.agency, x.year, x.form, r.source_url, r.scope, x.agency_kind, x.item, x.total
FROM v_applications x
JOIN v_reports r ON r.agency_id = x.agency_id AND r.year = x.year
WHERE x.region_code = ANY (:regions) AND x.agency_kind = ANY (:kinds) AND x.year = ANY (:years)
    AND x.item = ANY (:items)
"""

WHOLES = """
SELECT DISTINCT r.agency_id
FROM reports r
JOIN agencies a ON a.id = r.agency_id
WHERE r.scope IN ('government', 'jurisdiction') AND r.withdrawn_at IS NULL AND a.region_code IN (
    SELECT unnest(ARRAY[g.code, g.parent_code]) FROM agencies b JOIN regions g ON g.code = b.region_code
    WHERE b.id = ANY (:ids)
)
"""


@dataclass(slots=True)
class Compared:
    """What a run of the checks came to."""

    agencies: int = 0
    findings: int = 0
    new: int = 0
    gone: int = 0


def compare(agencies: Collection[int] | None = None) -> Compared:
    """Check these agencies, and the governments above them, or all; each batch in a transaction of its own."""
    done = Compared()
    with session() as opened:
        ids = sorted(_all(opened) if agencies is None else set(agencies) | _wholes(opened, agencies))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with session() as opened:
            _store(opened, batch, _check(opened, batch), done)
        done.agencies += len(batch)
    return done


def _all(opened: Session) -> set[int]:
    return set(opened.scalars(select(Report.agency_id).where(Report.withdrawn_at.is_(None)).distinct()))


def _wholes(opened: Session, agencies: Collection[int]) -> set[int]:
    """Governments whose reports may cover these agencies."""
    return set(opened.scalars(text(WHOLES), {"ids": list(agencies)}))


def _check(opened: Session, agencies: Sequence[int]) -> list[Against]:
    found: list[Against] = []
    for region, reports in _printed(opened, agencies):
        found += check_years(reports)
        wholes = [report for report in reports if kinds_of_parts(report.scope)]
        for scope in sorted({str(whole.scope) for whole in wholes}):
            of_scope = [whole for whole in wholes if whole.scope == scope]
            parts = _parts(opened, region, scope, {whole.year for whole in of_scope})
            found += [each for whole in of_scope for each in check_parts(whole, parts)]
    return found


def _printed(opened: Session, agencies: Sequence[int]) -> Iterable[tuple[str | None, list[Printed]]]:
    """Of each agency its region and its reports with their numbers."""
    ids = {"ids": list(agencies)}
    values: dict[Key, dict[str, Number | None]] = defaultdict(dict)
    for row in opened.execute(text(APPLICATIONS), ids).mappings():
        of = values[row["agency_id"], row["year"]]
        of.update({f"applications.{row['item']}.{column}": row[column] for column in vocabulary().applicants})
    for agency_id, year, path, value in opened.execute(text(NUMBERS), ids):
        values[agency_id, year][path] = value
    reports: dict[tuple[int, str | None], list[Printed]] = defaultdict(list)
    for each in opened.execute(text(REPORTS), ids):
        key = (each.agency_id, each.year)
        printed = Printed(*key, each.agency, each.form, each.source_url, values[key], each.scope, each.agency_kind)
        reports[each.agency_id, each.region_code].append(printed)
    return [(region, each) for (_, region), each in reports.items()]


def _parts(opened: Session, region: str | None, scope: str, years: Collection[int]) -> list[Printed]:
    """Reports that may be parts of a whole of this region; a jurisdiction reaches into the regions below."""
    if region is None:
        return []
    regions = {region}
    if scope == "jurisdiction":
        regions |= set(opened.scalars(select(Region.code).where(Region.parent_code == region)))
    of = {path: path.split(".", 1)[1].rpartition(".")[0] for path in thresholds()["children"]["paths"]}
    asked = {
        "regions": sorted(regions),
        "kinds": sorted(kinds_of_parts(scope)),
        "years": sorted(years),
        "items": sorted(of.values()),
    }
    parts: dict[Key, Printed] = {}
    values: dict[Key, dict[str, Number | None]] = defaultdict(dict)
    for row in opened.execute(text(PARTS), asked):
        key = (row.agency_id, row.year)
        values[key][f"applications.{row.item}.total"] = row.total
        parts[key] = Printed(*key, row.agency, row.form, row.source_url, values[key], row.scope, row.agency_kind)
    return list(parts.values())


def _store(opened: Session, agencies: Sequence[int], found: Sequence[Against], done: Compared) -> None:
    """Make what stands stored equal to what was found; a report of which nothing changes is not even locked."""
    wanted: dict[Key, list[Against]] = defaultdict(list)
    for each in found:
        wanted[each.agency_id, each.year].append(each)
    standing = _standing(opened, agencies)
    for agency_id, year in sorted(wanted.keys() | standing.keys()):
        stands = [(each.other_url, each.finding) for each in wanted[agency_id, year]]
        done.findings += len(stands)
        rows = [finding_columns(finding) | {"url_key": url} for url, finding in stands]
        stored = standing.get((agency_id, year), [])
        if len(rows) == len(stored) and all(row in stored for row in rows):
            continue
        report = opened.get(Report, (agency_id, year), with_for_update=True)
        if report is not None:
            new, gone = note(opened, (agency_id, year, report.revision), stands, across=True)
            done.new += new
            done.gone += gone


def _standing(opened: Session, agencies: Sequence[int]) -> dict[Key, list[dict[str, Any]]]:
    """The findings of these checks that hang on current revisions, as columns."""
    names = (*finding_columns(Finding("", "info", "", "")), "url_key")
    rows = opened.scalars(
        select(FindingRow)
        .join(Report, (Report.agency_id == FindingRow.agency_id) & (Report.year == FindingRow.year))
        .where(FindingRow.agency_id.in_(agencies), FindingRow.revision == Report.revision)
        .where(FindingRow.rule.startswith(PREFIX))
    )
    standing: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        assert row.agency_id is not None and row.year is not None
        standing[row.agency_id, row.year].append({name: getattr(row, name) for name in names})
    return standing
