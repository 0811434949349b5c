"""The whole site: database and originals → a directory of pages. Only what has changed is made anew."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, text

from models import vocabulary as words
from models.session import engine, reachable
from pipelines.objects import ObjectStore, StoreError, store
from pipelines.reading import READER_VERSION
from pipelines.site.agencies import About, comparison, load_agencies, plot, span
from pipelines.site.catalogue import as_script, catalogue
from pipelines.site.findings import Findings
from pipelines.site.jobs import Job, Made, make
from pipelines.site.keeping import captures_behind, kept
from pipelines.site.portals import Covered, Portal, coverage, due, load_portals
from pipelines.site.records import Report, load_reports
from pipelines.site.render import ASSETS, HERE, render
from pipelines.site.staging import Staging
from pipelines.workers import WorkerError, WorkerPool, look_ahead

Originals = Literal["all", "review", "none"]
AGENCIES = 40  # whose rows are in memory at once
BATCH = 20  # pages a task, where no original is opened

Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What came of it: pages by kind, files written and taken over, originals that could not be shown."""

    pages: Counter[str]
    written: int
    kept: int
    problems: Sequence[str]


def build(
    out: Path,
    *,
    originals: Originals = "review",
    site: str | None = None,
    workers: int | None = None,
    step: Step = lambda: None,
) -> Built:
    """Build the site in `out`, of one portal or of all. `step` is called for each report that is done.

    All pages show the database at one moment. Raises SiteError and DatabaseUnavailable; then `out` is as it was.
    """
    with (
        reachable(),
        engine().connect().execution_options(isolation_level="REPEATABLE READ") as database,
        Staging(out) as staging,
        WorkerPool(workers) as pool,
    ):
        database.execute(text("SET TRANSACTION READ ONLY"))
        builder = _Builder(database, staging, pool, originals, site, step)
        builder.run()
        staging.commit()
    return Built(builder.pages, staging.written, staging.kept, builder.problems)


class _Builder:
    def __init__(
        self,
        database: Connection,
        staging: Staging,
        pool: WorkerPool,
        originals: Originals,
        site: str | None,
        step: Step,
    ) -> None:
        self.database, self.staging, self.pool = database, staging, pool
        self.originals, self.site, self.step = originals, site, step
        self.objects: ObjectStore = store()
        self.pages: Counter[str] = Counter()
        self.problems: list[str] = []
        self.portals: dict[str, Portal] = {}
        self.findings = Findings()
        self.agencies: list[Sequence[Any]] = []
        self.by_year: dict[int, Counter[str]] = defaultdict(Counter)

    def run(self) -> None:
        self._assets()
        self.portals = load_portals(self.database, self.site)
        for begun in look_ahead(self._begun(), 4 * self.pool.workers):
            self._finish(*begun)
        self._lists()

    def _begun(self) -> Iterator[tuple[list[Job], Future[list[Made]]]]:
        """Tasks of the pool: an original a task, else BATCH pages."""
        waiting: list[Job] = []
        for job in self._jobs():
            if job.kept is not None:
                yield [job], self.pool.submit(make, [job])
                continue
            waiting.append(job)
            if len(waiting) == BATCH:
                yield waiting, self.pool.submit(make, waiting)
                waiting = []
        if waiting:
            yield waiting, self.pool.submit(make, waiting)

    def _finish(self, jobs: list[Job], made: Future[list[Made]]) -> None:
        try:
            pages = made.result()
        except WorkerError as error:  # a file that hangs or kills its reader costs its own page the original
            if jobs[0].kept is None:
                raise
            self.problems.append(f"{jobs[0].path}: {error}")
            jobs = [job.without_original(str(error)) for job in jobs]
            pages = self.pool.submit(make, jobs).result()
        for job, (path, html, pictures) in zip(jobs, pages, strict=True):
            for picture in pictures:
                self.staging.write(picture.file, picture.data)
            if job.problem is None:
                self.staging.page(path, html, job.fingerprint, {picture.file for picture in pictures})
            else:  # tried again by the next build
                self.staging.write(path, html)
            self._count(path)

    def _unchanged(self, path: str, fingerprint: str) -> bool:
        """Take a page over that was made from the same."""
        if not self.staging.unchanged(path, fingerprint):
            return False
        self._count(path)
        return True

    def _count(self, path: str) -> None:
        kind = {"a": "agency", "r": "report"}[path[0]]
        self.pages[kind] += 1
        if kind == "report":
            self.step()

    def _jobs(self) -> Iterator[Job]:
        """Portal by portal, some agencies at a time: their pages and those of their reports that have changed."""
        for name, rows in coverage(self.database, self.site):
            portal = self.portals.setdefault(name, Portal(name))
            portal.coverage = rows
            by_agency = groupby(rows, key=lambda row: row.agency_id)
            of = {agency_id: list(covered) for agency_id, covered in by_agency if agency_id is not None}
            portal.agencies = len({(row.agency_id, row.agency) for row in rows})
            portal.states = Counter(row.state for row in rows)
            for row in rows:
                self.by_year[row.year][row.state] += 1
            ids = iter(of)
            while chunk := list(islice(ids, AGENCIES)):
                yield from self._of_agencies(portal, {agency_id: of[agency_id] for agency_id in chunk})
            self._portal(portal)
        for portal in self.portals.values():
            if not portal.agencies:
                self._portal(portal)

    def _of_agencies(self, portal: Portal, covered: dict[int, list[Covered]]) -> Iterator[Job]:
        reports = load_reports(self.database, list(covered))
        known = load_agencies(self.database, list(covered))
        changed: list[Job] = []
        for agency_id, rows in covered.items():
            mine = reports.get(agency_id, [])
            self._list(portal, rows, mine)
            for report in mine:
                self.findings.add(report)
            prints = {report.year: _fingerprint(report) for report in mine}
            of = _fingerprint([portal.link, known[agency_id], rows, prints])
            if not self._unchanged(f"a/{agency_id}.html", of):
                changed.append(_agency(portal, rows, mine, known[agency_id], of))
            for report in mine:
                context = _around(portal, list(prints), report.year)
                of = _fingerprint([context, prints[report.year], self._wanted(report)])
                path = f"r/{agency_id}-{report.year}.html"
                if not self._unchanged(path, of):
                    changed.append(Job(path, "report.html", of, context, report))
        yield from self._with_originals(changed)

    def _with_originals(self, jobs: Sequence[Job]) -> Iterator[Job]:
        """The jobs with their originals, where those are wanted and can be had."""
        wanted = [job.report.reading_id for job in jobs if job.report and self._wanted(job.report)]
        captures = captures_behind(self.database, wanted) if wanted else {}
        for job in jobs:
            if job.report is None or not self._wanted(job.report):
                yield job
                continue
            try:
                yield replace(job, kept=kept(job.report, captures.get(job.report.reading_id), self.objects))
            except StoreError as error:
                self.problems.append(f"{job.path}: {error}")
                yield job.without_original(str(error))

    def _wanted(self, report: Report) -> bool:
        return self.originals == "all" or (self.originals == "review" and report.doubtful)

    def _list(self, portal: Portal, rows: list[Covered], reports: list[Report]) -> None:
        states = Counter(row.state for row in rows)
        review = states["review"]
        counts = (len(reports), review, due(states) - len(reports))
        self.agencies.append(
            (rows[0].agency_id, rows[0].agency, portal.title or portal.name, *counts, *span(rows))
        )

    def _portal(self, portal: Portal) -> None:
        self.staging.write(portal.file, render("portal.html", root="../", portal=portal))
        self.pages["portal"] += 1
        portal.coverage = []  # a page is made, its rows may go

    def _lists(self) -> None:
        """The first page and those over everything."""
        portals = sorted(self.portals.values(), key=lambda portal: (not portal.name, portal.name))
        asof = self.database.scalar(text("SELECT max(coalesce(finished_at, started_at)) FROM runs"))
        context = {"root": "", "portals": portals, "asof": asof}
        self.staging.write(
            "index.html", render("index.html", by_year=dict(sorted(self.by_year.items())), **context)
        )
        self.staging.write("runs.html", render("runs.html", **context))
        self.staging.write("agencies.html", render("agencies.html", root=""))
        self.staging.write("findings.html", render("findings.html", root="", counted=self.findings.counted))
        self.staging.write("data/agencies.js", f"window.AGENCIES={as_script(self.agencies)};\n")
        for file, script in self.findings.scripts():
            self.staging.write(file, script)
        self.pages["list"] += 4

    def _assets(self) -> None:
        for file in sorted(ASSETS.iterdir()):
            self.staging.write(f"assets/{file.name}", file.read_bytes())
        self.staging.write("assets/catalogue.js", catalogue().script())


def _agency(portal: Portal, rows: list[Covered], reports: list[Report], about: About, of: str) -> Job:
    context = {
        "root": "../",
        "portal": portal.link,
        "agency_id": rows[0].agency_id,
        "agency": rows[0].agency,
        "about": about,
        "coverage": rows,
        # their cells stay here: a worker gets what the page shows of each report, and the comparison
        "reports": {report.year: replace(report, values={}, places={}, facts=[]) for report in reports},
        "groups": comparison(reports),
        "plot": plot(reports),
    }
    return Job(f"a/{rows[0].agency_id}.html", "agency.html", of, context)


def _around(portal: Portal, years: Sequence[int], year: int) -> dict[str, Any]:
    """What a report's page says beside the report: its portal, and the years before and after."""
    place = years.index(year)
    return {
        "root": "../",
        "portal": portal.link,
        "before": years[place - 1] if place else None,
        "after": years[place + 1] if place + 1 < len(years) else None,
    }


def _fingerprint(of: object) -> str:
    """A digest of what a page is made from: its data, and everything that turns them into a page."""
    text = json.dumps(of, default=_plain, ensure_ascii=False)
    return hashlib.sha256(f"{_maker()}{text}".encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    """What JSON does not know: a dataclass as the list of its fields, dates and decimals as text."""
    return [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else str(value)


@cache
def _maker() -> str:
    digest = hashlib.sha256(READER_VERSION.encode())
    files = [
        *HERE.glob("*.py"),
        *HERE.glob("*.toml"),
        *HERE.glob("templates/*"),
        *Path(words.__file__).parent.glob("vocabulary.*"),
    ]
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()
