"""Downloader middleware: recognises challenges, firewalls, soft 404s and stubs before retry and before keeping."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.http import TextResponse
from scrapy.utils.httpobj import urlparse_cached

from crawler.blocks import Block, classify

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)


class BlockedError(IgnoreRequest):
    """The answer was not the page: `block` says what it was. Its body goes no further."""

    def __init__(self, block: Block, response: Response) -> None:
        super().__init__(f"{block.name} ({block.kind}): {response.url}")
        self.block = block
        self.response = response


class HostStoppedError(IgnoreRequest):
    """Not asked: a challenge or a firewall of this host has told us to stay away for this run."""


class BlockMiddleware:
    """Turns a recognised block into `BlockedError`; after a challenge the host is not asked again in this run.

    Stands on the server's side of redirect and retry, for a 307 or a 412 can be a challenge.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.stopped: dict[str, Block] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        if block := self.stopped.get(host):
            self.stats.inc_value("blocked/not_asked")
            raise HostStoppedError(f"{host} was left alone after {block.name}")

    def process_response(self, request: Request, response: Response) -> Response:
        headers = {
            name.decode("latin-1").lower(): b"; ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        block = classify(response.status, headers, response.text if isinstance(response, TextResponse) else "")
        url = urlparse_cached(request)
        if block is None or (url.path == "/robots.txt" and not block.stops_host):
            return response
        self.stats.inc_value(f"blocked/{block.kind}/{block.name}")
        if block.stops_host and url.hostname not in self.stopped:
            self.stopped[url.hostname or ""] = block
            self.stats.set_value(f"blocked/host/{url.hostname}", block.name)
            logger.warning(
                "%s answers with a %s (%s, status %d): left alone for this run. It is never solved or bypassed; "
                "ask the portal's office for access, or try again another day.",
                url.hostname,
                block.kind,
                block.name,
                response.status,
            )
        response.request = request
        raise BlockedError(block, response)
