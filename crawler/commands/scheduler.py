"""`scrapy scheduler`: puts each portal's crawl into the queue when its site file's [schedule] says so."""

from __future__ import annotations

import argparse
import logging
import signal
from pathlib import Path
from threading import Event

from scrapy.exceptions import UsageError
from scrapy.utils.log import configure_logging

from crawler.dbcommand import DatabaseCommand
from crawler.jobs.scheduler import forget, tick
from crawler.registry import SITES, SiteError, all_sites
from models.session import DatabaseUnavailable

logger = logging.getLogger("scheduler")

FORGET_EVERY = 24 * 3600.0  # seconds


class Command(DatabaseCommand):
    """Runs until it is told to stop (TERM, Ctrl-C); with --once, for a cron that wants to keep the time."""

    def syntax(self) -> str:
        return "[--once] [--every SECONDS]"

    def short_desc(self) -> str:
        return "Put the crawls that are due into the queue"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--once", action="store_true", help="look once, then stop")
        parser.add_argument(
            "--every", type=float, default=60.0, metavar="SECONDS", help="between two looks (default: %(default)g)"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or opts.every <= 0:
            raise UsageError("scrapy scheduler takes no arguments, and --every is above 0")
        assert self.settings is not None
        configure_logging({"LOG_FORMAT": self.settings["LOG_FORMAT"], "LOG_LEVEL": "INFO"})
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        if opts.once:
            self._look()
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        left = 0.0
        while not stop.is_set():
            try:
                self._look()
                if left <= 0:
                    forget()
                    left = FORGET_EVERY
            except (DatabaseUnavailable, SiteError) as error:  # both pass: a restart, a file half written
                logger.error("%s", error)
            left -= opts.every
            stop.wait(opts.every)

    def _look(self) -> None:
        assert self.settings is not None
        # anew each time: a site file that was added or changed counts at once
        for queued in tick(all_sites(Path(self.settings.get("SITES_DIR") or SITES))):
            arguments = queued.wanted.arguments
            logger.info("%s is due since %s: job %s", arguments["site"], arguments["slot"], queued.job_id)
