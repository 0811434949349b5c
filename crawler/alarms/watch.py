"""What no run can tell: that none came for too long, or that one died. For `scrapy alarms check`, from cron."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import select, text

from crawler.alarms.book import KILLED, SILENT, raise_alarms
from crawler.alarms.causes import ARCHIVE
from crawler.outcome import Cause
from models.crawls import Run
from models.ledger import LOCKED, SiteLock, mark_crashed
from models.session import session

DAYS = 8
"""A site that a weekly schedule crawls has missed its day."""

# Sites that are crawled in whole, as a schedule does; a portal that was looked at once is no promise.
_SILENT = text("""
SELECT site, max(started_at) AS last, extract(day FROM now() - max(started_at))::int AS days
FROM runs
WHERE command = 'crawl' AND site = ANY (:sites) AND args ->> 'years' IS NULL AND args ->> 'agency' IS NULL
GROUP BY site
HAVING max(started_at) < now() - make_interval(days => :days)
ORDER BY site
""")

_RUNNING = (
    select(Run.site).where(Run.command.in_(LOCKED), Run.status == "running", Run.site.is_not(None)).distinct()
)


def killed() -> dict[str, list[int]]:
    """Runs that died, by site: still open in the ledger though nobody holds their site's lock. They are marked as
    crashed, and an alarm is raised."""
    with session() as opened:
        sites = [site for site in opened.scalars(_RUNNING) if site is not None]
    found = {}
    for site in sites:
        with SiteLock(site) as lock:
            if lock.acquire() and (runs := mark_crashed(lock)):
                found[site] = runs
                raise_killed(site, runs)
    return found


def raise_killed(site: str, runs: list[int]) -> None:
    """The alarm for runs that were found dead; that of a search in web archives is cleared by such a search."""
    with session() as opened:
        died = opened.execute(
            select(Run.command, Run.id).where(Run.id.in_(runs)).order_by(Run.command, Run.id)
        ).all()
        for command, rows in groupby(died, key=lambda row: row.command):
            numbers = [row.id for row in rows]
            which = ", ".join(map(str, numbers))
            fact = f"run {which} never ended: killed, or its machine or database went away"
            key = f"{ARCHIVE}{KILLED}" if command == "archive" else KILLED
            raise_alarms(opened, site, [Cause(key, fact)], numbers[-1])


def silent(sites: list[str], days: int = DAYS) -> list[str]:
    """Those of the sites that were crawled once and have had no whole crawl for more than `days` days."""
    with session() as opened:
        rows = opened.execute(_SILENT, {"sites": sites, "days": days}).all()
        for row in rows:
            fact = f"no crawl for {row.days} days, the last one began {row.last:%Y-%m-%d %H:%M} UTC"
            raise_alarms(opened, row.site, [Cause(SILENT, fact)])
    return [row.site for row in rows]
