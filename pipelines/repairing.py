"""What can be done about a lost object: its bytes from another archive, or the page asked for again.

Nothing is deleted: what is damaged, and what nobody names, is moved to the store's quarantine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import func, select, update

from models.crawls import RawObject
from models.session import connection, session
from pipelines.objects import ObjectDamaged, ObjectMissing, ObjectStore
from pipelines.verifying import Problem, whence
from pipelines.warc.reading import Broken, read_records


def recover(objects: ObjectStore, wanted: Collection[str], files: Collection[Path]) -> Iterator[str | Broken]:
    """Put every wanted object whose bytes stand in these WARC or WACZ files; gives the digests, and what of the
    files could not be read."""
    missing = set(wanted)
    for path in files:
        for record in read_records(path):
            if isinstance(record, Broken):
                yield record
            elif record.payload and (digest := hashlib.sha256(record.payload).hexdigest()) in missing:
                objects.put(record.payload)
                _note(digest, lost=False)
                missing.discard(digest)
                yield digest


def ask_again(objects: ObjectStore, problem: Problem) -> str:
    """Set damaged bytes aside and mark the object, so that the next crawl fetches its page unconditionally.
    Returns what an admin should know."""
    digest = problem.digest
    assert digest is not None
    done = f"set aside as {objects.set_aside(problem.key)}; " if problem.sort == "damaged" else ""
    _note(digest, lost=True)
    return done + advice(problem)


def put_away(objects: ObjectStore, problem: Problem) -> str:
    """Move what nobody names to the quarantine, unless somebody has named it meanwhile."""
    if problem.digest is None:
        return f"set aside as {objects.set_aside(problem.key)}"
    if _is_named(problem.digest):
        return "a crawl has named it meanwhile"
    try:
        body: bytes | None = objects.get(problem.digest)
    except ObjectMissing:
        return "it is gone"
    except ObjectDamaged:
        body = None
    aside = objects.set_aside(problem.key)
    if body is not None and _is_named(problem.digest):  # between the look and the move
        objects.put(body)
        return "a crawl has named it meanwhile"
    return f"set aside as {aside}"


def found_again(objects: ObjectStore) -> list[str]:
    """Take the mark from objects that are whole again: from a backup, or a crawl. Their digests."""
    with session() as opened:
        marked = opened.scalars(select(RawObject.sha256).where(RawObject.lost_at.is_not(None))).all()
    whole = [digest for digest in marked if objects.has(digest)]
    for digest in whole:
        _note(digest, lost=False)
    return whole


def advice(problem: Problem) -> str:
    """What to do about a problem, for a person."""
    if problem.sort == "stray":
        return "left by a run that was killed; --repair sets it aside"
    if problem.sort == "orphan":
        return "left by a run that was killed before it could record it; --repair sets it aside"
    with connection() as database:
        source = whence(database, problem.digest or "")
    if source is None:
        return "no fetch names it; restore it from a backup, or with --from FILE.warc.gz"
    if source.current:
        return f"scrapy crawl {source.site} fetches {source.url} anew once --repair has marked it"
    return f"{source.url} gives other bytes now: restore it from a backup, or with --from FILE.warc.gz"


def _note(digest: str, *, lost: bool) -> None:
    with session() as opened:
        value = func.coalesce(RawObject.lost_at, func.now()) if lost else None
        opened.execute(update(RawObject).where(RawObject.sha256 == digest).values(lost_at=value))


def _is_named(digest: str) -> bool:
    with session() as opened:
        return opened.get(RawObject, digest) is not None
