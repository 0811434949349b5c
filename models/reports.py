"""What stands: one report per agency and year, its revisions, and the sources that carry it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Revision, Year, one_of
from models.crawls import ROLES
from models.readings import FORMS

SCOPES = ("agency", "government", "jurisdiction")


class Report(Base):
    """The annual report of one agency for one year."""

    __tablename__ = "reports"
    __table_args__ = (
        # deferred: a report and its first revision are born in one transaction
        ForeignKeyConstraint(
            ["agency_id", "year", "revision"],
            ["revisions.agency_id", "revisions.year", "revisions.revision"],
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        CheckConstraint(one_of("scope", SCOPES), name="scope"),
        Index(None, "year"),
        {"comment": "年报，每机关每年一份 / Annual reports, one per agency and year"},
    )

    agency_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("agencies.id"), primary_key=True, comment="机关编号 / Agency"
    )
    year: Mapped[int] = mapped_column(Year, primary_key=True, autoincrement=False, comment="年度 / Report year")
    scope: Mapped[str | None] = mapped_column(
        comment="口径：agency 本机关，government 本级政府（含部门），jurisdiction 全辖区（含下级），未定为空 / "
        "What the numbers cover: the agency alone, its level of government, the whole jurisdiction; NULL: unknown"
    )
    scope_quote: Mapped[str | None] = mapped_column(
        comment="口径所据原文，依机关类别推定者为空 / Words the scope rests on, NULL where it is the agency's kind"
    )
    revision: Mapped[int] = mapped_column(Revision, comment="现行版本 / Current revision")
    first_seen: Mapped[datetime] = mapped_column(comment="首次采集时间 / First capture")
    withdrawn_at: Mapped[datetime | None] = mapped_column(
        comment="归属更正时间，仍有效为空 / When its last source proved to be of another agency or year"
    )


class RevisionRow(Base):
    """What the sources published at one time. A change at a source makes a new revision and keeps the old."""

    __tablename__ = "revisions"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "year"], ["reports.agency_id", "reports.year"]),
        CheckConstraint(one_of("verdict", ("accepted", "review")), name="verdict"),
        CheckConstraint(one_of("form", FORMS), name="form"),
        CheckConstraint("revision > 0", name="revision"),
        Index(None, "reading_id"),
        # what most views ask of a revision, a tenth of the table
        Index(
            None,
            "agency_id",
            "year",
            "revision",
            postgresql_include=["form", "verdict", "published_on"],
        ),
        Index(None, "numbers_digest", postgresql_where=text("numbers_digest IS NOT NULL")),
        Index(None, "prose_digest", postgresql_where=text("prose_digest IS NOT NULL")),
        {"comment": "年报版本 / Revisions of reports"},
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, comment="机关编号 / Agency")
    year: Mapped[int] = mapped_column(Year, primary_key=True, autoincrement=False, comment="年度 / Report year")
    revision: Mapped[int] = mapped_column(
        Revision, primary_key=True, autoincrement=False, comment="版本号，自1起 / Revision, from 1"
    )
    form: Mapped[str | None] = mapped_column(comment="格式 / Generation of the form")
    verdict: Mapped[str] = mapped_column(comment="结论：accepted 采信，review 待核 / Verdict: accepted or review")
    reason: Mapped[str | None] = mapped_column(comment="待核的原因 / Reason for a review")
    headline: Mapped[str | None] = mapped_column(comment="标题 / Headline")
    source_url: Mapped[str] = mapped_column(comment="所读来源的网址 / URL of the source that is shown")
    site: Mapped[str | None] = mapped_column(ForeignKey("sites.name"), comment="站点 / Site")
    published_on: Mapped[date | None] = mapped_column(comment="页面所印发布日期 / Publication date as printed")
    sha256: Mapped[str] = mapped_column(ForeignKey("objects.sha256"), comment="原始文件 / Object that is shown")
    reading_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("readings.id"), comment="所用解读 / Reading that is shown"
    )
    reader_version: Mapped[str] = mapped_column(comment="解读程序版本 / Version of the reader")
    data_digest: Mapped[str] = mapped_column(comment="所载内容之摘要 / Digest of what it publishes")
    numbers_digest: Mapped[str | None] = mapped_column(
        comment="各数值之摘要，非零数值过少为空 / Digest of its numbers, NULL where too few of them are above zero"
    )
    prose_digest: Mapped[str | None] = mapped_column(
        comment="正文之摘要，过短为空 / Digest of its prose, NULL where there is too little of it"
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), comment="建立时间 / When it was made")


class ReportSource(Base):
    """One URL that carries, or carried, a report; another copy is another source of the same report."""

    __tablename__ = "report_sources"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "year"], ["reports.agency_id", "reports.year"]),
        CheckConstraint(one_of("role", ROLES), name="role"),
        Index(None, "url_key"),
        Index(None, "reading_id"),
        Index("ix_report_sources_lost", "agency_id", "year", postgresql_where=text("lost_at IS NOT NULL")),
        {"comment": "年报来源 / Sources of reports"},
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, comment="机关编号 / Agency")
    year: Mapped[int] = mapped_column(Year, primary_key=True, autoincrement=False, comment="年度 / Report year")
    url_key: Mapped[str] = mapped_column(primary_key=True, comment="规范网址 / Canonical URL")
    member: Mapped[str] = mapped_column(
        primary_key=True,
        server_default="",
        comment="压缩包内文件，非压缩包为空串 / Member of an archive, else empty",
    )
    url: Mapped[str] = mapped_column(comment="网址 / URL")
    site: Mapped[str | None] = mapped_column(ForeignKey("sites.name"), comment="站点 / Site")
    sha256: Mapped[str] = mapped_column(
        ForeignKey("objects.sha256"),
        comment="首个载有现内容的文件 / First object that carried the current content",
    )
    reading_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("readings.id"), comment="其解读 / Its reading")
    role: Mapped[str] = mapped_column(comment="文章或附件 / Article or attachment")
    carrier: Mapped[str | None] = mapped_column(comment="文件类型 / Carrier")
    archived: Mapped[bool] = mapped_column(comment="来自网页档案 / Comes from a web archive")
    archive: Mapped[str | None] = mapped_column(
        comment="取自哪个网页档案，现网页为空 / Which web archive, NULL for a live page"
    )
    chosen: Mapped[bool] = mapped_column(comment="现行版本取自此来源 / The current revision shows this source")
    agrees: Mapped[bool | None] = mapped_column(
        comment="与所取来源逐格一致，无共同单元格为空 / Same cells as the chosen one; NULL: none in common"
    )
    first_seen: Mapped[datetime] = mapped_column(comment="首次采集时间 / First capture")
    lost_at: Mapped[datetime | None] = mapped_column(
        comment="此网址不再载有该年报的时间 / When the URL was first seen without the report"
    )
    lost_reason: Mapped[str | None] = mapped_column(comment="不再载有的情形 / What it answered instead")
