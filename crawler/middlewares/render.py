"""Downloader middleware: a request marked `render` goes through a browser, behind the gate and within bounds."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy_playwright.page import PageMethod

from crawler.browser.gate import Gate
from crawler.browser.provider import available, remote
from crawler.obstacles import count, place_of
from crawler.resolver import PublicResolver

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

RENDERED = "playwright"  # scrapy-playwright's flag of an answer that a browser gave
UNSEEN = frozenset({"image", "media", "font", "stylesheet", "manifest", "texttrack", "ping", "other"})
_LOOK, _STILL, _LONGEST = 0.25, 3, 12.0  # s between two looks; looks without a change; s for all of it


class NoBrowserError(IgnoreRequest):
    """A page needs a browser, and there is none."""


def unseen(request: BrowserRequest) -> bool:
    """What no reader needs: pictures, media, fonts, styles (PLAYWRIGHT_ABORT_REQUEST)."""
    return request.resource_type in UNSEEN


async def settle(page: Page) -> None:
    """Wait until the page's text stands still: a script has filled it, or never will. Polling pages never go idle,
    so it is the text that is watched, not the network."""
    ends, before, still = time.monotonic() + _LONGEST, -1, 0
    while still < _STILL and time.monotonic() < ends:
        await asyncio.sleep(_LOOK)
        length = await page.evaluate("document.body ? document.body.innerHTML.length : 0")
        still, before = (still + 1, before) if length == before else (0, length)


class RenderMiddleware:
    """Marks the request for scrapy-playwright, with the gate as its context's only proxy.

    Without a browser such a request is not sent; the run says which pages it could not render.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.wanted = os.environ.get("GONGKAI_BROWSER", "")
        self.gate: Gate | None = None
        self.port = 0
        self._start = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.closed, signal=signals.spider_closed)
        return middleware

    async def process_request(self, request: Request) -> None:
        if not request.meta.get("render"):
            return
        if not available(self.wanted):
            self.crawler.stats.inc_value("render/no_browser")
            count(self.crawler.stats, "browser", "none", place_of(request.url))
            raise NoBrowserError(f"no browser for {request.url}; install chromium or set GONGKAI_BROWSER")
        await self._opened()
        request.meta.update(self._how())
        self.crawler.stats.inc_value("render/asked")

    def process_response(self, request: Request, response: Response) -> Response:
        """An answer of the browser counts as the gate's host alone: a page that left the list was not passed."""
        if RENDERED in response.flags:
            self.crawler.stats.inc_value("render/pages")
        return response

    def _how(self) -> dict[str, Any]:
        settings = self.crawler.settings
        host = settings["BROWSER_GATE_NAME"] if remote(self.wanted) else "127.0.0.1"
        return {
            "playwright": True,
            "playwright_context_kwargs": {
                "proxy": {"server": f"http://{host}:{self.port}", "bypass": "<-loopback>"},
                "user_agent": settings["USER_AGENT"],
                "locale": "zh-CN",
                "service_workers": "block",
                "accept_downloads": False,
                "ignore_https_errors": True,  # as the plain downloader: old certificates are the rule
            },
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
            "playwright_page_methods": [PageMethod(settle)],
        }

    async def _opened(self) -> None:
        """The gate, opened once."""
        async with self._start:
            if self.gate is None:
                self.gate = Gate(
                    self.crawler.spider.hosts,  # type: ignore[union-attr]  # PortalSpider has it
                    frozenset(PublicResolver.exempt),
                    limit=self.crawler.settings.getint("DOWNLOAD_MAXSIZE"),
                    bind=self.crawler.settings["BROWSER_GATE_BIND"],
                )
                self.port = await self.gate.start()

    async def closed(self) -> None:
        if self.gate is None:
            return
        await self.gate.close()
        for host, times in self.gate.refused.items():
            self.crawler.stats.inc_value("render/refused", times)
            count(self.crawler.stats, "off_list", "in_browser", host, times)
            logger.info("The browser did not enter %s (%s requests)", host, times)
