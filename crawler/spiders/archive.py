"""The archive spider: the walk of the portal spider, through what a web archive has kept of the portal."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from scrapy import Request
from scrapy.exceptions import DontCloseSpider
from scrapy.settings import BaseSettings
from sqlalchemy.orm import Session

from crawler import cms
from crawler.archives.access import PROVENANCE, Access, ArchiveFailedError, NotArchivedError, Provenance
from crawler.archives.arguments import ArchiveArguments, parse
from crawler.archives.base import ArchiveError
from crawler.archives.candidates import UNTITLED, endpoints, shape, siblings
from crawler.archives.knowledge import FETCHED, MEMENTO, Gaps, know
from crawler.arguments import ArgumentError
from crawler.cms.base import Link
from crawler.delivery import page_of
from crawler.fingerprint import asked_as, key_of
from crawler.hosts import HostPolicy, host_of
from crawler.memory import Memory
from crawler.middlewares.archive import SKIP, WANTED
from crawler.registry import SITES, SiteError, load_site
from crawler.resolver import PublicResolver
from crawler.spiders.portal import PortalSpider
from crawler.visit import Visit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.spiders.portal import Output


class ArchiveSpider(PortalSpider):
    """`scrapy crawl archive -a source=wayback|commoncrawl|cdx|warc -a site=SITE|-a gaps=SITE|-a url=PREFIX`.

    Pages, lists and adapters are those of the live crawl; only where an answer comes from differs
    (crawler/archives). After the walk comes what the archive's index names besides, then documents of ours that
    fail by now, then the older captures of the lists.
    """

    name = "archive"
    command: ClassVar[str] = "archive"

    archive: Access
    archive_hosts: HostPolicy
    portal_hosts: HostPolicy
    asked: ArchiveArguments

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Slower than a portal by default; an archive's own floor is in archives.toml."""
        super().update_settings(settings)
        settings.set("DOWNLOAD_DELAY", 4.0, priority="spider")
        settings.set("AUTOTHROTTLE_START_DELAY", 4.0, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Raises ArgumentError for arguments that make no sense."""
        asked = parse(kwargs, date.today().year)  # noqa: DTZ011
        bound = cls
        if asked.site:
            try:
                site = load_site(asked.site, Path(crawler.settings.get("SITES_DIR") or SITES))
            except SiteError as error:
                raise ArgumentError(str(error)) from None
            bound = type(cls.__name__, (cls,), {"site": site, "__module__": cls.__module__})
        walk = dict(asked.walk)
        prefix = walk.pop("url", None) if asked.site else None
        spider = super(ArchiveSpider, bound).from_crawler(crawler, *args, **walk)
        spider.asked, spider.prefix = asked, prefix
        spider.portal_hosts = spider.hosts
        spider.archive_hosts = HostPolicy.of_hosts(asked.hosts)
        spider.hosts = HostPolicy(spider.portal_hosts.hosts | asked.hosts, spider.portal_hosts.domain)
        # the admin has named the archive: it may be inside
        PublicResolver.exempt |= {host.partition(":")[0] for host in asked.hosts}
        scope = asked.scope(spider.portal_hosts, spider.arguments.years)
        most = crawler.settings.getint("ARCHIVE_CAPTURES")
        spider.archive = Access(asked.archive(crawler), scope, crawler, most)
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefix: str | None = None
        self._ways: Iterator[Iterable[Request]] = iter(())
        self._lists: dict[str, Visit] = {}
        self._travelled: set[tuple[str, str]] = set()
        self._shapes: Counter[str] = Counter()

    @classmethod
    def recorded_as(cls, given: Mapping[str, str], this_year: int) -> str:
        asked = parse(given, this_year)
        return asked.site or host_of(asked.walk.get("url", "")) or cls.name

    @property
    def gaps(self) -> Gaps | None:
        """What is to be filled; None where everything is wanted."""
        return self.archive.known.gaps

    def told(self) -> dict[str, Any]:
        asked = self.asked
        return super().told() | {
            "source": asked.source,
            "archive": asked.name,
            "endpoint": asked.endpoint,
            "files": [path.name for path in asked.files],
            "url": asked.walk.get("url"),
            "gaps": asked.gaps,
            "from": asked.first,
            "to": asked.last,
        }

    def recall(self, opened: Session) -> Memory:
        """The portal's memory is of live answers; what an archive has given is known by page and time."""
        self.archive.known = know(opened, self.site_name, gaps=self.asked.gaps)
        return Memory()

    # the order in which things are asked

    async def start(self) -> AsyncIterator[Any]:
        try:
            await self.archive.load()
        except ArchiveError as error:
            self.crawler.stats.set_value("archive/unavailable", str(error))
            self.logger.error("%s", error)
            return
        self._ways = self._in_order()
        for request in self._next():
            yield request

    def idle(self) -> None:
        if requests := self._next():
            for request in requests:
                self.crawler.engine.crawl(request)
            raise DontCloseSpider
        if self.gaps is not None:
            self.crawler.stats.set_value("archive/gaps", len(self.gaps))
            self.crawler.stats.set_value("archive/gaps_filled", self.gaps.filled(self.found))

    def _next(self) -> list[Request]:
        """The requests of the next way that has any; none once the gaps are filled."""
        for way in self._ways:
            if self.gaps is not None and self.gaps.filled(self.found) == len(self.gaps):
                return []
            if requests := list(way):
                return requests
        return []

    def _in_order(self) -> Iterator[Iterable[Request]]:
        if self.gaps is not None:
            yield self._requests(endpoints(self.archive.index, self.walk, self.archive.known))
            yield self._requests(self._failing())
        given = self.prefix or self.arguments.url
        own = [Visit("page", Link(given), score=5, depth=1)] if given else []
        yield self._requests([*self.walk.start(), *self._fresh(own), *self._fresh(self.archive.known.lists)])
        while visits := self.walk.more(len(self.found)):
            yield self._requests(visits)
        yield self._requests(endpoints(self.archive.index, self.walk, self.archive.known))
        yield self._requests(self._failing())
        while True:
            more = [
                self._requests(siblings(self.archive.index, self.walk, self._shapes)),
                self._earlier(),
                (request for visits in iter(lambda: self.walk.more(1), []) for request in self._requests(visits)),
            ]
            asked = 0
            for way in more:
                requests = list(way)
                asked += len(requests)
                yield requests
            if not asked:
                return

    def _failing(self) -> Iterator[Visit]:
        """Documents of ours that fail by now."""
        for visit in self._fresh(self.archive.known.failing):
            if self.arguments.wants_year(visit.year):
                yield visit

    def _fresh(self, visits: Iterable[Visit]) -> Iterator[Visit]:
        for visit in visits:
            yield from self.walk.new(visit)

    def _requests(self, visits: Iterable[Visit]) -> Iterator[Request]:
        yield from (asked for asked in self.ask(visits) if isinstance(asked, Request))

    def _earlier(self) -> Iterator[Request]:
        """The lists as they were in other years; what they lead to is wanted as of then."""
        for key, visit in list(self._lists.items()):
            for entry in self.archive.index.earlier(asked_as(visit.link)):
                if (key, entry.stamp) not in self._travelled:
                    self._travelled.add((key, entry.stamp))
                    request = self._request(visit, None, conditional=False)
                    request.meta[WANTED] = entry.moment
                    yield request.replace(dont_filter=True)

    def ask(self, visits: Iterable[Visit]) -> Output:
        return super().ask(self._askable(visits))

    def _askable(self, visits: Iterable[Visit]) -> Iterator[Visit]:
        """What the archive may have and, where only gaps are to be filled, what may fill one."""
        waiting = deque(visits)
        while waiting:
            visit = waiting.popleft()
            url = asked_as(visit.link)
            gaps = self.gaps
            if visit.is_document and gaps is not None and not gaps.may_fill(visit, key_of(url), self.found):
                if visit.kind == "endpoint":  # it is there: the agency's older years may not be
                    waiting.extend(self.walk.answered(visit, True))
            elif not self.archive.lacks(url):
                yield visit
            elif visit.kind == "endpoint":
                waiting.extend(self.walk.answered(visit, None))
            elif not visit.is_document:
                self.walk.doors.credit(visit)  # that it was not archived tells nothing of its siblings
                waiting.extend(self.walk.failed(visit))

    # answers

    def parse_page(self, response: Response, visit: Visit) -> Output:
        provenance: Provenance = response.meta[PROVENANCE]
        key = key_of(asked_as(visit.link))
        self._travelled.add((key, f"{provenance.moment:%Y%m%d%H%M%S}"))
        if visit.kind == "page" and (visit.annual or visit.is_start or visit.root):
            self._lists.setdefault(key, visit)
        page = page_of(response) if visit.kind == "page" and visit.score == UNTITLED else None
        if page is not None and (document := self.walk.report_on(page, visit, ())):
            # its files are an article's, not reports that a list names
            yield from self.parse_document(response, document)
        else:
            yield from self._as_of(response, super().parse_page(response, visit))

    def parse_document(self, response: Response, visit: Visit) -> Output:
        skip = response.meta.get(SKIP, 0) + 1
        if visit.kind != "attachment" and (page := page_of(response)) is not None:
            gone = cms.article(page) is None and cms.redirect(page) is None
            if gone and self.archive.has_more(asked_as(visit.link), response.meta.get(WANTED), skip):
                # by then the portal showed something else at this address
                assert response.request is not None
                again = self._request(visit, None, conditional=False)
                again.meta.update({SKIP: skip, WANTED: response.meta.get(WANTED)})
                yield again.replace(dont_filter=True)
                return
            if not gone:
                self._shapes[shape(visit.url)] += 1
        yield from self._as_of(response, super().parse_document(response, visit))

    def failed(self, failure: Failure) -> Output:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        visit: Visit = request.cb_kwargs["visit"]
        if isinstance(failure.value, NotArchivedError | ArchiveFailedError):
            if visit.kind == "endpoint":
                yield from self.ask(self.walk.answered(visit, None))
            elif not visit.is_document:
                yield from self.ask(self.walk.failed(visit))
            return
        yield from super().failed(failure)

    @staticmethod
    def _as_of(response: Response, output: Output) -> Output:
        """What a page of another time leads to is wanted as of that time."""
        for out in output:
            if isinstance(out, Request) and response.meta.get(WANTED) and WANTED not in out.meta:
                out.meta[WANTED] = response.meta[WANTED]
            yield out

    @staticmethod
    def _is_empty(page: Any, visit: Visit) -> bool:
        """No browser fills a page of an archive: its scripts would ask the live portal."""
        return False

    def _deliver(self, response: Response, visit: Visit, *args: Any, **kwargs: Any) -> Any:
        """The capture of the archive: its time is the archive's, and no request of ours reached the portal."""
        item = super()._deliver(response, visit, *args, **kwargs)
        provenance: Provenance = response.meta[PROVENANCE]
        capture = item.capture
        capture.kind, capture.archive, capture.request = "archived", provenance.archive, None
        capture.fetched_at = provenance.moment
        fetched = provenance.fetched.isoformat(timespec="seconds")
        capture.headers = [*capture.headers, (MEMENTO, provenance.source), (FETCHED, fetched)]
        return item
