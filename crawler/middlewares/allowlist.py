"""Downloader middleware: no request leaves for a host off the spider's allow-list, redirects included."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest

from crawler.hosts import Refusal, host_of
from crawler.obstacles import count

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class RefusedError(IgnoreRequest):
    """The request was not sent: its target is not allowed."""

    def __init__(self, refusal: Refusal, url: str) -> None:
        super().__init__(f"{refusal}: {url}")
        self.refusal = refusal


class AllowListMiddleware:
    """Asks the spider's `HostPolicy` (attribute `hosts`) about every request, and again about every redirect,
    since Scrapy schedules a redirect as a request of its own. `dont_filter` does not get around it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seen: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        refusal = self.crawler.spider.hosts.refusal(request.url)  # type: ignore[union-attr]  # PortalSpider has it
        if refusal is None:
            return
        self.crawler.stats.inc_value(f"refused/{refusal}")
        host = host_of(request.url) or request.url
        count(self.crawler.stats, "off_list", refusal, host)
        if host not in self.seen:
            self.seen.add(host)
            logger.info("Not entering %s (%s)", host, refusal)
        raise RefusedError(refusal, request.url)
