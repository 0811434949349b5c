"""`scrapy crawl SITE`: Scrapy's command with a lock, a ledger, a summary for a person, and exit codes for cron."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from datetime import date

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.alarms.watch import raise_killed
from crawler.arguments import ArgumentError
from crawler.exitcodes import ExitCode, without_database
from crawler.extensions.ledger import Ledger, tell
from crawler.spiders.portal import PortalSpider
from models.ledger import SiteLock, mark_crashed
from models.schema import ensure_schema
from models.session import DatabaseUnavailable

logger = logging.getLogger(__name__)

# What these say at the start of every run is of use to a developer only: scrapy crawl SITE -L INFO
CHATTY = (
    "alembic",
    "scrapy.addons",
    "scrapy.crawler",
    "scrapy.extensions.memusage",
    "scrapy.middleware",
)


class Command(ScrapyCrawl):
    """Overrides Scrapy's own crawl, which exits 0 on nearly every failure."""

    def short_desc(self) -> str:
        return "Crawl one portal (scrapy list names them)"

    def long_desc(self) -> str:
        return (
            "Crawl one portal, incrementally unless -a full=1. -a years=2021-2024, -a agency=NAME_OR_CODE crawl "
            "a part of it; `crawl portal -a url=http://www.example.gov.cn/` one without a site file. Exit codes: "
            "0 well, 1 crash, 2 usage, 3 fewer reports than expected or unreachable, 4 no database, 5 locked, "
            "6 blocked by the site, 7 a limit ended the run, 8 disk full."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        if not opts.loglevel and not opts.logfile and sys.stderr.isatty():
            # at a terminal the progress line speaks; the log keeps to what went wrong
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        name = self._checked(args, opts)
        for chatty in () if opts.loglevel else CHATTY:
            logging.getLogger(chatty).setLevel(logging.WARNING)
        if not os.environ.get("GONGKAI_CONTACT"):
            logger.warning(
                "GONGKAI_CONTACT is not set: a portal's admin will not know whom to ask about this crawl"
            )
        try:
            ensure_schema()
            with SiteLock(name) as lock:
                if not lock.acquire():
                    self._end(
                        ExitCode.LOCKED, f"another run of {name} is under way; scrapy status {name} shows it"
                    )
                    return
                if dead := mark_crashed(lock):
                    which = ", ".join(map(str, dead))
                    print(f"{name}: run {which} never ended (killed?) and is marked as crashed", file=sys.stderr)
                    raise_killed(name, dead)
                    tell()
                self._crawl(args[0], name, opts)
        except DatabaseUnavailable as error:
            self._end(without_database(error), str(error))

    def _checked(self, args: list[str], opts: argparse.Namespace) -> str:
        """The name under which the site is locked and recorded. UsageError for what cannot be meant."""
        if len(args) != 1:
            raise UsageError("name one portal: scrapy crawl SITE (scrapy list names them)", print_help=False)
        assert self.crawler_process is not None and self.settings is not None
        if self.settings["JOBDIR"]:
            # after a kill it would crawl nothing and say that all is well (SCRAPY.md fact 2)
            raise UsageError(
                "JOBDIR is not for this project: the database knows where to carry on", print_help=False
            )
        try:
            spider = self.crawler_process.spider_loader.load(args[0])
        except KeyError:
            raise UsageError(
                f"no portal named {args[0]}; scrapy list names them, and one without a site file is crawled by "
                "scrapy crawl portal -a url=http://…",
                print_help=False,
            ) from None
        if not issubclass(spider, PortalSpider):
            return str(spider.name)
        try:
            return spider.recorded_as(opts.spargs, date.today().year)  # noqa: DTZ011
        except ArgumentError as error:
            raise UsageError(str(error), print_help=False) from None

    def _crawl(self, spider: str, name: str, opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(spider)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        ledger = crawler.get_extension(Ledger) if crawler._extensions else None
        if ledger is None or ledger.outcome is None:
            self._end(ExitCode.CRASH, "the crawl did not come to its end: see the log")
            return
        outcome, counted = ledger.outcome, ledger.counts
        took = crawler.stats.get_value("elapsed_time_seconds") or 0
        print(
            f"{name}: {outcome.reason} in {took:.0f} s – {counted['requests']} requests, "
            f"{counted['reports_found']} reports ({counted['reports_new']} new, {counted['reports_changed']} "
            f"changed), {counted['captures']} answers kept, {counted['revisits']} of them unchanged"
        )
        if (gaps := crawler.stats.get_value("archive/gaps")) is not None:
            print(f"  {crawler.stats.get_value('archive/gaps_filled')} of {gaps} gaps filled")
        for what in ("unassigned", "unreadable", "errors"):
            if counted[what]:
                print(f"  {counted[what]} {what}")
        if outcome.code:
            self._end(outcome.code, outcome.message)

    def _end(self, code: ExitCode, message: str) -> None:
        self.exitcode = int(code)
        print(f"scrapy crawl: {message} (exit code {int(code)})", file=sys.stderr)
