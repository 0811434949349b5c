"""The probe's spider: the portal spider that asks for little and keeps nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from scrapy.http import Response

from crawler import cms
from crawler import settings as project
from crawler.delivery import page_of
from crawler.probe.look import Look, list_of
from crawler.spiders.portal import PortalSpider
from crawler.visit import Visit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.portal import Output

DOCUMENTS = 4  # reports whose own page is asked
OF_ONE_COLUMN = 2
LISTS = 5  # columns whose page is asked
WITHOUT = ("crawler.extensions.ledger.Ledger",)  # no database


class ProbeSpider(PortalSpider):
    """Walks as `portal` does, the first pages of lists and a few reports only. `look` is what it has seen."""

    name = "probe"
    custom_settings = {  # noqa: RUF012 (Scrapy's own)
        "ITEM_PIPELINES": {},
        "EXTENSIONS": project.EXTENSIONS | dict.fromkeys(WITHOUT),
        "CONCURRENT_REQUESTS": 1,  # the order of priority is kept, and few requests are wasted
        "RETRY_TIMES": 1,
        "RETRY_AFTER_MAX": 10.0,
    }

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.look = Look(spider.arguments.url or "", newest=spider.today.year - 1)
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.look: Look
        self._asked: Counter[str] = Counter()
        self._shown: set[object] = set()

    def ask(self, visits: Iterable[Visit]) -> Output:
        """Those of the visits that a look is worth."""
        visits = list(visits)
        self.look.met(visits)
        yield from super().ask([visit for visit in visits if self._is_worth(visit)])

    def _is_worth(self, visit: Visit) -> bool:
        # a list whose page names no row has them on what comes next
        if visit.kind == "attachment" or (visit.page_number > 1 and list_of(visit) in self._shown):
            return False
        sort, most = "", 0
        if visit.is_document:
            sort, most = "document", DOCUMENTS
            here = f"of {visit.trail[-1].url if visit.trail else ''}"
            if visit.kind == "article" and self._asked[here] >= OF_ONE_COLUMN:
                return False
            self._asked[here] += 1
        elif visit.annual and visit.page_number == 1:
            sort, most = "list", LISTS
        self._asked[sort] += 1
        return not sort or self._asked[sort] <= most

    def parse_page(self, response: Response, visit: Visit) -> Output:
        page = page_of(response, visit.link.form)
        if page is not None:
            self.look.page(page, visit)
            if (listing := cms.listing(page)) and listing.items:
                self._shown.add(list_of(visit))
        yield from super().parse_page(response, visit)
        if page is not None:
            self.look.listed(page, visit)

    def parse_document(self, response: Response, visit: Visit) -> Output:
        page = page_of(response)
        if page is None:
            self.look.file(response.body, visit)
        else:
            self.look.page(page, visit)
            if cms.redirect(page) is None and (article := cms.article(page)):
                self.look.article(visit, article)
        yield from super().parse_document(response, visit)
