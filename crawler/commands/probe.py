"""`scrapy probe URL`: a polite short look at a portal, and a draft of its site file. No database is needed."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.arguments import ArgumentError, parse
from crawler.exitcodes import ExitCode
from crawler.probe.draft import draft, name_of
from crawler.probe.look import Look
from crawler.probe.region import Division
from crawler.probe.screen import show
from crawler.probe.spider import ProbeSpider
from crawler.registry import SITES, Problem, lint

REQUESTS = 15
FEWEST = 3  # robots.txt, the home page, and one more


class Command(ScrapyCommand):
    """One look, one table a question, one draft."""

    requires_project = True

    def syntax(self) -> str:
        return "URL [--requests N] [--json] [--region CODE:NAME] [--write NAME]"

    def short_desc(self) -> str:
        return "Look at a portal for a moment, and draft its site file"

    def long_desc(self) -> str:
        return (
            f"Asks about {REQUESTS} pages of a portal, keeps nothing, and prints its CMS, annual columns, "
            "agencies, first reports, robots.txt and obstacles, with a draft of a site file; --write NAME checks "
            "the draft and writes crawler/sites/NAME.toml. Exit codes: 0 reports were seen, 2 usage or a draft "
            "that lacks something, 3 no report was seen, 6 none was, for the site blocks us."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--requests", type=int, default=REQUESTS, metavar="N", help="at most so many (15)")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
        parser.add_argument("--region", metavar="CODE:NAME", help="the region, e.g. 371002:威海市环翠区")
        parser.add_argument("--write", metavar="NAME", help="write the draft to crawler/sites/NAME.toml")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        if not opts.loglevel and not opts.logfile:
            self.settings.set("LOG_LEVEL", "ERROR", priority="cmdline")  # the tables tell the rest

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        target = self._checked(args, opts)
        region = _region(opts.region)
        assert self.crawler_process is not None and self.settings is not None
        # robots.txt, redirects and retries count: the host cannot tell them apart
        self.settings.set("PAGE_BUDGET", opts.requests, priority="cmdline")
        crawler = self.crawler_process.create_crawler(ProbeSpider)
        self.crawler_process.crawl(crawler, url=args[0])
        self.crawler_process.start()
        if not isinstance(crawler.spider, ProbeSpider):
            self._end(ExitCode.CRASH, "the probe did not come to its end: see the log")
            return
        look = crawler.spider.look
        look.stats = crawler.stats.get_stats()
        text = draft(look, date.today(), region)  # noqa: DTZ011  the maintainer's calendar
        problems = check(text, target.stem if target else name_of(args[0]))
        if opts.json:
            print(
                json.dumps(look.as_dict() | {"draft": text, "problems": [*map(str, problems)]}, ensure_ascii=False)
            )
        else:
            show(look, text, problems)
        self._judge(look, "" if not target or problems else _written(target, text), problems if target else [])

    def _checked(self, args: list[str], opts: argparse.Namespace) -> Path | None:
        """Where the draft is to be written. UsageError for what cannot be meant."""
        if len(args) != 1:
            raise UsageError("give one URL: scrapy probe http://www.example.gov.cn/", print_help=False)
        try:
            parse({"url": args[0]}, date.today().year, needs_url=True)  # noqa: DTZ011
        except ArgumentError as error:
            raise UsageError(str(error), print_help=False) from None
        if opts.requests < FEWEST:
            raise UsageError(f"--requests {opts.requests}: a look needs {FEWEST} at least", print_help=False)
        if not opts.write:
            return None
        assert self.settings is not None
        target = Path(self.settings.get("SITES_DIR") or SITES) / f"{opts.write}.toml"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", opts.write):
            raise UsageError(f"--write {opts.write}: a name like huancui, no path", print_help=False)
        if target.exists():
            raise UsageError(f"{target} exists: choose another name, or remove it first", print_help=False)
        return target

    def _judge(self, look: Look, written: str, problems: list[Problem]) -> None:
        if written:
            print(written, file=sys.stderr)
        blocked = [key for key in look.stats if key.startswith("blocked/host/")]
        if look.reports and problems:
            self._end(ExitCode.USAGE, "the draft is not written: it lacks what is said above; --region CODE:NAME")
        elif not look.reports and blocked:
            self._end(ExitCode.BLOCKED, "a challenge or a firewall stands in the way, and is left alone")
        elif not look.reports:
            self._end(ExitCode.TOO_FEW_REPORTS, "no report was seen: --requests 40 looks further")

    def _end(self, code: ExitCode, message: str) -> None:
        self.exitcode = int(code)
        print(f"scrapy probe: {message} (exit code {int(code)})", file=sys.stderr)


def check(text: str, name: str) -> list[Problem]:
    """What `scrapy checksites` would say of the draft under this name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return lint(path)


def _written(target: Path, text: str) -> str:
    target.write_text(text, encoding="utf-8")
    return f"written: {target.name}; now: scrapy checksites, then scrapy crawl {target.stem}"


def _region(given: str | None) -> Division | None:
    code, colon, name = (given or "").partition(":")
    if not given:
        return None
    if not re.fullmatch(r"\d{6}", code) or not colon or not name.strip():
        raise UsageError(
            f"--region {given}: write six digits and the full name, 371002:威海市环翠区", print_help=False
        )
    return Division(code, name.strip(), 0)
