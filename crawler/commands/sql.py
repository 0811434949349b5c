"""`scrapy sql "SELECT …"`: one read-only statement against the database, embedded or configured."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from functools import partial
from typing import Any

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.types.json import set_json_loads
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.exitcodes import ExitCode, without_database
from crawler.resultset import MAX_TABLE, write_csv, write_json, write_table
from models.schema import ensure_schema
from models.session import DatabaseUnavailable, configured_url, engine, reachable

TIMEOUT = 60.0  # seconds
CHUNK = 500  # rows that the server hands over at once


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return '"SELECT …" [--format table|csv|json]'

    def short_desc(self) -> str:
        return "Run one read-only SQL statement against the database"

    def long_desc(self) -> str:
        return (
            "Run one read-only SQL statement. The views v_reports, v_applications, v_disclosure, v_review, "
            "v_findings and v_coverage are described in docs/data-dictionary.md. Exit codes: 2 for a statement "
            "that is wrong or writes, 4 without a database, 7 when it took too long."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--format",
            choices=("table", "csv", "json"),
            default="table",
            help="table for people (default), csv or json for machines",
        )
        parser.add_argument(
            "--timeout",
            type=float,
            default=TIMEOUT,
            metavar="SECONDS",
            help=f"give up after so long (default: {TIMEOUT:.0f}; 0: never)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1 or not args[0].strip():
            raise UsageError("scrapy sql takes one statement, in quotes")
        try:
            with query(args[0], opts.timeout) as (names, rows):
                self.exitcode = _write(opts.format, names, rows)
        except DatabaseUnavailable as error:
            self._fail(without_database(error), str(error))
        except psycopg.errors.QueryCanceled:
            self._fail(
                ExitCode.LIMIT, f"the statement took more than {opts.timeout:g} s; --timeout SECONDS allows more"
            )
        except psycopg.errors.ReadOnlySqlTransaction:
            self._fail(ExitCode.USAGE, "refused: scrapy sql only reads, this statement writes or gives no rows")
        except psycopg.Error as error:
            self._fail(ExitCode.USAGE, _explained(error, args[0]))
        except BrokenPipeError:
            # the reader, such as head, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _fail(self, code: ExitCode, message: str) -> None:
        sys.stderr.write(f"scrapy sql: {message}\n")
        self.exitcode = code


@contextmanager
def query(statement: str, timeout: float = TIMEOUT) -> Iterator[tuple[list[str], Iterator[Sequence[Any]]]]:
    """Names of the columns and the rows, as they come. Raises DatabaseUnavailable, psycopg.Error."""
    if configured_url() is None:
        ensure_schema()
    with reachable(), engine().connect() as opened:
        opened.detach()  # from the pool: its settings are not for others
        connection = opened.connection.dbapi_connection
        assert isinstance(connection, psycopg.Connection)
        set_json_loads(partial(json.loads, parse_float=Decimal), connection)
        connection.execute("SET TRANSACTION READ ONLY")
        connection.execute(f"SET LOCAL statement_timeout = {int(timeout * 1000)}")
        # a superuser could still write files and run programs
        connection.execute(
            "SELECT set_config('role', 'pg_read_all_data', true) "
            "FROM pg_roles WHERE rolname = current_user AND rolsuper"
        )
        names = _names(connection, statement)
        with connection.cursor() as cursor, closing(cursor.stream(statement.encode(), size=CHUNK)) as rows:
            yield names, rows


def _names(connection: psycopg.Connection[Any], statement: str) -> list[str]:
    """The statement's columns, without running it. It must be one, and one that gives rows."""
    for result in (
        connection.pgconn.prepare(b"", statement.encode()),
        connection.pgconn.describe_prepared(b""),
    ):
        if result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result)
    if not result.nfields:
        raise psycopg.errors.ReadOnlySqlTransaction
    return [(result.fname(column) or b"").decode() for column in range(result.nfields)]


def _write(form: str, names: Sequence[str], rows: Iterator[Sequence[Any]]) -> ExitCode:
    if form == "table":
        if not write_table(names, rows, sys.stdout):
            sys.stderr.write(f"only the first {MAX_TABLE} rows are shown; --format csv or json shows all\n")
        return ExitCode.OK
    if form == "json" and len(set(names)) < len(names):
        sys.stderr.write("two columns have one name; tell them apart with AS\n")
        return ExitCode.USAGE
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    (write_json if form == "json" else write_csv)(names, rows, sys.stdout)
    sys.stdout.flush()
    return ExitCode.OK


def _explained(error: psycopg.Error, statement: str) -> str:
    """PostgreSQL's message, with the place in the statement where it has one."""
    diagnosis = error.diag
    message = diagnosis.message_primary or str(error).strip()
    place = int(diagnosis.statement_position) if diagnosis.statement_position else 0
    around = f" (near: {statement[max(0, place - 1) :][:30].splitlines()[0]})" if place else ""
    hint = f"\n{diagnosis.message_hint}" if diagnosis.message_hint else ""
    return f"{message}{around}{hint}"
