"""`scrapy classify < HEADLINES`: is each headline that of an annual report, by whom, for which year?"""

from __future__ import annotations

import argparse
import codecs
import json
import os
import sys
from typing import Any, BinaryIO, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from pipelines.identity import canonical_name, classify_headline


class Command(ScrapyCommand):
    """One headline a line in (a literal \\n is a line break), one JSON line out; the headline as it was given."""

    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "< HEADLINES"

    def short_desc(self) -> str:
        return "Tell annual reports from other headlines, with agency and year"

    def long_desc(self) -> str:
        return (
            "Reads one headline a line from standard input (UTF-8; a literal \\n stands for a line break) and "
            'prints a JSON line for each: {"headline", "is_report", "agency", "year"}, the agency by its '
            "canonical name (朝阳乡 is 朝阳乡人民政府)."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError("classify takes no arguments: scrapy classify < HEADLINES")
        try:
            classify_lines(sys.stdin.buffer, sys.stdout.buffer)
        except BrokenPipeError:
            # The reader has seen enough; without this the interpreter complains again while it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def classify_lines(source: BinaryIO, sink: BinaryIO) -> None:
    """Judge every line of `source` (UTF-8, a byte order mark is skipped) and write a JSON line to `sink`."""
    for number, raw in enumerate(source):
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 0 else raw
        headline = line.decode("utf-8", errors="replace").rstrip("\r\n")
        verdict = classify_headline(headline.replace("\\n", "\n"))
        answer = {
            "headline": headline,
            "is_report": verdict.is_report,
            "agency": canonical_name(verdict.agency) if verdict.agency else None,
            "year": verdict.year,
        }
        sink.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        sink.flush()
