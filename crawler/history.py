"""What a run is measured against: its site's last good run, and how full the tables are that it stands for."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crawler.memory import ReportKey
from crawler.outcome import ALL, LastGood
from models.crawls import Run

FILL = "fill/"
"""Prefix in a run's statistics: the share of filled cells by year, and of all."""
FEWEST = 3  # reports of a year whose share says anything

# A report owes the cells of its form; a row that was not read is as empty as one that was printed so.
_FILL = """
WITH found AS (
    SELECT r.agency_id, r.year, r.revision, v.form
    FROM unnest(CAST(:agencies AS bigint[]), CAST(:years AS smallint[])) AS f(agency_id, year)
    JOIN reports r USING (agency_id, year)
    JOIN revisions v USING (agency_id, year, revision)
    WHERE r.withdrawn_at IS NULL
), owed AS (
    SELECT form, count(*) AS cells FROM vocabulary GROUP BY form
), filled AS (
    SELECT agency_id, year, revision, num_nonnulls(
        natural_person, commercial_enterprise, research_institution, public_interest_org, legal_service, other_org,
        total
    ) AS cells
    FROM application_rows JOIN found USING (agency_id, year, revision)
    UNION ALL
    SELECT agency_id, year, revision, num_nonnulls(upheld, corrected, other, pending, total)
    FROM review_rows JOIN found USING (agency_id, year, revision)
    UNION ALL
    SELECT agency_id, year, revision, num_nonnulls(
        issued, repealed, in_force, handled, amount_10k_yuan, made, published, public_total, items_last_year,
        items_change, projects, amount
    )
    FROM disclosure_rows JOIN found USING (agency_id, year, revision)
    UNION ALL
    SELECT agency_id, year, revision, num_nonnulls(value)
    FROM indicator_rows JOIN found USING (agency_id, year, revision)
)
SELECT f.year, count(*) AS reports, sum(o.cells) AS owed, coalesce(sum(g.cells), 0) AS filled
FROM found f
JOIN owed o USING (form)
LEFT JOIN (SELECT agency_id, year, revision, sum(cells) AS cells FROM filled GROUP BY 1, 2, 3) AS g
    USING (agency_id, year, revision)
GROUP BY f.year
"""


def last_good(session: Session, site: str) -> LastGood | None:
    """The last good whole crawl of a site."""
    whole = Run.args.op("->>")("years").is_(None) & Run.args.op("->>")("agency").is_(None)
    row = session.execute(
        select(Run.reports_found, Run.stats)
        .where(Run.site == site, Run.command == "crawl", Run.exit_code == 0, whole)
        .order_by(Run.started_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    fill = {key.removeprefix(FILL): float(value) for key, value in row.stats.items() if key.startswith(FILL)}
    return LastGood(row.reports_found, fill)


def fill_of(session: Session, found: Collection[ReportKey]) -> dict[str, float]:
    """The share of the forms' cells that hold a number, 0 to 1: by report year where there are enough reports of
    it, and for ALL. Reports without tables owe none."""
    keys = sorted(found)
    parameters = {"agencies": [agency for agency, _ in keys], "years": [year for _, year in keys]}
    rows = session.execute(text(_FILL), parameters).all()
    shares = {str(row.year): _share(row.filled, row.owed) for row in rows if row.reports >= FEWEST}
    owed = sum(row.owed for row in rows)
    return shares | ({ALL: _share(sum(row.filled for row in rows), owed)} if owed else {})


def _share(filled: int, owed: int) -> float:
    return round(float(filled) / float(owed), 4)
