"""`scrapy enqueue crawl|archive|reread …`: work for `scrapy worker`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from crawler.arguments import FIRST_YEAR, ArgumentError, parse_years
from crawler.dbcommand import DatabaseCommand, one_site, show
from crawler.jobs.enqueue import BATCH, Locks, Wanted, archive, batches, crawl, enqueue, reread, spans
from crawler.jobs.slots import CHINA
from crawler.jobs.tasks import KINDS
from crawler.registry import SITES, SiteError, all_sites
from models.readings import FORMS, VERDICTS

COLUMNS = ["job", "kind", "what", "state"]


class Command(DatabaseCommand):
    """A job that waits or runs already is not put in twice."""

    def syntax(self) -> str:
        return "crawl SITE… | archive SITE… | reread [SITE]   [options]"

    def short_desc(self) -> str:
        return "Put work into the queue of scrapy worker"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="every site (crawl, archive)")
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE",
            help="as for scrapy crawl, e.g. -a full=1, or for archive -a source=commoncrawl",
        )  # fmt: skip
        parser.add_argument("--form", choices=FORMS, help="reread: only what was read as this form")
        parser.add_argument("--verdict", choices=VERDICTS, help="reread: only what has this verdict")
        parser.add_argument(
            "--batch", type=int, metavar="N",
            help=f"reread: originals a job (default: {BATCH}); archive: report years a job (default: all in one)",
        )  # fmt: skip

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args or args[0] not in KINDS:
            raise UsageError(f"say what to enqueue: {', '.join(KINDS)}")
        try:
            spargs = arglist_to_dict(opts.spargs)
        except ValueError:
            raise UsageError("-a wants NAME=VALUE") from None
        kind, names = args[0], args[1:]
        if opts.batch is not None and (opts.batch < 1 or kind == "crawl"):
            raise UsageError("--batch is at least 1, and for reread and archive; a site's crawl is one job")
        wanted = self._batches(names, opts) if kind == "reread" else self._sites(kind, names, spargs, opts)
        lines = [
            (each.job_id, each.wanted.kind, each.wanted.key.partition(":")[2], "new" if each.new else "was there")
            for each in enqueue(wanted)
        ]
        show((COLUMNS, list(lines)), opts.format, "jobs")

    def _sites(
        self, kind: str, names: list[str], spargs: dict[str, str], opts: argparse.Namespace
    ) -> Iterable[Wanted]:
        assert self.settings is not None
        try:
            sites = all_sites(Path(self.settings.get("SITES_DIR") or SITES))
        except SiteError as error:
            raise UsageError(str(error)) from None
        known = [site.name for site in sites]
        if unknown := [name for name in names if name not in known]:
            raise UsageError(f"no site {', '.join(unknown)}; scrapy list names them")
        if bool(names) is opts.all:
            raise UsageError("name sites, or --all")
        locks = Locks.among(sites)
        years = _spans(spargs.get("years"), opts.batch)
        for name in names or known:
            if kind == "crawl":
                yield crawl(name, locks, spargs)
            else:
                yield from archive(name, {"source": "wayback", **spargs}, years)

    def _batches(self, names: list[str], opts: argparse.Namespace) -> Iterable[Wanted]:
        if opts.spargs or opts.all:
            raise UsageError("reread takes a site or none, --form, --verdict and --batch")
        site = one_site(names)
        return reread(site, opts.form, opts.verdict, batches(site, opts.batch or BATCH))


def _spans(asked: str | None, size: int | None) -> list[str]:
    """The batches of the report years asked for, or of all; none without a size."""
    if size is None:
        return []
    latest = datetime.now(CHINA).year - 1
    try:
        years = parse_years(asked or f"{FIRST_YEAR}-{latest}", latest + 1)
    except ArgumentError as error:
        raise UsageError(str(error)) from None
    return spans(years, size)
