"""The register of agencies, the sites, the ledger, the objects and the captures.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("COMMENT ON TABLE alembic_version IS '数据库结构版本 / Revision of the schema (Alembic)'")
    op.execute("COMMENT ON COLUMN alembic_version.version_num IS '版本 / Revision'")
    op.create_table(
        "regions",
        sa.Column("code", sa.Text(), nullable=False, comment="行政区划代码（GB/T 2260） / Code of GB/T 2260"),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="全称，如威海市环翠区 / Full name, e.g. 威海市环翠区"
        ),
        sa.Column("parent_code", sa.Text(), nullable=True, comment="上级区划代码 / Code of the division above"),
        sa.Column(
            "level",
            sa.SmallInteger(),
            nullable=False,
            comment="层级：0国家 1省 2市 3县 4乡 / 0 nation, 1 province, 2 prefecture, 3 county, 4 township",
        ),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("ck_regions_level")),
        sa.ForeignKeyConstraint(["parent_code"], ["regions.code"], name="fk_regions_parent_code"),
        sa.PrimaryKeyConstraint("code", name="pk_regions"),
        comment="行政区划 / Administrative divisions",
    )
    op.create_index("ix_regions_parent_code", "regions", ["parent_code"], unique=False)
    op.create_table(
        "agencies",
        sa.Column(
            "id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="机关编号 / Agency number"
        ),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="规范名称，冠以所在区划 / Canonical name with its region in front",
        ),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=True,
            comment="类别：政府、部门、乡镇、街道、开发区等 / Kind: government, department, township, …",
        ),
        sa.Column(
            "region_code", sa.Text(), nullable=True, comment="所在区划代码，不详为空 / Region, NULL when unknown"
        ),
        sa.Column(
            "credit_code",
            sa.Text(),
            nullable=True,
            comment="统一社会信用代码 / Unified social credit code (18 characters)",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="登记时间 / When it entered the register",
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_agencies_name")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name="fk_agencies_region_code"),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sa.UniqueConstraint("credit_code", name="uq_agencies_credit_code"),
        sa.UniqueConstraint(
            "region_code", "name", name="uq_agencies_region_code_name", postgresql_nulls_not_distinct=True
        ),
        comment="行政机关名录 / Register of the agencies that report",
    )
    op.create_index("ix_agencies_name", "agencies", ["name"], unique=False)
    op.create_index("ix_agencies_region_code", "agencies", ["region_code"], unique=False)
    op.create_table(
        "agency_aliases",
        sa.Column("agency_id", sa.BigInteger(), nullable=False, comment="机关编号 / Agency"),
        sa.Column(
            "alias",
            sa.Text(),
            nullable=False,
            comment="页面所印名称，或“站点:代码” / A name as printed, or “site:code” of a site's own code",
        ),
        sa.Column(
            "evidence",
            sa.Text(),
            nullable=True,
            comment="依据，如 headline、area_code / The evidence that tied it to the agency",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_agency_aliases_agency_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agency_id", "alias", name="pk_agency_aliases"),
        comment="机关的其他名称 / Other names of agencies",
    )
    op.create_index("ix_agency_aliases_alias", "agency_aliases", ["alias"], unique=False)
    op.create_table(
        "sites",
        sa.Column("name", sa.Text(), nullable=False, comment="站点名（scrapy list） / Name in scrapy list"),
        sa.Column("title", sa.Text(), nullable=True, comment="网站名称 / The portal's own title"),
        sa.Column("region_code", sa.Text(), nullable=True, comment="所属区划代码 / Region that it serves"),
        sa.Column("home", sa.Text(), nullable=True, comment="首页网址 / Home page"),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name="fk_sites_region_code"),
        sa.PrimaryKeyConstraint("name", name="pk_sites"),
        comment="门户网站 / Portals",
    )
    op.create_index("ix_sites_region_code", "sites", ["region_code"], unique=False)
    op.create_table(
        "runs",
        sa.Column(
            "id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="运行编号 / Run number"
        ),
        sa.Column("site", sa.Text(), nullable=True, comment="站点，本地导入为空 / Site; NULL for local files"),
        sa.Column(
            "command",
            sa.Text(),
            nullable=False,
            comment="命令：crawl、ingest、reread… / Command: crawl, ingest, reread, …",
        ),
        sa.Column(
            "args",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="参数 / Arguments",
        ),
        sa.Column(
            "status",
            sa.Text(),
            nullable=False,
            comment="状态：running 运行中，finished 已结束，crashed 崩溃 / running, finished or crashed",
        ),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="开始时间 / Start",
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True, comment="结束时间 / End"),
        sa.Column("finish_reason", sa.Text(), nullable=True, comment="结束原因 / Why it ended"),
        sa.Column("exit_code", sa.SmallInteger(), nullable=True, comment="退出码 / Exit code"),
        sa.Column("pid", sa.Integer(), nullable=False, comment="进程号 / Process id"),
        sa.Column("host", sa.Text(), nullable=False, comment="主机名 / Host name"),
        sa.Column(
            "versions",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="软件版本 / Versions of the software",
        ),
        sa.Column(
            "requests",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="发出请求数 / Requests sent",
        ),
        sa.Column(
            "pages",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="收到页面数 / Pages received",
        ),
        sa.Column(
            "captures",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="采集次数 / Captures written",
        ),
        sa.Column(
            "revisits",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="未变内容次数 / Captures whose content was known",
        ),
        sa.Column(
            "reports_found",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="见到的年报数 / Reports seen",
        ),
        sa.Column(
            "reports_new",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="新增年报数 / Reports that were new",
        ),
        sa.Column(
            "reports_changed",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="内容变更年报数 / Reports that got a new revision",
        ),
        sa.Column(
            "unassigned",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="未能确定机关或年度的年报数 / Reports without agency or year",
        ),
        sa.Column(
            "unreadable",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="无法读取的文件数 / Files that could not be read",
        ),
        sa.Column(
            "not_reports",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="非年报页面数 / Captures that are no report",
        ),
        sa.Column(
            "blocked",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="被拦截次数 / Answers that were a block page",
        ),
        sa.Column("errors", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="错误数 / Errors"),
        sa.Column(
            "stats",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="Scrapy 统计 / Scrapy's statistics",
        ),
        sa.Column("message", sa.Text(), nullable=True, comment="说明 / What a person should know"),
        sa.CheckConstraint("status IN ('running', 'finished', 'crashed')", name=op.f("ck_runs_status")),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_runs_site"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        comment="采集运行台账 / Ledger of runs",
    )
    op.create_index("ix_runs_site_started_at", "runs", ["site", "started_at"], unique=False)
    op.create_table(
        "objects",
        sa.Column("sha256", sa.Text(), nullable=False, comment="SHA-256 摘要 / SHA-256 digest, hexadecimal"),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="字节数 / Bytes"),
        sa.Column("media_type", sa.Text(), nullable=True, comment="媒体类型 / Media type"),
        sa.Column(
            "first_seen", sa.DateTime(timezone=True), nullable=False, comment="首次采集时间 / First capture"
        ),
        sa.Column(
            "storage_key", sa.Text(), nullable=False, comment="存储位置（相对存储根） / Key in the object store"
        ),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_objects_sha256")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_objects_size")),
        sa.PrimaryKeyConstraint("sha256", name="pk_objects"),
        comment="原始文件 / Originals, by their sha256",
    )
    op.create_table(
        "captures",
        sa.Column(
            "id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="采集编号 / Capture number"
        ),
        sa.Column("run_id", sa.BigInteger(), nullable=True, comment="所属运行 / Run"),
        sa.Column("site", sa.Text(), nullable=True, comment="站点 / Site"),
        sa.Column("url", sa.Text(), nullable=False, comment="请求网址 / URL as asked"),
        sa.Column(
            "url_key", sa.Text(), nullable=False, comment="规范网址，同一页面唯一 / Canonical URL, one per page"
        ),
        sa.Column("final_url", sa.Text(), nullable=False, comment="最终网址 / URL as answered"),
        sa.Column(
            "redirects",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="跳转链 / Redirect chain",
        ),
        sa.Column("status", sa.SmallInteger(), nullable=False, comment="HTTP 状态码 / HTTP status"),
        sa.Column(
            "headers",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="响应头，[名, 值] 列表 / Response headers, a list of [name, value]",
        ),
        sa.Column(
            "fetched_at", sa.DateTime(timezone=True), nullable=False, comment="采集时间 / Time of the fetch"
        ),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="类型：原始响应、渲染后页面、本地文件、档案 / Kind of capture",
        ),
        sa.Column(
            "role",
            sa.Text(),
            nullable=False,
            comment="角色：文章、附件或途经页面 / Article, attachment or page of the way",
        ),
        sa.Column(
            "sha256", sa.Text(), nullable=True, comment="内容摘要，无内容为空 / Object, NULL when no body was kept"
        ),
        sa.Column("etag", sa.Text(), nullable=True, comment="ETag / ETag"),
        sa.Column("last_modified", sa.Text(), nullable=True, comment="Last-Modified / Last-Modified"),
        sa.Column(
            "revisit", sa.Boolean(), nullable=False, comment="内容与上次相同 / The content was known already"
        ),
        sa.Column("parent_url", sa.Text(), nullable=True, comment="链接它的文章 / Article that links it"),
        sa.Column(
            "trail",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="到达路径，[网址, 链接文字] 列表 / Way there, a list of [url, anchor]",
        ),
        sa.Column(
            "evidence",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="沿途的依据 / Evidence gathered on the way",
        ),
        sa.Column(
            "context_digest",
            sa.Text(),
            nullable=False,
            comment="影响解读的上下文之摘要 / Digest of all but the bytes that a reading depends on",
        ),
        sa.Column("container", sa.Text(), nullable=True, comment="正文容器（CSS） / CSS selector of the article"),
        sa.Column("file_name", sa.Text(), nullable=True, comment="文件名 / File name"),
        sa.Column(
            "agency_code",
            sa.Text(),
            nullable=True,
            comment="沿途所示机关代码 / Agency code that the way there names",
        ),
        sa.Column(
            "year", sa.SmallInteger(), nullable=True, comment="沿途所示年度 / Report year that the way there names"
        ),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=True,
            comment="结果：report、unassigned、not_a_report、unreadable、blocked、http_404… / What came of it",
        ),
        sa.CheckConstraint(
            "kind IN ('http_body', 'rendered_dom', 'local_file', 'archived')", name=op.f("ck_captures_kind")
        ),
        sa.CheckConstraint("role IN ('article', 'attachment', 'page')", name=op.f("ck_captures_role")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_captures_run_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["sha256"], ["objects.sha256"], name="fk_captures_sha256"),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_captures_site"),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
        comment="每次采集 / Each fetch",
    )
    op.create_index(
        "ix_captures_agency_code_year",
        "captures",
        ["agency_code", "year"],
        unique=False,
        postgresql_where=sa.text("agency_code IS NOT NULL"),
    )
    op.create_index("ix_captures_run_id", "captures", ["run_id"], unique=False)
    op.create_index("ix_captures_sha256", "captures", ["sha256"], unique=False)
    op.create_index("ix_captures_site_fetched_at", "captures", ["site", "fetched_at"], unique=False)
    op.create_index(
        "ix_captures_url_key_fetched_at_kind", "captures", ["url_key", "fetched_at", "kind"], unique=True
    )


def downgrade() -> None:
    op.drop_table("captures")
    op.drop_table("objects")
    op.drop_table("runs")
    op.drop_table("sites")
    op.drop_table("agency_aliases")
    op.drop_table("agencies")
    op.drop_table("regions")
