"""When a portal's crawl is due: the times that its site file's [schedule] names. Pure."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta, timezone

from crawler.registry import Schedule

CHINA = timezone(timedelta(hours=8), "CST")
NIGHT_BEGINS = 20  # o'clock; a derived time lies in the ten hours in which an office's portal has few readers
NIGHT_MINUTES = 10 * 60
LOOK_BACK = 400  # days; no schedule has a longer pause (Schedule's days are at most 90)


def last_slot(name: str, schedule: Schedule, now: datetime) -> datetime:
    """The last time at or before `now` (aware) for which a crawl of the site is planned."""
    shift = _number(name)
    at = _time(schedule, shift)
    today = now.astimezone(CHINA).date()
    for day in (today - timedelta(days=back) for back in range(LOOK_BACK)):
        if (day.toordinal() + shift) % _interval(schedule, day):
            continue
        slot = datetime.combine(day, at, CHINA)
        if slot <= now:
            return slot
    raise ValueError(f"{name}: no planned crawl within {LOOK_BACK} days")


def _interval(schedule: Schedule, day: date) -> int:
    first, last = schedule.season
    within = first <= day.month <= last if first <= last else day.month >= first or day.month <= last
    return schedule.season_days if within else schedule.other_days


def _time(schedule: Schedule, shift: int) -> time:
    if schedule.at is not None:
        return time.fromisoformat(schedule.at)
    minutes = NIGHT_BEGINS * 60 + shift % NIGHT_MINUTES
    return time(minutes // 60 % 24, minutes % 60)


def _number(name: str) -> int:
    """The same for a name on every machine; Python's own hash is not."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
