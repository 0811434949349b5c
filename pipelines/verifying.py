"""Whether everything that was kept is still there and still what it was: the objects against their rows.

Both sides come in the order of their digests and are compared as they come, so that memory does not grow with
the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, text

from models.session import connection
from pipelines.objects import Entry, ObjectDamaged, ObjectMissing, ObjectStore
from pipelines.workers import look_ahead

Sort = Literal["missing", "damaged", "orphan", "stray"]
THREADS = 4
AHEAD = 32  # objects under way
UNDER_WAY = timedelta(hours=1)
"""A younger object without a row, or temporary file, may belong to a crawl that runs."""


@dataclass(frozen=True, slots=True)
class Row:
    """An object as the database has it."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Problem:
    """`missing`: recorded, not there; `damaged`: other bytes than were kept; `orphan`: kept, but no fetch names
    it; `stray`: a file that is no object, such as one that a killed run was writing."""

    sort: Sort
    key: str
    size: int
    digest: str | None = None
    detail: str = ""


ROWS = """
SELECT o.sha256, o.size FROM objects o
WHERE CAST(:site AS text) IS NULL OR EXISTS (SELECT FROM captures c WHERE c.sha256 = o.sha256 AND c.site = :site)
ORDER BY o.sha256 COLLATE "C"
"""

SAMPLE = """
SELECT o.sha256 FROM objects o
WHERE CAST(:site AS text) IS NULL OR EXISTS (SELECT FROM captures c WHERE c.sha256 = o.sha256 AND c.site = :site)
ORDER BY random() LIMIT :number
"""

COUNT = """
SELECT count(*) FROM objects o
WHERE CAST(:site AS text) IS NULL OR EXISTS (SELECT FROM captures c WHERE c.sha256 = o.sha256 AND c.site = :site)
"""

# whether some page gave these bytes when it was last fetched, and a page that did
WHENCE = """
SELECT c.site, c.url,
    c.kind IN ('http_body', 'rendered_dom') AND c.site IS NOT NULL AND NOT EXISTS (
        SELECT FROM captures l
        WHERE l.url_key = c.url_key AND l.kind = c.kind AND l.fetched_at > c.fetched_at AND l.sha256 <> c.sha256
    ) AS current
FROM captures c
WHERE c.sha256 = :digest
ORDER BY current DESC, c.fetched_at DESC
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Whence:
    """A page that gave an object's bytes. `current`: it gave them when it was last fetched, so a crawl of `site`
    can ask for them again."""

    url: str
    site: str | None
    current: bool


def count_objects(site: str | None) -> int:
    """The number of objects on record."""
    with connection() as database:
        return int(database.scalar(text(COUNT), {"site": site}) or 0)


def verify(
    objects: ObjectStore,
    site: str | None = None,
    sample: int | None = None,
    tick: Callable[[int], None] = lambda _: None,
) -> Iterator[Problem]:
    """Every problem, by digest. All objects are looked for; the digests of all, or of `sample` by lot, computed.

    `tick` is told the bytes of each object of which nothing more is to be asked. Raises StoreError where the store
    itself fails. With a site only its own objects count: what nobody names is no site's.
    """
    with connection() as database, ThreadPoolExecutor(THREADS) as pool:
        drawn = _sample(database, site, sample) if sample is not None else None
        rows = database.execution_options(stream_results=True, yield_per=1000).execute(text(ROWS), {"site": site})
        pairs = _pairs((Row(*row) for row in rows), objects.entries(), whole=site is None)
        begun = (_begin(pool, objects, pair, drawn) for pair in pairs)
        for row, found in look_ahead(begun, AHEAD):
            problem = found.result() if isinstance(found, Future) else found
            if problem is not None:
                yield problem
            if row is not None:
                tick(row.size)


def whence(database: Connection, digest: str) -> Whence | None:
    """Where an object came from; None where no fetch names it."""
    row = database.execute(text(WHENCE), {"digest": digest}).first()
    return Whence(row.url, row.site, bool(row.current)) if row else None


def _sample(database: Connection, site: str | None, number: int) -> frozenset[str]:
    return frozenset(database.scalars(text(SAMPLE), {"site": site, "number": number}))


Pair = tuple[Row | None, Entry | None]


def _pairs(rows: Iterable[Row], entries: Iterable[Entry], *, whole: bool) -> Iterator[Pair]:
    """Rows and what lies in the store, side by side; either may have no counterpart."""
    waiting = iter(rows)
    row = next(waiting, None)
    for entry in entries:
        if entry.digest is None:
            if whole:
                yield None, entry
            continue
        while row is not None and row.digest < entry.digest:
            yield row, None
            row = next(waiting, None)
        if row is not None and row.digest == entry.digest:
            yield row, entry
            row = next(waiting, None)
        elif whole:
            yield None, entry
    while row is not None:
        yield row, None
        row = next(waiting, None)


def _begin(
    pool: ThreadPoolExecutor, objects: ObjectStore, pair: Pair, drawn: Collection[str] | None
) -> tuple[Row | None, Future[Problem | None] | Problem | None]:
    row, entry = pair
    if row is None:
        assert entry is not None
        return None, _unnamed(entry)
    if entry is not None and entry.size != row.size:
        return row, Problem(
            "damaged", entry.key, entry.size, row.digest, f"{entry.size} bytes instead of {row.size}"
        )
    # one that was not listed may have been put since
    if entry is None or drawn is None or row.digest in drawn:
        return row, pool.submit(_check, objects, row)
    return row, None


def _check(objects: ObjectStore, row: Row) -> Problem | None:
    key = objects.key(row.digest)
    try:
        objects.get(row.digest)
    except ObjectMissing:
        return Problem("missing", key, row.size, row.digest, "it is not in the store")
    except ObjectDamaged:
        return Problem("damaged", key, row.size, row.digest, "its bytes have another digest")
    return None


def _unnamed(entry: Entry) -> Problem | None:
    if entry.modified is not None and datetime.now(UTC) - entry.modified < UNDER_WAY:
        return None
    if entry.digest is None:
        return Problem("stray", entry.key, entry.size, None, "it is no object")
    return Problem("orphan", entry.key, entry.size, entry.digest, "no fetch on record names it")
