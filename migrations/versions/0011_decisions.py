"""Decisions of people on findings, and the views of analysts across years.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.ddl import create_view, drop_view, grant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# columns were appended, so views that analysts built on them stay; (name, version before, version now)
WIDENED = (
    ("v_findings", 2, 3),
    ("v_reports", 2, 3),
    ("v_applications", 1, 2),
    ("v_disclosure", 1, 2),
    ("v_review", 1, 2),
    ("v_indicators", 1, 2),
    ("v_facts", 1, 2),
    ("v_cells", 1, 2),
)
# what the widened ones stand on, but for v_findings, on which these stand
BETWEEN = ("v_decisions", "v_judged")
NEW = ("v_comparable", "v_applications_wide", "v_year_over_year")

# The settings of a role hold for whoever logs in as that role; members set their own (docs/analysts.md).
# Without a password the role can only log in where the server asks for none.
READER = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongkai_reader' AND NOT rolcanlogin) THEN
        ALTER ROLE gongkai_reader LOGIN;
        ALTER ROLE gongkai_reader SET default_transaction_read_only = on;
        ALTER ROLE gongkai_reader SET statement_timeout = '60s';
        ALTER ROLE gongkai_reader SET idle_in_transaction_session_timeout = '10min';
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'gongkai_reader is as it was: % may not alter roles', current_user;
END
$$
"""


def upgrade() -> None:
    _comparability()
    _decisions()
    for name, _, now in WIDENED[:1]:
        create_view(name, now)
    for name in BETWEEN:
        create_view(name, 1)
    for name, _, now in WIDENED[1:]:
        create_view(name, now)
    for name in NEW:
        create_view(name, 1)
    grant("comparability", "decisions", *BETWEEN, *NEW)
    op.execute(READER)


def downgrade() -> None:
    for name in reversed(NEW):
        drop_view(name)
    for name, *_ in reversed(WIDENED[1:]):
        drop_view(name)
    for name in reversed(BETWEEN):
        drop_view(name)
    drop_view("v_findings")
    for name, before, _ in WIDENED:
        create_view(name, before)
    grant(*(name for name, *_ in WIDENED))
    op.drop_table("decisions")
    op.drop_table("comparability")


def _comparability() -> None:
    key = (
        ("form", "格式 / Generation of the form"),
        ("block", "部分，正文为 facts / Part; facts: the prose"),
        ("item", "行代码或事实代码 / Code of the row or fact"),
        ("measure", "列代码，单列为空串 / Code of the column, or empty"),
        ("other_form", "对照格式 / The other form"),
        ("other_block", "对照部分，无对应为空 / Part there or empty"),
        ("other_item", "对照行代码 / Code of the row there"),
        ("other_measure", "对照列代码 / Code of the column there, or empty"),
    )
    rest = (
        (
            "how",
            "same 定义相同，similar 相近，sum 相加后可比，none 不可比 / "
            "same, similar, sum: only the sum of the codes with this counterpart, none: not to be compared",
        ),
        ("note_zh", "说明（中文） / Why, in Chinese"),
        ("note_en", "说明（英文） / Why, in English"),
    )
    op.create_table(
        "comparability",
        *(sa.Column(name, sa.Text(), nullable=False, comment=comment) for name, comment in key + rest),
        sa.CheckConstraint("how IN ('same', 'similar', 'sum', 'none')", name=op.f("ck_comparability_how")),
        sa.PrimaryKeyConstraint(*(name for name, _ in key), name=op.f("pk_comparability")),
        comment="各格式之间的可比性（comparability.toml） / What compares across forms",
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False, comment="裁定编号 / Decision number"),
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), nullable=False, comment="年度 / Report year"),
        sa.Column(
            "decision",
            sa.Text(),
            nullable=False,
            comment="裁定：published 原文如此，misread 误读，dismissed 无碍，corrected 更正 / "
            "published: the document prints it so; misread; dismissed: no matter; "
            "corrected: a cell says otherwise",
        ),
        sa.Column("rule", sa.Text(), comment="规则，更正为空 / Rule of the finding; NULL: a correction"),
        sa.Column("place", sa.Text(), nullable=False, comment="位置（代码路径） / Where, as a path of codes"),
        sa.Column(
            "left_value",
            sa.Numeric(),
            comment="裁定时左边数值，更正则为所读数值 / Left side when decided; of a correction, as read",
        ),
        sa.Column("right_value", sa.Numeric(), comment="裁定时右边数值 / Right side when decided"),
        sa.Column("raw", sa.Text(), comment="裁定时所读原文 / Text as read when decided"),
        sa.Column(
            "says",
            sa.Text(),
            comment="问题内容之摘要（v_findings.says），更正为空 / "
            "Digest of what the finding says; NULL: a correction",
        ),
        sa.Column(
            "value",
            sa.Numeric(),
            comment="更正后数值，空白单元格为空 / Corrected value; NULL: the cell is blank, or no correction",
        ),
        sa.Column("sha256", sa.Text(), comment="裁定所据原件 / Original that was looked at"),
        sa.Column(
            "cell",
            JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="单元格在原件中的位置（page、table、row、col、line） / "
            "Where in the original the cell was read",
        ),
        sa.Column("evidence", sa.Text(), comment="证据，如“第3页扫描件” / Evidence, e.g. page 3, scan"),
        sa.Column("why", sa.Text(), nullable=False, comment="理由 / Reason"),
        sa.Column("decided_by", sa.Text(), nullable=False, comment="裁定人 / Who decided"),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="裁定时间 / When",
        ),
        sa.Column(
            "reopened_at", sa.DateTime(timezone=True), comment="撤回时间，有效为空 / When it was taken back"
        ),
        sa.Column("reopened_by", sa.Text(), comment="撤回人 / Who took it back"),
        sa.Column("reopened_why", sa.Text(), comment="撤回理由 / Why it was taken back"),
        sa.CheckConstraint("(decision = 'corrected') = (rule IS NULL)", name=op.f("ck_decisions_rule")),
        sa.CheckConstraint("(rule IS NULL) = (says IS NULL)", name=op.f("ck_decisions_says")),
        sa.CheckConstraint(
            "decision IN ('published', 'misread', 'dismissed', 'corrected')", name=op.f("ck_decisions_decision")
        ),
        sa.CheckConstraint("why <> ''", name=op.f("ck_decisions_why")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_decisions_agency_id")),
        sa.ForeignKeyConstraint(["sha256"], ["objects.sha256"], name=op.f("fk_decisions_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        comment="人工裁定：对问题的结论、对误读单元格的更正 / Decisions of people on findings and cells",
    )
    for name, last, which in (("standing", "says", "IS NOT NULL"), ("corrections", "place", "IS NULL")):
        op.create_index(
            f"ix_decisions_{name}",
            "decisions",
            ["agency_id", "year", last],
            unique=True,
            postgresql_where=sa.text(f"rule {which} AND reopened_at IS NULL"),
        )
