"""Downloader middleware: a page whose https does not work is asked by http, once (PORTALS.md §3)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit, urlunsplit

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError
from scrapy.utils.misc import load_object

from crawler.hosts import WEB_PORTS
from crawler.obstacles import count, is_tls

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

TRIED = "plain_twin"
"""The key of `meta` of a request that has taken the place of its https twin."""


class SchemeMiddleware:
    """A handshake that fails, a port that is closed, a tunnel that the proxy refuses, 410: the http twin is asked
    instead. Any other failure (a timeout, a reset) may pass, and is retried first.

    A host that has answered by https is asked by https; one that has not, and answers by http, by http.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.tries = crawler.settings.getint("RETRY_TIMES")
        names = crawler.settings.getlist("RETRY_EXCEPTIONS")
        self.failures = tuple(load_object(each) if isinstance(each, str) else each for each in names)
        self.secure: set[str] = set()
        self.plain: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        host = urlsplit(request.url).hostname or ""
        return _moved(request, twin) if host in self.plain and (twin := plain_twin(request.url)) else None

    def process_response(self, request: Request, response: Response) -> Request | Response:
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            if response.status == 410 and (twin := self._twin(request)):
                return twin
            self.secure.add(host)
        elif request.meta.get(TRIED) and response.status < 300 and host not in self.secure | self.plain:
            self.plain.add(host)
            logger.info("%s is asked by http: its https does not work", host)
            count(self.stats, "tls", "plain", host)
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not isinstance(exception, self.failures) or isinstance(exception, CannotResolveHostError):
            return None
        final = isinstance(exception, TunnelError | DownloadConnectionRefusedError) or is_tls(exception)
        if not final and request.meta.get("retry_times", 0) < request.meta.get("max_retry_times", self.tries):
            return None
        return self._twin(request)

    def _twin(self, request: Request) -> Request | None:
        url = plain_twin(request.url)
        if url is None or request.meta.get(TRIED) or urlsplit(url).hostname in self.secure:
            return None
        return _moved(request, url)


def _moved(request: Request, url: str) -> Request:
    proxies = ("proxy", "_auth_proxy", "_scheme_proxy")  # those of the other scheme
    meta = {key: value for key, value in request.meta.items() if key not in proxies}
    return request.replace(url=url, meta={**meta, TRIED: True, "retry_times": 0}, dont_filter=True)


def plain_twin(url: str) -> str | None:
    """`http://x.gov.cn/a` of `https://x.gov.cn:8443/a`; None for what is not https at a usual port."""
    try:
        parts = urlsplit(url)
        usual = parts.scheme == "https" and parts.port in WEB_PORTS and parts.hostname
    except ValueError:
        return None
    host = parts.hostname or ""
    return urlunsplit(("http", f"[{host}]" if ":" in host else host, *parts[2:])) if usual else None
