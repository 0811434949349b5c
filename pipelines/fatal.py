"""Errors after which a crawl cannot go on: it ends gracefully, and every item still on its way is dropped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from scrapy.exceptions import DropItem
from scrapy.utils.asyncio import run_in_thread

from models.session import DatabaseFull, DatabaseUnavailable
from pipelines.objects import StoreError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

DATABASE, DISK = "database_unavailable", "disk_full"


class Work:
    """Runs the blocking work of the pipelines in threads, one writer of the database at a time.

    When the database or the disk fails, the spider is closed with that reason (stat `fatal/REASON` holds the
    message for a person), and what comes after is dropped: its bytes are kept, the next run reads them.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.writer = asyncio.Lock()
        self.failed: str | None = None

    @classmethod
    def of(cls, crawler: Crawler) -> Work:
        """The one of this crawler, shared by its pipelines."""
        spider = crawler.spider
        work: Work | None = getattr(spider, "_work", None)
        if work is None:
            work = cls(crawler)
            spider._work = work  # type: ignore[union-attr]  # a spider is open whenever a pipeline is
        return work

    async def keep(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Disk work in a thread. Goes on even after the database has failed: nothing is lost."""
        try:
            return await run_in_thread(function, *args, **kwargs)
        except StoreError as error:
            raise self._end(DISK, error) from None

    async def write(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Database work in a thread, one at a time."""
        async with self.writer:
            if self.failed:
                raise DropItem(self.failed, log_level="DEBUG")
            try:
                return await run_in_thread(function, *args, **kwargs)
            except DatabaseFull as error:
                raise self._end(DISK, error) from None
            except DatabaseUnavailable as error:
                raise self._end(DATABASE, error) from None

    def _end(self, reason: str, error: Exception) -> DropItem:
        if not self.failed:
            self.failed = reason
            logger.error("The run ends: %s", error)
            self.crawler.stats.set_value(f"fatal/{reason}", str(error))
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))
        return DropItem(reason, log_level="DEBUG")
