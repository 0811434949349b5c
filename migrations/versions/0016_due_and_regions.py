"""One function says when a report is due, and every view about agencies has their kind and region to group by.

v_coverage and v_timeliness each had an answer of their own: of a township's report one said January, one March.
And v_findings tells where the content is that stands twice, as it does of every other finding about two reports.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

from alembic import op

from migrations.ddl import create_view, drop_view, grant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# columns were appended, so views that analysts built on them stay; (name, version before, version now)
WIDENED = (
    ("v_agencies", 1, 2),
    ("v_coverage", 4, 5),
    ("v_replaced", 1, 2),
    ("v_timeliness", 1, 2),
    ("v_vanished", 2, 3),
)

# Regulations of 2019, article 49: departments by 31 January, governments by 31 March; those of 2008, article 31,
# under which the reports of 2018 and before fell: all by 31 March. Who is neither has the later date, so that
# nobody is called late whom no law calls so.
REPORT_DUE_ON = """
CREATE FUNCTION report_due_on(kind text, year integer)
RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN year < 2019 THEN make_date(year + 1, 3, 31)
    WHEN kind IN ('department', 'office') THEN make_date(year + 1, 1, 31)
    WHEN kind IS NOT NULL THEN make_date(year + 1, 3, 31)
END
"""
SIGNATURE = "report_due_on(text, integer)"
COMMENT = (
    "年报公布期限（机关类别，年度）：《政府信息公开条例》第四十九条，2018年度及以前为原第三十一条 / "
    "Day by which the report of an agency of this kind is due: Regulations of 2019, article 49; "
    "for 2018 and before, those of 2008, article 31"
)


def upgrade() -> None:
    op.execute(REPORT_DUE_ON)
    op.execute(f"COMMENT ON FUNCTION {SIGNATURE} IS '{COMMENT}'")
    for name, _, now in WIDENED:
        create_view(name, now)
    create_view("v_findings", 4)


def downgrade() -> None:
    create_view("v_findings", 3)
    for name, before, _ in WIDENED:
        drop_view(name)
        create_view(name, before)
    grant(*(name for name, *_ in WIDENED))
    op.execute(f"DROP FUNCTION {SIGNATURE}")
