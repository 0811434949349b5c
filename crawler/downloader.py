"""Scrapy's downloader, with one connection a host at any delay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader import Downloader

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Slot

LEAST = 0.001  # s


class OneAtATime(Downloader):
    """A slot with a delay of 0 starts all that waits in it before the first download counts as running (2.19: it
    counts once its task starts); with any delay at all it starts one, and looks again."""

    def _get_slot(self, request: Request) -> tuple[str, Slot]:  # type: ignore[override]
        key, slot = super()._get_slot(request)
        slot.delay = max(slot.delay, LEAST)
        return key, slot
