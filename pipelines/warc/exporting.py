"""The captures of a site as WARC records: in the order of their times, one at a time.

What was kept is told, no more: bodies are decoded, so headers that spoke of the encoded bytes are renamed; of an
error page only status and headers were kept; a redirect's own answer is known by its status and target alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from models.session import connection
from pipelines.captures import NOT_THE_PAGE
from pipelines.objects import ObjectDamaged, ObjectMissing, ObjectStore
from pipelines.warc.writing import WarcFile, Written, decoded_headers, payload_digest

# Every capture asked for, and the capture that first brought the bytes which a later visit found again.
CAPTURES = """
WITH wanted AS (
    SELECT c.id, c.sha256 FROM captures c
    WHERE (CAST(:site AS text) IS NULL OR c.site = :site)
        AND (CAST(:since AS timestamptz) IS NULL OR c.fetched_at >= :since)
), originals AS (
    SELECT DISTINCT ON (c.sha256) c.sha256, c.id, c.kind, c.url, c.final_url, c.fetched_at
    FROM captures c
    WHERE c.sha256 IN (SELECT sha256 FROM wanted WHERE sha256 IS NOT NULL) AND c.status <> 304
        AND c.outcome IS DISTINCT FROM 'emptied' -- that names the bytes of the visit before
        AND (CAST(:site AS text) IS NULL OR c.site = :site)
    ORDER BY c.sha256, c.fetched_at, c.id
)
SELECT c.*, b.media_type,
    o.id AS original_id, o.kind AS original_kind, o.url AS original_asked, o.final_url AS original_url,
    o.fetched_at AS original_at,
    x.verdict, x.reason, x.form, coalesce(a.name, x.agency) AS agency, x.year AS read_year, x.reader_version
FROM captures c
LEFT JOIN originals o ON o.sha256 = c.sha256
LEFT JOIN objects b ON b.sha256 = c.sha256
LEFT JOIN LATERAL (
    SELECT * FROM readings r
    WHERE c.role <> 'page' AND r.sha256 = c.sha256 AND r.context_digest = c.context_digest
    ORDER BY r.id DESC LIMIT 1
) AS x ON true
LEFT JOIN agencies a ON a.id = x.agency_id
WHERE c.id IN (SELECT id FROM wanted UNION SELECT id FROM originals)
ORDER BY c.fetched_at, c.id
"""

LIVE = ("http_body", "archived")
UNKNOWN = "application/octet-stream"


@dataclass(slots=True)
class Exported:
    """What an export wrote: records by kind, and the objects that the store could not give."""

    captures: int = 0
    responses: int = 0
    revisits: int = 0
    resources: int = 0
    redirects: int = 0
    lost: int = 0


def export(
    objects: ObjectStore,
    warc: WarcFile,
    site: str | None,
    since: datetime | None,
    seen: Callable[[Written, Row[Any]], None] = lambda *_: None,
    complain: Callable[[str], None] = lambda _: None,
) -> Exported:
    """Write every capture. `seen` is told of each record that can be replayed, `complain` of each lost object.

    Raises StoreError where the store fails, OSError where the file cannot be written.
    """
    done = Exported()
    with connection() as database:
        for row in captures(database, site, since):
            done.captures += 1
            for written in _of_capture(objects, warc, row, done, complain):
                seen(written, row)
    return done


def captures(database: Connection, site: str | None, since: datetime | None) -> Iterator[Row[Any]]:
    """The captures to write, streamed in the order of their times."""
    options = database.execution_options(stream_results=True, yield_per=200)
    yield from options.execute(text(CAPTURES), {"site": site, "since": since})


def _of_capture(
    objects: ObjectStore, warc: WarcFile, row: Row[Any], done: Exported, complain: Callable[[str], None]
) -> Iterator[Written]:
    identity, date, url = _identity(row.kind, row.url, row.fetched_at), row.fetched_at, _target(row)
    yield from _redirects(warc, row, identity, done)
    try:
        written = _answer(objects, warc, row, identity, done)
    except (ObjectMissing, ObjectDamaged) as error:
        done.lost += 1
        complain(f"{row.url} of {date:%Y-%m-%d %H:%M:%S}: {error}")
        written = None
    if written is not None:
        yield written
        if row.request:
            headers = [(name, value) for name, value in row.request["headers"]]
            sent = (row.request["method"], headers, row.request.get("body", ""))
            warc.request(url, date, f"{identity}#request", identity, *sent)
    warc.metadata(url, date, f"{identity}#metadata", identity if written else None, _known(row))


def _answer(objects: ObjectStore, warc: WarcFile, row: Row[Any], identity: str, done: Exported) -> Written | None:
    """The record of the answer itself; None where nothing of it can be replayed."""
    url, date = _target(row), row.fetched_at
    headers = [(name, value) for name, value in row.headers]
    if row.outcome in NOT_THE_PAGE and row.status < 300:
        return None  # what it answered was not kept
    if row.sha256 is None:
        done.responses += 1
        return warc.response(url, date, identity, row.status, decoded_headers(headers, 0), b"", cut=True)
    body = objects.get(row.sha256)
    if row.original_id not in (None, row.id):
        done.revisits += 1
        original = _identity(row.original_kind, row.original_asked, row.original_at)
        place = (original, row.original_url, row.original_at)
        # a 304 has no headers of the page: it is replayed with those of the original, its own are in the metadata
        own = row.status if row.kind in LIVE and row.status != 304 else None
        told = decoded_headers(headers, len(body))
        return warc.revisit(url, date, identity, payload_digest(body), place, own, told)
    if row.kind in LIVE and row.status != 304:
        done.responses += 1
        return warc.response(url, date, identity, row.status, decoded_headers(headers, len(body)), body)
    done.resources += 1
    declared = next((value for name, value in headers if name.lower() == "content-type"), None)
    return warc.resource(url, date, identity, declared or row.media_type or UNKNOWN, body)


def _redirects(warc: WarcFile, row: Row[Any], identity: str, done: Exported) -> Iterator[Written]:
    """The hops before the answer, those that an HTTP status made."""
    targets = [*row.redirects[1:], row.final_url]
    for number, (url, target, reason) in enumerate(
        zip(row.redirects, targets, row.redirect_reasons, strict=False)
    ):
        if not isinstance(reason, int):
            continue
        headers = [
            ("Location", target),
            ("Content-Length", "0"),
            ("X-Archive-Note", "of this answer only the status and the target were kept"),
        ]
        done.redirects += 1
        hop = f"{identity}#redirect{number}"
        yield warc.response(url, row.fetched_at, hop, reason, headers, b"", cut=True)


def _target(row: Row[Any]) -> str:
    return str(row.final_url)


def _identity(kind: str, url: str, moment: datetime) -> str:
    return f"{url}#{moment.isoformat()}#{kind}"


def _known(row: Row[Any]) -> dict[str, Any]:
    """What the record of the capture and its reading tell beside the answer."""
    told = {
        "software": "gongkai",
        "kind": row.kind,
        "note": "the DOM that a browser made of the page, not what the server sent"
        if row.kind == "rendered_dom"
        else None,
        "site": row.site,
        "run": row.run_id,
        "role": row.role,
        "asked": row.url,
        "redirects": row.redirects,
        "redirect_reasons": row.redirect_reasons,
        "status": row.status,
        "headers": row.headers if row.status == 304 or row.sha256 is None else None,
        "sha256": row.sha256,
        "revisit": row.revisit,
        "trail": row.trail,
        "parent": row.parent_url,
        "file_name": row.file_name,
        "archive": row.archive,
        "outcome": row.outcome,
        "agency": row.agency,
        "year": row.read_year,
        "verdict": row.verdict,
        "reason": row.reason,
        "form": row.form,
        "reader_version": row.reader_version,
    }
    return {name: value for name, value in told.items() if value not in (None, [], "")}
