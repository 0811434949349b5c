"""Downloader middleware: a spider with an archive (`spider.archive`) is answered by it, and never by a portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.archives.access import PROVENANCE, Access
from crawler.archives.base import RAW
from crawler.fingerprint import asked_as
from crawler.hosts import HostPolicy
from crawler.middlewares.allowlist import RefusedError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

WANTED = "wanted"
"""The key of `Request.meta` for the time as of which the page is wanted; without it, the last that there is."""
SKIP = "passed_over"
"""The key of `Request.meta` for the number of captures that were no good."""


class ArchiveMiddleware:
    """Stands right after the allow-list. Requests to the archive itself go on through robots, retries and slots;
    no other request leaves. What the archive gives takes the way of every answer: encoding, redirects, blocks."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        spider = self.crawler.spider
        archive: Access | None = getattr(spider, "archive", None)
        if archive is None:
            return None
        own: HostPolicy = spider.archive_hosts  # type: ignore[union-attr]  # the archive spider has it
        if request.meta.get(RAW) or own.refusal(request.url) is None:
            return None
        if refusal := spider.portal_hosts.refusal(request.url):  # type: ignore[union-attr]
            raise RefusedError(refusal, request.url)
        visit = request.cb_kwargs.get("visit")
        url = asked_as(visit.link) if visit and request.method != "GET" else request.url
        response, provenance = await archive.answer(url, request.meta.get(WANTED), request.meta.get(SKIP, 0))
        request.meta[PROVENANCE] = provenance
        if request.method != "GET":
            response = response.replace(url=request.url)
        return response
