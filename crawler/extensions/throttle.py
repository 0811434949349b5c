"""Extension: Scrapy's AutoThrottle that never goes below the delay a host is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.extensions.throttle import AutoThrottle

from crawler.hosts import host_of

if TYPE_CHECKING:
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response


def owe(crawler: Crawler, host: str, delay: float) -> None:
    """Slow a host down to at least `delay` seconds between requests, for the rest of the run."""
    downloader = crawler.engine.downloader
    settings = downloader.per_slot_settings.setdefault(host, {})
    settings["delay"] = max(delay, settings.get("delay", 0.0))
    if slot := downloader.slots.get(host):
        slot.delay = max(slot.delay, delay)


class PoliteThrottle(AutoThrottle):
    """AutoThrottle's floor is DOWNLOAD_DELAY for all; a Crawl-delay is higher, for one host."""

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        own = self.crawler.engine.downloader.per_slot_settings.get(host_of(response.url) or "", {})
        slot.delay = max(slot.delay, own.get("delay", 0.0))
