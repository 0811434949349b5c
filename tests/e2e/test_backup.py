"""Backup and restore as docs/deployment.md tells it: taken under a crawl, restored elsewhere, verified."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from models.embedded import Server
from tests.conftest import FAST as SERVER
from tests.conftest import PREFIX, as_text
from tests.e2e.crawling import ROOT, Ended, World, ended, wait_for
from tests.e2e.working import UNHURRIED, scrapy

PLAIN = True
SITE = "wip"
PART = ("-a", "years=2023-2024")  # enough to be backed up


def script(name: str, world: World, directory: Path, **env: str) -> Ended:
    done = subprocess.run(
        ["sh", f"deploy/{name}.sh", directory],
        cwd=ROOT, env=world.env(**env), capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def crawl(world: World) -> Ended:
    return scrapy(world, "crawl", *UNHURRIED, SITE, *PART)


def counts(world: World) -> dict[str, int]:
    """Rows of every table, the queue's among them."""
    tables = world.query("""
        SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
        WHERE schemaname IN ('public', 'jobs') ORDER BY 1
    """)
    return {name: int(world.query(f"SELECT count(*) FROM {name}")[0][0]) for (name,) in tables}


@pytest.fixture
def elsewhere(world: World) -> Iterator[World]:
    """Another server and another data directory: another machine."""
    directory = Path(tempfile.mkdtemp(prefix=f"{PREFIX}elsewhere-", dir="/tmp"))
    server = Server(directory / "pg", SERVER)
    server.ensure_running()
    yield World(as_text(server.url()), directory, world.portal)
    server.stop()
    shutil.rmtree(directory)


@pytest.mark.thorough
def test_restored_elsewhere(world: World, elsewhere: World, tmp_path: Path) -> None:
    assert crawl(world).code == 0
    assert scrapy(world, "enqueue", "crawl", SITE, *PART).code == 0
    taken = script("backup", world, tmp_path / "backup")
    assert taken.code == 0, str(taken)
    restored = script("restore", elsewhere, tmp_path / "backup")
    assert restored.code == 0, str(restored)
    assert counts(elsewhere) == counts(world)
    assert elsewhere.facts() == world.facts()
    verified = scrapy(elsewhere, "verify")
    assert verified.code == 0, str(verified)
    [(objects,)] = world.query("SELECT count(*) FROM objects")
    assert f"{objects} objects" in verified.err
    # it is whole: the queue works on, and the next crawl finds nothing new
    ran = scrapy(elsewhere, "worker", "--once", *UNHURRIED)
    assert ran.code == 0, str(ran)
    run = elsewhere.last_run()
    assert (run["exit_code"], run["reports_new"], run["reports_changed"]) == (0, 0, 0)
    again = script("restore", elsewhere, tmp_path / "backup")
    assert again.code == 2
    assert "name an empty one" in again.err


@pytest.mark.thorough
def test_taken_while_a_crawl_goes_on(world: World, elsewhere: World, tmp_path: Path) -> None:
    """Whatever the moment: no row of the backup lacks its original."""
    under_way = world.start(SITE, *PART)
    for requests in (8, 16):
        wait_for(
            lambda requests=requests: len(world.portal.requests) >= requests or under_way.poll() is not None, 240
        )
        taken = script("backup", world, tmp_path / "backup")
        assert taken.code == 0, str(taken)
    assert ended(under_way, 600).code == 0
    restored = script("restore", elsewhere, tmp_path / "backup")
    assert restored.code == 0, str(restored)
    lost = [line for line in scrapy(elsewhere, "verify", "--json").out.splitlines() if '"missing"' in line]
    assert lost == []
    assert crawl(elsewhere).code == 0
    assert scrapy(elsewhere, "verify", "--json").out.count('"missing"') == 0
    reports = "SELECT agency, year, sha256, verdict FROM v_reports ORDER BY 1, 2"
    assert elsewhere.query(reports) == world.query(reports)


@pytest.mark.thorough
def test_the_reader_role_comes_along(world: World, elsewhere: World, tmp_path: Path) -> None:
    assert script("backup", world, tmp_path / "backup").code == 0
    restored = script("restore", elsewhere, tmp_path / "backup")
    assert restored.code == 0, str(restored)
    assert elsewhere.url
    engine = create_engine(elsewhere.url)
    with engine.connect() as connection:
        connection.execute(text("SET ROLE gongkai_reader"))
        assert connection.execute(text("SELECT count(*) FROM v_reports")).scalar_one() == 0
    engine.dispose()
