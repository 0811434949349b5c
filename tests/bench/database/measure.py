"""What is measured: the worked queries, reports saved the way a crawl saves them, and what the tables weigh."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text

from models.session import session
from pipelines.saving import save_capture, save_readings
from tests.unit.models.made import capture, reading, report, sha256

PAGE = Path(__file__).parents[3] / "docs" / "queries.md"
HEADING = re.compile(r"^## (\d+)\. ([^\n]+?) · [^\n]+\n\n```sql\n(.+?)```", re.S | re.M)
TABLES = """
SELECT relname, greatest(reltuples, 0)::bigint, pg_table_size(oid), pg_indexes_size(oid)
FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
ORDER BY pg_total_relation_size(oid) DESC
"""


@dataclass(frozen=True, slots=True)
class Timed:
    """A worked query: the best of some rounds, for the first one reads from disk."""

    number: int
    question: str
    seconds: float
    rows: int


def queries(connection: psycopg.Connection[Any], rounds: int = 3) -> list[Timed]:
    """Every query of docs/queries.md, timed as a client waits for it: planning, running, fetching."""
    timed = []
    for number, question, sql in HEADING.findall(PAGE.read_text(encoding="utf-8")):
        best, rows = float("inf"), 0
        for _ in range(rounds):
            started = time.perf_counter()
            rows = len(connection.execute(sql.encode()).fetchall())
            best = min(best, time.perf_counter() - started)
        timed.append(Timed(int(number), question, best, rows))
    return timed


def save(count: int, turn: int) -> tuple[float, float]:
    """Save so many reports by the crawl's own functions, one in ten of a new agency; (median, mean) in seconds.

    The others are of agencies that are there, where there are any.
    """
    with session() as opened:
        known = opened.execute(
            text(
                "SELECT a.name, s.name FROM agencies a JOIN sites s ON s.region_code = a.region_code "
                "ORDER BY md5(a.id::text) LIMIT :n"
            ),
            {"n": count},
        ).all()
    spent = []
    for number in range(count):
        old = number % 10 and number < len(known)
        name, site = known[number] if old else (f"威海市环翠区第{turn}{number}局", None)
        page = f"http://www.{site or 'huancui'}.gov.cn/{turn}/{number}.html"
        kept = capture(page.encode(), url=page, site=site)
        content = reading(report(received=number, prose=f"{turn}-{number}" * 20), agency=name, year=2018)
        started = time.perf_counter()
        digest = sha256(kept.body)
        with session() as opened:
            row = save_capture(opened, kept, digest, len(kept.body), "text/html")
        with session() as opened:
            save_readings(opened, row, digest, [content])
        spent.append(time.perf_counter() - started)
    return sorted(spent)[len(spent) // 2], sum(spent) / len(spent)


@dataclass(frozen=True, slots=True)
class Weight:
    """A table: rows, bytes of its rows (TOAST included), bytes of its indexes."""

    table: str
    rows: int
    data: int
    indexes: int


def weights(connection: psycopg.Connection[Any]) -> list[Weight]:
    """The tables, the heaviest first."""
    return [Weight(*row) for row in connection.execute(TABLES)]


def with_cells(connection: psycopg.Connection[Any]) -> int:
    """How many revisions have their cells: one loaded report in so many, and all that were saved."""
    row = connection.execute("SELECT count(*) FROM (SELECT DISTINCT agency_id, year, revision FROM cells) AS c")
    return int(row.fetchall()[0][0])
