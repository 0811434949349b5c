"""Workers in processes of their own, as on many machines: work spreads, none is lost, none is done twice."""

from __future__ import annotations

import signal
import time
from collections import Counter

import psutil
import psycopg
import pytest
from sqlalchemy import make_url

from tests.e2e.crawling import Facts, World, wait_for
from tests.e2e.working import UNHURRIED, differences, listed, scrapy, states, workers

PLAIN = True
PART = ("-a", "years=2024")  # where it does not matter what is crawled
SITES = ("huancui", "wendeng", "wip")
LONG = 400.0  # seconds; three crawls with their readers share two cores with the rest of the suite


@pytest.fixture(scope="module")
def undisturbed(shared_world: World) -> Facts:
    """What plain crawls leave, one after the other, as cron would run them."""
    for site in SITES:
        run = shared_world.crawl(site, "-s", "READ_TIMEOUT=600")
        assert run.code == 0, str(run)
    return shared_world.facts()


def enqueue(world: World, *args: str) -> None:
    done = scrapy(world, "enqueue", *args)
    assert done.code == 0, str(done)


@pytest.mark.thorough
def test_three_workers_one_of_them_killed(world: World, undisturbed: Facts) -> None:
    enqueue(world, "crawl", *SITES)
    with workers(world, 3) as crew:
        wait_for(lambda: all(worker.begun() for worker in crew), LONG)
        assert {worker.begun()[0] for worker in crew} == {f"crawl {site}" for site in SITES}, "work spreads"
        [victim] = [worker for worker in crew if worker.begun() == ["crawl huancui"]]
        wait_for(lambda: len(world.asked("www.huancui.gov.cn")) >= 20, LONG)
        family = victim.family()
        victim.process.kill()
        victim.process.wait()
        assert psutil.wait_procs(family, timeout=60)[1] == [], "a killed worker's crawl ends with it"
        wait_for(lambda: states(world) == ["succeeded"] * 3, LONG)
        taken = Counter(command for worker in crew for command in worker.begun())
        assert taken == {"crawl huancui": 2, "crawl wendeng": 1, "crawl wip": 1}
        assert [worker.end() for worker in crew if worker is not victim] == [0, 0]
    runs = world.query("SELECT site, status, exit_code FROM runs ORDER BY site, id")
    assert [run for run in runs if run[0] != "huancui"] == [("wendeng", "finished", 0), ("wip", "finished", 0)]
    # the kernel told the killed worker's crawl to stop: it closed its run (7), or was closed by the next one
    [killed, again] = [run[1:] for run in runs if run[0] == "huancui"]
    assert killed in {("finished", 7), ("crashed", 1)}
    assert again == ("finished", 0)
    assert differences(world.facts(), undisturbed) == {}


@pytest.mark.thorough
def test_a_whole_machine_is_lost(world: World, undisturbed: Facts) -> None:
    """Worker, crawl and readers at once: nobody can hand anything back."""
    enqueue(world, "crawl", "wip")
    with workers(world, 2) as crew:
        wait_for(lambda: any(worker.begun() for worker in crew), LONG)
        wait_for(lambda: len(world.portal.requests) >= 16, LONG)
        [victim] = [worker for worker in crew if worker.begun()]
        family = victim.family()
        for process in (psutil.Process(victim.process.pid), *family):
            process.kill()
        victim.process.wait()
        wait_for(lambda: states(world) == ["succeeded"], LONG)
    [job] = listed(world)
    assert (job["site"], job["state"], job["tries"]) == ("wip", "succeeded", 2)
    assert [row[0] for row in world.query("SELECT status FROM runs ORDER BY id")] == ["crashed", "finished"]
    wip = {row for row in undisturbed["reports"] if row[2] == "wip"}
    assert set(world.facts()["reports"]) == wip


@pytest.mark.thorough
def test_a_worker_that_is_told_to_stop_hands_its_crawl_back(world: World) -> None:
    enqueue(world, "crawl", "wip", *PART)
    with workers(world, 1, "-s", "DOWNLOAD_DELAY=4") as [worker]:
        wait_for(lambda: len(world.portal.requests) >= 2, LONG)
        began = time.monotonic()
        assert worker.end() == 0
        assert time.monotonic() - began < 60
        assert "handed back" in worker.log.read_text()
    [job] = listed(world)
    assert (job["state"], job["tries"], job["worker"]) == ("waiting", 1, None)
    assert world.query("SELECT status, exit_code FROM runs") == [("finished", 7)]
    assert world.query("SELECT count(*) FROM jobs.procrastinate_workers") == [(0,)]
    done = scrapy(world, "worker", "--once", *UNHURRIED)
    assert done.code == 0, str(done)
    assert states(world) == ["succeeded"]


@pytest.mark.thorough
def test_exit_codes_decide(world: World) -> None:
    world.portal.down("www.wip.gov.cn")
    enqueue(world, "crawl", "wip", "huancui")
    holder = world.start("huancui", "-s", "DOWNLOAD_DELAY=3")  # cron's crawl of the same site
    wait_for(lambda: world.query("SELECT 1 FROM runs WHERE site = 'huancui'"), LONG)
    done = scrapy(world, "worker", "--once", *UNHURRIED)
    assert done.code == 0, str(done)
    huancui, wip = sorted(listed(world), key=lambda job: str(job["site"]))
    assert holder.poll() is None
    assert (huancui["state"], huancui["tries"], wip["state"], wip["tries"]) == ("waiting", 1, "waiting", 1)
    assert "ended with exit code 5" in done.err
    assert "ended with exit code 3" in done.err
    waits = world.query("""
        SELECT args->>'site', round(extract(epoch FROM scheduled_at - now()) / 600) FROM jobs.procrastinate_jobs
        ORDER BY 1
    """)
    assert waits == [("huancui", 1), ("wip", 144)]  # ten minutes, a day
    holder.send_signal(signal.SIGTERM)
    assert holder.wait(90) == 7


@pytest.mark.thorough
def test_a_job_is_cancelled_while_it_runs(world: World) -> None:
    enqueue(world, "crawl", "wip")
    with workers(world, 1, "-s", "DOWNLOAD_DELAY=2") as [worker]:
        wait_for(lambda: len(world.portal.requests) >= 2, LONG)
        assert scrapy(world, "jobs", "--cancel", "1").code == 0
        wait_for(lambda: states(world) == ["aborted"], LONG)
        assert worker.end() == 0
    assert world.query("SELECT status, exit_code FROM runs") == [("finished", 7)]


@pytest.mark.thorough
def test_rereading_in_batches_changes_nothing(shared_world: World, undisturbed: Facts) -> None:
    world = shared_world
    enqueue(world, "reread", "--batch", "30")
    jobs = [job for job in listed(world) if job["kind"] == "reread"]
    assert len(jobs) > 3
    enqueue(world, "reread", "--batch", "30")
    assert len(listed(world)) == len(jobs), "none of them twice"
    with workers(world, 2) as crew:
        wait_for(lambda: set(states(world)) == {"succeeded"}, LONG)
        assert all(worker.begun() for worker in crew), "work spreads"
    read = world.query("SELECT args->>'objects', (stats IS NOT NULL) FROM runs WHERE command = 'reread'")
    assert sorted(row[0] for row in read) == sorted(job["what"] for job in jobs)
    [(originals,)] = world.query("""
        SELECT count(DISTINCT url_key) FROM captures
        WHERE sha256 IS NOT NULL AND outcome IN ('report', 'unassigned', 'not_a_report', 'unreadable')
    """)
    [(counted,)] = world.query("SELECT sum(captures) FROM runs WHERE command = 'reread'")
    assert counted == originals, "each original in one batch"
    assert differences(world.facts(), undisturbed) == {}


def test_without_a_database(world: World) -> None:
    for command in (("worker", "--once"), ("scheduler", "--once"), ("jobs",), ("enqueue", "crawl", "wip")):
        done = scrapy(world, *command, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
        assert done.code == 4, str(done)
        assert "Traceback" not in done.err


@pytest.mark.thorough
def test_the_database_goes_away_under_a_worker(world: World) -> None:
    """Its connections cut for good, the worker ends with 4 and leaves its job to the others."""
    name = world.query("SELECT current_database()")[0][0]
    with workers(world, 1) as [worker]:
        wait_for(lambda: world.query("SELECT 1 FROM jobs.procrastinate_workers"), LONG)
        admin = World(world.url.replace(name, "postgres") if world.url else None, world.var, world.portal)
        _refuse(admin, name)
        assert worker.process.wait(90) == 4, worker.log.read_text()
        assert "Traceback" not in worker.log.read_text()


def _refuse(admin: World, name: str) -> None:
    assert admin.url
    url = make_url(admin.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
