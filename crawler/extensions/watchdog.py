"""Extension: ends a run that hears nothing any more, or that has taken more than its share."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import _schedule_coro

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.utils.asyncio import AsyncioLoopingCall
    from twisted.internet.task import LoopingCall

logger = logging.getLogger(__name__)


class Watchdog:
    """Closes the spider as `stalled` after WATCHDOG_SECONDS without an answer, a document or a new request, as
    `page_budget` after PAGE_BUDGET answers, as `byte_budget` after BYTE_BUDGET bytes: exit code 7 for each."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.patience = crawler.settings.getfloat("WATCHDOG_SECONDS")
        self.pages = crawler.settings.getint("PAGE_BUDGET")
        self.bytes = crawler.settings.getint("BYTE_BUDGET")
        self.answers = self.received = 0
        self.alive = time.monotonic()
        self.closing = False
        self.loop: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(extension.response_downloaded, signal=signals.response_downloaded)
        for sign in (signals.request_reached_downloader, signals.item_scraped, signals.item_error):
            crawler.signals.connect(extension.sign_of_life, signal=sign)
        return extension

    def spider_opened(self) -> None:
        self.alive = time.monotonic()
        self.loop = create_looping_call(self.look)
        self.loop.start(min(30.0, self.patience / 2), now=False)

    def spider_closed(self) -> None:
        if self.loop and self.loop.running:
            self.loop.stop()

    def sign_of_life(self) -> None:
        self.alive = time.monotonic()

    def response_downloaded(self, response: Response) -> None:
        self.sign_of_life()
        self.answers += 1
        self.received += len(response.body)
        if self.answers >= self.pages:
            self.close("page_budget", f"{self.answers} answers")
        elif self.received >= self.bytes:
            self.close("byte_budget", f"{self.received} bytes")

    def look(self) -> None:
        silent = time.monotonic() - self.alive
        if silent > self.patience:
            self.close("stalled", f"nothing heard for {silent:.0f} s")

    def close(self, reason: str, detail: str) -> None:
        if not self.closing:
            self.closing = True
            logger.warning("Closing the run (%s): %s", reason, detail)
            _schedule_coro(self.crawler.engine.close_spider_async(reason=reason))
