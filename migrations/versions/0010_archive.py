"""What the archive must know: the request of a capture, lost objects, web archives, and content found twice.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.ddl import create_view, drop_view, grant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

VIEWS = ("v_vanished", "v_replaced", "v_timeliness")
DIGESTS = ("numbers_digest", "prose_digest")


def upgrade() -> None:
    comment = (
        "核验发现缺失或损坏的时间，将重新采集；完好为空 / "
        "When verify found it missing or damaged, to be fetched again; NULL while it is whole"
    )
    op.add_column("objects", sa.Column("lost_at", sa.DateTime(timezone=True), comment=comment))
    _capture_columns()
    comment = "取自哪个网页档案，现网页为空 / Which web archive, NULL for a live page"
    op.add_column("report_sources", sa.Column("archive", sa.Text(), comment=comment))
    comments = (
        "各数值之摘要，非零数值过少为空 / Digest of its numbers, NULL where too few of them are above zero",
        "正文之摘要，过短为空 / Digest of its prose, NULL where there is too little of it",
    )
    for name, comment in zip(DIGESTS, comments, strict=True):
        op.add_column("revisions", sa.Column(name, sa.Text(), comment=comment))
        op.create_index(
            f"ix_revisions_{name}", "revisions", [name], postgresql_where=sa.text(f"{name} IS NOT NULL")
        )
    for view in VIEWS:
        create_view(view, 1)
    drop_view("v_findings")
    create_view("v_findings", 2)
    grant(*VIEWS, "v_findings")


def downgrade() -> None:
    drop_view("v_findings")
    create_view("v_findings", 1)
    grant("v_findings")
    for view in reversed(VIEWS):
        drop_view(view)
    for name in DIGESTS:
        op.drop_index(f"ix_revisions_{name}", "revisions")
        op.drop_column("revisions", name)
    op.drop_column("report_sources", "archive")
    for name in ("archive", "request", "redirect_reasons"):
        op.drop_column("captures", name)
    op.drop_column("objects", "lost_at")


def _capture_columns() -> None:
    comment = "各次跳转的状态码或方式 / Of each redirect its HTTP status, or how else it led on"
    column = sa.Column("redirect_reasons", JSONB(), server_default=sa.text("'[]'"), nullable=False)
    column.comment = comment
    op.add_column("captures", column)
    comment = "请求：方法、请求头、表单 / The request: method, headers, body; empty where it is not known"
    column = sa.Column("request", JSONB(), server_default=sa.text("'{}'"), nullable=False)
    column.comment = comment
    op.add_column("captures", column)
    comment = "取自哪个网页档案，自行采集为空 / Web archive that it comes from, NULL for a fetch of our own"
    op.add_column("captures", sa.Column("archive", sa.Text(), comment=comment))
