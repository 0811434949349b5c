"""Downloader middleware: the encoding of a page is decided by its bytes, for the labels lie (SCRAPY.md fact 7)."""

from __future__ import annotations

import re

from scrapy import Request
from scrapy.http import Response, TextResponse

from pipelines.carriers.charset import decode

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)


class EncodingMiddleware:
    """Replaces the encoding of every text response by the one that `charset.decode` finds."""

    def process_response(self, request: Request, response: Response) -> Response:
        return self.decoded(response) if isinstance(response, TextResponse) else response

    @staticmethod
    def decoded(response: TextResponse) -> TextResponse:
        """The response with its true encoding."""
        label = _CHARSET.search(response.headers.get("Content-Type") or b"")
        _, encoding = decode(response.body, label[1].decode("ascii", "replace") if label else None)
        return response.replace(encoding=encoding)
