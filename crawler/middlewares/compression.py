"""Downloader middleware: unpacks answers; also those that are gzip and do not say so, and never half of one."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest

from crawler.obstacles import count, place_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

GZIP = b"\x1f\x8b\x08"
# A page is unpacked; a file that is a gzip archive stays one.
_PAGE = re.compile(rb"^\s*(?:$|text/|application/(?:[\w.+-]*xml|json|javascript))", re.I)
_CHUNK = 1 << 20


class TruncatedError(IgnoreRequest):
    """The packed body ends early."""


class CompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's, which trusts the header and takes what it gets of a gzip body that ends early."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.crawler = crawler

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        answer = self._unpacked(request, response)
        # a server packs a file that is packed already, and says so once
        if isinstance(answer, Request) or not _is_unlabelled(answer):
            return answer
        count(self.crawler.stats, "encoding", "gzip_without_label", place_of(answer.url))
        answer.headers["Content-Encoding"] = "gzip"
        return self._unpacked(request, answer)

    def _unpacked(self, request: Request, response: Response) -> Request | Response:
        labelled = "Content-Encoding" in response.headers
        limit = self.crawler.settings.getint("DOWNLOAD_MAXSIZE")
        if labelled and response.body.startswith(GZIP) and not _is_whole(response.body, limit):
            return self._again(request)
        return super().process_response(request, response)

    def _again(self, request: Request) -> Request:
        assert self.crawler.spider is not None
        again = get_retry_request(request, spider=self.crawler.spider, reason="truncated")
        if again is None:
            count(self.crawler.stats, "no_answer", "truncated", place_of(request.url))
            raise TruncatedError(f"{request.url} is packed, and ends early")
        return again


def _is_unlabelled(response: Response) -> bool:
    page = _PAGE.match(response.headers.get("Content-Type") or b"")
    return bool(page) and response.body.startswith(GZIP) and "Content-Encoding" not in response.headers


def _is_whole(packed: bytes, limit: int) -> bool:
    """Whether a gzip body has its end. One of more than `limit` bytes is left to Scrapy's own check."""
    unpacked = 0
    while packed:
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            try:
                piece = member.decompress(packed, _CHUNK)
            except zlib.error:
                return False
            unpacked += len(piece)
            packed = member.unconsumed_tail
            if unpacked > limit:
                return True
            if not piece and not packed:
                break
        if not member.eof:
            return False
        packed = member.unused_data
        if not packed.startswith(GZIP[:2]):  # padding after the last member
            return True
    return True
