"""Item pipeline 4: readings into the database, the report brought to its new state in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from models.crawls import Capture as CaptureRow
from models.session import session
from pipelines.fatal import Work
from pipelines.items import Item
from pipelines.reading import READER_VERSION
from pipelines.saving import Saved, context_digest, find_reading, save_readings

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class StorePipeline:
    """Stores what was read, tells the spider which reports it saw, and counts for the ledger."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        item.saved = await Work.of(self.crawler).write(_save, item)
        found: set[tuple[int, int]] = getattr(self.crawler.spider, "found", set())
        for saved in item.saved:
            self.crawler.stats.inc_value(f"documents/outcome/{saved.outcome}")
            if saved.change:
                self.crawler.stats.inc_value(f"documents/change/{saved.change}")
            if saved.outcome == "report" and saved.agency_id is not None and saved.year is not None:
                found.add((saved.agency_id, saved.year))
        return item


def _save(item: Item) -> list[Saved]:
    assert item.capture_id is not None and item.digest is not None
    with session() as opened:
        readings = item.readings or []
        context = opened.get_one(CaptureRow, item.capture_id).context_digest
        if context != context_digest(item.capture):  # read meanwhile in the light of a better lead: that stands
            readings = find_reading(opened, item.digest, context, READER_VERSION)
            if not readings:
                return []
        return save_readings(opened, item.capture_id, item.digest, readings)
