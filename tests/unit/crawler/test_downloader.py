from __future__ import annotations

from statistics import mean
from time import monotonic

from crawler.downloader import LEAST, SteadySlot


def test_a_delay_is_drawn_once_for_each_request() -> None:
    slot = SteadySlot(1, 1.0, 0.5)
    drawn = []
    for request in range(2000):
        slot.lastseen = float(request)
        first = slot.download_delay()
        assert {slot.download_delay() for _ in range(5)} == {first}
        drawn.append(first)
    assert 0.5 <= min(drawn) < 0.6 and 1.4 < max(drawn) <= 1.5
    assert abs(mean(drawn) - 1.0) < 0.05


def test_a_host_that_is_slowed_down_waits_longer_at_once() -> None:
    slot = SteadySlot(1, 1.0, 0.0)
    assert slot.download_delay() == 1.0
    slot.delay = 3.0
    assert slot.download_delay() == 3.0


def test_no_delay_is_still_one_at_a_time() -> None:
    slot = SteadySlot(1, 0.0, 0.5)
    assert slot.download_delay() >= LEAST > 0
    slot.delay = 0.0
    assert slot.download_delay() == LEAST


def test_a_host_that_rests_is_not_asked() -> None:
    slot = SteadySlot(1, 1.0, 0.5)
    slot.lastseen = monotonic() - 100
    assert slot.download_delay() + slot.lastseen < monotonic()
    slot.rest(30)
    assert 29 < slot.download_delay() + slot.lastseen - monotonic() <= 30
    slot.lastseen = monotonic() + 30  # the next one was sent when the rest was over
    assert slot.download_delay() <= 1.5
