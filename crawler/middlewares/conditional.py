"""Downloader middleware: asks only for what may have changed, and answers a 304 from the object store."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy.responsetypes import responsetypes
from scrapy.utils.asyncio import run_in_thread

from pipelines.objects import StoreError, store

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.memory import Remembered

logger = logging.getLogger(__name__)

REVISIT = "revisit"
"""The flag of a response whose body was kept by an earlier run."""

ENCODED = "encoded"
"""The key of `Request.meta` for the Content-Encoding of the answer, which Scrapy takes away as it decodes."""


class ConditionalMiddleware:
    """`meta["remembered"]` (a `Remembered` page) makes a request conditional (RFC 9110 §13).

    A 304 goes on as the page that was kept, status 200 and flagged; if the store has lost it, the page is asked
    for again in full.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.objects = store()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        remembered: Remembered | None = request.meta.get("remembered")
        if remembered is None or not remembered.digest:
            return
        if remembered.etag:
            request.headers["If-None-Match"] = remembered.etag
        if remembered.last_modified:
            request.headers["If-Modified-Since"] = remembered.last_modified

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        values = response.headers.getlist("Content-Encoding")
        request.meta[ENCODED] = [("Content-Encoding", value.decode("latin-1")) for value in values]
        remembered: Remembered | None = request.meta.get("remembered")
        if response.status != 304 or remembered is None or not remembered.digest:
            return response
        try:
            body = await run_in_thread(self.objects.get, remembered.digest)
        except StoreError as error:
            logger.warning("%s is asked for again: %s", request.url, error)
            again = request.replace(dont_filter=True)
            for name in ("If-None-Match", "If-Modified-Since"):
                again.headers.pop(name, None)
            again.meta["remembered"] = None
            return again
        self.stats.inc_value("conditional/not_modified")
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        if remembered.content_type:
            headers.setdefault("Content-Type", remembered.content_type)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return kind(response.url, 200, headers, body, [*response.flags, REVISIT], request)
