"""The book of alarms: raised once, seen again silently, cleared when the site has recovered.

A cause stands open until a run that could have seen it did not. What is to be told is what the book says and no
message has said yet, so a sending that failed is made up for by whoever sends next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from crawler.alarms.causes import ARCHIVE
from crawler.memory import COMPLETE
from crawler.outcome import Cause, Outcome
from models.alarms import Alarm

SILENT, KILLED = "silent", "killed"
BY_CLOCK = frozenset({SILENT})
"""Causes that no run's end shows: any run of the site clears them."""


def record(session: Session, site: str, command: str, run_id: int, outcome: Outcome, *, partial: bool) -> None:
    """Write what the end of a run means. A run of a part of the site raises nothing and clears nothing; a run that
    did not come to its end cannot tell what has recovered."""
    if partial:
        return
    archive = command == "archive"
    prefix = ARCHIVE if archive else ""
    seen = [Cause(prefix + cause.key, cause.fact) for cause in outcome.causes]
    raise_alarms(session, site, seen, run_id)
    keys = {cause.key for cause in seen}
    if outcome.reason in COMPLETE:
        ours = Alarm.cause.like(f"{ARCHIVE}%")
        _clear(session, site, keys, ours if archive else ~ours)
    elif not archive:
        _clear(session, site, keys, Alarm.cause.in_(BY_CLOCK))


def raise_alarms(session: Session, site: str, causes: Iterable[Cause], run_id: int | None = None) -> None:
    """Open an alarm for each cause, or see the open one again, with today's numbers."""
    for cause in causes:
        values = {"site": site, "cause": cause.key, "message": cause.fact, "run_id": run_id}
        fresh = {"message": cause.fact, "run_id": run_id, "last_seen": func.now()}
        session.execute(
            insert(Alarm)
            .values(**values)
            .on_conflict_do_update(
                index_elements=[Alarm.site, Alarm.cause], index_where=Alarm.cleared_at.is_(None), set_=fresh
            )
        )


def _clear(session: Session, site: str, standing: Collection[str], which: object) -> None:
    session.execute(
        update(Alarm)
        .where(Alarm.site == site, Alarm.cleared_at.is_(None), Alarm.cause.not_in(standing), which)  # type: ignore[arg-type]
        .values(cleared_at=func.now())
    )


def untold(session: Session) -> Sequence[Alarm]:
    """What is to be told: open alarms that were not sent, and all clears of those that were. Locked: another
    process that sends passes over them. An alarm that cleared before it could be sent is told no more."""
    to_raise = Alarm.cleared_at.is_(None) & Alarm.notified_at.is_(None)
    to_clear = Alarm.cleared_at.is_not(None) & Alarm.notified_at.is_not(None) & Alarm.clear_notified_at.is_(None)
    return session.scalars(
        select(Alarm)
        .where(or_(to_raise, to_clear))
        .order_by(Alarm.site, Alarm.cleared_at.is_not(None), Alarm.id)
        .with_for_update(skip_locked=True)
    ).all()


def told(session: Session, alarms: Iterable[Alarm], error: str | None) -> None:
    """Write that these were sent, or why not."""
    now = session.scalar(select(func.clock_timestamp()))
    for alarm in alarms:
        alarm.last_error = error
        if error is not None:
            alarm.attempts += 1
        elif alarm.cleared_at is None:
            alarm.notified_at = now
        else:
            alarm.clear_notified_at = now
