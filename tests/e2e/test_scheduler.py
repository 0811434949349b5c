"""`scrapy scheduler`: what is due comes into the queue once, however many schedulers look."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from crawler.jobs.enqueue import begin
from crawler.jobs.scheduler import forget, tick
from crawler.jobs.slots import CHINA, last_slot
from crawler.registry import Schedule, all_sites, load_site
from models.ledger import close_run, open_run
from models.session import connection, session
from pipelines.register import ensure_site
from tests.e2e.crawling import ROOT, World, ended, wait_for
from tests.e2e.working import listed, scrapy, states

PLAIN = True
NOON = datetime(2026, 3, 15, 12, tzinfo=CHINA)
SITES = [site for site in all_sites() if site.name in ("huancui", "wendeng", "wip")]


def due(now: datetime = NOON) -> list[str]:
    return [queued.wanted.arguments["site"] for queued in tick(SITES, now)]


def test_once_a_slot(world: World) -> None:
    assert due() == ["huancui", "wendeng", "wip"]
    assert due() == []
    assert due(NOON + timedelta(minutes=1)) == []
    assert len(listed(world)) == 3


def test_a_job_that_still_waits_is_not_joined_by_another(world: World) -> None:
    due()
    assert due(NOON + timedelta(days=3)) == []
    all_become("succeeded")
    assert due(NOON + timedelta(days=3)) == ["huancui", "wendeng", "wip"]


def test_a_job_that_failed_waits_for_the_next_slot(world: World) -> None:
    due()
    all_become("failed")
    assert due(NOON + timedelta(minutes=5)) == []
    assert due(NOON + timedelta(days=3)) == ["huancui", "wendeng", "wip"]


def all_become(state: str) -> None:
    """All jobs as if a worker had ended them so."""
    with connection() as database:
        begin(database)
        change = "UPDATE procrastinate_jobs SET status = CAST(:state AS procrastinate_job_status)"
        database.execute(text(change), {"state": state})


def test_a_crawl_by_cron_counts(world: World) -> None:
    wip = load_site("wip")
    slot = last_slot("wip", wip.schedule, NOON)
    for started, args in ((slot + timedelta(hours=1), {}), (slot + timedelta(hours=1), {"agency": "某局"})):
        with session() as opened:
            ensure_site(opened, "wip", home=wip.home)
            ensure_site(opened, "wendeng", home=wip.home)
            run_id = open_run(opened, "wendeng" if args else "wip", "crawl", args)
            close_run(opened, run_id, "finished", 0)
            opened.connection().exec_driver_sql(
                "UPDATE runs SET started_at = %(at)s WHERE id = %(id)s", {"at": started, "id": run_id}
            )
    assert due() == ["huancui", "wendeng"], "a crawl of a part does not"


def test_paused(world: World) -> None:
    sites = [site.model_copy(update={"schedule": Schedule(paused="rebuilt until May")}) for site in SITES]
    assert tick(sites, NOON) == []


def test_what_ended_long_ago_is_forgotten(world: World) -> None:
    due()
    all_become("succeeded")
    assert forget() == 0
    with connection() as database:
        database.execute(
            text("UPDATE jobs.procrastinate_events SET at = at - interval '401 days' WHERE job_id < 3")
        )
    assert forget() == 2
    assert states(world) == ["succeeded"]


def test_many_schedulers_at_once(world: World) -> None:
    command = [sys.executable, "-m", "scrapy", "scheduler", "--once"]
    crowd = [
        subprocess.Popen(
            command, cwd=ROOT, env=world.env(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    done = [ended(process) for process in crowd]
    assert [each.code for each in done] == [0, 0, 0], done
    sites = [job["site"] for job in listed(world)]
    assert sorted(sites) == sorted(site.name for site in all_sites())
    assert sum(each.err.count("is due since") for each in done) == len(sites)


def test_it_goes_on_until_it_is_told_to_stop(world: World, tmp_path: Path) -> None:
    """A database that is away and a broken site file are told, and the next look is in time."""
    directory = tmp_path / "sites"
    directory.mkdir()
    (directory / "wip.toml").write_text("title = ", encoding="utf-8")
    log = tmp_path / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "scheduler", "--every", "0.2", "-s", f"SITES_DIR={directory}"],
            cwd=ROOT, env=world.env(), stderr=out, stdout=out,
        )  # fmt: skip
    try:
        wait_for(lambda: "wip.toml" in log.read_text(), 90)
        good = (Path(ROOT) / "crawler/sites/wip.toml").read_text("utf-8")
        (directory / "wip.toml").write_text(good, encoding="utf-8")
        wait_for(lambda: states(world) == ["todo"], 90)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()


@pytest.mark.parametrize("args", [["now"], ["--every", "0"]])
def test_usage(world: World, args: list[str]) -> None:
    assert scrapy(world, "scheduler", *args).code == 2
