"""Where a report's original is, and what the reader was told of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models.crawls import Capture as CaptureRow
from models.readings import Reading as ReadingRow
from pipelines.capture import Capture
from pipelines.objects import ObjectStore
from pipelines.pages import FurtherPage, further_pages
from pipelines.rereading import capture_of, reading_arguments
from pipelines.site.originals import Kept
from pipelines.site.records import Report


def captures_behind(database: Connection, reading_ids: Sequence[int]) -> dict[int, Capture]:
    """Of each reading the last capture that it was made from."""
    statement = (
        select(ReadingRow.id, CaptureRow)
        .join(
            CaptureRow,
            (ReadingRow.sha256 == CaptureRow.sha256) & (ReadingRow.context_digest == CaptureRow.context_digest),
        )
        .where(ReadingRow.id.in_(reading_ids))
        .order_by(ReadingRow.id, CaptureRow.fetched_at, CaptureRow.id)
    )
    with Session(database) as session:
        return {reading_id: capture_of(row) for reading_id, row in session.execute(statement)}


def kept(report: Report, capture: Capture | None, objects: ObjectStore) -> Kept:
    """The report's original. Raises StoreError."""
    told: dict[str, Any] = reading_arguments(capture) if capture is not None else {}
    pages = further_pages(capture) if capture is not None else []
    further = [FurtherPage(url, digest, objects.get(digest) if digest else None) for url, digest in pages]
    told.pop("evidence", None)
    return Kept(
        body=objects.get(report.sha256),
        name=hashlib.sha256(f"{report.sha256}/{report.member}".encode()).hexdigest()[:20],
        told=told,
        further=further,
        member=report.member,
        recognised=report.recognised,
    )
