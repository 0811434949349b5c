"""The portals: who publishes there, which years there are, how the crawls go."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

RECENT = 20  # runs on a portal's page
DROP = 0.95  # of the most reports that a run has seen: below that a portal is behind its own history
_FILE = re.compile(r"[^A-Za-z0-9_.-]")


class Covered(NamedTuple):
    """One agency and year: the columns of v_coverage. An agency of which only dead links tell has no id."""

    agency_id: int | None
    agency: str
    year: int
    state: str
    reason: str | None


class Run(NamedTuple):
    """A row of the ledger."""

    id: int
    command: str
    started_at: datetime
    seconds: int
    status: str
    exit_code: int | None
    requests: int
    captures: int
    reports_found: int
    reports_new: int
    reports_changed: int
    unassigned: int
    unreadable: int
    blocked: int
    errors: int
    message: str | None


class Obstacle(NamedTuple):
    """What the last crawl met: the columns of v_obstacles."""

    kind: str
    name: str
    where: str
    times: int


def due(states: Counter[str]) -> int:
    """How many reports there should be: what is not due yet is not missing."""
    return states.total() - states["not_due"]


class Gap(NamedTuple):
    """Why reports are missing or doubtful, and which."""

    state: str
    reason: str | None
    rows: Sequence[Covered]


@dataclass(slots=True)
class Portal:
    """A portal with what its page shows. `name` is "" for agencies that no portal publishes."""

    name: str
    title: str | None = None
    home: str | None = None
    region: str | None = None
    coverage: list[Covered] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    agencies: int = 0
    runs: list[Run] = field(default_factory=list)
    last: Run | None = None
    last_good: datetime | None = None
    most: int = 0
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Its page."""
        return f"s/{_FILE.sub('_', self.name) or '_'}.html"

    @property
    def link(self) -> dict[str, str | None]:
        """What another page says of it: nothing that every crawl changes."""
        return {"name": self.name, "title": self.title, "file": self.file}

    @property
    def reports(self) -> int:
        return self.states["accepted"] + self.states["review"]

    @property
    def due(self) -> int:
        return due(self.states)

    @property
    def missing(self) -> int:
        return self.due - self.reports

    @property
    def years(self) -> list[int]:
        return sorted({row.year for row in self.coverage})

    @property
    def health(self) -> str:
        """A code of the catalogue: what an admin should know first."""
        if self.last is None:
            return "never"
        if self.last.status != "finished":
            return self.last.status
        if self.last.exit_code:
            return f"exit_{self.last.exit_code}"
        return "behind" if self.last.reports_found < self.most * DROP else "exit_0"

    def rows(self) -> list[tuple[int | None, str, dict[int, Covered]]]:
        """Of each agency its id, its name, and year → state."""
        by_agency = groupby(self.coverage, key=lambda row: (row.agency_id, row.agency))
        return [(agency_id, name, {row.year: row for row in rows}) for (agency_id, name), rows in by_agency]

    def gaps(self) -> list[Gap]:
        """Everything that is not accepted by its reason, the most frequent first."""
        found: dict[tuple[str, str | None], list[Covered]] = defaultdict(list)
        for row in self.coverage:
            if row.state != "accepted":
                found[row.state, row.reason].append(row)
        return sorted((Gap(*key, rows) for key, rows in found.items()), key=lambda gap: -len(gap.rows))


SITES = """
SELECT s.name, s.title, s.home, g.name AS region
FROM sites s LEFT JOIN regions g ON g.code = s.region_code
WHERE CAST(:site AS text) IS NULL OR s.name = :site
ORDER BY s.name
"""
RUNS = """
SELECT site, id, command, started_at, extract(epoch FROM coalesce(finished_at, started_at) - started_at)::int,
       status, exit_code, requests, captures, reports_found, reports_new, reports_changed, unassigned, unreadable,
       blocked, errors, message
FROM (SELECT *, row_number() OVER (PARTITION BY site ORDER BY id DESC) AS back FROM runs) r
WHERE back <= :recent
ORDER BY site, id DESC
"""
CRAWLS = """
SELECT site, max(started_at) FILTER (WHERE exit_code = 0) AS last_good, max(reports_found) AS most, max(id) AS last
FROM runs WHERE command = 'crawl' GROUP BY site
"""
OBSTACLES = """
SELECT o.site, o.kind, o.name, concat(o.host, o.subtree), sum(o.times)::bigint
FROM v_obstacles o
JOIN (SELECT site, max(id) AS run_id FROM runs WHERE command = 'crawl' GROUP BY site) l USING (site, run_id)
GROUP BY 1, 2, 3, 4
ORDER BY 1, 5 DESC, 2, 4
"""
COVERAGE = """
SELECT coalesce(site, ''), agency_id, agency, year, state, reason
FROM v_coverage
WHERE CAST(:site AS text) IS NULL OR site = :site
ORDER BY 1, agency, agency_id, year
"""


def load_portals(database: Connection, site: str | None) -> dict[str, Portal]:
    """Every portal, or one, with its runs; without its coverage (`coverage`)."""
    rows = database.execute(text(SITES), {"site": site}).mappings()
    portals = {row["name"]: Portal(**row) for row in rows}
    for name, *run in database.execute(text(RUNS), {"recent": RECENT}):
        if name in portals:
            portals[name].runs.append(Run(*run))
    last: dict[str, int] = {}
    for name, last_good, most, number in database.execute(text(CRAWLS)):
        if name in portals:
            portals[name].last_good, portals[name].most, last[name] = last_good, most or 0, number
    for portal in portals.values():
        portal.last = next((run for run in portal.runs if run.id == last.get(portal.name)), None)
    for name, *obstacle in database.execute(text(OBSTACLES)):
        if name in portals:
            portals[name].obstacles.append(Obstacle(*obstacle))
    return portals


def coverage(database: Connection, site: str | None) -> Iterator[tuple[str, list[Covered]]]:
    """(portal, its agencies × years) portal by portal, so that only one is in memory."""
    streamed = database.execution_options(stream_results=True, yield_per=5000)
    rows: Iterable[Any] = streamed.execute(text(COVERAGE), {"site": site})
    for name, of_site in groupby(rows, key=lambda row: row[0]):
        yield name, [Covered(*row[1:]) for row in of_site]
