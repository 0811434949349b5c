"""Downloader middleware: the encoding of a page is decided by its bytes, for the labels lie (SCRAPY.md fact 7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawler.obstacles import count, place_of
from pipelines.carriers.charset import contradicted, decode, patched

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)


class EncodingMiddleware:
    """Replaces the encoding of every text response by the one that `charset.decode` finds; counts the lies."""

    def __init__(self, stats: StatsCollector | None = None) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.stats)

    def process_response(self, request: Request, response: Response) -> Response:
        if not isinstance(response, TextResponse):
            return response
        decoded = self.decoded(response)
        if self.stats and (lie := contradicted(response.body, _label(response), decoded.encoding)):
            count(self.stats, "encoding", f"{lie} is {decoded.encoding}", place_of(response.url))
        if self.stats and patched(decoded.text):
            count(self.stats, "encoding", "two in one page", place_of(response.url))
        return decoded

    @staticmethod
    def decoded(response: TextResponse) -> TextResponse:
        """The response with its true encoding."""
        _, encoding = decode(response.body, _label(response))
        return response.replace(encoding=encoding)


def _label(response: Response) -> str | None:
    label = _CHARSET.search(response.headers.get("Content-Type") or b"")
    return label[1].decode("ascii", "replace") if label else None
