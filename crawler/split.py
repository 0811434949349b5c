"""Articles whose body goes on over further pages: each page is fetched and kept, and all are read as one."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.cms.base import Article, Link, Page
from crawler.cms.further import MOST, further_pages
from crawler.delivery import page_of
from pipelines.evidence import Evidence
from pipelines.items import Item

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.visit import Visit

logger = logging.getLogger(__name__)

PRIORITY = 6000  # the pages complete their article, before its attachments do


@dataclass(slots=True)
class SplitArticle:
    """The first page's `item` waits until every further page has answered or failed; then it names them all.

    `deliver` makes the item of an answer. `pages` are address → sha256 of the kept page, None where it is
    missing, in their order.
    """

    item: Item
    article: Article
    visit: Visit
    deliver: Callable[[Response, Visit], Item]
    pages: dict[str, str | None] = field(default_factory=dict)
    _waiting: int = 0

    def ask(self, links: tuple[Link, ...] | None = None) -> Iterator[Request | Item]:
        """Requests for pages that were not asked for yet; the article itself when nothing is awaited any more."""
        own = self.item.capture.final_url
        for link in self.article.further if links is None else links:
            if link.url in self.pages or link.url == own or len(self.pages) >= MOST - 1:
                continue
            self.pages[link.url] = None
            self._waiting += 1
            yield Request(
                link.url,
                callback=self.parse,
                errback=self.failed,
                cb_kwargs={"url": link.url},
                priority=PRIORITY,
                dont_filter=True,  # its answer must come, whoever has asked for it before
            )
        if not self._waiting:
            yield self._whole()

    def parse(self, response: Response, url: str) -> Iterator[Request | Item]:
        """A further page: kept, and asked which others there are."""
        self._waiting -= 1
        yield self.deliver(response, self._visit(url))
        page = page_of(response)
        links: tuple[Link, ...] = ()
        if page is not None and page.status == 200:
            self.pages[url] = hashlib.sha256(response.body).hexdigest()
            links, _ = further_pages(Page(self.item.capture.final_url, page.text), None)
        yield from self.ask(links)

    def failed(self, failure: Failure) -> Iterator[Request | Item]:
        """A further page that cannot be had: the article goes on without it, and says so."""
        self._waiting -= 1
        url = failure.request.cb_kwargs["url"]  # type: ignore[attr-defined]  # Scrapy adds it
        logger.warning("A page of an article is missing: %s (%s)", url, failure.value)
        if isinstance(failure.value, HttpError):
            yield self.deliver(failure.value.response, self._visit(url))
        yield from self.ask(())

    def _visit(self, url: str) -> Visit:
        """A page as of the way: kept, and never read by itself."""
        return replace(self.visit, kind="page", link=Link(url), parent=self.item.capture.url)

    def _whole(self) -> Item:
        capture = self.item.capture
        unnamed = range(len(self.pages) + 2, self.article.page_count + 1)
        pages = [*self.pages.items(), *((f"{capture.final_url}#page={number}", None) for number in unnamed)]
        capture.evidence += [Evidence("page", "object", digest or "", url) for url, digest in pages]
        return self.item
