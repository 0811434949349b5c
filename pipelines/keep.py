"""Item pipeline 1: the bytes are kept and the fetch is on record before anything looks inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from models.crawls import Capture as CaptureRow
from models.session import session
from pipelines.carriers.sniff import sniff
from pipelines.fatal import Work
from pipelines.items import Item
from pipelines.leads import Leads
from pipelines.objects import store
from pipelines.saving import save_capture

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class KeepPipeline:
    """Object store first, then the row of the capture. A 304 has no bytes: its digest names those kept before."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.objects = store()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        work, capture = Work.of(self.crawler), item.capture
        if capture.body:
            item.digest = await work.keep(self.objects.put, capture.body)
        else:
            item.digest = capture.digest
        leads: Leads = getattr(self.crawler.spider, "leads", Leads())
        item.capture_id, unchanged = await work.write(_record, item, leads)
        self.crawler.stats.inc_value("documents/captures")
        if unchanged:
            self.crawler.stats.inc_value("documents/revisits")
        return item


def _record(item: Item, leads: Leads) -> tuple[int, bool]:
    """The capture's id, and whether it brought what the last one of this page had brought."""
    capture, kept = item.capture, bool(item.capture.body)
    with session() as opened:
        leads.settle(opened, capture)
        capture_id = save_capture(
            opened,
            capture,
            item.digest,
            len(capture.body) if kept else None,
            sniff(capture.body) if kept else None,
            outcome=item.outcome,
        )
        return capture_id, opened.get_one(CaptureRow, capture_id).revisit
