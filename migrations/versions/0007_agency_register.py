"""The register: all divisions since 2008 (GB/T 2260), who followed whom, and what a person decides.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import csv
from pathlib import Path

import sqlalchemy as sa
from alembic import op

from migrations.ddl import create_view, drop_view, grant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DIVISIONS = Path(__file__).parents[1] / "data" / "regions_2024.csv"

# what a site file entered before keeps its name
ENTER = """
    INSERT INTO regions (code, name, level, parent_code, first_year, last_year, former_names)
    VALUES {rows}
    ON CONFLICT (code) DO UPDATE SET
        level = excluded.level, parent_code = excluded.parent_code, first_year = excluded.first_year,
        last_year = excluded.last_year, former_names = excluded.former_names
"""

SUCCEED = """
    UPDATE regions SET successor_code = became.code
    FROM (VALUES {rows}) AS became (former, code)
    WHERE regions.code = became.former
"""

FORGET = """
    DELETE FROM regions r
    WHERE NOT EXISTS (SELECT FROM agencies a WHERE a.region_code = r.code)
        AND NOT EXISTS (SELECT FROM sites s WHERE s.region_code = r.code)
        AND NOT EXISTS (SELECT FROM regions below WHERE below.parent_code = r.code)
"""


def upgrade() -> None:
    _regions()
    _agencies()
    drop_view("v_coverage")
    create_view("v_coverage", 2)
    create_view("v_agencies", 1)
    grant("agency_successions", "agency_proposals", "v_agencies", "v_coverage")


def _regions() -> None:
    op.add_column(
        "regions",
        sa.Column(
            "first_year",
            sa.SmallInteger(),
            nullable=True,
            comment="启用年份，2008年或更早为空 / First year of the code, NULL for 2008 or before",
        ),
    )
    op.add_column(
        "regions",
        sa.Column(
            "last_year",
            sa.SmallInteger(),
            nullable=True,
            comment="停用前最后年份，现行为空 / Last year of the code, NULL while it is in use",
        ),
    )
    op.add_column(
        "regions",
        sa.Column(
            "successor_code",
            sa.Text(),
            nullable=True,
            comment="现行区划代码，未变更为空 / Code of the division that it is now",
        ),
    )
    op.add_column(
        "regions",
        sa.Column(
            "former_names",
            sa.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="同代码之曾用名 / Former names under the same code",
        ),
    )
    rows = _divisions()
    columns = ("code", "name", "level", "parent_code", "first_year", "last_year")
    op.execute(ENTER.format(rows=", ".join(f"({_values(row, columns)}, {_former(row)})" for row in rows)))
    became = [row for row in rows if row["successor_code"]]
    op.execute(SUCCEED.format(rows=", ".join(f"({_values(row, ('code', 'successor_code'))})" for row in became)))
    op.create_foreign_key(op.f("fk_regions_successor_code"), "regions", "regions", ["successor_code"], ["code"])


def _divisions() -> list[dict[str, str]]:
    """The rows of the table, provinces first; an empty field is NULL."""
    with DIVISIONS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _values(row: dict[str, str], columns: tuple[str, ...]) -> str:
    """Literals, so that the migration can be printed for an admin (`alembic upgrade --sql`)."""
    numbers = {"level", "first_year", "last_year"}
    return ", ".join(
        "NULL" if not row[name] else row[name] if name in numbers else _quoted(row[name]) for name in columns
    )


def _former(row: dict[str, str]) -> str:
    names = row["former_names"].split("|") if row["former_names"] else []
    return f"ARRAY[{', '.join(map(_quoted, names))}]::text[]"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _agencies() -> None:
    op.add_column(
        "agencies",
        sa.Column(
            "merged_into",
            sa.BigInteger(),
            nullable=True,
            comment="经人工确认并入的机关，未并入为空 / The agency that a person found it to be, else NULL",
        ),
    )
    op.create_foreign_key(op.f("fk_agencies_merged_into"), "agencies", "agencies", ["merged_into"], ["id"])
    op.create_index(op.f("ix_agencies_merged_into"), "agencies", ["merged_into"])
    op.create_check_constraint("merged_into", "agencies", "merged_into <> id")
    op.create_table(
        "agency_successions",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="原机关 / The agency that ended"),
        sa.Column("successor_id", sa.BigInteger(), nullable=False, comment="承接机关 / The one that follows"),
        sa.Column(
            "since",
            sa.SmallInteger(),
            nullable=True,
            comment="承接机关首个年报年度，不详为空 / First report year of the successor, NULL when unknown",
        ),
        sa.Column("why", sa.Text(), nullable=False, comment="依据 / What it rests on"),
        sa.CheckConstraint("agency_id <> successor_id", name=op.f("ck_agency_successions_distinct")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agency_successions_agency_id")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["agencies.id"], name=op.f("fk_agency_successions_successor_id")
        ),
        sa.PrimaryKeyConstraint("agency_id", "successor_id", name=op.f("pk_agency_successions")),
        comment="机关沿革 / Which agency follows which",
    )
    op.create_index(op.f("ix_agency_successions_successor_id"), "agency_successions", ["successor_id"])
    op.create_table(
        "agency_proposals",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False, comment="建议编号 / Proposal number"),
        sa.Column(
            "agency_id", sa.BigInteger(), nullable=False, comment="后登记的机关 / The agency that entered later"
        ),
        sa.Column("other_id", sa.BigInteger(), nullable=False, comment="先登记的机关 / The one that was there"),
        sa.Column("why", sa.Text(), nullable=False, comment="提出理由 / Why they may belong together"),
        sa.Column(
            "proposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="提出时间 / When",
        ),
        sa.Column(
            "decision",
            sa.Text(),
            nullable=True,
            comment="裁定：same 同一机关，successor 前后承接，distinct 无关，未裁定为空 / Decision, NULL: open",
        ),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="裁定时间 / When it was decided",
        ),
        sa.Column("note", sa.Text(), nullable=True, comment="裁定理由 / Why it was decided so"),
        sa.CheckConstraint(
            "decision IN ('same', 'successor', 'distinct')", name=op.f("ck_agency_proposals_decision")
        ),
        sa.CheckConstraint("agency_id <> other_id", name=op.f("ck_agency_proposals_distinct")),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_agency_proposals_decided")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agency_proposals_agency_id")),
        sa.ForeignKeyConstraint(["other_id"], ["agencies.id"], name=op.f("fk_agency_proposals_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_proposals")),
        sa.UniqueConstraint("agency_id", "other_id", name=op.f("uq_agency_proposals_agency_id_other_id")),
        comment="机关归并建议，待人工裁定 / Proposals to merge or link agencies, for a person to decide",
    )
    op.create_index(op.f("ix_agency_proposals_other_id"), "agency_proposals", ["other_id"])


def downgrade() -> None:
    drop_view("v_agencies")
    drop_view("v_coverage")
    op.drop_table("agency_proposals")
    op.drop_table("agency_successions")
    op.drop_column("agencies", "merged_into")
    for column in ("former_names", "successor_code", "last_year", "first_year"):
        op.drop_column("regions", column)
    create_view("v_coverage", 1)
    grant("v_coverage")
    for _ in ("counties", "prefectures", "provinces"):
        op.execute(FORGET)
