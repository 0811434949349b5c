"""Alarms raised and cleared, and why each year of each agency is missing.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.ddl import create_view, drop_view, grant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _alarms()
    op.create_index(
        "ix_captures_site_year",
        "captures",
        ["site", "year"],
        postgresql_where=sa.text("agency_code IS NULL AND year IS NOT NULL"),
    )
    drop_view("v_coverage")
    create_view("v_coverage", 3)
    grant("alarms", "v_coverage")


def downgrade() -> None:
    drop_view("v_coverage")
    create_view("v_coverage", 2)
    grant("v_coverage")
    op.drop_index("ix_captures_site_year", "captures")
    op.drop_table("alarms")


def _alarms() -> None:
    moment, now = sa.DateTime(timezone=True), sa.text("now()")
    op.create_table(
        "alarms",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True, comment="告警编号 / Alarm number"),
        sa.Column("site", sa.Text(), sa.ForeignKey("sites.name"), nullable=False, comment="站点 / Site"),
        sa.Column(
            "cause",
            sa.Text(),
            nullable=False,
            comment="原因代码（crawler/alarms/causes.toml） / Cause, a key of crawler/alarms/causes.toml",
        ),
        sa.Column("message", sa.Text(), nullable=False, comment="事实，含数字 / The fact, with its numbers"),
        sa.Column(
            "run_id",
            sa.BigInteger(),
            sa.ForeignKey("runs.id", ondelete="SET NULL"),
            comment="最后见到它的运行 / Run that saw it last, NULL where there was none",
        ),
        sa.Column(
            "raised_at", moment, server_default=now, nullable=False, comment="发现时间 / When it was noticed"
        ),
        sa.Column(
            "last_seen",
            moment,
            server_default=now,
            nullable=False,
            comment="最后见到的时间 / When it was seen last",
        ),
        sa.Column(
            "cleared_at", moment, comment="恢复时间，未恢复为空 / When it had recovered, NULL while it is open"
        ),
        sa.Column(
            "notified_at", moment, comment="告警送出时间，未送出为空 / When the alarm was sent, NULL until then"
        ),
        sa.Column(
            "clear_notified_at",
            moment,
            comment="恢复通知送出时间，未送出为空 / When the all clear was sent, NULL until then",
        ),
        sa.Column(
            "attempts",
            sa.SmallInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="未成功的发送次数 / Sendings that failed",
        ),
        sa.Column("last_error", sa.Text(), comment="最近发送失败的原因 / Why the last sending failed"),
        comment="告警：每站点每原因一行，自发现至恢复 / Alarms, one a site and cause from notice to recovery",
    )
    op.create_index(
        "uq_alarms_open", "alarms", ["site", "cause"], unique=True, postgresql_where=sa.text("cleared_at IS NULL")
    )
    op.create_index("ix_alarms_site_raised_at", "alarms", ["site", "raised_at"])
