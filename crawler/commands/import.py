"""`scrapy import warc|wacz FILE…`: others' archives into ours, with their own times."""  # noqa: N999 - the command's name

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from scrapy.exceptions import UsageError

from crawler.collection import Collection
from crawler.dbcommand import DatabaseCommand, show
from crawler.exitcodes import ExitCode
from crawler.hosts import HostPolicy, host_of
from crawler.importing import Imported, Importer
from crawler.registry import Site, all_sites
from models.ledger import close_run, open_run
from models.session import session
from pipelines.objects import StoreError, StoreFull, StoreReadOnly, store
from pipelines.reading import READER_VERSION
from pipelines.register import ensure_site

MOST_TOLD = 20  # lines on what was left out


class Command(DatabaseCommand):
    """Exit 1: a file is cut or damaged, what was whole is imported; 8: no room, or the store is read-only."""

    def syntax(self) -> str:
        return "warc|wacz FILE... [--site NAME] [--name ARCHIVE]"

    def short_desc(self) -> str:
        return "Take in WARC and WACZ files of other archives"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--site", metavar="NAME", help="only hosts of this site (default: every .gov.cn host)")
        parser.add_argument("--name", metavar="ARCHIVE", help="whose archive it is (default: the file's name)")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) < 2 or args[0] not in ("warc", "wacz"):
            raise UsageError("say what to take in: scrapy import warc FILE..., or scrapy import wacz FILE...")
        paths = [Path(name) for name in args[1:]]
        if absent := [str(path) for path in paths if not path.is_file()]:
            raise UsageError(f"no such file: {', '.join(absent)}")
        sites = {site.name: site for site in all_sites()}
        if opts.site and opts.site not in sites:
            raise UsageError(f"--site {opts.site}: no such site; known: {', '.join(sites)}")
        self.told = 0
        hosts = _Hosts(list(sites.values()), sites.get(opts.site) if opts.site else None)
        collection = Collection(hosts.whose, date.today().year - 1)  # noqa: DTZ011 - a report year
        told = {"files": args[1:], "site": opts.site, "name": opts.name}
        with session() as opened:
            given = {key: value for key, value in told.items() if value}
            run_id = open_run(opened, None, "import", given, {"reader": READER_VERSION})
        importer = Importer(store(), collection, run_id, opts.name, self._left_out)
        try:
            importer.run(paths)
        except StoreError as error:
            unwritable = isinstance(error, StoreFull | StoreReadOnly)
            self._complain(str(error), ExitCode.DISK_FULL if unwritable else ExitCode.CRASH)
        for broken in collection.broken:
            self._complain(str(broken), ExitCode.CRASH)
        if self.told > MOST_TOLD:
            sys.stderr.write(f"scrapy import: {self.told - MOST_TOLD} more were left out\n")
        self._close(run_id, importer.done, opts.format)

    def _close(self, run_id: int, done: Imported, how: str) -> None:
        reports = done.outcomes.get("report", 0)
        new, changed = done.changes.get("new", 0), done.changes.get("changed", 0)
        counted = {
            "captures": done.new,
            "reports_found": reports,
            "reports_new": new,
            "reports_changed": changed,
            "unassigned": done.outcomes.get("unassigned", 0),
            "unreadable": done.outcomes.get("unreadable", 0),
            "not_reports": done.outcomes.get("not_a_report", 0),
        }
        code = self.exitcode or 0
        with session() as opened:
            close_run(opened, run_id, "incomplete" if code else "finished", code, counted)
        names = ["answers", "new", "left out", "reports", "new reports", "changed", "copies", "unassigned"]
        line = (
            done.captures, done.new, done.skipped, reports, new, changed, done.changes.get("copy", 0),
            counted["unassigned"],
        )  # fmt: skip
        show((names, [line]), how, "imported")

    def _left_out(self, message: str) -> None:
        self.told += 1
        if self.told <= MOST_TOLD:
            sys.stderr.write(f"scrapy import: left out: {message}\n")

    def _complain(self, message: str, code: ExitCode) -> None:
        sys.stderr.write(f"scrapy import: {message}\n")
        self.exitcode = self.exitcode or int(code)  # what stopped the import came first


class _Hosts:
    """Which hosts are let in, and to whose site they belong: one site's, or every site's and all of .gov.cn."""

    def __init__(self, sites: list[Site], only: Site | None) -> None:
        self._sites = [only] if only else sites
        self._only = only is not None
        self._known: dict[str, tuple[str, Site | None] | None] = {}

    def whose(self, url: str) -> tuple[str, Site | None] | None:
        host = host_of(url) or ""
        place = url.partition("/")[2].lstrip("/").partition("/")[0]
        if place not in self._known:
            self._known[place] = self._find(url, host)
        return self._known[place]

    def _find(self, url: str, host: str) -> tuple[str, Site | None] | None:
        site = next((each for each in self._sites if each.allows(url)), None)
        if site is not None:
            with session() as opened:
                ensure_site(opened, site.name, site.title, site.home, site.region.code, site.region.name)
            return site.name, site
        if self._only or not host or HostPolicy.of_url(url).refusal(url) is not None:
            return None
        with session() as opened:
            ensure_site(opened, host, home=f"http://{host}/")
        return host, None
