"""Downloader middleware: retries with a growing pause for the whole host, Retry-After, and a circuit breaker."""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from crawler.downloader import SteadySlot
from crawler.obstacles import count, place_of, why

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)


class HostDownError(IgnoreRequest):
    """Not asked: the host has failed so often in a row that this run gives it up."""


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110 §10.2.3: seconds or a date); None if it does not."""
    if not value:
        return None
    text = value.decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class PoliteRetryMiddleware(RetryMiddleware):
    """Scrapy's own retries, but the host rests in between: as long as its Retry-After asks, else 2, 4, 8 … times
    RETRY_PAUSE seconds with jitter. A host that asks for more than RETRY_AFTER_MAX seconds, or that fails
    HOST_FAILURES requests in a row, is given up for this run."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.pause = settings.getfloat("RETRY_PAUSE")
        self.longest = settings.getfloat("RETRY_AFTER_MAX")
        self.max_failures = settings.getint("HOST_FAILURES")
        self.failures: defaultdict[str, int] = defaultdict(int)
        self.down: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = super().from_crawler(crawler)
        crawler.signals.connect(middleware.response_downloaded, signal=signals.response_downloaded)
        return middleware

    def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        if reason := self.down.get(host):
            self.crawler.stats.inc_value("retry/host_down/not_asked")
            count(self.crawler.stats, "left_alone", "host_down", host)
            raise HostDownError(f"{host} was given up: {reason}")

    def response_downloaded(self, response: Response, request: Request) -> None:
        """The host rests before its slot looks for the next request, which is before process_response is asked."""
        if response.status in self.retry_http_codes:
            asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            if asked is None or asked <= self.longest:
                self._rest(request, asked)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        host = urlparse_cached(request).hostname or ""
        if response.status not in self.retry_http_codes:
            self.failures[host] = 0
            return response
        asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if asked is not None and asked > self.longest:
            self._give_up(host, f"it asks us to come back in {asked:.0f} s")
            return response
        again = super().process_response(request, response)
        if again is response:
            count(self.crawler.stats, "no_answer", f"status_{response.status}", place_of(request.url))
            self._failed(host, f"status {response.status}")
        return again

    def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        host = urlparse_cached(request).hostname or ""
        # a name that does not resolve now will not in two seconds: one more try is enough
        tries = 1 if isinstance(exception, CannotResolveHostError) else self.max_retry_times
        request.meta.setdefault("max_retry_times", tries)
        again = None if host in self.down else super().process_exception(request, exception)
        if again is None:
            count(self.crawler.stats, "no_answer", why(exception), place_of(request.url))
            said = (str(exception) or type(exception).__name__).splitlines()[0]
            self._failed(host, said, at_once=isinstance(exception, CannotResolveHostError))
        else:
            self._rest(request, None)
        return again

    def _rest(self, request: Request, asked: float | None) -> None:
        pause = asked
        if pause is None:
            pause = self.pause * 2 ** request.meta.get("retry_times", 0) * random.uniform(0.75, 1.25)  # noqa: S311
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if isinstance(slot, SteadySlot):
            slot.rest(pause)

    def _failed(self, host: str, reason: str, *, at_once: bool = False) -> None:
        self.failures[host] += 1
        self.crawler.stats.set_value(f"failed/{host}", reason)
        if at_once or self.failures[host] >= self.max_failures:
            self._give_up(host, reason)

    def _give_up(self, host: str, reason: str) -> None:
        if host not in self.down:
            self.down[host] = reason
            self.crawler.stats.inc_value("retry/host_down")
            self.crawler.stats.set_value(f"failed/{host}", reason)
            logger.warning("%s is given up for this run: %s", host, reason)
