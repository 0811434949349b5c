"""A crawl as cron runs it: the real command in a process of its own, the replica portals behind its proxy."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from models.vocabulary import vocabulary
from tests import warm
from tests.portal import Portal

ROOT = Path(__file__).parents[2]
# speed for tests, of which several run at once; everything else is as in production
FAST = ["-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "RETRY_PAUSE=0.1", "-s", "READ_WORKERS=1"]

APPLICANTS, OUTCOMES = tuple(vocabulary().applicants), tuple(vocabulary().outcomes)
# What a database holds of documents, without the numbers and times that each run gives anew.
FACTS = {
    "reports": """SELECT agency, year, site, form, verdict, reason, headline, source_url, published_on, revision,
        sha256, sources, vanished FROM v_reports""",
    "cells": "SELECT agency, year, path, raw, note, unit, sha256, page, table_no, row_no, col_no FROM v_cells",
    "applications": f"SELECT agency, year, item, {', '.join(APPLICANTS)} FROM v_applications",
    "disclosure": "SELECT agency, year, item, measure, value FROM v_disclosure",
    "review": f"SELECT agency, year, channel, {', '.join(OUTCOMES)} FROM v_review",
    "findings": "SELECT agency, year, rule, severity, cause, left_value, right_value FROM v_findings",
    "sources": """SELECT a.name, s.year, s.url_key, s.member, s.role, s.carrier, s.sha256, s.chosen, s.agrees,
        s.lost_reason FROM report_sources s JOIN agencies a ON a.id = s.agency_id""",
    "objects": "SELECT DISTINCT sha256 FROM captures WHERE role <> 'page' AND sha256 IS NOT NULL",
    "outcomes": """SELECT DISTINCT ON (url_key) url_key, role, sha256, outcome FROM captures
        ORDER BY url_key, fetched_at DESC""",
}

Facts = dict[str, list[tuple[Any, ...]]]


def thorough(*values: Any, but: Any) -> list[Any]:
    """Parameters of which each commit tries one, `make proofs` the others."""
    return [but, *(pytest.param(value, marks=pytest.mark.thorough) for value in values)]


@dataclass
class World:
    """A database, a data directory, a portal."""

    url: str | None
    var: Path
    portal: Portal

    def env(self, **more: str) -> dict[str, str]:
        mine = {"http_proxy": self.portal.url, "https_proxy": self.portal.url, "no_proxy": ""}
        mine |= {"GONGKAI_VAR": str(self.var)}
        base = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return base | mine | ({"DATABASE_URL": self.url} if self.url else {}) | more

    def start(self, *args: str, **env: str) -> warm.Process:
        """`scrapy crawl …` under way."""
        return warm.Process(["crawl", *FAST, *args], env=self.env(**env))

    def crawl(self, *args: str, **env: str) -> Ended:
        """`scrapy crawl …`, to its end."""
        return ended(self.start(*args, **env))

    def facts(self) -> Facts:
        return {name: sorted(self.query(sql), key=repr) for name, sql in FACTS.items()}

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        assert self.url
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(text(sql))]
        engine.dispose()
        return rows

    def last_run(self) -> dict[str, Any]:
        assert self.url
        columns = (
            "status, finish_reason, exit_code, message, requests, pages, captures, revisits, reports_found, "
            "reports_new, reports_changed, blocked, errors"
        )
        [row] = self.query(f"SELECT {columns} FROM runs ORDER BY id DESC LIMIT 1")
        return dict(zip(columns.split(", "), row, strict=True))

    def cells(self) -> dict[tuple[str, int], dict[str, Any]]:
        """(agency, year) → block → item → column → number, as `scrapy read` prints them."""
        found: dict[tuple[str, int], dict[str, Any]] = {}

        def put(agency: str, year: int, block: str, item: str, values: dict[str, Any]) -> None:
            plain = {key: float(value) if value is not None else None for key, value in values.items()}
            found.setdefault((agency, year), {}).setdefault(block, {}).setdefault(item, {}).update(plain)

        for agency, year, item, measure, value in self.query(FACTS["disclosure"]):
            put(agency, year, "disclosure", item, {measure: value})
        for block, columns in (("applications", APPLICANTS), ("review", OUTCOMES)):
            for agency, year, item, *values in self.query(FACTS[block]):
                put(agency, year, block, item, dict(zip(columns, values, strict=True)))
        return found

    def asked(self, host: str) -> list[str]:
        return [seen.url for seen in self.portal.asked(host)]


def without_scans(portal: Portal) -> None:
    """Take the reports that are scans off the portals: to recognise one costs more than the rest of a crawl."""
    scans = {
        (r.host, r.agency, r.year) for r in portal.truth.reports if any(s.carrier == "scan" for s in r.sources)
    }
    assert scans
    for host, site in portal.sites.items():
        for key, report in list(site.reports.items()):
            if (host, report.agency.name, report.year) in scans:
                del site.reports[key]


@dataclass
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"exit {self.code}\n{self.out}\n{self.err}"


def ended(process: subprocess.Popen[str] | warm.Process, timeout: float = 300) -> Ended:
    try:
        out, err = process.communicate(timeout=timeout)
    finally:
        if process.poll() is None:
            process.kill()
    return Ended(process.wait(), out, err)


@contextmanager
def disturbed(world: World, site: str, after: int, number: int = signal.SIGKILL) -> Iterator[Ended]:
    """A crawl that gets a signal once the portal has seen `after` requests."""
    world.portal.forget()
    process = world.start(site)
    wait_for(lambda: len(world.portal.requests) >= after or process.poll() is not None)
    process.send_signal(number)
    yield ended(process)


def wait_for(condition: Any, timeout: float = 60) -> None:
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
