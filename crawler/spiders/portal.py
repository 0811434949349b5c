"""The portal spider: walks one portal to its annual reports. A site file makes it a spider of its own name."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from scrapy import FormRequest, Request, Spider, signals
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.http import JsonRequest, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from sqlalchemy.orm import Session

from crawler import arguments, cms
from crawler.cms.base import Article, Page
from crawler.cms.data import nested
from crawler.delivery import deliver, leads, page_of, stored_page
from crawler.discovery.owner import owner
from crawler.discovery.shell import is_shell
from crawler.fingerprint import asked_as
from crawler.hosts import HostPolicy, host_of
from crawler.memory import EMPTIED, Memory, Remembered, ReportKey, recall
from crawler.middlewares.blocks import BlockedError
from crawler.middlewares.conditional import REVISIT
from crawler.middlewares.render import NoBrowserError
from crawler.obstacles import count, place_of
from crawler.recrawl import Decision, decide, decide_page
from crawler.registry import Site
from crawler.resolver import PublicResolver
from crawler.shown import emptied, shown
from crawler.split import SplitArticle
from crawler.visit import Visit
from crawler.walk import Walk
from pipelines.evidence import Evidence
from pipelines.items import Item
from pipelines.leads import Leads
from pipelines.objects import StoreError, store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    Output = Iterator[Request | Item]

GONE = frozenset({404, 410})
# captures.outcome of an answer that is not the page; a plain 403 speaks by its status
OUTCOMES = {"challenge": "blocked", "waf": "blocked", "soft_404": "soft_404", "stub": "stub"}


class PortalSpider(Spider):
    """`scrapy crawl SITE [-a years=2021-2024] [-a agency=NAME_OR_CODE] [-a full=1]`, or, for a portal without a
    site file, `scrapy crawl portal -a url=http://www.example.gov.cn/`.

    What to ask next is decided by `Walk`, whether to ask it by `recrawl`; what is known from before comes with
    the ledger extension as `memory`. `found` are the reports seen, asked again or not.
    """

    name = "portal"
    command: ClassVar[str] = "crawl"
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
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arguments: arguments.CrawlArguments
        self.today: date
        self.found: set[ReportKey]
        self.owner: Evidence | None = None
        self.shells: set[str] = set()
        self.leads = Leads()

    @classmethod
    def recorded_as(cls, given: Mapping[str, str], this_year: int) -> str:
        """The name under which a crawl with these arguments is locked. Raises ArgumentError."""
        asked = arguments.parse(given, this_year, needs_url=cls.site is None)
        return cls.site.name if cls.site else host_of(asked.url or "") or cls.name

    @property
    def site_name(self) -> str:
        """The name in the ledger: the site's, or the host of a portal without a site file."""
        return self.site.name if self.site else host_of(self.arguments.url or "") or self.name

    def told(self) -> dict[str, Any]:
        """The arguments, for the ledger."""
        given = self.arguments
        years = sorted(given.years) if given.years else None
        return {"years": years, "agency": given.agency, "full": given.full, "url": given.url}

    def recall(self, opened: Session) -> Memory:
        """What earlier runs know of the site."""
        return recall(opened, self.site_name)

    # asking

    async def start(self) -> AsyncIterator[Any]:
        for asked in self.ask(self.walk.start()):
            yield asked

    def ask(self, visits: Iterable[Visit]) -> Output:
        """The requests for these visits, the best first. What need not be asked again leads to what it led to when
        it was fetched; a document counts as found."""
        count = itertools.count()
        waiting = [(-visit.priority, next(count), visit) for visit in visits]
        heapq.heapify(waiting)
        while waiting:
            visit = heapq.heappop(waiting)[2]
            remembered = self.memory.get(asked_as(visit.link))
            decision = self._decide(visit, remembered)
            what = "recrawl" if visit.is_document else "recrawl/page"
            self.crawler.stats.inc_value(f"{what}/{decision.action}/{decision.reason}")
            led = self._pass(visit, remembered) if decision.action == "skip" and remembered else None
            if led is None:
                if self._is_known_shell(visit, remembered):
                    visit, remembered = replace(visit, rendered=True), None
                conditional = decision.action == "conditional" and not visit.rendered
                yield self._request(visit, remembered, conditional=conditional)
            elif visit.is_start and remembered and remembered.rendered:
                yield self._knock(visit)
            for new in led or ():
                heapq.heappush(waiting, (-new.priority, next(count), new))

    def _decide(self, visit: Visit, remembered: Remembered | None) -> Decision:
        full, year = self.arguments.full, visit.year
        if visit.is_document:
            known = remembered.known if remembered else None
            return decide(known, self.today, listed=visit.listed, year=year, full=full)
        return decide_page(
            remembered.page_known if remembered else None,
            self.today,
            year=year,
            page_number=visit.page_number,
            # to fill a page costs many requests: a filled one is open to change, as a list is
            start=visit.is_start and not (remembered and remembered.rendered),
            stirred=visit.stirred,
            full=full,
        )

    def _pass(self, visit: Visit, remembered: Remembered) -> list[Visit] | None:
        """What follows a page or a document that is left as it is; None where what was kept of it is lost.

        A document's reports count, and an older run that ended early may have left its attachments.
        """
        if not visit.is_document:
            if remembered.page_known.absent:
                return list(self.walk.failed(visit))
            self.found |= self.memory.reports(visit.url)  # of a report at a column's address
            page = self._stored(remembered, visit)
            if page is None:
                return None
            self._meet_owner(page, visit)
            return self.walk.page(page, visit)
        self.found |= self.memory.reports(visit.url)
        led: list[Visit] = []
        partly = not remembered.whole and remembered.digest and visit.kind != "attachment"
        if partly and (page := self._stored(remembered, visit)):
            article, files = self.walk.article(page, visit)
            self.leads.offer(leads(page.url, visit, article, self.owner) if article else ())
            led += files
        if visit.kind == "endpoint":
            led += self.walk.answered(visit, not remembered.known.absent)
        return led

    def _meet_owner(self, page: Page, visit: Visit) -> None:
        """Whose portal it is, where no site file says so: its home page does."""
        if visit.is_start and self.site is None:
            self.owner = self.owner or owner(page)

    def _stored(self, remembered: Remembered, visit: Visit) -> Page | None:
        """The page as it was kept."""
        try:
            return stored_page(remembered, store().get(remembered.digest or ""), visit.link.form)
        except StoreError as error:
            self.logger.warning("%s: %s", visit.url, error)
            return None

    def idle(self) -> None:
        """Everything has been answered: the walk may open another door, or search."""
        while visits := self.walk.more(len(self.found)):
            if requests := [asked for asked in self.ask(visits) if isinstance(asked, Request)]:
                for request in requests:
                    self.crawler.engine.crawl(request)
                raise DontCloseSpider
        self.crawler.stats.set_value("walk/doors_left_closed", len(self.walk.doors))

    def _request(self, visit: Visit, remembered: Remembered | None, *, conditional: bool) -> Request:
        meta: dict[str, Any] = {"known": remembered} if remembered else {}
        if conditional:
            meta["remembered"] = remembered
        link = visit.link
        how: dict[str, Any] = {
            "headers": dict(link.headers),
            "callback": self.parse_document if visit.is_document else self.parse_page,
            "errback": self.failed,
            "cb_kwargs": {"visit": visit},
            "priority": visit.priority,
            "meta": meta,
            # an agency's years follow each other, and a file has its article: their answer must come, even where
            # a redirect leads to what was asked before
            "dont_filter": visit.kind in ("endpoint", "attachment") or visit.rendered,
        }
        if visit.rendered:
            meta["render"] = True
        if link.form is not None and link.as_json:
            return JsonRequest(link.url, data=nested(link.form), **how)
        if link.form is not None:
            return FormRequest(link.url, formdata=list(link.form), **how)
        return Request(link.url, **how)

    # answers

    def parse_page(self, response: Response, visit: Visit) -> Output:
        """A page of the way: what it shows decides what is asked next."""
        page = page_of(response, visit.link.form)
        if page is None:
            return
        if self._is_empty(page, visit):
            yield from self._render(response, visit)
            return
        self._meet_owner(page, visit)
        known: Remembered | None = response.meta.get("known")
        before = None
        if known and known.digest and REVISIT not in response.flags:
            before = self._stored(known, visit)
        if before and visit.annual and emptied(before, page):
            count(self.crawler.stats, "emptied", "list", place_of(visit.url))
            self.logger.warning("%s had items before and shows none: its old items stand", visit.url)
            yield self._deliver(response, visit, None, EMPTIED, known.digest if known else None)
            yield from self.ask(self.walk.page(before, visit))
            return
        annual = visit.annual
        stirred = before is not None and shown(before, annual=annual) != shown(page, annual=annual)
        led = self.walk.page(page, visit, stirred=stirred)
        if document := self.walk.report_on(page, visit, led):
            yield from self.parse_document(response, document)
        else:
            yield self._deliver(response, visit)
        yield from self.ask(led)

    def parse_document(self, response: Response, visit: Visit) -> Output:
        """A report, or what its link called one: kept, read, and its attachments asked for."""
        article: Article | None = None
        visits: list[Visit] = []
        present = True
        if visit.kind != "attachment" and (page := page_of(response)):
            if self._is_empty(page, visit):
                yield from self._render(response, visit)
                return
            article, visits = self.walk.article(page, visit)
            present = article is not None
        if visit.kind == "endpoint":
            yield from self.ask(self.walk.answered(visit, present))
        outcome = "no_report" if visit.kind == "endpoint" and not present else None
        item = self._deliver(response, visit, article, outcome)
        if article and article.page_count > 1:
            yield from SplitArticle(item, article, visit, self._deliver).ask()
        else:
            yield item
        yield from self.ask(visits)

    @staticmethod
    def _is_empty(page: Page, visit: Visit) -> bool:
        """Whether a browser must fill the page first: not where the page says by itself where to go on."""
        if visit.rendered or visit.link.form is not None or visit.kind == "script" or not is_shell(page):
            return False
        listing = cms.listing(page)
        return cms.redirect(page) is None and not (listing and (listing.items or listing.more))

    def _is_known_shell(self, visit: Visit, remembered: Remembered | None) -> bool:
        """Whether a plain request would be wasted: the page was empty without a browser when it was last fetched,
        or its path was in this run, whatever the query (…/details?id=…)."""
        if visit.link.form is not None or visit.kind in ("script", "attachment") or self.arguments.full:
            return False
        return bool(remembered and remembered.rendered) or visit.url.partition("?")[0] in self.shells

    def _knock(self, visit: Visit) -> Request:
        """A plain request for the page where the walk begins, when a browser need not fill it yet: every run asks
        whether the portal is there."""
        return Request(visit.url, callback=self.parse_knock, errback=self.failed, cb_kwargs={"visit": visit})

    def parse_knock(self, response: Response, visit: Visit) -> Output:
        """An empty shell, as ever: what filled it stands. A page of its own takes its place."""
        page = page_of(response)
        if page is not None and not self._is_empty(page, visit):
            yield from self.parse_page(response, visit)

    def _render(self, response: Response, visit: Visit) -> Output:
        """The same page once more, by a browser; its raw answer is kept apart."""
        self.shells.add(visit.url.partition("?")[0])
        yield deliver(response, visit, None, site=self.site_name, run_id=self.run_id, empty=True)
        yield self._request(replace(visit, rendered=True), None, conditional=False)

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
            yield self._deliver(error.response, visit, None, OUTCOMES.get(blocked.kind) if blocked else None)
        elif isinstance(error, NoBrowserError):
            self.logger.warning("%s", error)
        elif isinstance(error, IgnoreRequest):
            # not sent: off the list, forbidden by robots.txt, or a host that is left alone
            if visit.is_document:
                return
        else:
            self.crawler.stats.inc_value(f"{what}/failed")
            self.logger.warning("No answer from %s: %s", request.url, error or type(error).__name__)
        if visit.kind == "endpoint":
            gone = isinstance(error, HttpError) and error.response.status in GONE
            yield from self.ask(self.walk.answered(visit, False if absent else None, gone=gone))
        else:
            yield from self.ask(self.walk.failed(visit))

    def _deliver(
        self,
        response: Response,
        visit: Visit,
        article: Article | None = None,
        outcome: str | None = None,
        digest: str | None = None,
    ) -> Item:
        site, run_id, owner = self.site_name, self.run_id, self.owner
        item = deliver(
            response, visit, article, site=site, run_id=run_id, outcome=outcome, digest=digest, owner=owner
        )
        self.leads.offer(item.capture.leads)
        return item
