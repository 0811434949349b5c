"""`scrapy worker`: takes crawls, archive visits and re-readings from the queue and runs them."""

from __future__ import annotations

import argparse
import logging
import sys

from scrapy.exceptions import UsageError
from scrapy.utils.log import configure_logging

from crawler.dbcommand import DatabaseCommand
from crawler.jobs.tasks import KINDS
from crawler.jobs.worker import SILENT, Options, work


class Command(DatabaseCommand):
    """Exit 0 when it was told to stop (TERM, Ctrl-C) or, with --once, when nothing is left to do; 4 without a
    database. Jobs under way are handed back, and another worker takes them up."""

    def syntax(self) -> str:
        return "[--concurrency N] [--queues crawl,reread,archive] [--once]"

    def short_desc(self) -> str:
        return "Run jobs from the queue (scrapy enqueue, scrapy scheduler), on as many machines as you like"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--concurrency", type=int, default=1, metavar="N", help="jobs at once (default: 1)")
        parser.add_argument("--queues", metavar="NAMES", help=f"of {','.join(KINDS)} (default: all)")
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")
        parser.add_argument(
            "--silent", type=float, default=SILENT, metavar="SECONDS",
            help="after so long without a heartbeat a worker passes for dead and its jobs go to others "
            "(default: %(default)g; the same for all workers)",
        )  # fmt: skip

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError("a worker takes no arguments; scrapy enqueue names the work")
        if opts.concurrency < 1 or opts.silent <= 0:
            raise UsageError("--concurrency is at least 1, --silent above 0")
        queues = opts.queues.split(",") if opts.queues else None
        if unknown := sorted(set(queues or ()) - set(KINDS)):
            raise UsageError(f"no queue {', '.join(unknown)} (known: {', '.join(KINDS)})")
        assert self.settings is not None
        configure_logging({"LOG_FORMAT": self.settings["LOG_FORMAT"], "LOG_LEVEL": "INFO"})
        logging.getLogger("alembic").setLevel(logging.WARNING)
        work(Options(opts.concurrency, queues, opts.once, opts.silent, opts.set))
        sys.stderr.flush()
