"""Request fingerprints: the twins of a URL (http/https, :8443, order of parameters) are one request."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import Request

from pipelines.urls import url_key

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def key_of(url: str) -> str:
    """`url_key`, or the URL itself where it is no address (the allow-list refuses it later)."""
    try:
        return url_key(url)
    except ValueError:
        return url


class UrlKeyFingerprinter:
    """Fingerprint of method, `url_key` and body.

    A redirect from a URL to its own twin (http → https) must not count as seen already, so it is told apart by
    the very URL.
    """

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Request, bytes] = WeakKeyDictionary()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> UrlKeyFingerprinter:
        return cls()

    def fingerprint(self, request: Request) -> bytes:
        if request not in self._known:
            key = key_of(request.url)
            if key in {key_of(url) for url in request.meta.get("redirect_urls", ())}:
                key = request.url
            parts = (request.method.encode(), key.encode("utf-8", "surrogatepass"), request.body)
            self._known[request] = hashlib.sha256(b"\0".join(parts)).digest()
        return self._known[request]
