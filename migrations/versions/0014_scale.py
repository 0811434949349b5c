"""Indexes and views for a national data set; measured by `make bench-db`.

Indexes that hold what a national sum needs answer without the tables: of 7.5 million rows of applications a
query reads those of its item and year. What people decided is looked up by functions, so that the planner does
not plan the search for findings anew in each query of each view.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.ddl import VIEWS, create_view

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# the same rows, found another way
REWRITTEN = ("v_decisions", "v_judged", "v_vanished", "v_year_over_year")

FINDING_STANDS = """
CREATE FUNCTION finding_stands(of_agency bigint, of_year smallint, of_rule text, at_place text, saying text)
RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM v_findings f
        WHERE f.agency_id = of_agency AND f.year = of_year AND f.rule = of_rule AND f.place = at_place
            AND f.says = saying
    );
END
$$
"""

JUDGED_STANDING = r"""
CREATE FUNCTION judged_standing(
    of_agency bigint, of_year smallint, of_verdict text, of_reason text, corrected text[]
)
RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF of_verdict = 'review' THEN
        -- every error must be settled, and what stands as the reason of the review
        RETURN CASE
            WHEN (
                SELECT count(*) > 0 AND bool_and(
                    f.decision IS NOT NULL AND (f.decision <> 'misread' OR EXISTS (
                        SELECT FROM unnest(corrected) AS c (place)
                        WHERE c.place || '.' LIKE p.under
                    ))
                )
                FROM v_findings f
                -- the cells that a place such as applications.*.total names, whatever else stands in it
                CROSS JOIN LATERAL (
                    SELECT replace(replace(replace(replace(f.place, '\', '\\'), '%', '\%'), '_', '\_'), '*', '%')
                        || '.%' AS under
                ) AS p
                WHERE f.agency_id = of_agency AND f.year = of_year
                    AND (f.severity = 'error' OR f.rule = of_reason)
            ) THEN 'accepted_by_person'
            ELSE 'review'
        END;
    END IF;
    -- a misreading that a person saw and nobody corrected
    RETURN CASE
        WHEN EXISTS (
            SELECT FROM v_findings f
            CROSS JOIN LATERAL (
                SELECT replace(replace(replace(replace(f.place, '\', '\\'), '%', '\%'), '_', '\_'), '*', '%')
                    || '.%' AS under
            ) AS p
            WHERE f.agency_id = of_agency AND f.year = of_year AND f.decision = 'misread' AND NOT EXISTS (
                SELECT FROM unnest(corrected) AS c (place)
                WHERE c.place || '.' LIKE p.under
            )
        ) THEN 'doubted_by_person'
        ELSE 'accepted'
    END;
END
$$
"""

FUNCTIONS = {
    "finding_stands(bigint, smallint, text, text, text)": (
        FINDING_STANDS,
        "问题是否仍在 / Whether a finding still stands against the current revision",
    ),
    "judged_standing(bigint, smallint, text, text, text[])": (
        JUDGED_STANDING,
        "有裁定之年报的结论，见 v_reports.standing / Standing of a report with decisions, see v_reports.standing",
    ),
}


# an index with what a sum needs takes the place of the same without it; (name, table, columns, included)
COVERING = (
    ("ix_application_rows_year_item", "application_rows", ["year", "item"], ["agency_id", "revision", "total"]),
    ("ix_facts_key_year", "facts", ["key", "year"], ["agency_id", "revision", "value", "approximate"]),
)

# The views are made of hundreds of expressions: compiling them takes longer than running them.
JIT = """
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I {}', current_database());
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'jit is as it was: % does not own the database', current_user;
END
$$
"""


def upgrade() -> None:
    for name, table, columns, included in COVERING:
        op.drop_index(name, table)
        op.create_index(name, table, columns, postgresql_include=included)
    op.create_index(
        "ix_revisions_agency_id_year_revision",
        "revisions",
        ["agency_id", "year", "revision"],
        postgresql_include=["form", "verdict", "published_on"],
    )
    op.create_index(
        "ix_report_sources_lost",
        "report_sources",
        ["agency_id", "year"],
        postgresql_where=sa.text("lost_at IS NOT NULL"),
    )
    for signature, (definition, comment) in FUNCTIONS.items():
        op.execute(definition)
        op.execute(f"COMMENT ON FUNCTION {signature} IS '{comment}'")
    for name in REWRITTEN:
        create_view(name, 2)
    op.execute(JIT.format("SET jit = off"))


def downgrade() -> None:
    op.execute(JIT.format("RESET jit"))
    for name in REWRITTEN:
        _back(name)
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {signature}")
    op.drop_index("ix_report_sources_lost", "report_sources")
    op.drop_index("ix_revisions_agency_id_year_revision", "revisions")
    for name, table, columns, _ in COVERING:
        op.drop_index(name, table)
        op.create_index(name, table, columns)


def _back(name: str) -> None:
    """The first version in place of the second, under the views that stand on it."""
    definition = (VIEWS / f"{name}_v01.sql").read_text(encoding="utf-8").partition(";\n")[0]
    op.execute(definition.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))
