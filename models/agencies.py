"""Who reports: regions, the register of agencies with their names, and the sites that publish."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


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


class Agency(Base):
    """A public authority that owes a report each year."""

    __tablename__ = "agencies"
    __table_args__ = (
        UniqueConstraint("region_code", "name", postgresql_nulls_not_distinct=True),
        Index(None, "name"),
        CheckConstraint("name <> ''", name="name"),
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
