"""Who reports: regions, the register of agencies with their names and history, and the sites that publish."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Year, one_of

DECISIONS = ("same", "successor", "distinct")


class Region(Base):
    """An administrative division; code of GB/T 2260, where there is one."""

    __tablename__ = "regions"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 4", name="level"),
        {"comment": "行政区划 / Administrative divisions"},
    )

    code: Mapped[str] = mapped_column(primary_key=True, comment="行政区划代码（GB/T 2260） / Code of GB/T 2260")
    name: Mapped[str] = mapped_column(comment="全称，如威海市环翠区 / Full name, e.g. 威海市环翠区")
    parent_code: Mapped[str | None] = mapped_column(
        ForeignKey("regions.code"), index=True, comment="上级区划代码 / Code of the division above"
    )
    level: Mapped[int] = mapped_column(
        SmallInteger,
        comment="层级：0国家 1省 2市 3县 4乡 / 0 nation, 1 province, 2 prefecture, 3 county, 4 township",
    )
    first_year: Mapped[int | None] = mapped_column(
        Year, comment="启用年份，2008年或更早为空 / First year of the code, NULL for 2008 or before"
    )
    last_year: Mapped[int | None] = mapped_column(
        Year, comment="停用前最后年份，现行为空 / Last year of the code, NULL while it is in use"
    )
    successor_code: Mapped[str | None] = mapped_column(
        ForeignKey("regions.code"), comment="现行区划代码，未变更为空 / Code of the division that it is now"
    )
    former_names: Mapped[list[str]] = mapped_column(
        ARRAY(Text), server_default=text("'{}'"), comment="同代码之曾用名 / Former names under the same code"
    )


class Agency(Base):
    """A public authority that owes a report each year."""

    __tablename__ = "agencies"
    __table_args__ = (
        UniqueConstraint("region_code", "name", postgresql_nulls_not_distinct=True),
        Index(None, "name"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("merged_into <> id", name="merged_into"),
        {"comment": "行政机关名录 / Register of the agencies that report"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, comment="机关编号 / Agency number")
    name: Mapped[str] = mapped_column(comment="规范名称，冠以所在区划 / Canonical name with its region in front")
    kind: Mapped[str | None] = mapped_column(
        comment="类别：政府、部门、乡镇、街道、开发区等 / Kind: government, department, township, …"
    )
    region_code: Mapped[str | None] = mapped_column(
        ForeignKey("regions.code"), index=True, comment="所在区划代码，不详为空 / Region, NULL when unknown"
    )
    credit_code: Mapped[str | None] = mapped_column(
        unique=True, comment="统一社会信用代码 / Unified social credit code (18 characters)"
    )
    merged_into: Mapped[int | None] = mapped_column(
        BigInteger,
        ForeignKey("agencies.id"),
        index=True,
        comment="经人工确认并入的机关，未并入为空 / The agency that a person found it to be, else NULL",
    )
    created_at: Mapped[datetime] = mapped_column(
        server_default=func.now(), comment="登记时间 / When it entered the register"
    )


class AgencyAlias(Base):
    """A name or site-local code under which an agency was met."""

    __tablename__ = "agency_aliases"
    __table_args__ = (Index(None, "alias"), {"comment": "机关的其他名称 / Other names of agencies"})

    agency_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("agencies.id", ondelete="CASCADE"), primary_key=True, comment="机关编号 / Agency"
    )
    alias: Mapped[str] = mapped_column(
        primary_key=True,
        comment="页面所印名称，或“站点:代码” / A name as printed, or “site:code” of a site's own code",
    )
    evidence: Mapped[str | None] = mapped_column(
        comment="依据，如 headline、area_code / The evidence that tied it to the agency"
    )


class AgencySuccession(Base):
    """One authority follows another: a reform (机构改革), a renaming, a division that became another."""

    __tablename__ = "agency_successions"
    __table_args__ = (
        CheckConstraint("agency_id <> successor_id", name="distinct"),
        {"comment": "机关沿革 / Which agency follows which"},
    )

    agency_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("agencies.id"), primary_key=True, comment="原机关 / The agency that ended"
    )
    successor_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("agencies.id"),
        primary_key=True,
        index=True,
        comment="承接机关 / The one that follows",
    )
    since: Mapped[int | None] = mapped_column(
        Year, comment="承接机关首个年报年度，不详为空 / First report year of the successor, NULL when unknown"
    )
    why: Mapped[str] = mapped_column(comment="依据 / What it rests on")


class AgencyProposal(Base):
    """Two entries of the register that may be one body, or one the heir of the other: for a person to decide."""

    __tablename__ = "agency_proposals"
    __table_args__ = (
        UniqueConstraint("agency_id", "other_id"),
        CheckConstraint(one_of("decision", DECISIONS), name="decision"),
        CheckConstraint("agency_id <> other_id", name="distinct"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        {"comment": "机关归并建议，待人工裁定 / Proposals to merge or link agencies, for a person to decide"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, comment="建议编号 / Proposal number")
    agency_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("agencies.id"), comment="后登记的机关 / The agency that entered later"
    )
    other_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("agencies.id"), index=True, comment="先登记的机关 / The one that was there"
    )
    why: Mapped[str] = mapped_column(comment="提出理由 / Why they may belong together")
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now(), comment="提出时间 / When")
    decision: Mapped[str | None] = mapped_column(
        comment="裁定：same 同一机关，successor 前后承接，distinct 无关，未裁定为空 / Decision, NULL: open"
    )
    decided_at: Mapped[datetime | None] = mapped_column(comment="裁定时间 / When it was decided")
    note: Mapped[str | None] = mapped_column(comment="裁定理由 / Why it was decided so")


class Site(Base):
    """A portal, as its site file names it."""

    __tablename__ = "sites"
    __table_args__ = {"comment": "门户网站 / Portals"}  # noqa: RUF012 - SQLAlchemy reads it from the class

    name: Mapped[str] = mapped_column(primary_key=True, comment="站点名（scrapy list） / Name in scrapy list")
    title: Mapped[str | None] = mapped_column(comment="网站名称 / The portal's own title")
    region_code: Mapped[str | None] = mapped_column(
        ForeignKey("regions.code"), index=True, comment="所属区划代码 / Region that it serves"
    )
    home: Mapped[str | None] = mapped_column(comment="首页网址 / Home page")
