"""WARC records as captures of an archive: those of local files, and single ones read out of a big file."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from scrapy.utils.asyncio import run_in_thread

from crawler.archives.base import Add, ArchiveError, Memento, Scope, TakenOutError
from crawler.archives.cdx import Entry
from pipelines.warc.forms import Forms
from pipelines.warc.reading import Broken, Record, is_archive, read_records, without_transport

KINDS = frozenset({"response", "revisit", "resource"})


def memento_of(record: Record, source: str) -> Memento:
    """An HTTP answer in a record. Raises TakenOutError where its body is not whole."""
    status = record.status or 200
    if record.payload is None:
        raise TakenOutError(f"{source}: the body is {record.skipped}")
    if record.fields.get("warc-truncated") and status == 200:
        raise TakenOutError(f"{source}: only the beginning of the body was kept")
    headers = without_transport(record.headers)
    if not record.headers and (declared := record.fields.get("content-type")):
        headers = [("Content-Type", declared)]
    return Memento(status, headers, record.payload, record.date, source)


def files_of(given: str) -> list[Path]:
    """The files that an argument names: a list by commas, each a file, a directory or a pattern.

    Raises ArchiveError where one names nothing."""
    found: list[Path] = []
    for part in filter(None, map(str.strip, given.split(","))):
        path = Path(part).expanduser()
        if path.is_dir():
            paths = sorted(each for each in path.rglob("*") if is_archive(each))
        elif path.is_file():
            paths = [path]
        else:
            paths = sorted(path.parent.glob(path.name))
        if not paths:
            raise ArchiveError(f"file={part}: no WARC or WACZ file there")
        found += paths
    return found


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where the payload of a record lies in the spool; `of` is the file and the record."""

    start: int
    size: int
    status: int
    headers: list[tuple[str, str]]
    of: str


class Files:
    """WARC and WACZ files of this machine, read once; the bodies wait in a temporary file."""

    def __init__(self, name: str, files: Sequence[Path]) -> None:
        self.name = name
        self._files = files
        self._spool: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the run
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._payloads: dict[str, _Kept] = {}
        self.broken: list[Broken] = []

    async def listing(self, scope: Scope, add: Add, most: int) -> bool:
        entries = await run_in_thread(lambda: list(self._read(scope)))
        add(entries)
        return True

    async def lookup(self, url: str, scope: Scope) -> list[Entry]:
        return []

    async def fetch(self, entry: Entry) -> Memento:
        kept = self._kept.get((entry.url, entry.moment.isoformat()))
        if kept is None:
            raise TakenOutError(f"{entry.url}: the original of a revisit is in none of the files")
        self._spool.seek(kept.start)
        body = self._spool.read(kept.size)
        return Memento(kept.status, kept.headers, body, entry.moment, kept.of)

    def _read(self, scope: Scope) -> Iterator[Entry]:
        forms = Forms()
        taken: list[tuple[Record, tuple[_Kept | None, str] | None]] = []
        waiting: list[tuple[Record, str]] = []
        for path in self._files:
            try:
                for number, record in enumerate(read_records(path)):
                    if isinstance(record, Broken):
                        self.broken.append(record)
                    elif record.kind == "request":
                        forms.note(record)
                    elif record.kind in KINDS and _within(record, scope):
                        source = f"{path.name}#{number}"
                        if record.kind == "revisit":
                            waiting.append((record, source))
                        else:
                            taken.append((record, self._taken(record, source)))
                        record.payload = None
            except OSError as error:
                raise ArchiveError(f"{path} cannot be read: {error}") from None
        # a request may come after its answer, and an original after its revisit
        taken += [(record, self._revisit(record, source)) for record, source in waiting]
        for record, found in taken:
            if found is not None:
                yield self._entry(forms.asked(record), record, *found)

    def _taken(self, record: Record, source: str) -> tuple[_Kept | None, str]:
        """Where the payload lies by now, None where it is not whole; and its digest."""
        try:
            memento = memento_of(record, source)
        except TakenOutError:
            return None, record.digest or ""
        self._spool.seek(0, 2)
        kept = _Kept(self._spool.tell(), len(memento.body), memento.status, memento.headers, source)
        self._spool.write(memento.body)
        for name in (record.record_id, record.digest, f"{record.url} {record.fields.get('warc-date')}"):
            if name and memento.status == 200:
                self._payloads.setdefault(name, kept)
        return kept, record.digest or hashlib.sha256(memento.body).hexdigest()

    def _revisit(self, record: Record, source: str) -> tuple[_Kept, str] | None:
        """The original by the digest, or by the address and time that the revisit refers to; its own headers, if
        it has any of the page."""
        refers = f"{record.fields.get('warc-refers-to-target-uri')} {record.fields.get('warc-refers-to-date')}"
        names = (record.fields.get("warc-refers-to", ""), record.digest or "", refers)
        original = next((self._payloads[name] for name in names if name in self._payloads), None)
        if original is None:
            return None
        own = without_transport(record.headers) if record.status == 200 else original.headers
        return replace(original, headers=own, of=source), record.digest or refers

    def _entry(self, url: str, record: Record, kept: _Kept | None, digest: str) -> Entry:
        if kept is None:
            return Entry(url, record.date, record.status, digest=digest, cut=True)
        self._kept[url, record.date.isoformat()] = kept
        return Entry(url, record.date, kept.status, digest=digest)


def _within(record: Record, scope: Scope) -> bool:
    year = record.date.year
    if (scope.first and year < scope.first) or (scope.last and year > scope.last):
        return False
    if scope.prefix:
        return _bare(record.url).startswith(_bare(scope.prefix))
    return any(_is_at(record.url, host) for host in scope.hosts)


def _is_at(url: str, host: str) -> bool:
    parts = urlsplit(url)
    return parts.netloc.lower() == host or (parts.hostname or "") == host


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").lower()
