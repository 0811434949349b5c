"""An export from beginning to end: one snapshot of the database, streamed into whole files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, text

from models.session import engine, reachable
from pipelines.dataset import csvfile, jsonl, parquet
from pipelines.dataset.package import About, Written, dictionary, readme, write_package
from pipelines.dataset.place import whole_directory
from pipelines.dataset.quality import Answer, ask, lines
from pipelines.dataset.tables import Column, Headings, Slice, Table, columns_of
from pipelines.dataset.workbook import Workbook

Format = Literal["csv", "jsonl", "parquet", "xlsx"]
FORMATS: tuple[Format, ...] = ("csv", "jsonl", "parquet", "xlsx")
BOOK = "gongkai.xlsx"
BATCH = 2_000  # rows that the server sends at a time

# The last thing that the database learned: an export tells no other time, so that another day changes nothing.
AS_OF = """
SELECT greatest(
    (SELECT max(fetched_at) FROM captures),
    (SELECT max(created_at) FROM revisions),
    (SELECT max(created_at) FROM readings),
    (SELECT max(finished_at) FROM runs),
    (SELECT max(decided_at) FROM decisions),
    (SELECT max(reopened_at) FROM decisions)
)
"""
EPOCH = datetime(2008, 5, 1, tzinfo=UTC)  # the Regulations came into force; of an empty database

Step = Callable[[str, int], None]
"""Told, table by table, its name and its rows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export, and how."""

    format: Format
    tables: Sequence[Table]
    chosen: Slice
    headings: Headings


@contextmanager
def snapshot() -> Iterator[tuple[Connection, datetime, str]]:
    """A connection that sees one state of the database; that state's time (UTC), and its schema's revision."""
    with reachable(), engine().connect() as connection:
        database = connection.execution_options(isolation_level="REPEATABLE READ")
        with database.begin():
            database.execute(text("SET TRANSACTION READ ONLY"))
            as_of = (database.scalar(text(AS_OF)) or EPOCH).astimezone(UTC)
            # what is due and what is missing is asked as of that day in Beijing, and not of today
            database.execute(
                text(
                    "SELECT set_config('gongkai.today', CAST(CAST(:day AS timestamptz) AT TIME ZONE "
                    "'Asia/Shanghai' AS date)::text, true)"
                ),
                {"day": as_of},
            )
            revision = database.scalar(text("SELECT version_num FROM alembic_version"))
            yield database, as_of, str(revision)


def export_dataset(wanted: Wanted, path: Callable[[datetime], Path], step: Step) -> tuple[Path, list[Written]]:
    """Write the export into the directory that `path` names for the data's time; all of it or nothing.

    Raises StoreFull, StoreReadOnly, StoreError, DatasetError, DatabaseUnavailable.
    """
    with snapshot() as (database, as_of, revision):
        place = path(as_of)
        about = About(wanted.format, wanted.chosen, as_of, revision)
        with whole_directory(place) as directory:
            answers = ask(database, wanted.chosen)
            if wanted.format == "xlsx":
                written = _workbook(database, directory / BOOK, wanted, about, answers, step)
            else:
                written = [_file(database, directory, wanted, table, step) for table in wanted.tables]
            write_package(directory, about, written, answers)
    return place, written


def _file(database: Connection, directory: Path, wanted: Wanted, table: Table, step: Step) -> Written:
    write = {"csv": csvfile.write, "jsonl": jsonl.write, "parquet": parquet.write}[wanted.format]
    columns = columns_of(database, table, wanted.headings)
    name = f"{table.name}.{wanted.format}"
    with rows_of(database, table, columns, wanted.chosen) as rows:
        count = write(directory / name, columns, rows)
    step(table.name, count)
    return Written(table, columns, name, count)


def _workbook(
    database: Connection, path: Path, wanted: Wanted, about: About, answers: list[Answer], step: Step
) -> list[Written]:
    book, written = Workbook(path, about.as_of), list[Written]()
    try:
        columns = {table.name: columns_of(database, table, wanted.headings) for table in wanted.tables}
        known = [Written(table, columns[table.name], path.name, 0) for table in wanted.tables]
        book.text("说明 README", ([line] for line in readme(about, [])), [120])
        book.text("质量 quality", lines(answers), [40] * 8)
        cells = (line.strip("|").split(" | ") for line in dictionary(known) if not line.startswith("|---"))
        book.text("字典 dictionary", cells, [30, 24, 20, 60, 60])
        for table in wanted.tables:
            name = table.name if wanted.headings == "code" else getattr(table, wanted.headings)
            with rows_of(database, table, columns[table.name], wanted.chosen) as rows:
                count, sheets = book.table(name, columns[table.name], rows)
            written.append(Written(table, columns[table.name], path.name, count, tuple(sheets)))
            step(table.name, count)
        book.close()
    finally:
        book.discard()
    return written


@contextmanager
def rows_of(
    database: Connection, table: Table, columns: Sequence[Column], chosen: Slice
) -> Iterator[Iterator[Sequence[Any]]]:
    """The rows of a table through a cursor of the server: memory holds a batch of them."""
    sql = table.query(columns, chosen)
    given = {name: value for name, value in chosen.parameters().items() if f":{name}" in sql}
    result = database.execute(text(sql), given, execution_options={"stream_results": True, "yield_per": BATCH})
    try:
        yield (tuple(row) for row in result)
    finally:
        result.close()
