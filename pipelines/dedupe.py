"""Item pipeline 2: what this reader has read before, in the same context, is not read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import DropItem

from models.session import session
from pipelines.fatal import Work
from pipelines.items import Item
from pipelines.reading import READER_VERSION
from pipelines.saving import context_digest, find_reading

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from pipelines.report import Reading


class DedupePipeline:
    """Fills in the readings of bytes that are known; drops what has nothing to read (pages, 404s, blocks)."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        if not item.is_read or item.capture.role == "page":
            raise DropItem("nothing to read", log_level="DEBUG")
        known = await Work.of(self.crawler).write(_known, item)
        if known:
            item.readings = known
            self.crawler.stats.inc_value("documents/read_before")
        return item


def _known(item: Item) -> list[Reading]:
    with session() as opened:
        return find_reading(opened, item.digest or "", context_digest(item.capture), READER_VERSION)
