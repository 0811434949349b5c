"""One replica crawled twice by the production command with nothing but its URL, in a database of its own."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from pipelines.urls import url_key
from tests import warm
from tests.discovery.replicas import Exists, Replica, served
from tests.portal import Portal

ROOT = Path(__file__).parents[2]
# speed alone; everything else is as in production
FAST = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "RETRY_PAUSE=0.1", "READ_WORKERS=1")
TIMEOUT = 900  # s, one crawl

DOCUMENTS = """SELECT DISTINCT ON (url_key) url_key, outcome FROM captures WHERE role <> 'page'
    ORDER BY url_key, fetched_at DESC"""
REPORTS = """SELECT r.agency_id, r.year, a.name, s.url_key FROM reports r JOIN agencies a ON a.id = r.agency_id
    JOIN report_sources s ON (s.agency_id, s.year) = (r.agency_id, r.year)
    WHERE r.withdrawn_at IS NULL"""


@dataclass(slots=True)
class Result:
    """What came of one replica. `requests` and `again` are those of the first crawl and of the second,
    `seconds` how long each took."""

    replica: Replica
    found: int = 0
    unassigned: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    exits: tuple[int, ...] = ()
    seconds: tuple[float, ...] = ()

    @property
    def ratio(self) -> float:
        """Requests for each that a walker who knows the way would make."""
        return len(self.requests) / max(1, self.replica.needed)

    @property
    def again_ratio(self) -> float:
        return len(self.again) / max(1, len(self.requests))


def measure(replica: Replica, database: str, var: Path) -> Result:
    """Crawl, look into the database, crawl again."""
    result = Result(replica)
    with served(replica) as portal:
        started = time.monotonic()
        first = _crawl(replica, portal, database, var, "first.log")
        between = time.monotonic()
        result.requests = _asked(portal, replica)
        _judge(result, database)
        portal.forget()
        looked = time.monotonic()
        second = _crawl(replica, portal, database, var, "again.log")
        result.again = _asked(portal, replica)
        result.exits = (first, second)
        result.seconds = (between - started, time.monotonic() - looked)
    return result


def _crawl(replica: Replica, portal: Portal, database: str, var: Path, log: str) -> int:
    var.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "http_proxy": portal.url, "https_proxy": portal.url, "no_proxy": ""}
    env |= {"DATABASE_URL": database, "GONGKAI_VAR": str(var)}
    settings = [part for name in FAST for part in ("-s", name)]
    command = ["crawl", *settings, "portal", "-a", f"url=http://{replica.host}/"]
    with (var / log).open("wb") as out:
        return warm.Process(command, env=env, stdout=out, stderr=out).wait(TIMEOUT)


def _asked(portal: Portal, replica: Replica) -> list[str]:
    """Every request, whatever its host: one that should not have been made is no cheaper."""
    return [f"{seen.method} {seen.url} {seen.status} {seen.note}".rstrip() for seen in portal.requests]


def _judge(result: Result, database: str) -> None:
    """Found: a copy of the report was kept and taken for one. Wrong: a row that is no report that exists, of
    another year, two in one, or one of them twice."""
    exist = result.replica.reports
    by_url: defaultdict[str, list[Exists]] = defaultdict(list)
    for report in exist:
        for url in report.urls:
            by_url[url].append(report)
    outcomes = dict(_query(database, DOCUMENTS))
    for report in exist:
        good = {"report", "unassigned"} | ({"unreadable"} if "unreadable" in report.honest else set())
        seen = {outcomes[url] for url in report.urls if url in outcomes}
        label = f"{report.agency} {report.year}"
        if not seen & good:
            result.missed.append(f"{label}: {', '.join(map(str, seen)) or 'not asked'} ({min(report.urls)})")
            continue
        result.found += 1
        if "report" not in seen and "unassigned" in seen:
            result.unassigned.append(f"{label} ({min(report.urls)})")
    rows: defaultdict[tuple[int, int, str], set[str]] = defaultdict(set)
    for agency_id, year, name, key in _query(database, REPORTS):
        rows[agency_id, year, name].add(key)
    owners: dict[tuple[str, int], str] = {}
    for (_, year, name), urls in sorted(rows.items()):
        label = f"{name} {year} ({min(urls)})"
        of = {(report.agency, report.year) for url in urls for report in by_url.get(url, ())}
        if not of:
            result.wrong.append(f"{label}: no such report")
        elif {known for _, known in of} != {year}:
            result.wrong.append(f"{label}: is of {sorted(of)}")
        elif any(not by_url.get(url) for url in urls):
            result.wrong.append(f"{label}: {[url for url in urls if not by_url.get(url)]} are no copies of it")
        for key in of:
            if owners.setdefault(key, label) != label:
                result.wrong.append(f"{label}: is {owners[key]} once more")
    result.strays = [
        asked for asked in result.requests if url_key(asked.split(" ")[1]) in result.replica.forbidden
    ]


def _query(database: str, sql: str) -> list[tuple[Any, ...]]:
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(sql))]
    engine.dispose()
    return rows
