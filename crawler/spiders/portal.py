"""The portal spider: walks one portal to its annual reports. A site file makes it a spider of its own name."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from scrapy import FormRequest, Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import JsonRequest, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError

from crawler import arguments
from crawler.cms.base import Article
from crawler.delivery import deliver, has_validators, page_of, stored_page
from crawler.hosts import HostPolicy, host_of
from crawler.memory import Memory, Remembered, ReportKey
from crawler.middlewares.blocks import BlockedError
from crawler.recrawl import decide
from crawler.registry import Site
from crawler.resolver import PublicResolver
from crawler.walk import Visit, Walk
from pipelines.items import Item
from pipelines.objects import StoreError, store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    Output = Iterator[Request | Item]

# captures.outcome of an answer that is not the page; a plain 403 speaks by its status
OUTCOMES = {"challenge": "blocked", "waf": "blocked", "soft_404": "soft_404", "stub": "stub"}


class PortalSpider(Spider):
    """`scrapy crawl SITE [-a years=2021-2024] [-a agency=NAME_OR_CODE] [-a full=1]`, or, for a portal without a
    site file, `scrapy crawl portal -a url=http://www.example.gov.cn/`.

    What to ask next is decided by `Walk`, whether to ask it by `recrawl`; what is known from before comes with
    the ledger extension as `memory`. `found` are the reports seen, asked again or not.
    """

    name = "portal"
    site: ClassVar[Site | None] = None

    hosts: HostPolicy
    walk: Walk
    memory: Memory
    run_id: int | None = None

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The site file's politeness and limits; `-s` on the command line still wins."""
        super().update_settings(settings)
        if cls.site is None:
            return
        polite = cls.site.politeness
        for name, value in {
            "DOWNLOAD_DELAY": polite.delay,
            "AUTOTHROTTLE_START_DELAY": polite.delay,
            "DOWNLOAD_DELAY_JITTER": polite.jitter,
            "PAGE_BUDGET": polite.max_pages,
            "BYTE_BUDGET": polite.max_bytes,
            "CLOSESPIDER_TIMEOUT": polite.max_seconds,
        }.items():
            settings.set(name, value, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Raises ArgumentError for arguments that make no sense."""
        today = date.today()  # noqa: DTZ011  a report year is the calendar's, not an instant
        given = arguments.parse(kwargs, today.year, needs_url=cls.site is None)
        spider = super().from_crawler(crawler, *args)
        site = cls.site
        spider.arguments = given
        spider.today = today
        declared = [*site.hosts, *(extra.host for extra in site.extra_hosts)] if site else []
        spider.hosts = HostPolicy.of_hosts(declared) if site else HostPolicy.of_url(given.url or "")
        PublicResolver.exempt |= {extra.host.partition(":")[0] for extra in site.extra_hosts} if site else set()
        spider.walk = Walk(site, given, today.year - 1, given.url)
        spider.memory = Memory()
        spider.found = set()
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arguments: arguments.CrawlArguments
        self.today: date
        self.found: set[ReportKey]

    @property
    def site_name(self) -> str:
        """The name in the ledger: the site's, or the host of a portal without a site file."""
        return self.site.name if self.site else host_of(self.arguments.url or "") or self.name

    # asking

    async def start(self) -> AsyncIterator[Any]:
        for asked in self.ask(self.walk.start()):
            yield asked

    def ask(self, visits: Iterable[Visit]) -> Output:
        """The requests for these visits. A document that need not be asked again counts as found, and leads to
        what it led to when it was fetched."""
        waiting = deque(visits)
        while waiting:
            visit = waiting.popleft()
            remembered = self.memory.get(visit.url) if not visit.link.form else None
            if not visit.is_document:
                yield self._request(visit, None if self.arguments.full else remembered)
                continue
            known = remembered.known if remembered else None
            decision = decide(known, self.today, listed=visit.listed, year=visit.year, full=self.arguments.full)
            self.crawler.stats.inc_value(f"recrawl/{decision.action}/{decision.reason}")
            if decision.action == "skip" and remembered:
                waiting.extend(self._pass(visit, remembered))
            else:
                yield self._request(visit, remembered if decision.action == "conditional" else None)

    def _pass(self, visit: Visit, remembered: Remembered) -> Iterator[Visit]:
        """What follows a document that is left as it is: its reports count, and an older run that ended early may
        have left its attachments."""
        self.found |= self.memory.reports(visit.url)
        if not remembered.whole and remembered.digest and visit.kind != "attachment":
            try:
                page = stored_page(remembered, store().get(remembered.digest))
            except StoreError as error:
                self.logger.warning("%s: %s", visit.url, error)
            else:
                yield from self.walk.article(page, visit)[1] if page else ()
        if visit.kind == "endpoint":
            yield from self.walk.answered(visit, not remembered.known.absent)

    def _request(self, visit: Visit, remembered: Remembered | None) -> Request:
        link = visit.link
        how: dict[str, Any] = {
            "headers": dict(link.headers),
            "callback": self.parse_document if visit.is_document else self.parse_page,
            "errback": self.failed,
            "cb_kwargs": {"visit": visit},
            "priority": visit.priority,
            "meta": {"remembered": remembered} if remembered else {},
            # an agency's years follow each other, and a file has its article: their answer must come, even where
            # a redirect leads to what was asked before
            "dont_filter": visit.kind in ("endpoint", "attachment"),
        }
        if link.form is not None and link.as_json:
            return JsonRequest(link.url, data=dict(link.form), **how)
        if link.form is not None:
            return FormRequest(link.url, formdata=list(link.form), **how)
        return Request(link.url, **how)

    # answers

    def parse_page(self, response: Response, visit: Visit) -> Output:
        """A page of the way: what it shows decides what is asked next."""
        page = page_of(response, visit.link.form)
        if page is None:
            return
        if visit.link.form is None and has_validators(response):
            yield self._deliver(response, visit)
        yield from self.ask(self.walk.page(page, visit))

    def parse_document(self, response: Response, visit: Visit) -> Output:
        """A report, or what its link called one: kept, read, and its attachments asked for."""
        article: Article | None = None
        visits: list[Visit] = []
        present = True
        if visit.kind != "attachment" and (page := page_of(response)):
            article, visits = self.walk.article(page, visit)
            present = article is not None
        if visit.kind == "endpoint":
            yield from self.ask(self.walk.answered(visit, present))
        outcome = "no_report" if visit.kind == "endpoint" and not present else None
        yield self._deliver(response, visit, article, outcome)
        yield from self.ask(visits)

    def failed(self, failure: Failure) -> Output:
        """A request without a page: what came of it is put on record, and an agency's other years are asked."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        visit: Visit = request.cb_kwargs["visit"]
        error, what = failure.value, "documents" if visit.is_document else "pages"
        absent: bool | None = None
        if isinstance(error, HttpError | BlockedError):
            self.crawler.stats.inc_value(f"{what}/http_{error.response.status}")
            blocked = error.block if isinstance(error, BlockedError) else None
            absent = error.response.status < 500 and not (blocked and blocked.stops_host)
            if visit.is_document:
                yield self._deliver(error.response, visit, None, OUTCOMES.get(blocked.kind) if blocked else None)
        elif isinstance(error, IgnoreRequest):
            return  # not sent: off the list, forbidden by robots.txt, or a host that is left alone
        else:
            self.crawler.stats.inc_value(f"{what}/failed")
            self.logger.warning("No answer from %s: %s", request.url, error or type(error).__name__)
        if visit.kind == "endpoint":
            yield from self.ask(self.walk.answered(visit, False if absent else None))

    def _deliver(
        self, response: Response, visit: Visit, article: Article | None = None, outcome: str | None = None
    ) -> Item:
        return deliver(response, visit, article, site=self.site_name, run_id=self.run_id, outcome=outcome)
