"""`scrapy read PATH…`: read local files, print JSON, touch no database."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any, ClassVar, TextIO

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from pipelines.localfiles import AHEAD, find_files, start_reading
from pipelines.output import reading_to_json
from pipelines.workers import TIME_LIMIT, WorkerPool, look_ahead

USAGE_ERROR = 2


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
            "--timeout",
            type=float,
            default=TIME_LIMIT,
            metavar="SECONDS",
            help="work on one file (default: 30); a scan may take four times as long",
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
        paths, missing = find_files(args)
        for path in missing:
            print(f"scrapy read: {path}: no such file or directory", file=sys.stderr)
            self.exitcode = USAGE_ERROR
        with target as out, WorkerPool(opts.workers, time_limit=opts.timeout) as pool:
            for file in look_ahead(start_reading(pool, paths), pool.workers * AHEAD):
                for reading in file.result():
                    _print(out, reading_to_json(reading, file.source, cells=opts.cells), pretty=opts.jsonl is None)


def _open(jsonl: str | None) -> Any:
    if jsonl in (None, "-"):
        return nullcontext(sys.stdout)
    return Path(jsonl).open("w", encoding="utf-8")


def _print(out: TextIO, line: dict[str, Any], *, pretty: bool) -> None:
    print(json.dumps(line, ensure_ascii=False, indent=2 if pretty else None), file=out, flush=True)
