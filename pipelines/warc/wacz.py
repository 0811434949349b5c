"""WACZ 1.1.1: a WARC file with its index, its pages and a manifest in one zip (specs.webrecorder.net/wacz/1.1.1).

Written in one pass: the WARC goes into the zip as it is made, the lines of index and pages wait in sorted runs on
disk, so that memory does not grow with the archive.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from pipelines.warc.writing import Written

WARC = "archive/data.warc.gz"
RUN = 50_000  # lines that are sorted in memory
BLOCK = 1_000  # lines of the index that are compressed together
REPLAYED = frozenset({"response", "revisit", "resource"})


class Lines:
    """Lines to be read in their order, kept in sorted runs."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._waiting: list[str] = []
        self._runs: list[Path] = []

    def add(self, line: str) -> None:
        self._waiting.append(line)
        if len(self._waiting) >= RUN:
            self._spill()

    def ordered(self) -> Iterator[str]:
        self._spill()
        yield from heapq.merge(*(self._read(path) for path in self._runs))

    def _spill(self) -> None:
        if self._waiting:
            path = self._directory / f"{id(self)}-{len(self._runs)}"
            path.write_text("".join(f"{line}\n" for line in sorted(self._waiting)), encoding="utf-8")
            self._runs.append(path)
            self._waiting = []

    @staticmethod
    def _read(path: Path) -> Iterator[str]:
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield line.removesuffix("\n")


class Wacz:
    """A WACZ under way. `with wacz.warc() as out:` gives the place of the WARC; then `finish`."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._files: list[dict[str, Any]] = []
        self._runs = tempfile.TemporaryDirectory(prefix="gongkai-wacz-")
        self._index = Lines(Path(self._runs.name))
        self._pages = Lines(Path(self._runs.name))

    @contextmanager
    def warc(self) -> Iterator[IO[bytes]]:
        with self._member(WARC) as out:
            yield out

    def seen(self, record: Written) -> None:
        """A record that can be replayed."""
        if record.kind in REPLAYED:
            self._index.add(cdxj(record))

    def page(self, url: str, date: datetime, title: str) -> None:
        """A page that a reader may want to begin with."""
        told = {"url": url, "ts": _second(date), "title": title}
        self._pages.add(f"{_second(date)} {json.dumps(told, ensure_ascii=False)}")

    def finish(self, title: str, software: str) -> None:
        """Write index, pages and manifest."""
        self._write_index()
        with self._member("pages/pages.jsonl") as out:
            out.write(b'{"format": "json-pages-1.0", "id": "pages", "title": "Pages"}\n')
            for number, line in enumerate(self._pages.ordered()):
                page = json.loads(line.partition(" ")[2]) | {"id": f"{number}"}
                out.write(json.dumps(page, ensure_ascii=False).encode() + b"\n")
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "software": software,
            "created": _second(datetime.now(UTC)),
            "resources": self._files,
        }
        body = json.dumps(package, ensure_ascii=False, indent=2).encode()
        self._zip.writestr("datapackage.json", body)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(body).hexdigest()}"}
        self._zip.writestr("datapackage-digest.json", json.dumps(digest, indent=2))
        self._zip.close()

    def close(self) -> None:
        """Let the runs go, finished or not."""
        self._runs.cleanup()

    def _write_index(self) -> None:
        """The compressed CDXJ in blocks, and the index of its blocks."""
        blocks = []
        lines = self._index.ordered()
        with self._member("indexes/index.cdx.gz") as out:
            offset = 0
            while block := list(islice(lines, BLOCK)):
                packed = gzip.compress("".join(f"{line}\n" for line in block).encode(), mtime=0)
                out.write(packed)
                place = {
                    "offset": offset,
                    "length": len(packed),
                    "digest": _label(packed),
                    "filename": "index.cdx.gz",
                }
                blocks.append(f"{block[0].partition(' {')[0]} {json.dumps(place)}")
                offset += len(packed)
        with self._member("indexes/index.idx") as out:
            out.write(b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n')
            out.write("".join(f"{line}\n" for line in blocks).encode())

    @contextmanager
    def _member(self, name: str) -> Iterator[IO[bytes]]:
        with self._zip.open(name, "w", force_zip64=True) as inner:
            out = _Hashed(inner)
            yield out  # type: ignore[misc]  # what a writer of bytes needs of a file
        told = {
            "name": Path(name).name,
            "path": name,
            "hash": f"sha256:{out.sha256.hexdigest()}",
            "bytes": out.size,
        }
        self._files.append(told)


class _Hashed:
    """A file whose digest and length are known when it is written."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self.sha256, self.size = out, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        self.size += len(data)
        return self._out.write(data)

    def flush(self) -> None:
        """The zip flushes when it ends."""


def cdxj(record: Written) -> str:
    """A line of the index: sort-friendly URL, 14 digits of time, and where the record lies."""
    told = {
        "url": record.url,
        "mime": (record.mime or "unk").partition(";")[0].strip(),
        "status": record.status,
        "digest": (record.digest or "").removeprefix("sha1:"),
        "length": record.length,
        "offset": record.offset,
        "filename": Path(WARC).name,
    }
    plain = {key: str(value) for key, value in told.items() if value is not None}
    return f"{surt(record.url)} {record.date.astimezone(UTC):%Y%m%d%H%M%S} {json.dumps(plain)}"


def surt(url: str) -> str:
    """The URL with its host turned round, as indexes of web archives sort it.

    >>> surt("http://www.Example.gov.cn:8080/Art/1.html?b=2&a=1")
    'cn,gov,example:8080)/art/1.html?a=1&b=2'
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url.lower()
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = "&".join(sorted(parts.query.split("&")))
    path = parts.path.lower() or "/"
    path = path.rstrip("/") or "/"
    return f"{','.join(reversed(host.split('.')))}{port}){path}{f'?{query.lower()}' if query else ''}"


def _label(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _second(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
