"""Extension: one moving line for a person at a terminal. Under cron, or with a log file, there is none."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.status import Status
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.log import get_scrapy_root_handler

from crawler.hosts import host_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class Progress:
    """Shows what is asked and what was found, on standard error, while the log goes past above it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.status = Status("", console=Console(stderr=True))
        self.host = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not sys.stderr.isatty() or crawler.settings["LOG_FILE"]:
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(extension.answered, signal=signals.response_received)
        crawler.signals.connect(extension.show, signal=signals.item_scraped)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        self.status.update(f"{spider.name}: asking for robots.txt")
        self.status.start()
        self._log_to_terminal()

    def spider_closed(self) -> None:
        self.status.stop()
        self._log_to_terminal()

    def _log_to_terminal(self) -> None:
        # While rich draws, sys.stderr is its own; the handler keeps the stream that it was made with.
        handler = get_scrapy_root_handler()
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(sys.stderr)

    def answered(self, response: Response) -> None:
        self.host = host_of(response.url) or ""
        self.show()

    def show(self) -> None:
        stats, spider = self.crawler.stats, self.crawler.spider
        pages = stats.get_value("response_received_count", 0)
        documents = stats.get_value("item_scraped_count", 0)
        found = len(getattr(spider, "found", ()))
        self.status.update(
            f"{getattr(spider, 'name', '')}: {pages} pages, {documents} documents, {found} reports  {self.host}"
        )
