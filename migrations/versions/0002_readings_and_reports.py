"""Readings with their findings; reports with their revisions and sources.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column(
            "id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="解读编号 / Reading number"
        ),
        sa.Column("sha256", sa.Text(), nullable=False, comment="原始文件 / Object that was read"),
        sa.Column(
            "member",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="压缩包内文件，非压缩包为空串 / Member of an archive, else empty",
        ),
        sa.Column(
            "context_digest",
            sa.Text(),
            nullable=False,
            comment="上下文摘要 / Digest of the context (captures.context_digest)",
        ),
        sa.Column("reader_version", sa.Text(), nullable=False, comment="解读程序版本 / Version of the reader"),
        sa.Column(
            "verdict",
            sa.Text(),
            nullable=False,
            comment="结论：accepted 采信，review 待核，not_a_report 非年报，unreadable 不可读 / Verdict",
        ),
        sa.Column("reason", sa.Text(), nullable=True, comment="未采信的原因 / Reason, unless accepted"),
        sa.Column(
            "form", sa.Text(), nullable=True, comment="格式：2021、2019、2014、narrative / Generation of the form"
        ),
        sa.Column(
            "carrier", sa.Text(), nullable=True, comment="文件类型：html、pdf、docx… / Carrier: html, pdf, docx, …"
        ),
        sa.Column("media_type", sa.Text(), nullable=False, comment="媒体类型 / Media type"),
        sa.Column("agency", sa.Text(), nullable=True, comment="所示机关名称 / Agency as identified"),
        sa.Column(
            "agency_code", sa.Text(), nullable=True, comment="所示机关代码 / Code of the agency as identified"
        ),
        sa.Column(
            "agency_id",
            sa.BigInteger(),
            nullable=True,
            comment="机关编号，未定为空 / Agency, NULL while undecided",
        ),
        sa.Column(
            "year", sa.SmallInteger(), nullable=True, comment="年度，未定为空 / Report year, NULL while undecided"
        ),
        sa.Column("headline", sa.Text(), nullable=True, comment="标题 / Headline"),
        sa.Column("cells", sa.Integer(), nullable=False, comment="读出的单元格数 / Cells that were read"),
        sa.Column(
            "errors", sa.SmallInteger(), nullable=False, comment="错误级发现数 / Findings of severity error"
        ),
        sa.Column(
            "data_digest",
            sa.Text(),
            nullable=True,
            comment="所载内容之摘要 / Digest of what the file publishes: form, cells, prose",
        ),
        sa.Column(
            "outcome_digest", sa.Text(), nullable=False, comment="整个结果之摘要 / Digest of the whole result"
        ),
        sa.Column(
            "result",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="完整结果 / The whole result, cells included",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="解读时间 / When it was read",
        ),
        sa.CheckConstraint("form IN ('2021', '2019', '2014', 'narrative')", name=op.f("ck_readings_form")),
        sa.CheckConstraint(
            "verdict IN ('accepted', 'review', 'not_a_report', 'unreadable')", name=op.f("ck_readings_verdict")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_readings_agency_id"),
        sa.ForeignKeyConstraint(["sha256"], ["objects.sha256"], name="fk_readings_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        comment="解读结果 / Readings of originals",
    )
    op.create_index("ix_readings_agency_id_year", "readings", ["agency_id", "year"], unique=False)
    op.create_index(
        "ix_readings_sha256_member_context_digest_reader_version",
        "readings",
        ["sha256", "member", "context_digest", "reader_version"],
        unique=True,
    )
    op.create_index(
        "ix_readings_unassigned",
        "readings",
        ["id"],
        unique=False,
        postgresql_where=sa.text("verdict IN ('accepted', 'review') AND (agency_id IS NULL OR year IS NULL)"),
    )
    op.create_table(
        "reports",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column(
            "scope",
            sa.Text(),
            nullable=True,
            comment="口径：本机关、本级政府、全辖区，未定为空 / Scope, NULL while unknown",
        ),
        sa.Column("revision", sa.SmallInteger(), nullable=False, comment="现行版本 / Current revision"),
        sa.Column(
            "first_seen", sa.DateTime(timezone=True), nullable=False, comment="首次采集时间 / First capture"
        ),
        sa.Column(
            "withdrawn_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="归属更正时间，仍有效为空 / When its last source proved to be of another agency or year",
        ),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_reports_year")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_reports_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "year", name="pk_reports"),
        comment="年报，每机关每年一份 / Annual reports, one per agency and year",
    )
    op.create_index("ix_reports_year", "reports", ["year"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column(
            "revision",
            sa.SmallInteger(),
            autoincrement=False,
            nullable=False,
            comment="版本号，自1起 / Revision, from 1",
        ),
        sa.Column("form", sa.Text(), nullable=True, comment="格式 / Generation of the form"),
        sa.Column(
            "verdict",
            sa.Text(),
            nullable=False,
            comment="结论：accepted 采信，review 待核 / Verdict: accepted or review",
        ),
        sa.Column("reason", sa.Text(), nullable=True, comment="待核的原因 / Reason for a review"),
        sa.Column("headline", sa.Text(), nullable=True, comment="标题 / Headline"),
        sa.Column(
            "source_url", sa.Text(), nullable=False, comment="所读来源的网址 / URL of the source that is shown"
        ),
        sa.Column("site", sa.Text(), nullable=True, comment="站点 / Site"),
        sa.Column(
            "published_on", sa.Date(), nullable=True, comment="页面所印发布日期 / Publication date as printed"
        ),
        sa.Column("sha256", sa.Text(), nullable=False, comment="原始文件 / Object that is shown"),
        sa.Column("reading_id", sa.BigInteger(), nullable=False, comment="所用解读 / Reading that is shown"),
        sa.Column("reader_version", sa.Text(), nullable=False, comment="解读程序版本 / Version of the reader"),
        sa.Column(
            "data_digest", sa.Text(), nullable=False, comment="所载内容之摘要 / Digest of what it publishes"
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="建立时间 / When it was made",
        ),
        sa.CheckConstraint("form IN ('2021', '2019', '2014', 'narrative')", name=op.f("ck_revisions_form")),
        sa.CheckConstraint("verdict IN ('accepted', 'review')", name=op.f("ck_revisions_verdict")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_revisions_revision")),
        sa.ForeignKeyConstraint(
            ["agency_id", "year"], ["reports.agency_id", "reports.year"], name="fk_revisions_agency_id_year"
        ),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_revisions_reading_id"),
        sa.ForeignKeyConstraint(["sha256"], ["objects.sha256"], name="fk_revisions_sha256"),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_revisions_site"),
        sa.PrimaryKeyConstraint("agency_id", "year", "revision", name="pk_revisions"),
        comment="年报版本 / Revisions of reports",
    )
    op.create_index("ix_revisions_reading_id", "revisions", ["reading_id"], unique=False)
    op.create_table(
        "report_sources",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column("url_key", sa.Text(), nullable=False, comment="规范网址 / Canonical URL"),
        sa.Column(
            "member",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="压缩包内文件，非压缩包为空串 / Member of an archive, else empty",
        ),
        sa.Column("url", sa.Text(), nullable=False, comment="网址 / URL"),
        sa.Column("site", sa.Text(), nullable=True, comment="站点 / Site"),
        sa.Column(
            "sha256",
            sa.Text(),
            nullable=False,
            comment="首个载有现内容的文件 / First object that carried the current content",
        ),
        sa.Column("reading_id", sa.BigInteger(), nullable=False, comment="其解读 / Its reading"),
        sa.Column("role", sa.Text(), nullable=False, comment="文章或附件 / Article or attachment"),
        sa.Column("carrier", sa.Text(), nullable=True, comment="文件类型 / Carrier"),
        sa.Column("archived", sa.Boolean(), nullable=False, comment="来自网页档案 / Comes from a web archive"),
        sa.Column(
            "chosen",
            sa.Boolean(),
            nullable=False,
            comment="现行版本取自此来源 / The current revision shows this source",
        ),
        sa.Column(
            "agrees",
            sa.Boolean(),
            nullable=True,
            comment="与所取来源逐格一致，无共同单元格为空 / Same cells as the chosen one; NULL: none in common",
        ),
        sa.Column(
            "first_seen", sa.DateTime(timezone=True), nullable=False, comment="首次采集时间 / First capture"
        ),
        sa.Column(
            "lost_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="此网址不再载有该年报的时间 / When the URL was first seen without the report",
        ),
        sa.Column("lost_reason", sa.Text(), nullable=True, comment="不再载有的情形 / What it answered instead"),
        sa.CheckConstraint("role IN ('article', 'attachment')", name=op.f("ck_report_sources_role")),
        sa.ForeignKeyConstraint(
            ["agency_id", "year"],
            ["reports.agency_id", "reports.year"],
            name="fk_report_sources_agency_id_year",
        ),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_report_sources_reading_id"),
        sa.ForeignKeyConstraint(["sha256"], ["objects.sha256"], name="fk_report_sources_sha256"),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_report_sources_site"),
        sa.PrimaryKeyConstraint("agency_id", "year", "url_key", "member", name="pk_report_sources"),
        comment="年报来源 / Sources of reports",
    )
    op.create_index("ix_report_sources_reading_id", "report_sources", ["reading_id"], unique=False)
    op.create_index("ix_report_sources_url_key", "report_sources", ["url_key"], unique=False)
    op.create_table(
        "findings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="编号 / Number"),
        sa.Column("reading_id", sa.BigInteger(), nullable=True, comment="所属解读 / Reading that it is about"),
        sa.Column("agency_id", sa.BigInteger(), nullable=True, comment="机关编号 / Agency, once assigned"),
        sa.Column("year", sa.SmallInteger(), nullable=True, comment="年度 / Report year, once assigned"),
        sa.Column(
            "revision",
            sa.SmallInteger(),
            nullable=True,
            comment="版本，仅限整份年报的发现 / Revision, for findings about a report as a whole",
        ),
        sa.Column("url_key", sa.Text(), nullable=True, comment="所涉来源 / Source that it is about"),
        sa.Column("rule", sa.Text(), nullable=False, comment="规则 / Rule"),
        sa.Column("severity", sa.Text(), nullable=False, comment="程度：error、warning、info / Severity"),
        sa.Column(
            "cause",
            sa.Text(),
            nullable=True,
            comment="原因：published 原文如此，reading 可能误读，unknown 不明 / Cause",
        ),
        sa.Column("place", sa.Text(), nullable=False, comment="位置（代码路径） / Where, as a path of codes"),
        sa.Column("left_value", sa.Numeric(), nullable=True, comment="左边数值 / Left side"),
        sa.Column("right_value", sa.Numeric(), nullable=True, comment="右边数值 / Right side"),
        sa.Column("raw", sa.Text(), nullable=True, comment="原文 / Text as printed"),
        sa.Column("detail", sa.Text(), nullable=False, comment="说明 / Explanation"),
        sa.CheckConstraint("cause IN ('published', 'reading', 'unknown')", name=op.f("ck_findings_cause")),
        sa.CheckConstraint("severity IN ('error', 'warning', 'info')", name=op.f("ck_findings_severity")),
        sa.CheckConstraint("(reading_id IS NULL) <> (revision IS NULL)", name=op.f("ck_findings_subject")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_findings_agency_id"),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["readings.id"], name="fk_findings_reading_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        comment="发现的问题 / Findings",
    )
    op.create_index(
        "ix_findings_agency_id_year_revision", "findings", ["agency_id", "year", "revision"], unique=False
    )
    op.create_index("ix_findings_reading_id", "findings", ["reading_id"], unique=False)
    op.create_index("ix_findings_rule", "findings", ["rule"], unique=False)
    # a report and its first revision name each other
    op.create_foreign_key(
        "fk_reports_agency_id_year_revision",
        "reports",
        "revisions",
        ["agency_id", "year", "revision"],
        ["agency_id", "year", "revision"],
        initially="DEFERRED",
        deferrable=True,
    )


def downgrade() -> None:
    op.drop_constraint("fk_reports_agency_id_year_revision", "reports", type_="foreignkey")
    op.drop_table("findings")
    op.drop_table("report_sources")
    op.drop_table("revisions")
    op.drop_table("reports")
    op.drop_table("readings")
