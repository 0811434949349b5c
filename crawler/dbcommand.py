"""What the commands that ask the database have in common: no crawl, a clear line when there is no database."""

from __future__ import annotations

import argparse
import sys
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from sqlalchemy import text

from crawler.exitcodes import without_database
from crawler.resultset import write_csv, write_json, write_table
from models.schema import ensure_schema
from models.session import DatabaseUnavailable, connection

Rows = tuple[list[str], list[Sequence[Any]]]


class DatabaseCommand(ScrapyCommand):
    """A command over the database. Exit 4 (8: its disk is full) with one line on standard error without one."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
        parser.add_argument(
            "--json", action="store_const", const="json", dest="format", help="same as --format json"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            ensure_schema()
            self.work(args, opts)
        except DatabaseUnavailable as error:
            sys.stderr.write(f"scrapy {self.name}: {error}\n")
            self.exitcode = without_database(error)

    @property
    def name(self) -> str:
        return type(self).__module__.rpartition(".")[2]

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """What the command does, the schema being there."""


def fetch(sql: str, **parameters: Any) -> Rows:
    """The columns and rows of a query."""
    with connection() as database:
        result = database.execute(text(sql), parameters)
        return list(result.keys()), [tuple(row) for row in result]


def show(rows: Rows, how: str, title: str | None = None, spare: Sequence[str] = ()) -> None:
    """Print rows; a table gets its title, a machine the rows alone. A narrow screen leaves out `spare` columns."""
    names, lines = rows
    if how == "csv":
        write_csv(names, lines, sys.stdout)
    elif how == "json":
        write_json(names, lines, sys.stdout)
    elif lines:
        sys.stdout.write(f"{title}\n" if title else "")
        write_table(names, lines, sys.stdout, spare)
    else:
        sys.stdout.write(f"{title or 'rows'}: none\n")


def one_site(args: list[str]) -> str | None:
    """The optional SITE argument. Raises UsageError on more than one, or on a name nobody has crawled."""
    if len(args) > 1:
        raise UsageError("name one site, or none for all")
    if not args:
        return None
    known = [row[0] for row in fetch("SELECT name FROM sites ORDER BY name")[1]]
    if args[0] not in known:
        raise UsageError(f"no run of {args[0]!r} yet; known: {', '.join(known) or 'none'}")
    return args[0]
