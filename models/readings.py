"""What was read: one reading of one object by one version of the reader, and what stands against it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, func, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Revision, Year, one_of

VERDICTS = ("accepted", "review", "not_a_report", "unreadable")
FORMS = ("2021", "2019", "2014", "narrative")
SEVERITIES = ("error", "warning", "info")
CAUSES = ("published", "reading", "unknown")


class Reading(Base):
    """Everything one file, or one member of an archive, gave in one context to one reader version."""

    __tablename__ = "readings"
    __table_args__ = (
        CheckConstraint(one_of("verdict", VERDICTS), name="verdict"),
        CheckConstraint(one_of("form", FORMS), name="form"),
        Index(None, "sha256", "member", "context_digest", "reader_version", unique=True),
        Index(None, "agency_id", "year"),
        Index(
            "ix_readings_unassigned",
            "id",
            postgresql_where=text("verdict IN ('accepted', 'review') AND (agency_id IS NULL OR year IS NULL)"),
        ),
        {"comment": "解读结果 / Readings of originals"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, comment="解读编号 / Reading number")
    sha256: Mapped[str] = mapped_column(ForeignKey("objects.sha256"), comment="原始文件 / Object that was read")
    member: Mapped[str] = mapped_column(
        server_default="", comment="压缩包内文件，非压缩包为空串 / Member of an archive, else empty"
    )
    context_digest: Mapped[str] = mapped_column(
        comment="上下文摘要 / Digest of the context (captures.context_digest)"
    )
    reader_version: Mapped[str] = mapped_column(comment="解读程序版本 / Version of the reader")
    verdict: Mapped[str] = mapped_column(
        comment="结论：accepted 采信，review 待核，not_a_report 非年报，unreadable 不可读 / Verdict"
    )
    reason: Mapped[str | None] = mapped_column(comment="未采信的原因 / Reason, unless accepted")
    form: Mapped[str | None] = mapped_column(comment="格式：2021、2019、2014、narrative / Generation of the form")
    carrier: Mapped[str | None] = mapped_column(comment="文件类型：html、pdf、docx… / Carrier: html, pdf, docx, …")
    media_type: Mapped[str] = mapped_column(comment="媒体类型 / Media type")
    agency: Mapped[str | None] = mapped_column(comment="所示机关名称 / Agency as identified")
    agency_code: Mapped[str | None] = mapped_column(comment="所示机关代码 / Code of the agency as identified")
    agency_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("agencies.id"), comment="机关编号，未定为空 / Agency, NULL while undecided"
    )
    year: Mapped[int | None] = mapped_column(Year, comment="年度，未定为空 / Report year, NULL while undecided")
    headline: Mapped[str | None] = mapped_column(comment="标题 / Headline")
    cells: Mapped[int] = mapped_column(comment="读出的单元格数 / Cells that were read")
    errors: Mapped[int] = mapped_column(SmallInteger, comment="错误级发现数 / Findings of severity error")
    data_digest: Mapped[str | None] = mapped_column(
        comment="所载内容之摘要 / Digest of what the file publishes: form, cells, prose"
    )
    outcome_digest: Mapped[str] = mapped_column(comment="整个结果之摘要 / Digest of the whole result")
    result: Mapped[dict[str, Any]] = mapped_column(comment="完整结果 / The whole result, cells included")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), comment="解读时间 / When it was read")


class Finding(Base):
    """Something that stands for or against a reading, or against a report as a whole (its copies, its sources)."""

    __tablename__ = "findings"
    __table_args__ = (
        CheckConstraint(one_of("severity", SEVERITIES), name="severity"),
        CheckConstraint(one_of("cause", CAUSES), name="cause"),
        CheckConstraint("(reading_id IS NULL) <> (revision IS NULL)", name="subject"),
        Index(None, "reading_id"),
        Index(None, "agency_id", "year", "revision"),
        Index(None, "rule"),
        {"comment": "发现的问题 / Findings"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, comment="编号 / Number")
    reading_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("readings.id", ondelete="CASCADE"), comment="所属解读 / Reading that it is about"
    )
    agency_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("agencies.id"), comment="机关编号 / Agency, once assigned"
    )
    year: Mapped[int | None] = mapped_column(Year, comment="年度 / Report year, once assigned")
    revision: Mapped[int | None] = mapped_column(
        Revision, comment="版本，仅限整份年报的发现 / Revision, for findings about a report as a whole"
    )
    url_key: Mapped[str | None] = mapped_column(comment="所涉来源 / Source that it is about")
    rule: Mapped[str] = mapped_column(comment="规则 / Rule")
    severity: Mapped[str] = mapped_column(comment="程度：error、warning、info / Severity")
    cause: Mapped[str | None] = mapped_column(
        comment="原因：published 原文如此，reading 可能误读，unknown 不明 / Cause"
    )
    place: Mapped[str] = mapped_column(comment="位置（代码路径） / Where, as a path of codes")
    left_value: Mapped[Decimal | None] = mapped_column(comment="左边数值 / Left side")
    right_value: Mapped[Decimal | None] = mapped_column(comment="右边数值 / Right side")
    raw: Mapped[str | None] = mapped_column(comment="原文 / Text as printed")
    detail: Mapped[str] = mapped_column(comment="说明 / Explanation")
