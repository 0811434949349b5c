"""Downloader middleware: robots.txt as RFC 9309 has it, its Crawl-delay, and a record of what was decided."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.utils.httpobj import urlparse_cached

from crawler.extensions.throttle import owe
from crawler.obstacles import count, place_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

DENY_ALL = b"User-agent: *\nDisallow: /\n"


def rules(status: int, body: bytes) -> bytes:
    """The rules that an answer to /robots.txt stands for (RFC 9309 §2.3.1): a file's own; none where there is no
    file (4xx); nothing allowed while the server is in trouble (5xx)."""
    if status >= 500:
        return DENY_ALL
    return body if status < 300 else b""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with three additions: rules by status, Crawl-delay applied to the host's slot, and the
    refused URLs in stats (`robots/<host>`: rules read; `robots/forbidden/<host>`: requests not sent)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self.longest = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            logger.warning("robots.txt of %s answers %d: it is not asked in this run", netloc, response.status)
        self._stats.set_value(f"robots/{netloc}", response.status)
        await super()._parse_robots(response.replace(body=rules(response.status, response.body)), netloc, request)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if rp is not None and not rp.allowed(request.url, self.agent):
            self._stats.inc_value(f"robots/forbidden/{urlparse_cached(request).netloc}")
            count(self._stats, "robots", "disallow", place_of(request.url))
        super().process_request_2(rp, request)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Scrapy leaves Crawl-delay to us; a slot is slowed down, never sped up."""
        delay = robotparser.crawl_delay(self.agent)
        if not delay:
            return
        url = urlparse_cached(request)
        owe(self.crawler, url.hostname or "", min(delay, self.longest))
        self._stats.set_value(f"robots/crawl_delay/{url.netloc}", delay)
