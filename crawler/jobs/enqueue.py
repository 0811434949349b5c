"""How a job gets into the queue, and only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, text

from crawler.jobs.queue import NAMESPACE, SCHEMA, queue
from crawler.registry import Site
from models.session import connection

LOCK = 4_739_201_003  # who enqueues looks first: one at a time
PRIORITY = {"crawl": 0, "archive": -100, "reread": -100}  # what is due comes before what can wait
BATCH = 500  # originals a re-reading job; some minutes of work, so that a lost one is little lost
DIGITS = 4  # of a digest; ranges of originals are ranges of its first digits


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job as it is asked for. `lock`: never two of it at once; `key`: never two of it waiting or running."""

    kind: str
    key: str
    arguments: Mapping[str, Any]
    lock: str | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """The job that does what is wanted; not `new` where it was waiting or running before."""

    wanted: Wanted
    job_id: int
    new: bool


@dataclass(frozen=True, slots=True)
class Locks:
    """Site → lock. Sites that share a host share a lock: politeness is per host, on however many machines."""

    of: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def among(cls, sites: Iterable[Site]) -> Locks:
        groups: list[tuple[set[str], set[str]]] = []
        for site in sites:
            hosts, names = set(site.policy.hosts), {site.name}
            for group in [each for each in groups if each[0] & hosts]:
                groups.remove(group)
                hosts |= group[0]
                names |= group[1]
            groups.append((hosts, names))
        return cls({name: f"site:{min(names)}" for _, names in groups for name in names})

    def __getitem__(self, site: str) -> str:
        return self.of.get(site, f"site:{site}")


def crawl(site: str, locks: Locks, args: Mapping[str, str] | None = None, slot: str | None = None) -> Wanted:
    """A crawl of one portal."""
    arguments = {"site": site, "args": dict(args or {}), **({"slot": slot} if slot else {})}
    return Wanted("crawl", f"crawl:{site}", arguments, locks[site])


def archive(site: str, args: Mapping[str, str], years: Sequence[str] = ()) -> Iterator[Wanted]:
    """The gaps of one portal from a web archive, which one job at a time asks; a job for each of `years`."""
    for each in years or [args.get("years", "")]:
        chosen = {**args, "years": each} if each else dict(args)
        key = f"archive:{site}:{args['source']}:{each or '*'}"
        yield Wanted("archive", key, {"site": site, "args": chosen}, f"archive:{args['source']}")


def reread(site: str | None, form: str | None, verdict: str | None, batches: int) -> Iterator[Wanted]:
    """All originals, or some, in so many batches."""
    chosen = ":".join(part or "*" for part in (site, form, verdict))
    for objects in ranges(batches):
        arguments = {"site": site, "form": form, "verdict": verdict, "objects": objects}
        yield Wanted("reread", f"reread:{chosen}:{objects}", arguments)


def ranges(number: int) -> list[str]:
    """The digests in so many ranges of nearly one size: 2 → 0000-7fff, 8000-ffff."""
    whole = 16**DIGITS
    number = max(1, min(number, whole))
    ends = [whole * index // number for index in range(number + 1)]
    return [f"{first:0{DIGITS}x}-{after - 1:0{DIGITS}x}" for first, after in pairwise(ends)]


def spans(years: Iterable[int], size: int) -> list[str]:
    """Report years as `-a years=` takes them, so many at once, the latest first: 2008 to 2012 by 2 →
    2011-2012, 2009-2010, 2008."""
    if size < 1:
        raise ValueError("a batch holds at least one year")
    latest = sorted(years, reverse=True)
    return [_span(sorted(latest[at : at + size])) for at in range(0, len(latest), size)]


def _span(years: Sequence[int]) -> str:
    if 1 < len(years) == years[-1] - years[0] + 1:
        return f"{years[0]}-{years[-1]}"
    return ",".join(map(str, years))


def batches(site: str | None, size: int) -> int:
    """How many batches of `size` originals there are."""
    with connection() as database:
        count: int = database.execute(
            text("""
                SELECT count(DISTINCT sha256) FROM captures
                WHERE sha256 IS NOT NULL AND role <> 'page' AND (CAST(:site AS text) IS NULL OR site = :site)
            """).bindparams(site=site)
        ).scalar_one()
    return -(-count // size) or 1


def enqueue(wanted: Iterable[Wanted]) -> list[Queued]:
    """Put jobs into the queue, all or none. Raises DatabaseUnavailable."""
    with connection() as database:
        begin(database)
        return put(database, list(wanted))


def begin(database: Connection) -> None:
    """Until the end of this transaction nobody else enqueues, and the queue's tables are found."""
    path = "SELECT set_config('search_path', :schema || ', ' || current_setting('search_path'), true)"
    database.execute(text(path), {"schema": SCHEMA})
    database.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def put(database: Connection, wanted: Sequence[Wanted]) -> list[Queued]:
    """After `begin`. A job that was in the queue before stays as it is.

    Procrastinate's own queueing lock is about waiting jobs alone: a second one beside a running job would keep
    the first from ever being tried again.
    """
    keys = [each.key for each in wanted]
    active: dict[str, int] = {
        row.queueing_lock: row.id
        for row in database.execute(
            text("""
                SELECT id, queueing_lock FROM procrastinate_jobs
                WHERE status IN ('todo', 'doing') AND queueing_lock = ANY(:keys)
            """),
            {"keys": keys},
        )
    }
    app = queue()
    raw = database.connection.driver_connection
    queued = []
    for each in wanted:
        new = each.key not in active
        if new:
            deferrer = app.configure_task(
                f"{NAMESPACE}:{each.kind}", lock=each.lock, queueing_lock=each.key, priority=PRIORITY[each.kind],
                queue=each.kind, connection=raw,
            )  # fmt: skip
            active[each.key] = deferrer.defer(**each.arguments)
        queued.append(Queued(each, active[each.key], new))
    return queued
