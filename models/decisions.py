"""What people decided: that a finding is settled, or what a cell that was misread really says.

A decision is tied to what the finding or the cell said, never to a row's number: it outlasts every re-read,
and lapses, visibly, as soon as the numbers are others (view v_decisions). What was read is never touched.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Amount, Base, Year, one_of

RESOLUTIONS = ("published", "misread", "dismissed")
CORRECTED = "corrected"


class Decision(Base):
    """One word of a person, with the reason. It is never changed or deleted, only taken back."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(one_of("decision", (*RESOLUTIONS, CORRECTED)), name="decision"),
        CheckConstraint("(decision = 'corrected') = (rule IS NULL)", name="rule"),
        CheckConstraint("(rule IS NULL) = (says IS NULL)", name="says"),
        CheckConstraint("why <> ''", name="why"),
        Index(
            "ix_decisions_standing",
            "agency_id",
            "year",
            "says",
            unique=True,
            postgresql_where=text("rule IS NOT NULL AND reopened_at IS NULL"),
        ),
        Index(
            "ix_decisions_corrections",
            "agency_id",
            "year",
            "place",
            unique=True,
            postgresql_where=text("rule IS NULL AND reopened_at IS NULL"),
        ),
        {"comment": "人工裁定：对问题的结论、对误读单元格的更正 / Decisions of people on findings and cells"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, comment="裁定编号 / Decision number")
    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agencies.id"), comment="机关编号 / Agency")
    year: Mapped[int] = mapped_column(Year, comment="年度 / Report year")
    decision: Mapped[str] = mapped_column(
        comment="裁定：published 原文如此，misread 误读，dismissed 无碍，corrected 更正 / "
        "published: the document prints it so; misread; dismissed: no matter; corrected: a cell says otherwise"
    )
    rule: Mapped[str | None] = mapped_column(comment="规则，更正为空 / Rule of the finding; NULL: a correction")
    place: Mapped[str] = mapped_column(comment="位置（代码路径） / Where, as a path of codes")
    left_value: Mapped[Decimal | None] = mapped_column(
        Amount,
        comment="裁定时左边数值，更正则为所读数值 / Left side when decided; of a correction, as read",
    )
    right_value: Mapped[Decimal | None] = mapped_column(Amount, comment="裁定时右边数值 / Right side when decided")
    raw: Mapped[str | None] = mapped_column(comment="裁定时所读原文 / Text as read when decided")
    says: Mapped[str | None] = mapped_column(
        comment="问题内容之摘要（v_findings.says），更正为空 / Digest of what the finding says; NULL: a correction"
    )
    value: Mapped[Decimal | None] = mapped_column(
        Amount, comment="更正后数值，空白单元格为空 / Corrected value; NULL: the cell is blank, or no correction"
    )
    sha256: Mapped[str | None] = mapped_column(
        ForeignKey("objects.sha256"), comment="裁定所据原件 / Original that was looked at"
    )
    cell: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"),
        comment="单元格在原件中的位置（page、table、row、col、line） / Where in the original the cell was read",
    )
    evidence: Mapped[str | None] = mapped_column(comment="证据，如“第3页扫描件” / Evidence, e.g. page 3, scan")
    why: Mapped[str] = mapped_column(comment="理由 / Reason")
    decided_by: Mapped[str] = mapped_column(comment="裁定人 / Who decided")
    decided_at: Mapped[datetime] = mapped_column(server_default=func.now(), comment="裁定时间 / When")
    reopened_at: Mapped[datetime | None] = mapped_column(comment="撤回时间，有效为空 / When it was taken back")
    reopened_by: Mapped[str | None] = mapped_column(comment="撤回人 / Who took it back")
    reopened_why: Mapped[str | None] = mapped_column(comment="撤回理由 / Why it was taken back")
