"""Extension: the run's row in the ledger – opened before the first request, closed with what came of it."""

from __future__ import annotations

import json
import logging
import platform
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.utils.asyncio import run_in_thread
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from crawler.alarms.book import record
from crawler.alarms.send import AlarmAddressError, send_untold
from crawler.extensions.quietlog import redact
from crawler.history import FILL, fill_of, last_good
from crawler.memory import Memory, ReportKey, named
from crawler.outcome import Coverage, Expected, Facts, LastGood, Outcome, judge
from crawler.registry import Site
from crawler.statistics import judged
from models.ledger import close_run, open_run
from models.reports import Report
from models.session import DatabaseUnavailable, session
from pipelines.fatal import DATABASE, DISK
from pipelines.reading import READER_VERSION
from pipelines.register import ensure_site, resolve_agency
from pipelines.report import Identity

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.portal import PortalSpider

logger = logging.getLogger(__name__)

SHORT = "lists/short/"
"""Prefix in a run's statistics: a list that declares more items than its pages showed, and both numbers."""
MOST_SHORT = 50  # lists in the statistics


class Ledger:
    """Opens and closes the run; gives the spider its `run_id` and its `memory`. `outcome` is the run's end."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.outcome: Outcome | None = None
        self.counts: dict[str, int] = {}
        self.last_good: LastGood | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(extension.item_error, signal=signals.item_error)
        return extension

    def item_error(self) -> None:
        self.crawler.stats.inc_value("items/failed")

    async def spider_opened(self, spider: PortalSpider) -> None:
        try:
            spider.run_id, spider.memory, names, self.last_good = await run_in_thread(_open, spider)
        except DatabaseUnavailable as error:
            self.crawler.stats.set_value(f"fatal/{DATABASE}", str(error))
            raise CloseSpider(DATABASE) from None
        spider.walk.learn(names)

    async def spider_closed(self, spider: PortalSpider, reason: str) -> None:
        stats = self.crawler.stats.get_stats()
        self.counts = counts(stats, len(spider.found))
        short = list(spider.walk.short_lists())
        for address, declared, seen in short[:MOST_SHORT]:
            stats[SHORT + address] = f"{seen} of {declared}"
        try:
            found, fill = await run_in_thread(_coverage, frozenset(spider.found))
            stats.update({f"{FILL}{year}": share for year, share in fill.items()})
        except DatabaseUnavailable as error:
            stats.setdefault(f"fatal/{DATABASE}", str(error))
            found = Coverage(len(spider.found))
        self.outcome = judge(facts(reason, stats, spider, found, self.last_good, short))
        tell_stats(stats, spider.run_id)
        if spider.run_id is None:
            return
        try:
            await run_in_thread(_close, spider, self.outcome, self.counts, stats)
        except DatabaseUnavailable as error:
            logger.error("Run %d stays open in the ledger, the next run closes it: %s", spider.run_id, error)
            return
        await run_in_thread(tell)


def tell_stats(stats: Mapping[str, Any], run_id: int | None) -> None:
    """The log's last lines: what wants a look, stat by stat, and what to do (docs/reading-a-run.md)."""
    judgements = judged(stats)
    doubtful = [each for each in judgements if each.good is False]
    for stat, value, _, meaning, look in doubtful:
        logger.info("Wants a look: %s = %s, %s. %s", stat, value, meaning, look)
    logger.info("%d of %d stats want a look; scrapy runs --run %s", len(doubtful), len(judgements), run_id)


def tell() -> None:
    """Send what the book of alarms has to tell. A sending that fails is tried again by the next run, and never
    fails this one."""
    try:
        sent = send_untold()
    except (AlarmAddressError, DatabaseUnavailable) as error:
        logger.error("No alarm could be sent: %s", error)
        return
    for why in sent.errors if sent else ():
        logger.error("An alarm could not be sent (scrapy alarms send tries again): %s", why)


def _open(spider: PortalSpider) -> tuple[int, Memory, set[str], LastGood | None]:
    site, name, given = spider.site, spider.site_name, spider.arguments
    args = {key: value for key, value in spider.told().items() if value}
    versions = {"reader": READER_VERSION, "scrapy": scrapy.__version__, "python": platform.python_version()}
    with session() as opened:
        if site:
            ensure_site(opened, name, site.title, site.home, site.region.code, site.region.name)
            declare(opened, site)
        else:
            ensure_site(opened, name, home=given.url)
        run_id = open_run(opened, name, spider.command, args, versions)
    with session() as opened:
        names = named(opened, given.agency) if given.agency else set()
        good = last_good(opened, name) if spider.command == "crawl" else None
        return run_id, spider.recall(opened), names, good


def declare(opened: Session, site: Site) -> None:
    """Agencies of the site file enter the register before any report of theirs, so that coverage can miss them."""
    for agency in site.agencies:
        identity = Identity(agency=agency.name, agency_code=agency.code, agency_evidence="operator")
        resolve_agency(opened, identity, site.region.code, site.region.name, site.name)


def _coverage(found: frozenset[ReportKey]) -> tuple[Coverage, dict[str, float]]:
    """Agencies and years of the reports that were seen and stand, and how full their tables are."""
    if not found:
        return Coverage(), {}
    with session() as opened:
        stands = (Report.withdrawn_at.is_(None), tuple_(Report.agency_id, Report.year).in_(found))
        reports, agencies, years = opened.execute(
            select(
                func.count(),
                func.count(func.distinct(Report.agency_id)),
                func.array_agg(func.distinct(Report.year)),
            ).where(*stands)
        ).one()
        fill = fill_of(opened, found)
    return Coverage(reports, agencies, frozenset(years or ())), fill


def _close(spider: PortalSpider, outcome: Outcome, counted: Mapping[str, int], stats: Mapping[str, Any]) -> None:
    run_id = spider.run_id or 0
    plain = json.loads(redact(json.dumps(dict(stats), default=str, ensure_ascii=False)))
    with session() as opened:
        close_run(opened, run_id, outcome.reason, int(outcome.code), counted, plain, outcome.message or None)
        record(opened, spider.site_name, spider.command, run_id, outcome, partial=spider.arguments.partial)


def counts(stats: Mapping[str, Any], found: int) -> dict[str, int]:
    """The counters of the ledger from Scrapy's statistics and ours."""

    def of(name: str) -> int:
        return int(stats.get(name, 0))

    def below(prefix: str) -> int:
        return sum(value for key, value in stats.items() if key.startswith(prefix) and isinstance(value, int))

    return {
        "requests": of("downloader/request_count"),
        "pages": of("response_received_count"),
        "captures": of("documents/captures"),
        "revisits": of("documents/revisits"),
        "reports_found": found,
        "reports_new": of("documents/change/new"),
        "reports_changed": of("documents/change/changed"),
        "unassigned": of("documents/outcome/unassigned"),
        "unreadable": of("documents/outcome/unreadable"),
        "not_reports": of("documents/outcome/not_a_report"),
        "blocked": below("blocked/challenge/") + below("blocked/waf/"),
        "errors": of("spider_exceptions/count") + of("items/failed") + of("documents/failed") + of("pages/failed"),
    }


def facts(
    reason: str,
    stats: Mapping[str, Any],
    spider: PortalSpider,
    found: Coverage,
    good: LastGood | None,
    short: Sequence[tuple[str, int, int]] = (),
) -> Facts:
    """What `judge` needs to know."""

    def below(prefix: str) -> dict[str, Any]:
        return {key.removeprefix(prefix): value for key, value in stats.items() if key.startswith(prefix)}

    archive = spider.command == "archive"
    expect = spider.site.expect if spider.site and not archive else None
    statuses = below("downloader/response_status_count/")
    return Facts(
        reason=reason,
        found=found,
        expected=Expected(expect.reports, expect.agencies, expect.years, expect.fill, expect.unlisted)
        if expect
        else None,
        last_good=good,
        fill=below(FILL),
        short=short,
        partial=spider.arguments.partial or archive,
        archive=archive,
        archive_failed=stats.get("archive/unavailable") or stats.get("archive/last_failure"),
        answers=sum(number for status, number in statuses.items() if int(status) < 500),
        blocked=[f"{host} ({name})" for host, name in below("blocked/host/").items()],
        challenged=bool(below("blocked/challenge/")),
        forbidden=sum(below("blocked/forbidden/").values()),
        robots_forbidden=sum(below("robots/forbidden/").values()),
        down=[f"{host}: {why}" for host, why in below("failed/").items()],
        unrendered=int(stats.get("render/no_browser", 0)),
        errors=int(stats.get("spider_exceptions/count", 0)) + int(stats.get("items/failed", 0)),
        lost=stats.get(f"fatal/{DATABASE}"),
        disk_full=stats.get(f"fatal/{DISK}"),
    )
