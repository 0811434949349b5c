"""The numbers: one row per printed row, one typed column per printed column; a blank cell is NULL.

All are keyed by agency, year and revision; the views v_… show the current revision with readable names.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, SmallInteger
from sqlalchemy.dialects.postgresql import REAL
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

from models.base import Amount, Base, Count, Revision, Year


def _of_revision(comment: str, *items: SchemaItem) -> tuple[SchemaItem | dict[str, str], ...]:
    """Table arguments of a table whose rows belong to one revision."""
    return (
        ForeignKeyConstraint(
            ["agency_id", "year", "revision"],
            ["revisions.agency_id", "revisions.year", "revisions.revision"],
            ondelete="CASCADE",
        ),
        *items,
        {"comment": comment},
    )


class OfRevision:
    """The first three columns of every key."""

    @declared_attr
    def agency_id(self) -> Mapped[int]:
        return mapped_column(BigInteger, primary_key=True, sort_order=-3, comment="机关编号 / Agency")

    @declared_attr
    def year(self) -> Mapped[int]:
        return mapped_column(
            Year, primary_key=True, autoincrement=False, sort_order=-2, comment="年度 / Report year"
        )

    @declared_attr
    def revision(self) -> Mapped[int]:
        return mapped_column(
            Revision, primary_key=True, autoincrement=False, sort_order=-1, comment="版本号 / Revision"
        )


def _count(comment: str) -> Mapped[int | None]:
    return mapped_column(Count, comment=comment)


def _amount(comment: str) -> Mapped[Decimal | None]:
    return mapped_column(Amount, comment=comment)


class DisclosureRow(OfRevision, Base):
    """A row of section 二. A column that the row's form does not have is NULL as well: see vocabulary."""

    __tablename__ = "disclosure_rows"
    __table_args__ = _of_revision(
        "主动公开情况（第二部分） / Section 二, proactive disclosure", Index(None, "year", "item")
    )

    item: Mapped[str] = mapped_column(primary_key=True, comment="项目代码 / Code of the row")
    issued: Mapped[int | None] = _count("本年制发件数 / Issued this year (2021)")
    repealed: Mapped[int | None] = _count("本年废止件数 / Repealed this year (2021)")
    in_force: Mapped[int | None] = _count("现行有效件数 / In force (2021)")
    handled: Mapped[int | None] = _count("本年处理决定数量 / Decisions this year (2021, 2019)")
    amount_10k_yuan: Mapped[Decimal | None] = _amount("本年收费金额（万元） / Fees this year, 10,000 yuan (2021)")
    made: Mapped[int | None] = _count("本年新制作数量 / Made this year (2019)")
    published: Mapped[int | None] = _count("本年新公开数量 / Published this year (2019)")
    public_total: Mapped[int | None] = _count("对外公开总数量 / Public in all (2019)")
    items_last_year: Mapped[int | None] = _count("上一年项目数量 / Items in the year before (2019)")
    items_change: Mapped[int | None] = _count("本年增/减 / Change this year, signed (2019)")
    projects: Mapped[int | None] = _count("采购项目数量 / Procurement projects (2019)")
    amount: Mapped[Decimal | None] = _amount(
        "采购总金额，单位见 amount_unit / Procurement amount, see amount_unit (2019)"
    )
    amount_unit: Mapped[str | None] = mapped_column(
        comment="所印金额单位，表式未规定 / Unit of the amount as printed; the form states none"
    )


class ApplicationRow(OfRevision, Base):
    """A row of section 三: applications by kind of applicant."""

    __tablename__ = "application_rows"
    __table_args__ = _of_revision(
        "依申请公开情况（第三部分） / Section 三, applications",
        # what a national sum of an item needs, so that it never reads the table (`make bench-db`)
        Index(None, "year", "item", postgresql_include=["agency_id", "revision", "total"]),
    )

    item: Mapped[str] = mapped_column(primary_key=True, comment="项目代码 / Code of the row")
    natural_person: Mapped[int | None] = _count("自然人 / Natural persons")
    commercial_enterprise: Mapped[int | None] = _count("商业企业 / Commercial enterprises")
    research_institution: Mapped[int | None] = _count("科研机构 / Research institutions")
    public_interest_org: Mapped[int | None] = _count("社会公益组织 / Public interest organisations")
    legal_service: Mapped[int | None] = _count("法律服务机构 / Legal services")
    other_org: Mapped[int | None] = _count("其他 / Other organisations")
    total: Mapped[int | None] = _count("总计（所印） / Total as printed")


class ReviewRow(OfRevision, Base):
    """A block of section 四: reconsideration and litigation by outcome."""

    __tablename__ = "review_rows"
    __table_args__ = _of_revision(
        "行政复议、行政诉讼情况（第四部分） / Section 四, reconsideration and litigation",
        Index(None, "year", "channel"),
    )

    channel: Mapped[str] = mapped_column(primary_key=True, comment="途径代码 / Code of the block")
    upheld: Mapped[int | None] = _count("结果维持 / Upheld")
    corrected: Mapped[int | None] = _count("结果纠正 / Corrected")
    other: Mapped[int | None] = _count("其他结果 / Other outcome")
    pending: Mapped[int | None] = _count("尚未审结 / Pending")
    total: Mapped[int | None] = _count("总计（所印） / Total as printed")


class IndicatorRow(OfRevision, Base):
    """A line of the table of 2014 (国办发〔2014〕32号)."""

    __tablename__ = "indicator_rows"
    __table_args__ = _of_revision(
        "统计指标（2014年表） / Indicators of the table of 2014", Index(None, "year", "code")
    )

    code: Mapped[str] = mapped_column(primary_key=True, comment="指标代码 / Code of the line")
    value: Mapped[Decimal | None] = _amount("统计数，单位见 vocabulary / Number, unit in vocabulary")


class SectionRow(OfRevision, Base):
    """A chapter of the prose."""

    __tablename__ = "sections"
    __table_args__ = _of_revision("正文各部分 / Chapters of the prose")

    ordinal: Mapped[int] = mapped_column(
        SmallInteger, primary_key=True, autoincrement=False, comment="次序，自0起 / Order, from 0"
    )
    heading: Mapped[str] = mapped_column(comment="小标题 / Heading as printed")
    text: Mapped[str] = mapped_column(comment="正文 / Text")


class FactRow(OfRevision, Base):
    """A number or a printed text from the prose; the keys are those of pipelines/facts/facts.toml."""

    __tablename__ = "facts"
    __table_args__ = _of_revision(
        "正文中的数字 / Numbers from the prose",
        Index(None, "key", "year", postgresql_include=["agency_id", "revision", "value", "approximate"]),
    )

    ordinal: Mapped[int] = mapped_column(
        SmallInteger, primary_key=True, autoincrement=False, comment="次序，自0起 / Order, from 0"
    )
    key: Mapped[str] = mapped_column(comment="事实代码 / Code of the fact")
    label: Mapped[str | None] = mapped_column(
        comment="类别（公开信息的类别、建议的层级） / What an open code counts: a category, a level"
    )
    value: Mapped[Decimal | None] = _amount("数值，文字与区间为空 / Value, NULL for a text and for a range")
    unit: Mapped[str | None] = mapped_column(comment="单位 / Unit as printed")
    approximate: Mapped[bool] = mapped_column(comment="约数（余、多、约、万） / Printed as approximate")
    raw: Mapped[str] = mapped_column(comment="所印文字 / As printed")
    quote: Mapped[str] = mapped_column(comment="原句 / Sentence as printed")
    section: Mapped[int] = mapped_column(
        SmallInteger, comment="所在部分，引言为-1 / Ordinal of the section, -1 for the preamble"
    )
    char_offset: Mapped[int] = mapped_column(
        comment="在该部分中的字符位置 / Offset in characters within the section"
    )


class CellRow(OfRevision, Base):
    """Where a number was read; the object is the revision's."""

    __tablename__ = "cells"
    __table_args__ = _of_revision("每个单元格的出处 / Provenance of every cell")

    path: Mapped[str] = mapped_column(
        primary_key=True, comment="代码路径，如 applications.granted.total / Path of codes"
    )
    page: Mapped[int | None] = mapped_column(Integer, comment="页，自1起 / Page, from 1")
    table_no: Mapped[int | None] = mapped_column(Integer, comment="表，自0起 / Table, from 0")
    row_no: Mapped[int | None] = mapped_column(Integer, comment="行，自0起 / Row, from 0")
    col_no: Mapped[int | None] = mapped_column(Integer, comment="列，自0起 / Column, from 0")
    line_no: Mapped[int | None] = mapped_column(Integer, comment="文本行，自0起 / Line of text, from 0")
    raw: Mapped[str] = mapped_column(comment="所印文字 / Text as printed")
    note: Mapped[str | None] = mapped_column(comment="数字旁的说明 / Note beside the number")
    unit: Mapped[str | None] = mapped_column(comment="单元格内所印单位 / Unit printed in the cell")
    confidence: Mapped[float | None] = mapped_column(
        REAL, comment="识别置信度0至1，非识别为空 / Confidence of the recogniser, NULL for exact text"
    )


class VocabularyEntry(Base):
    """One code per printed cell: vocabulary.toml as a table."""

    __tablename__ = "vocabulary"
    __table_args__ = {"comment": "代码表（vocabulary.toml） / The codes of vocabulary.toml"}  # noqa: RUF012

    form: Mapped[str] = mapped_column(primary_key=True, comment="格式 / Generation of the form")
    block: Mapped[str] = mapped_column(
        primary_key=True, comment="部分：disclosure、applications、review、indicators / Part of the form"
    )
    item: Mapped[str] = mapped_column(primary_key=True, comment="行代码 / Code of the row")
    measure: Mapped[str] = mapped_column(
        primary_key=True, comment="列代码，单列表为空串 / Code of the column; empty in a table of one column"
    )
    position: Mapped[int] = mapped_column(SmallInteger, comment="所印次序 / Printed order")
    label: Mapped[str] = mapped_column(comment="行名 / Printed label of the row")
    measure_label: Mapped[str | None] = mapped_column(comment="列名 / Printed label of the column")
    unit: Mapped[str | None] = mapped_column(
        comment="单位，表式未规定为空 / Unit, NULL where the form states none"
    )
