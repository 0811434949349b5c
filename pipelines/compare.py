"""Item pipeline 5: at the end of a crawl, the checks across reports for the agencies that it saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import DropItem

from pipelines.comparing import compare
from pipelines.fatal import Work
from pipelines.items import Item

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ComparePipeline:
    """Not report by report: a report and its neighbour may come in either order, from two transactions."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        return item

    async def close_spider(self) -> None:
        found: set[tuple[int, int]] = getattr(self.crawler.spider, "found", set())
        if not found:
            return
        try:
            done = await Work.of(self.crawler).write(compare, {agency_id for agency_id, _ in found})
        except DropItem:
            return  # without a database the run ends with what it could store; the next one checks
        for name in ("agencies", "findings", "new", "gone"):
            self.crawler.stats.set_value(f"across/{name}", getattr(done, name))
