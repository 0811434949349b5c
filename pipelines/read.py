"""Item pipeline 3: bytes → readings, in processes that can be killed, so that no document stalls the crawl."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from scrapy.utils.asyncio import run_in_thread

from models.session import session
from pipelines.capture import Capture
from pipelines.fatal import Work
from pipelines.items import Item
from pipelines.leads import led_anew, take_lead
from pipelines.objects import StoreError, store
from pipelines.pages import FurtherPage, further_pages
from pipelines.reading import READER_VERSION, unreadable
from pipelines.rereading import Kept, outdated, reading_arguments
from pipelines.saving import save_readings
from pipelines.tasks import submit_reading
from pipelines.urls import url_key
from pipelines.workers import WorkerError, WorkerPool

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from pipelines.report import Reading

logger = logging.getLogger(__name__)


class ReadPipeline:
    """Reads what dedupe left. A document that hangs or kills its worker is `unreadable`, with that reason."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.objects = store()
        self.pool: WorkerPool | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        work = Work.of(self.crawler)
        if item.readings is None:
            body = item.capture.body or await work.keep(self.objects.get, item.digest or "")
            item.readings = await self._read(item.capture, item.digest, body, work)
        for before in await work.write(_outdated, item):
            await self._read_again(before, work, _save)
        for led in await work.write(_led_anew, item):
            await self._read_again(led, work, _save_led)
        return item

    async def _read_again(self, before: Kept, work: Work, save: Callable[[Kept, list[Reading]], None]) -> None:
        """The bytes that a page gave before, by this reader: only then can they be compared with the new ones. And
        those of a file to which another article leads better."""
        try:
            body = await run_in_thread(self.objects.get, before.digest)
        except StoreError as error:  # then what stands is what was read of them before
            logger.warning("%s: %s", before.capture.url, error)
            return
        readings = await self._read(before.capture, before.digest, body, work)
        await work.write(save, before, readings)

    async def _read(self, capture: Capture, digest: str | None, body: bytes, work: Work) -> list[Reading]:
        if self.pool is None:  # a run that finds nothing new starts no process
            settings = self.crawler.settings
            self.pool = WorkerPool(settings.getint("READ_WORKERS"), time_limit=settings.getfloat("READ_TIMEOUT"))
        get = self.objects.get
        named = further_pages(capture)
        further = [
            FurtherPage(url, digest, await work.keep(get, digest) if digest else None) for url, digest in named
        ]
        future = submit_reading(self.pool, body, further=further, **reading_arguments(capture))
        try:
            return await asyncio.wrap_future(future)
        except WorkerError as error:
            self.crawler.stats.inc_value(f"documents/worker/{error.reason}")
            return [unreadable(error.reason, str(error), body)]
        except Exception:  # a fault of the reader's own: the document stays, marked, for a better one
            logger.exception("The reader failed on %s (object %s)", capture.url, digest)
            self.crawler.stats.inc_value("items/failed")
            return [unreadable("reader_error", "the reader failed on this file: see the log of the run", body)]

    async def close_spider(self) -> None:
        if self.pool is not None:
            self.pool.stop()


def _outdated(item: Item) -> list[Kept]:
    with session() as opened:
        return outdated(opened, url_key(item.capture.url), item.digest or "", READER_VERSION)


def _save(before: Kept, readings: list[Reading]) -> None:
    with session() as opened:
        save_readings(opened, before.capture_id, before.digest, readings)


def _led_anew(item: Item) -> list[Kept]:
    with session() as opened:
        return led_anew(opened, item.capture.leads) if item.capture.leads else []


def _save_led(led: Kept, readings: list[Reading]) -> None:
    with session() as opened:
        if take_lead(opened, led):
            save_readings(opened, led.capture_id, led.digest, readings, led_anew=True)
