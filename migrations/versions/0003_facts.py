"""The numbers, the prose, the provenance of every cell, and the vocabulary.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure_rows",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False, comment="版本号 / Revision"),
        sa.Column("item", sa.Text(), nullable=False, comment="项目代码 / Code of the row"),
        sa.Column("issued", sa.BigInteger(), nullable=True, comment="本年制发件数 / Issued this year (2021)"),
        sa.Column("repealed", sa.BigInteger(), nullable=True, comment="本年废止件数 / Repealed this year (2021)"),
        sa.Column("in_force", sa.BigInteger(), nullable=True, comment="现行有效件数 / In force (2021)"),
        sa.Column(
            "handled",
            sa.BigInteger(),
            nullable=True,
            comment="本年处理决定数量 / Decisions this year (2021, 2019)",
        ),
        sa.Column(
            "amount_10k_yuan",
            sa.Numeric(),
            nullable=True,
            comment="本年收费金额（万元） / Fees this year, 10,000 yuan (2021)",
        ),
        sa.Column("made", sa.BigInteger(), nullable=True, comment="本年新制作数量 / Made this year (2019)"),
        sa.Column(
            "published", sa.BigInteger(), nullable=True, comment="本年新公开数量 / Published this year (2019)"
        ),
        sa.Column("public_total", sa.BigInteger(), nullable=True, comment="对外公开总数量 / Public in all (2019)"),
        sa.Column(
            "items_last_year",
            sa.BigInteger(),
            nullable=True,
            comment="上一年项目数量 / Items in the year before (2019)",
        ),
        sa.Column(
            "items_change", sa.BigInteger(), nullable=True, comment="本年增/减 / Change this year, signed (2019)"
        ),
        sa.Column(
            "projects", sa.BigInteger(), nullable=True, comment="采购项目数量 / Procurement projects (2019)"
        ),
        sa.Column(
            "amount",
            sa.Numeric(),
            nullable=True,
            comment="采购总金额，单位见 amount_unit / Procurement amount, see amount_unit (2019)",
        ),
        sa.Column(
            "amount_unit",
            sa.Text(),
            nullable=True,
            comment="所印金额单位，表式未规定 / Unit of the amount as printed; the form states none",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "year", "revision"],
            ["revisions.agency_id", "revisions.year", "revisions.revision"],
            name="fk_disclosure_rows_agency_id_year_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_id", "year", "revision", "item", name="pk_disclosure_rows"),
        comment="主动公开情况（第二部分） / Section 二, proactive disclosure",
    )
    op.create_index("ix_disclosure_rows_year_item", "disclosure_rows", ["year", "item"], unique=False)
    op.create_table(
        "application_rows",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False, comment="版本号 / Revision"),
        sa.Column("item", sa.Text(), nullable=False, comment="项目代码 / Code of the row"),
        sa.Column("natural_person", sa.BigInteger(), nullable=True, comment="自然人 / Natural persons"),
        sa.Column(
            "commercial_enterprise", sa.BigInteger(), nullable=True, comment="商业企业 / Commercial enterprises"
        ),
        sa.Column(
            "research_institution", sa.BigInteger(), nullable=True, comment="科研机构 / Research institutions"
        ),
        sa.Column(
            "public_interest_org",
            sa.BigInteger(),
            nullable=True,
            comment="社会公益组织 / Public interest organisations",
        ),
        sa.Column("legal_service", sa.BigInteger(), nullable=True, comment="法律服务机构 / Legal services"),
        sa.Column("other_org", sa.BigInteger(), nullable=True, comment="其他 / Other organisations"),
        sa.Column("total", sa.BigInteger(), nullable=True, comment="总计（所印） / Total as printed"),
        sa.ForeignKeyConstraint(
            ["agency_id", "year", "revision"],
            ["revisions.agency_id", "revisions.year", "revisions.revision"],
            name="fk_application_rows_agency_id_year_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_id", "year", "revision", "item", name="pk_application_rows"),
        comment="依申请公开情况（第三部分） / Section 三, applications",
    )
    op.create_index("ix_application_rows_year_item", "application_rows", ["year", "item"], unique=False)
    op.create_table(
        "review_rows",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False, comment="版本号 / Revision"),
        sa.Column("channel", sa.Text(), nullable=False, comment="途径代码 / Code of the block"),
        sa.Column("upheld", sa.BigInteger(), nullable=True, comment="结果维持 / Upheld"),
        sa.Column("corrected", sa.BigInteger(), nullable=True, comment="结果纠正 / Corrected"),
        sa.Column("other", sa.BigInteger(), nullable=True, comment="其他结果 / Other outcome"),
        sa.Column("pending", sa.BigInteger(), nullable=True, comment="尚未审结 / Pending"),
        sa.Column("total", sa.BigInteger(), nullable=True, comment="总计（所印） / Total as printed"),
        sa.ForeignKeyConstraint(
            ["agency_id", "year", "revision"],
            ["revisions.agency_id", "revisions.year", "revisions.revision"],
            name="fk_review_rows_agency_id_year_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_id", "year", "revision", "channel", name="pk_review_rows"),
        comment="行政复议、行政诉讼情况（第四部分） / Section 四, reconsideration and litigation",
    )
    op.create_index("ix_review_rows_year_channel", "review_rows", ["year", "channel"], unique=False)
    op.create_table(
        "indicator_rows",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False, comment="版本号 / Revision"),
        sa.Column("code", sa.Text(), nullable=False, comment="指标代码 / Code of the line"),
        sa.Column(
            "value", sa.Numeric(), nullable=True, comment="统计数，单位见 vocabulary / Number, unit in vocabulary"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "year", "revision"],
            ["revisions.agency_id", "revisions.year", "revisions.revision"],
            name="fk_indicator_rows_agency_id_year_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_id", "year", "revision", "code", name="pk_indicator_rows"),
        comment="统计指标（2014年表） / Indicators of the table of 2014",
    )
    op.create_index("ix_indicator_rows_year_code", "indicator_rows", ["year", "code"], unique=False)
    op.create_table(
        "sections",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False, comment="版本号 / Revision"),
        sa.Column(
            "ordinal",
            sa.SmallInteger(),
            autoincrement=False,
            nullable=False,
            comment="次序，自0起 / Order, from 0",
        ),
        sa.Column("heading", sa.Text(), nullable=False, comment="小标题 / Heading as printed"),
        sa.Column("text", sa.Text(), nullable=False, comment="正文 / Text"),
        sa.ForeignKeyConstraint(
            ["agency_id", "year", "revision"],
            ["revisions.agency_id", "revisions.year", "revisions.revision"],
            name="fk_sections_agency_id_year_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_id", "year", "revision", "ordinal", name="pk_sections"),
        comment="正文各部分 / Chapters of the prose",
    )
    op.create_table(
        "facts",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False, comment="版本号 / Revision"),
        sa.Column(
            "ordinal",
            sa.SmallInteger(),
            autoincrement=False,
            nullable=False,
            comment="次序，自0起 / Order, from 0",
        ),
        sa.Column("key", sa.Text(), nullable=False, comment="事实代码 / Code of the fact"),
        sa.Column("value", sa.Numeric(), nullable=True, comment="数值 / Value"),
        sa.Column("unit", sa.Text(), nullable=True, comment="单位 / Unit as printed"),
        sa.Column(
            "approximate", sa.Boolean(), nullable=False, comment="约数（余、多、约） / Printed as approximate"
        ),
        sa.Column("raw", sa.Text(), nullable=False, comment="所印数字 / Number as printed"),
        sa.Column("quote", sa.Text(), nullable=False, comment="原句 / Sentence as printed"),
        sa.Column("section", sa.SmallInteger(), nullable=False, comment="所在部分 / Ordinal of the section"),
        sa.Column(
            "char_offset",
            sa.Integer(),
            nullable=False,
            comment="在该部分中的字符位置 / Offset in characters within the section",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "year", "revision"],
            ["revisions.agency_id", "revisions.year", "revisions.revision"],
            name="fk_facts_agency_id_year_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_id", "year", "revision", "ordinal", name="pk_facts"),
        comment="正文中的数字 / Numbers from the prose",
    )
    op.create_index("ix_facts_key_year", "facts", ["key", "year"], unique=False)
    op.create_table(
        "cells",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 / Report year"),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False, comment="版本号 / Revision"),
        sa.Column(
            "path", sa.Text(), nullable=False, comment="代码路径，如 applications.granted.total / Path of codes"
        ),
        sa.Column("page", sa.Integer(), nullable=True, comment="页，自1起 / Page, from 1"),
        sa.Column("table_no", sa.Integer(), nullable=True, comment="表，自0起 / Table, from 0"),
        sa.Column("row_no", sa.Integer(), nullable=True, comment="行，自0起 / Row, from 0"),
        sa.Column("col_no", sa.Integer(), nullable=True, comment="列，自0起 / Column, from 0"),
        sa.Column("line_no", sa.Integer(), nullable=True, comment="文本行，自0起 / Line of text, from 0"),
        sa.Column("raw", sa.Text(), nullable=False, comment="所印文字 / Text as printed"),
        sa.Column("note", sa.Text(), nullable=True, comment="数字旁的说明 / Note beside the number"),
        sa.Column("unit", sa.Text(), nullable=True, comment="单元格内所印单位 / Unit printed in the cell"),
        sa.Column(
            "confidence",
            sa.REAL(),
            nullable=True,
            comment="识别置信度0至1，非识别为空 / Confidence of the recogniser, NULL for exact text",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "year", "revision"],
            ["revisions.agency_id", "revisions.year", "revisions.revision"],
            name="fk_cells_agency_id_year_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_id", "year", "revision", "path", name="pk_cells"),
        comment="每个单元格的出处 / Provenance of every cell",
    )
    op.create_table(
        "vocabulary",
        sa.Column("form", sa.Text(), nullable=False, comment="格式 / Generation of the form"),
        sa.Column(
            "block",
            sa.Text(),
            nullable=False,
            comment="部分：disclosure、applications、review、indicators / Part of the form",
        ),
        sa.Column("item", sa.Text(), nullable=False, comment="行代码 / Code of the row"),
        sa.Column(
            "measure",
            sa.Text(),
            nullable=False,
            comment="列代码，单列表为空串 / Code of the column; empty in a table of one column",
        ),
        sa.Column("position", sa.SmallInteger(), nullable=False, comment="所印次序 / Printed order"),
        sa.Column("label", sa.Text(), nullable=False, comment="行名 / Printed label of the row"),
        sa.Column("measure_label", sa.Text(), nullable=True, comment="列名 / Printed label of the column"),
        sa.Column(
            "unit",
            sa.Text(),
            nullable=True,
            comment="单位，表式未规定为空 / Unit, NULL where the form states none",
        ),
        sa.PrimaryKeyConstraint("form", "block", "item", "measure", name="pk_vocabulary"),
        comment="代码表（vocabulary.toml） / The codes of vocabulary.toml",
    )


def downgrade() -> None:
    op.drop_table("vocabulary")
    op.drop_table("cells")
    op.drop_table("facts")
    op.drop_table("sections")
    op.drop_table("indicator_rows")
    op.drop_table("review_rows")
    op.drop_table("application_rows")
    op.drop_table("disclosure_rows")
