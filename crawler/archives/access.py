"""The way of the archive spider to a page: its address is looked up in the index of the archive, the capture that
stands for it is fetched, once in all runs, and goes on as the answer of the portal, with its provenance."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.utils.asyncio import run_in_thread

from crawler.archives.base import Archive, ArchiveError, Memento, Scope, TakenOutError
from crawler.archives.cdx import Entry
from crawler.archives.index import Index
from crawler.archives.knowledge import FETCHED, MEMENTO, Kept, Knowledge
from crawler.blocks import Block, classify
from crawler.fingerprint import key_of
from crawler.middlewares.encoding import EncodingMiddleware
from pipelines.objects import StoreError, store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)

TRIES = 3  # captures of a page that are looked at before it is given up
PROVENANCE = "archived"
"""The key of `Request.meta` for the `Provenance` of the answer."""
# what the bytes of a decoded body no longer bear out
_TRANSPORT = frozenset({"content-encoding", "transfer-encoding", "content-length"})


class NotArchivedError(IgnoreRequest):
    """The archive has no good capture of this page."""


class ArchiveFailedError(IgnoreRequest):
    """The archive has captures of this page, and did not give one now: the next run asks again."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an answer comes from: the archive's name, when it saw the page, where the copy lies, and when that was
    fetched. `kept`: by an earlier run, which has it on record."""

    archive: str
    moment: datetime
    source: str
    fetched: datetime
    kept: bool = False


class Access:
    """One archive, its index within the scope, and what is known from before."""

    def __init__(self, archive: Archive, scope: Scope, crawler: Crawler, most: int) -> None:
        self.archive, self.scope, self.index = archive, scope, Index()
        self.known = Knowledge()
        self._crawler, self._most = crawler, most
        self._looked_up: set[str] = set()
        self._objects = store()

    @property
    def _stats(self) -> StatsCollector:
        return self._crawler.stats

    async def load(self) -> None:
        """Fill the index. Raises ArchiveError where the archive tells nothing."""
        whole = await self.archive.listing(self.scope, self.index.add, self._most)
        self.index.whole = whole
        self._stats.set_value("archive/index/captures", len(self.index))
        self._stats.set_value("archive/index/whole", int(whole))
        more = "" if whole else ", and has more than that"
        logger.info("%s names %d captures%s", self.archive.name, len(self.index), more)

    def lacks(self, url: str) -> bool:
        """Whether it is certain already that the archive has no capture of the page."""
        return self.index.covers(url) and url not in self.index

    def has_more(self, url: str, wanted: datetime | None, skip: int) -> bool:
        """Whether there are captures after the first `skip`."""
        return skip < TRIES and len(self.index.choose(url, wanted)) > skip

    async def answer(self, url: str, wanted: datetime | None, skip: int = 0) -> tuple[Response, Provenance]:
        """The capture that stands for the page, passing over those that are blocks or errors.

        Raises NotArchivedError, ArchiveFailedError."""
        poor: tuple[Response, Provenance] | None = None
        for entry in (await self._choose(url, wanted))[skip : skip + TRIES]:
            try:
                memento, kept = await self._memento(entry)
            except TakenOutError as error:
                self._stats.inc_value("archive/taken_out")
                logger.info("%s", error)
                continue
            except ArchiveError as error:
                self._stats.inc_value("archive/failed")
                self._stats.set_value("archive/last_failure", str(error))
                raise ArchiveFailedError(str(error)) from error
            if memento is None or memento.status >= 400:
                continue
            fetched = datetime.now(UTC)
            if kept is not None and (told := kept.header(FETCHED)):
                fetched = datetime.fromisoformat(told)
            found = _response(kept.final_url if kept else url, memento), Provenance(
                self.archive.name, memento.moment, memento.source, fetched, kept is not None
            )  # fmt: skip
            block = _block(found[0])
            if block is None:
                return found
            self._stats.inc_value(f"archive/passed_over/{block.kind}")
            if block.kind in ("soft_404", "stub"):  # what the portal itself said then
                poor = poor or found
        if poor is not None:
            return poor
        self._stats.inc_value("archive/not_archived")
        raise NotArchivedError(f"{self.archive.name} has no capture of {url}")

    async def _choose(self, url: str, wanted: datetime | None) -> list[Entry]:
        key = key_of(url)
        if url not in self.index and not self.index.covers(url) and key not in self._looked_up:
            self._looked_up.add(key)
            try:
                self.index.add(await self.archive.lookup(url, self.scope))
            except ArchiveError as error:
                self._stats.inc_value("archive/failed")
                self._stats.set_value("archive/last_failure", str(error))
                raise ArchiveFailedError(str(error)) from error
        return self.index.choose(url, wanted)

    async def _memento(self, entry: Entry) -> tuple[Memento | None, Kept | None]:
        """The capture, from our own store where it was taken before (None where it was no page)."""
        kept = self.known.kept.get((entry.key, entry.stamp))
        if kept is None and entry.status is not None and 300 <= entry.status < 400:
            kept = self.known.redirected.get(entry.key)
        if kept is None:
            memento = await self.archive.fetch(entry)
            self._stats.inc_value("archive/fetched")
            return memento, None
        if kept.digest is None:
            return None, kept
        try:
            body = await run_in_thread(self._objects.get, kept.digest)
        except StoreError as error:
            logger.warning("%s is asked for again: %s", entry.url, error)
            return await self.archive.fetch(entry), None
        self._stats.inc_value("archive/kept_before")
        headers = [pair for pair in kept.headers if pair[0] not in (MEMENTO, FETCHED)]
        return Memento(200, headers, body, kept.moment, kept.header(MEMENTO) or ""), kept


def _response(url: str, memento: Memento) -> Response:
    told: Mapping[str, list[str]] = {}
    for name, value in memento.headers:
        if name.lower() not in _TRANSPORT:
            told = {**told, name: [*told.get(name, ()), value]}
    headers = Headers(told)
    kind = responsetypes.from_args(headers=headers, url=url, body=memento.body)
    return kind(url, memento.status, headers, memento.body)


def _block(response: Response) -> Block | None:
    """What the capture is in place of the page."""
    headers = {
        name.decode("latin-1").lower(): b"; ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    decoded = EncodingMiddleware.decoded(response) if isinstance(response, TextResponse) else response
    return classify(response.status, headers, decoded.text if isinstance(decoded, TextResponse) else "")
