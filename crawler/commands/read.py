"""`scrapy read PATH…`: read local files, print JSON, touch no database."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TextIO

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from pipelines.carriers.limits import MAX_BYTES
from pipelines.output import reading_to_json
from pipelines.reading import read_bytes, unreadable
from pipelines.report import Reading
from pipelines.workers import TIME_LIMIT, WorkerError, WorkerPool

USAGE_ERROR = 2
_AHEAD = 4  # files a worker that may wait in the queue


@dataclass(slots=True)
class _Job:
    """One file under way: what is known of it, and its readings to come."""

    source: dict[str, Any]
    readings: list[Reading] | Future[list[Reading]]


class Command(ScrapyCommand):
    """Read files and directories; the order of the output is the order of the input."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "PATH... [--jsonl FILE] [--cells]"

    def short_desc(self) -> str:
        return "Read annual reports from local files and print them as JSON"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--jsonl",
            metavar="FILE",
            help="write JSON Lines to FILE (- for stdout) instead of pretty JSON to stdout",
        )
        parser.add_argument("--cells", action="store_true", help="add where each cell was read, and its raw text")
        parser.add_argument(
            "--timeout", type=float, default=TIME_LIMIT, metavar="SECONDS", help="work on one file (default: 30)"
        )
        parser.add_argument("--workers", type=int, metavar="N", help="processes (default: one a core)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise UsageError("read needs a file or a directory: scrapy read PATH...")
        if opts.timeout <= 0 or (opts.workers is not None and opts.workers < 1):
            raise UsageError("--timeout and --workers must be above zero")
        try:
            target = _open(opts.jsonl)
        except OSError as error:
            print(f"scrapy read: cannot write {opts.jsonl}: {error.strerror}", file=sys.stderr)
            self.exitcode = USAGE_ERROR
            return
        with target as out, WorkerPool(opts.workers, time_limit=opts.timeout) as pool:
            for job in _in_order(pool, self._files(args)):
                for reading in _readings_of(job):
                    _print(out, reading_to_json(reading, job.source, cells=opts.cells), pretty=opts.jsonl is None)

    def _files(self, args: Iterable[str]) -> Iterator[Path]:
        """Files as named, directories file by file; a missing path costs the exit code, no other file."""
        for arg in args:
            path = Path(arg)
            if path.is_dir():
                yield from sorted(file for file in path.rglob("*") if file.is_file())
            elif path.exists():
                yield path
            else:
                print(f"scrapy read: {arg}: no such file or directory", file=sys.stderr)
                self.exitcode = USAGE_ERROR


def _open(jsonl: str | None) -> Any:
    if jsonl in (None, "-"):
        return nullcontext(sys.stdout)
    return Path(jsonl).open("w", encoding="utf-8")


def _in_order(pool: WorkerPool, files: Iterable[Path]) -> Iterator[_Job]:
    """Jobs in the order of the files, a bounded number of them under way."""
    under_way: deque[_Job] = deque()
    for path in files:
        under_way.append(_start(pool, path))
        if len(under_way) >= pool.workers * _AHEAD:
            yield under_way.popleft()
    yield from under_way


def _start(pool: WorkerPool, path: Path) -> _Job:
    """Look at a file without reading more of it than may be read."""
    try:
        size = path.stat().st_size
        source: dict[str, Any] = {"path": str(path), "sha256": None, "size": size}
        if not path.is_file():
            return _Job(source, [unreadable("not_a_file", f"{path} is no regular file")])
        if size > MAX_BYTES:
            message = f"{path} has {size} bytes, more than the {MAX_BYTES} that are read"
            return _Job(source, [unreadable("too_large", message)])
        body = path.read_bytes()
    except OSError as error:
        source = {"path": str(path), "sha256": None, "size": None}
        return _Job(source, [unreadable("no_access", f"{path}: {error.strerror}")])
    source["sha256"] = hashlib.sha256(body).hexdigest()
    return _Job(source, pool.submit(read_bytes, body, name=path.name))


def _readings_of(job: _Job) -> list[Reading]:
    if isinstance(job.readings, list):
        return job.readings
    try:
        return job.readings.result()
    except WorkerError as error:
        return [unreadable(error.reason, str(error))]
    except Exception as error:  # a fault of the reader: this file is lost, its neighbours are not
        print(f"scrapy read: {job.source['path']}: {type(error).__name__}: {error}", file=sys.stderr)
        return [unreadable("reader_fault", f"{type(error).__name__}: {error}")]


def _print(out: TextIO, line: dict[str, Any], *, pretty: bool) -> None:
    print(json.dumps(line, ensure_ascii=False, indent=2 if pretty else None), file=out, flush=True)
