"""How it came: the ledger of runs, each fetch, and the objects kept by their sha256."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, func, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Year, one_of

RUN_STATUS = ("running", "finished", "crashed")
CAPTURE_KINDS = ("http_body", "rendered_dom", "local_file", "archived")
ROLES = ("article", "attachment")
CAPTURE_ROLES = (*ROLES, "page")  # a page of the way: kept for conditional requests, never read


def _counter(comment: str) -> Mapped[int]:
    return mapped_column(server_default=text("0"), comment=comment)


class Run(Base):
    """One run of a command that crawls or ingests, opened before its first request."""

    __tablename__ = "runs"
    __table_args__ = (
        CheckConstraint(one_of("status", RUN_STATUS), name="status"),
        Index(None, "site", "started_at"),
        {"comment": "采集运行台账 / Ledger of runs"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, comment="运行编号 / Run number")
    site: Mapped[str | None] = mapped_column(
        ForeignKey("sites.name"), comment="站点，本地导入为空 / Site; NULL for local files"
    )
    command: Mapped[str] = mapped_column(
        comment="命令：crawl、ingest、reread… / Command: crawl, ingest, reread, …"
    )
    args: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), comment="参数 / Arguments")
    status: Mapped[str] = mapped_column(
        comment="状态：running 运行中，finished 已结束，crashed 崩溃 / running, finished or crashed"
    )
    started_at: Mapped[datetime] = mapped_column(server_default=func.now(), comment="开始时间 / Start")
    finished_at: Mapped[datetime | None] = mapped_column(comment="结束时间 / End")
    finish_reason: Mapped[str | None] = mapped_column(comment="结束原因 / Why it ended")
    exit_code: Mapped[int | None] = mapped_column(SmallInteger, comment="退出码 / Exit code")
    pid: Mapped[int] = mapped_column(comment="进程号 / Process id")
    host: Mapped[str] = mapped_column(comment="主机名 / Host name")
    versions: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"), comment="软件版本 / Versions of the software"
    )
    requests: Mapped[int] = _counter("发出请求数 / Requests sent")
    pages: Mapped[int] = _counter("收到页面数 / Pages received")
    captures: Mapped[int] = _counter("采集次数 / Captures written")
    revisits: Mapped[int] = _counter("未变内容次数 / Captures whose content was known")
    reports_found: Mapped[int] = _counter("见到的年报数 / Reports seen")
    reports_new: Mapped[int] = _counter("新增年报数 / Reports that were new")
    reports_changed: Mapped[int] = _counter("内容变更年报数 / Reports that got a new revision")
    unassigned: Mapped[int] = _counter("未能确定机关或年度的年报数 / Reports without agency or year")
    unreadable: Mapped[int] = _counter("无法读取的文件数 / Files that could not be read")
    not_reports: Mapped[int] = _counter("非年报页面数 / Captures that are no report")
    blocked: Mapped[int] = _counter("被拦截次数 / Answers that were a block page")
    errors: Mapped[int] = _counter("错误数 / Errors")
    stats: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"), comment="Scrapy 统计 / Scrapy's statistics"
    )
    message: Mapped[str | None] = mapped_column(comment="说明 / What a person should know")


class RawObject(Base):
    """An original, kept under its digest before anything looked inside."""

    __tablename__ = "objects"
    __table_args__ = (
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("size >= 0", name="size"),
        {"comment": "原始文件 / Originals, by their sha256"},
    )

    sha256: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 摘要 / SHA-256 digest, hexadecimal")
    size: Mapped[int] = mapped_column(BigInteger, comment="字节数 / Bytes")
    media_type: Mapped[str | None] = mapped_column(comment="媒体类型 / Media type")
    first_seen: Mapped[datetime] = mapped_column(comment="首次采集时间 / First capture")
    storage_key: Mapped[str] = mapped_column(comment="存储位置（相对存储根） / Key in the object store")
    lost_at: Mapped[datetime | None] = mapped_column(
        comment="核验发现缺失或损坏的时间，将重新采集；完好为空 / "
        "When verify found it missing or damaged, to be fetched again; NULL while it is whole"
    )


class Capture(Base):
    """One fetch of one URL. A fetch of unchanged content is a revisit: another row, the same object."""

    __tablename__ = "captures"
    __table_args__ = (
        CheckConstraint(one_of("kind", CAPTURE_KINDS), name="kind"),
        CheckConstraint(one_of("role", CAPTURE_ROLES), name="role"),
        Index(None, "url_key", "fetched_at", "kind", unique=True),  # importing an archive again adds nothing
        Index(None, "sha256"),
        Index(None, "run_id"),
        Index(None, "site", "fetched_at"),
        Index(None, "agency_code", "year", postgresql_where=text("agency_code IS NOT NULL")),
        # what a year's links of a site led to: v_coverage asks it for each gap
        Index(None, "site", "year", postgresql_where=text("agency_code IS NULL AND year IS NOT NULL")),
        {"comment": "每次采集 / Each fetch"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, comment="采集编号 / Capture number")
    run_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("runs.id", ondelete="SET NULL"), comment="所属运行 / Run"
    )
    site: Mapped[str | None] = mapped_column(ForeignKey("sites.name"), comment="站点 / Site")
    url: Mapped[str] = mapped_column(comment="请求网址 / URL as asked")
    url_key: Mapped[str] = mapped_column(comment="规范网址，同一页面唯一 / Canonical URL, one per page")
    final_url: Mapped[str] = mapped_column(comment="最终网址 / URL as answered")
    redirects: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"), comment="跳转链 / Redirect chain")
    redirect_reasons: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"),
        comment="各次跳转的状态码或方式 / Of each redirect its HTTP status, or how else it led on",
    )
    request: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"),
        comment="请求：方法、请求头、表单 / The request: method, headers, body; empty where it is not known",
    )
    status: Mapped[int] = mapped_column(SmallInteger, comment="HTTP 状态码 / HTTP status")
    headers: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"), comment="响应头，[名, 值] 列表 / Response headers, a list of [name, value]"
    )
    fetched_at: Mapped[datetime] = mapped_column(comment="采集时间 / Time of the fetch")
    kind: Mapped[str] = mapped_column(comment="类型：原始响应、渲染后页面、本地文件、档案 / Kind of capture")
    role: Mapped[str] = mapped_column(
        comment="角色：文章、附件或途经页面 / Article, attachment or page of the way"
    )
    sha256: Mapped[str | None] = mapped_column(
        ForeignKey("objects.sha256"), comment="内容摘要，无内容为空 / Object, NULL when no body was kept"
    )
    etag: Mapped[str | None] = mapped_column(comment="ETag / ETag")
    last_modified: Mapped[str | None] = mapped_column(comment="Last-Modified / Last-Modified")
    revisit: Mapped[bool] = mapped_column(comment="内容与上次相同 / The content was known already")
    parent_url: Mapped[str | None] = mapped_column(comment="链接它的文章 / Article that links it")
    trail: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"), comment="到达路径，[网址, 链接文字] 列表 / Way there, a list of [url, anchor]"
    )
    evidence: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"), comment="沿途的依据 / Evidence gathered on the way"
    )
    context_digest: Mapped[str] = mapped_column(
        comment="影响解读的上下文之摘要 / Digest of all but the bytes that a reading depends on"
    )
    container: Mapped[str | None] = mapped_column(comment="正文容器（CSS） / CSS selector of the article")
    file_name: Mapped[str | None] = mapped_column(comment="文件名 / File name")
    agency_code: Mapped[str | None] = mapped_column(
        comment="沿途所示机关代码 / Agency code that the way there names"
    )
    year: Mapped[int | None] = mapped_column(Year, comment="沿途所示年度 / Report year that the way there names")
    archive: Mapped[str | None] = mapped_column(
        comment="取自哪个网页档案，自行采集为空 / Web archive that it comes from, NULL for a fetch of our own"
    )
    outcome: Mapped[str | None] = mapped_column(
        comment="结果：report、unassigned、not_a_report、unreadable、blocked、http_404… / What came of it"
    )
