"""Puts the crawls that are due into the queue; any number of schedulers may do so, each crawl comes in once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from crawler.jobs.enqueue import Locks, Queued, begin, crawl, put
from crawler.jobs.slots import last_slot
from crawler.registry import Site
from models.session import connection

logger = logging.getLogger(__name__)

KEEP = "400 days"  # of finished jobs; the ledger of the runs keeps for ever

# a crawl of the whole site, by cron or by hand, counts as well
LAST_CRAWLS = """
SELECT site, max(started_at) AS started FROM runs
WHERE command = 'crawl' AND coalesce(args->>'years', args->>'agency') IS NULL
GROUP BY site
"""
LAST_SLOTS = """
SELECT args->>'site' AS site, max((args->>'slot')::timestamptz) AS slot FROM procrastinate_jobs
WHERE queue_name = 'crawl' AND args ? 'slot'
GROUP BY 1
"""
FORGET = """
DELETE FROM procrastinate_jobs j
WHERE j.status NOT IN ('todo', 'doing')
    AND NOT EXISTS (
        SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > now() - CAST(:keep AS interval)
    )
"""


def tick(sites: Sequence[Site], now: datetime | None = None) -> list[Queued]:
    """Enqueue what is due at `now` (aware); returns the new jobs. Raises DatabaseUnavailable."""
    now = now or datetime.now(UTC)
    locks = Locks.among(sites)
    with connection() as database:
        begin(database)
        wanted = [crawl(site.name, locks, slot=slot.isoformat()) for site, slot in _due(database, sites, now)]
        return [each for each in put(database, wanted) if each.new]


def forget() -> int:
    """Delete jobs that ended long ago; how many."""
    with connection() as database:
        begin(database)
        return database.execute(text(FORGET), {"keep": KEEP}).rowcount


def _due(database: Connection, sites: Sequence[Site], now: datetime) -> list[tuple[Site, datetime]]:
    crawled = {row.site: row.started for row in database.execute(text(LAST_CRAWLS))}
    planned = {row.site: row.slot for row in database.execute(text(LAST_SLOTS))}
    due = []
    for site in sites:
        if site.schedule.paused:
            continue
        slot = last_slot(site.name, site.schedule, now)
        done = [time for time in (crawled.get(site.name), planned.get(site.name)) if time is not None]
        if not done or max(done) < slot:
            due.append((site, slot))
    return due
