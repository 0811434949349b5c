"""Files on this machine, for `scrapy read` and `scrapy ingest`: found, measured, and given to the readers."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.carriers.limits import MAX_BYTES
from pipelines.reading import unreadable
from pipelines.report import Reading
from pipelines.tasks import submit_reading
from pipelines.workers import WorkerError, WorkerPool

AHEAD = 4  # files a worker that may wait in the queue


@dataclass(slots=True)
class LocalFile:
    """A file under way. `body` is None where it may not or cannot be read; then `readings` says why."""

    path: Path
    size: int | None
    body: bytes | None
    sha256: str | None
    readings: list[Reading] | Future[list[Reading]]

    @property
    def source(self) -> dict[str, Any]:
        """The `source` object of the JSON (DESIGN.md section 2)."""
        return {"path": str(self.path), "sha256": self.sha256, "size": self.size}

    def result(self) -> list[Reading]:
        """The readings, waited for. A worker that was lost makes the file `unreadable`."""
        if isinstance(self.readings, list):
            return self.readings
        try:
            return self.readings.result()
        except WorkerError as error:
            return [unreadable(error.reason, str(error))]
        except Exception as error:  # a fault of the reader: this file is lost, its neighbours are not
            fault = f"{type(error).__name__}: {error}"
            sys.stderr.write(f"{self.path}: {fault}\n")
            return [unreadable("reader_fault", fault)]


def find_files(arguments: Iterable[str]) -> tuple[list[Path], list[str]]:
    """Files as named, directories file by file and sorted; and what is not there."""
    found: list[Path] = []
    missing: list[str] = []
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if file.is_file())
        elif path.exists():
            found.append(path)
        else:
            missing.append(argument)
    return found, missing


def start_reading(pool: WorkerPool, paths: Iterable[Path], **told: Any) -> Iterator[LocalFile]:
    """Give each file to the pool as it is asked for; `told` goes to the reader."""
    for path in paths:
        yield _start(pool, path, told)


def _start(pool: WorkerPool, path: Path, told: dict[str, Any]) -> LocalFile:
    """Look at a file without reading more of it than may be read."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            return LocalFile(path, size, None, None, [unreadable("not_a_file", f"{path} is no regular file")])
        if size > MAX_BYTES:
            message = f"{path} has {size} bytes, more than the {MAX_BYTES} that are read"
            return LocalFile(path, size, None, None, [unreadable("too_large", message)])
        body = path.read_bytes()
    except OSError as error:
        return LocalFile(path, None, None, None, [unreadable("no_access", f"{path}: {error.strerror}")])
    future = submit_reading(pool, body, name=path.name, **told)
    return LocalFile(path, size, body, hashlib.sha256(body).hexdigest(), future)
