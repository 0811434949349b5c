"""Scrapy's downloader, with one connection a host at any delay, and the delay that was meant."""

from __future__ import annotations

import random
from time import monotonic
from typing import TYPE_CHECKING

from scrapy.core.downloader import Downloader, Slot

if TYPE_CHECKING:
    from scrapy import Request

LEAST = 0.001  # s


class SteadySlot(Slot):
    """Draws the random part of the delay once for each request, and rests when it is told to.

    Scrapy's own slot draws anew each time it looks at its queue, and so waits for the longest draw.
    """

    def __init__(self, concurrency: int, delay: float, jitter: float) -> None:
        super().__init__(concurrency, max(delay, LEAST), jitter)
        self._drawn = (-1.0, 1.0)
        self._until = 0.0

    def rest(self, seconds: float) -> None:
        """Send nothing to this host for so long, what waits here already included."""
        self._until = max(self._until, monotonic() + seconds)

    def download_delay(self) -> float:
        last, factor = self._drawn
        if last != self.lastseen:
            factor = max(0.0, 1 + random.uniform(-self.jitter, self.jitter))  # noqa: S311
            self._drawn = (self.lastseen, factor)
        return max(self.delay * factor, self._until - self.lastseen, LEAST)


class OneAtATime(Downloader):
    """A slot of Scrapy's with a delay of 0 starts all that waits in it before the first download counts as running
    (2.19: it counts once its task starts); with any delay at all it starts one, and looks again."""

    def _get_slot(self, request: Request) -> tuple[str, Slot]:  # type: ignore[override]
        key, slot = super()._get_slot(request)
        if not isinstance(slot, SteadySlot):
            slot = self.slots[key] = SteadySlot(slot.concurrency, slot.delay, slot.jitter)
        return key, slot
