"""A crawl killed, or without its database, at many points: the next run carries on, nothing lost or doubled."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from alembic import command

from models.embedded import Server
from models.schema import alembic_config
from models.session import engine
from tests.conftest import PREFIX, as_text
from tests.e2e.crawling import Facts, World, disturbed, ended, thorough, wait_for, without_scans
from tests.portal import Portal

SITE = "wip"
PLAIN = True


@pytest.fixture(scope="module")
def undisturbed(shared_world: World) -> Facts:
    """What a crawl leaves that nothing disturbs."""
    run = shared_world.crawl(SITE)
    assert run.code == 0, str(run)
    return shared_world.facts()


@pytest.mark.thorough
def test_the_other_way_round(world: World, undisturbed: Facts) -> None:
    """Which of two articles leads to a file first makes no difference."""
    run = world.crawl("-s", "SCHEDULER_MEMORY_QUEUE=scrapy.squeues.FifoMemoryQueue", SITE)
    assert run.code == 0, str(run)
    assert world.facts() == undisturbed


@pytest.mark.parametrize("after", thorough(1, 16, 24, 32, but=8))
def test_killed_then_run_again(world: World, undisturbed: Facts, after: int) -> None:
    with disturbed(world, SITE, after) as run:
        assert run.code == -signal.SIGKILL
    assert world.query("SELECT status FROM runs") == [("running",)]
    again = world.crawl(SITE)
    assert again.code == 0, str(again)
    assert "marked as crashed" in again.err
    assert [row[0] for row in world.query("SELECT status FROM runs ORDER BY id")] == ["crashed", "finished"]
    assert world.facts() == undisturbed


@pytest.mark.thorough
def test_killed_again_and_again(world: World, undisturbed: Facts) -> None:
    for after in (5, 9, 14, 7):
        with disturbed(world, SITE, after):
            pass
    assert world.crawl(SITE).code == 0
    assert world.facts() == undisturbed


@pytest.mark.thorough
def test_stopped_by_a_signal_then_run_again(world: World, undisturbed: Facts) -> None:
    with disturbed(world, SITE, 20, signal.SIGTERM) as run:
        assert run.code == 7
    assert world.crawl(SITE).code == 0
    assert world.facts() == undisturbed


def test_no_reader_outlives_a_killed_crawl(world: World) -> None:
    world.portal.forget()
    process = world.start(SITE)
    wait_for(lambda: len(world.portal.requests) >= 25)
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    ended(process)
    wait_for(lambda: not [child for child in family if child.is_running() and child.status() != "zombie"], 30)


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server of this test alone, to be killed."""
    directory = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir="/tmp"))
    server = Server(directory / "pg", {"fsync": "off"})  # what is committed survives a kill, not a power cut
    server.ensure_running()
    yield server
    server.stop()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.mark.parametrize("after", thorough(4, 28, but=15))
def test_the_database_is_killed(
    own_server: Server, undisturbed: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    url = as_text(own_server.url())
    monkeypatch.setenv("DATABASE_URL", url)
    command.upgrade(alembic_config(), "head")
    engine().dispose()
    with Portal() as portal:
        without_scans(portal)
        world = World(url, tmp_path, portal)
        process = world.start(SITE)
        wait_for(lambda: len(portal.requests) >= after)
        pid = own_server.postmaster()
        assert pid
        backends = psutil.Process(pid).children(recursive=True)
        psutil.Process(pid).kill()
        for backend in backends:
            with suppress(psutil.NoSuchProcess):
                backend.kill()
        run = ended(process)
        assert run.code == 4, str(run)
        assert "the database went away" in run.err
        assert "Traceback" not in run.err
        own_server.ensure_running()
        assert world.query("SELECT status FROM runs") == [("running",)]
        again = world.crawl(SITE)
        assert again.code == 0, str(again)
        assert world.facts() == undisturbed
