"""Downloader middleware: recognises challenges, firewalls, soft 404s and stubs before retry and before keeping."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.http import TextResponse
from scrapy.utils.httpobj import urlparse_cached

from crawler.archives.base import RAW
from crawler.blocks import Block, classify
from crawler.fences import Fences
from crawler.obstacles import count, place_of, why

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

SILENT = frozenset({"reset", "timeout"})
"""What a firewall does that says nothing (PORTALS.md §3)."""


class BlockedError(IgnoreRequest):
    """The answer was not the page: `block` says what it was. Its body goes no further."""

    def __init__(self, block: Block, response: Response) -> None:
        super().__init__(f"{block.name} ({block.kind}): {response.url}")
        self.block = block
        self.response = response


class HostStoppedError(IgnoreRequest):
    """Not asked: a challenge or a firewall keeps us from this host, or this subtree, for this run."""


class BlockMiddleware:
    """Turns a recognised block into `BlockedError`; what a challenge has closed is not asked again in this run.

    Stands on the server's side of redirect and retry, for a 307 or a 412 can be a challenge.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.tries = crawler.settings.getint("RETRY_TIMES")
        self.fences = Fences()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if block := self.fences.around(request.url):
            self.stats.inc_value("blocked/not_asked")
            count(self.stats, "left_alone", block.name, place_of(request.url))
            raise HostStoppedError(f"{request.url} was left alone after {block.name}")

    def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get(RAW):  # an old challenge in an archive is not the archive's own
            return response
        headers = {
            name.decode("latin-1").lower(): b"; ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        block = classify(response.status, headers, response.text if isinstance(response, TextResponse) else "")
        robots = urlparse_cached(request).path == "/robots.txt"
        if block is None or (robots and not block.stops_host):
            if response.status == 200 and not robots:
                self.fences.passed(request.url)
            return response
        self.stats.inc_value(f"blocked/{block.kind}/{block.name}")
        asked = _asked(request)
        count(self.stats, block.kind, block.name, place_of(asked))
        if closed := self.fences.met(asked, block):
            self.stats.set_value(f"blocked/{'host' if block.stops_host else 'subtree'}/{closed}", block.name)
            logger.warning(
                "%s answers with a %s (%s, status %d): left alone for this run. It is never solved or bypassed; "
                "ask the portal's office for access, or try again another day.",
                closed,
                block.kind,
                block.name,
                response.status,
            )
        response.request = request
        raise BlockedError(block, response)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A subtree whose requests are cut or dropped, with all their retries, is fenced as one that says 403."""
        silent = why(exception)
        if silent in SILENT and request.meta.get("retry_times", 0) >= self.tries:
            closed = self.fences.met(_asked(request), Block(silent, "forbidden"))
            if closed:
                self.stats.set_value(f"blocked/subtree/{closed}", silent)
                logger.warning("%s gives no answer (%s): left alone for this run", closed, silent)


def _asked(request: Request) -> str:
    """A fence that redirects to a page of its own stands around what was asked for."""
    return str(next(iter(request.meta.get("redirect_urls", ())), request.url))
