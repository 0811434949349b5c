"""The role gongkai_reader, which may read everything and write nothing.

A role belongs to the whole server: it is made if the migrating user may make roles, and dropped with the
last database that uses it. Where it may not, an admin makes it (`CREATE ROLE gongkai_reader`) and runs
`alembic downgrade 0004` and `alembic upgrade head` for the grants.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

READABLE = """
    agencies, agency_aliases, application_rows, captures, cells, disclosure_rows, facts, findings, indicator_rows,
    objects, readings, regions, report_sources, reports, review_rows, revisions, runs, sections, sites, vocabulary,
    v_applications, v_cells, v_coverage, v_disclosure, v_findings, v_indicators, v_reports, v_review, v_unassigned
"""

CREATE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongkai_reader') THEN
        CREATE ROLE gongkai_reader NOLOGIN;
        COMMENT ON ROLE gongkai_reader IS '只读：GRANT gongkai_reader TO 某用户，并为其设 statement_timeout '
            '/ Read only: GRANT gongkai_reader TO somebody; ALTER ROLE somebody SET statement_timeout = ''60s''';
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'gongkai_reader not made: % may not create roles', current_user;
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- the migration of another database on this server was faster
END
$$
"""

GRANT = f"""
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongkai_reader') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO gongkai_reader', current_schema());
        GRANT SELECT ON {READABLE} TO gongkai_reader;
    END IF;
END
$$
"""

DROP = f"""
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongkai_reader') THEN
        REVOKE ALL ON {READABLE} FROM gongkai_reader;
        EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM gongkai_reader', current_schema());
        -- somebody's membership is a use as well; who makes a role is its member by that alone
        IF NOT EXISTS (
            SELECT FROM pg_auth_members
            WHERE roleid = 'gongkai_reader'::regrole AND member <> current_user::regrole
        ) THEN
            BEGIN
                DROP ROLE gongkai_reader;
            EXCEPTION
                WHEN dependent_objects_still_exist OR insufficient_privilege THEN
                    RAISE NOTICE 'gongkai_reader is kept: %', SQLERRM;
            END;
        END IF;
    END IF;
END
$$
"""  # noqa: S608 - the names are ours


def upgrade() -> None:
    op.execute(CREATE)
    op.execute(GRANT)


def downgrade() -> None:
    op.execute(DROP)
