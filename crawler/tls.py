"""The download handler for https: a portal with old TLS is spoken to in old TLS, after it has failed in today's.

The permissive settings are never the first try: some modern portals hang under them (PORTALS.md §3).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from twisted.internet.interfaces import IAcceptableCiphers, ICipher
from zope.interface import implementer

from crawler.obstacles import count, is_tls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

OLD = {"DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0"}


@implementer(ICipher)
class _Level:
    """TLS 1.0, small keys, weak Diffie-Hellman groups, SHA-1: what OpenSSL's levels 1 and above refuse.

    It stands in the list of ciphers as OpenSSL's own syntax has it.
    """

    fullName = "@SECLEVEL=0"  # noqa: N815 (Twisted's name)


@implementer(IAcceptableCiphers)
class _AnyCipher:
    def selectCiphers(self, availableCiphers: Iterable[Any]) -> list[Any]:  # noqa: N802, N803 (Twisted's names)
        return [*availableCiphers, _Level()]


class _Speaking:
    """A crawler with other settings, for a second handler beside the first."""

    def __init__(self, crawler: Crawler, settings: BaseSettings) -> None:
        self._crawler = crawler
        self.settings = settings

    def __getattr__(self, name: str) -> Any:
        return getattr(self._crawler, name)


class TlsHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # it comes without types
    """Counts in `obstacle/tls/old/HOST` which hosts needed it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = BaseSettings({**crawler.settings, **OLD})
        self.old = HTTP11DownloadHandler(_Speaking(crawler, settings))  # type: ignore[arg-type]  # it asks no more
        # no public way: DOWNLOADER_CLIENT_TLS_CIPHERS takes "@SECLEVEL=0" and loses it (2.19)
        self.old._contextFactory.tls_ciphers = _AnyCipher()
        self.old_hosts: set[str] = set()

    async def download_request(self, request: Request) -> Response:
        host = urlparse_cached(request).hostname or ""
        if host in self.old_hosts and not request.meta.get("playwright"):
            return await self.old.download_request(request)
        try:
            return await super().download_request(request)  # type: ignore[no-any-return]
        except Exception as error:
            if not is_tls(error):
                raise
            logger.info("%s fails in today's TLS (%s): trying older TLS with it alone", host, error)
            answer = await self.old.download_request(request)
        self.old_hosts.add(host)
        count(self.stats, "tls", "old", host)
        return answer

    async def close(self) -> None:
        await self.old.close()
        await super().close()
