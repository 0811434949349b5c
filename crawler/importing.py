"""The archives of others into ours: kept with their own times, read like a crawl's.

A page goes the same way as one that a crawl fetched: `deliver`, the object store, the record, the readers. Three
steps, each of which can be repeated: look through the files, keep every answer, read what is a report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from crawler import cms
from crawler.cms.base import Article
from crawler.collection import Collection, block_of, response_of
from crawler.delivery import deliver, page_of
from crawler.fingerprint import key_of
from crawler.spiders.portal import OUTCOMES
from models.crawls import Capture as CaptureRow
from models.session import session
from pipelines.captures import context_digest
from pipelines.carriers.sniff import sniff
from pipelines.comparing import compare
from pipelines.evidence import Evidence
from pipelines.items import Item
from pipelines.localfiles import AHEAD
from pipelines.objects import ObjectStore
from pipelines.pages import FurtherPage, further_pages
from pipelines.reading import READER_VERSION, unreadable
from pipelines.report import Reading
from pipelines.rereading import reading_arguments
from pipelines.saving import Saved, find_reading, save_capture, save_readings
from pipelines.tasks import submit_reading
from pipelines.warc.reading import Record, parse_date
from pipelines.workers import WorkerError, WorkerPool, look_ahead

Begun = tuple[Item, "Future[list[Reading]] | list[Reading]"]


@dataclass(slots=True)
class Imported:
    """What an import did: answers kept and among them new ones, reports by what became of them."""

    captures: int = 0
    new: int = 0
    skipped: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    agencies: set[int] = field(default_factory=set)

    def count(self, saved: list[Saved]) -> None:
        for each in saved:
            self.outcomes[each.outcome] = self.outcomes.get(each.outcome, 0) + 1
            if each.change:
                self.changes[each.change] = self.changes.get(each.change, 0) + 1
            if each.agency_id is not None:
                self.agencies.add(each.agency_id)


@dataclass(slots=True)
class Importer:
    """One import. `name` is the archive's, for all files; None: each file's own name. `complain` is told of what
    is left out, and why."""

    objects: ObjectStore
    collection: Collection
    run_id: int
    name: str | None
    complain: Callable[[str], None]
    done: Imported = field(default_factory=Imported)
    _waiting: list[Item] = field(default_factory=list)
    _answered: set[tuple[str, datetime]] = field(default_factory=set)

    def run(self, paths: list[Path]) -> Imported:
        """Raises StoreError, DatabaseUnavailable."""
        for path in paths:
            for record in self.collection.look(path):
                if record.kind != "revisit" and (record.status or 200) < 300:
                    self._answered.add((key_of(self.collection.asked(record)), record.date))
        self.collection.finish()
        revisits: list[tuple[Path, Record]] = []
        for path in paths:
            for record in self.collection.answers(path):
                if record.kind == "revisit":
                    revisits.append((path, record))  # what it refers to may come later
                else:
                    self._keep(path, record, None)
        for path, record in revisits:
            digest = self.collection.digest_of(record) or _recorded(record)
            if digest is None or not self.objects.has(digest):
                self.done.skipped += 1
                self.complain(f"{record.url} of {record.date:%Y-%m-%d}: what it is the same as is in no file here")
            else:
                self._keep(path, record, digest)
        self._read()
        return self.done

    # keeping

    def _keep(self, path: Path, record: Record, digest: str | None) -> None:
        if record.payload is None:
            self.done.skipped += 1
            self.complain(f"{record.url}: {record.skipped}")
            return
        status = record.status or 200
        if 300 <= status < 400 and (self._is_hop(record) or self.collection.leads_on(record)):
            return
        body = self.objects.get(digest) if digest else record.payload
        item = self._item(record, body, self.name or path.name)
        capture = item.capture
        if digest is None and record.fields.get("warc-truncated") and status < 300:
            self.done.skipped += 1
            self.complain(f"{record.url}: only the beginning of its body was kept")
            return
        if capture.body:
            item.digest = self.objects.put(capture.body)
        size, kind = (len(capture.body), sniff(capture.body)) if item.digest else (None, None)
        with session() as opened:
            here = (
                CaptureRow.url_key == key_of(capture.url),
                CaptureRow.fetched_at == capture.fetched_at,
                CaptureRow.kind == capture.kind,
            )
            known = opened.scalar(select(CaptureRow.id).where(*here)) is not None
            item.capture_id = save_capture(opened, capture, item.digest, size, kind, outcome=item.outcome)
        self.done.captures += 1
        self.done.new += not known
        if item.is_read and capture.role != "page" and item.digest:
            capture.body = b""  # in the store; not all of them in memory
            self._waiting.append(item)

    def _item(self, record: Record, body: bytes, archive: str) -> Item:
        """The capture of a record: what a crawl would make of the answer, with the archive's time and name."""
        response = response_of(record, body)
        visit = self.collection.visit(record)
        page = page_of(response) if response.status == 200 else None
        outcome = OUTCOMES.get(block_of(record, page) or "")
        article = cms.article(page) if page and visit.kind == "article" and not outcome else None
        site, _ = self.collection.whose(record.url) or ("", None)  # an answer that is here belongs to a site
        item = deliver(response, visit, article, site=site, run_id=self.run_id, outcome=outcome)
        capture = item.capture
        capture.kind, capture.archive, capture.fetched_at = "archived", archive, record.date
        capture.headers = list(record.headers) or capture.headers
        if hops := self.collection.redirected.get(key_of(self.collection.asked(record))):
            capture.url = hops[0][0]
            capture.redirects = [url for url, _ in hops]
            capture.redirect_reasons = [status for _, status in hops]
        if article:
            capture.evidence += self._further(article)
        return item

    def _further(self, article: Article) -> list[Evidence]:
        """The further pages of an article, each with its object; "" for one that no file holds."""
        pages = [(link.url, self.collection.pages.get(key_of(link.url), "")) for link in article.further]
        return [Evidence("page", "object", digest, url) for url, digest in pages]

    def _is_hop(self, record: Record) -> bool:
        """Whether a redirect only leads to another spelling of a page that answered at the same moment."""
        return (key_of(self.collection.asked(record)), record.date) in self._answered

    # reading

    def _read(self) -> None:
        with WorkerPool() as pool:
            for item, readings in look_ahead(self._begin(pool), pool.workers * AHEAD):
                assert item.capture_id is not None and item.digest is not None
                read = _result(readings) if isinstance(readings, Future) else readings
                with session() as opened:
                    self.done.count(save_readings(opened, item.capture_id, item.digest, read))
        compare(self.done.agencies)

    def _begin(self, pool: WorkerPool) -> Iterator[Begun]:
        # oldest first, so that what an archive saw later is the later state of a page
        for item in sorted(self._waiting, key=lambda each: each.capture.fetched_at):
            digest = item.digest or ""
            with session() as opened:
                known = find_reading(opened, digest, context_digest(item.capture), READER_VERSION)
            if known:
                yield item, known
                continue
            get = self.objects.get
            further = [
                FurtherPage(url, sha, get(sha) if sha else None) for url, sha in further_pages(item.capture)
            ]
            yield item, submit_reading(pool, get(digest), further=further, **reading_arguments(item.capture))


def _result(future: Future[list[Reading]]) -> list[Reading]:
    try:
        return future.result()
    except WorkerError as error:
        return [unreadable(error.reason, str(error))]


def _recorded(record: Record) -> str | None:
    """The object of the capture that a revisit refers to, imported before or our own."""
    moment = parse_date(record.fields.get("warc-refers-to-date", ""))
    url = record.fields.get("warc-refers-to-target-uri", record.url)
    if moment is None:
        return None
    with session() as opened:
        return opened.scalar(
            select(CaptureRow.sha256)
            .where(CaptureRow.url_key == key_of(url), CaptureRow.fetched_at == moment)
            .where(CaptureRow.sha256.is_not(None))
            .limit(1)
        )
