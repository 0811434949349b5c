"""The times at which a portal's crawl is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from pydantic import ValidationError

from crawler.jobs.slots import CHINA, last_slot
from crawler.registry import Schedule


def planned(schedule: Schedule, begin: datetime, days: int, name: str = "huancui") -> list[datetime]:
    """All times within so many days, asked once an hour as a scheduler would."""
    found: list[datetime] = []
    for hour in range(days * 24):
        slot = last_slot(name, schedule, begin + timedelta(hours=hour))
        assert slot <= begin + timedelta(hours=hour)
        if not found or slot > found[-1]:
            found.append(slot)
    return found[1:]


def gaps(slots: list[datetime]) -> set[int]:
    return {(after - before).days for before, after in pairwise(slots)}


def test_dense_in_the_season_rare_otherwise() -> None:
    assert gaps(planned(Schedule(), datetime(2026, 1, 10, tzinfo=CHINA), 100)) == {3}
    assert gaps(planned(Schedule(), datetime(2026, 5, 2, tzinfo=CHINA), 200)) == {30}


def test_a_season_over_the_new_year() -> None:
    schedule = Schedule(season=(11, 2), season_days=1, other_days=60, at="02:30")
    slots = planned(schedule, datetime(2026, 11, 2, tzinfo=CHINA), 110)
    assert gaps(slots) == {1}
    assert {(slot.hour, slot.minute) for slot in slots} == {(2, 30)}


def test_the_derived_time_is_at_night_and_differs_by_site() -> None:
    now = datetime(2026, 3, 15, 12, tzinfo=UTC)
    slots = {last_slot(f"site{number}", Schedule(), now) for number in range(200)}
    assert len({slot.time() for slot in slots}) > 100
    assert len({slot.date() for slot in slots}) >= 3, "nor do all begin on one day"
    assert all(slot.hour >= 20 or slot.hour < 6 for slot in slots)


def test_the_same_on_every_machine_and_in_every_zone() -> None:
    now = datetime(2026, 3, 15, 18, 30, tzinfo=UTC)
    assert last_slot("wip", Schedule(), now) == last_slot("wip", Schedule(), now.astimezone(CHINA))
    assert last_slot("wip", Schedule(at="09:00"), now).isoformat().endswith("T09:00:00+08:00")


def test_a_slot_of_today_only_once_it_has_come() -> None:
    schedule = Schedule(season=(1, 12), season_days=1, at="22:00")
    assert last_slot("wip", schedule, datetime(2026, 3, 15, 21, 59, tzinfo=CHINA)).day == 14
    assert last_slot("wip", schedule, datetime(2026, 3, 15, 22, 0, tzinfo=CHINA)).day == 15


@pytest.mark.parametrize("longest", [(1, 12), (2, 2), (11, 1)])
def test_every_schedule_that_may_be_written_has_a_slot(longest: tuple[int, int]) -> None:
    schedule = Schedule(season=longest, season_days=90, other_days=90)
    for number in range(100):
        last_slot(f"site{number}", schedule, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number * 7))


@pytest.mark.parametrize("wrong", [{"season_days": 0}, {"other_days": 91}, {"at": "24:00"}, {"season": (0, 4)}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Schedule.model_validate(wrong)
