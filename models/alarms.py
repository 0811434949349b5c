"""What an admin was told: one row a site and cause from the time it is noticed until it has recovered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, SmallInteger, func, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Alarm(Base):
    """A cause that stands, or stood, against a site. At most one row a site and cause is open."""

    __tablename__ = "alarms"
    __table_args__ = (
        Index("uq_alarms_open", "site", "cause", unique=True, postgresql_where=text("cleared_at IS NULL")),
        Index(None, "site", "raised_at"),
        {"comment": "告警：每站点每原因一行，自发现至恢复 / Alarms, one a site and cause from notice to recovery"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, comment="告警编号 / Alarm number")
    site: Mapped[str] = mapped_column(ForeignKey("sites.name"), comment="站点 / Site")
    cause: Mapped[str] = mapped_column(
        comment="原因代码（crawler/alarms/causes.toml） / Cause, a key of crawler/alarms/causes.toml"
    )
    message: Mapped[str] = mapped_column(comment="事实，含数字 / The fact, with its numbers")
    run_id: Mapped[int | None] = mapped_column(
        BigInteger,
        ForeignKey("runs.id", ondelete="SET NULL"),
        comment="最后见到它的运行 / Run that saw it last, NULL where there was none",
    )
    raised_at: Mapped[datetime] = mapped_column(
        server_default=func.now(), comment="发现时间 / When it was noticed"
    )
    last_seen: Mapped[datetime] = mapped_column(
        server_default=func.now(), comment="最后见到的时间 / When it was seen last"
    )
    cleared_at: Mapped[datetime | None] = mapped_column(
        comment="恢复时间，未恢复为空 / When it had recovered, NULL while it is open"
    )
    notified_at: Mapped[datetime | None] = mapped_column(
        comment="告警送出时间，未送出为空 / When the alarm was sent, NULL until then"
    )
    clear_notified_at: Mapped[datetime | None] = mapped_column(
        comment="恢复通知送出时间，未送出为空 / When the all clear was sent, NULL until then"
    )
    attempts: Mapped[int] = mapped_column(
        SmallInteger, server_default=text("0"), comment="未成功的发送次数 / Sendings that failed"
    )
    last_error: Mapped[str | None] = mapped_column(comment="最近发送失败的原因 / Why the last sending failed")
