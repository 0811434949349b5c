"""The commands that docker-compose.yml runs, without an engine: the migration, the schedule, the health check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.e2e.crawling import ROOT, World

BIN = Path(sys.executable).parent


def run(world: World, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}:/usr/bin:/bin"
    environment = world.env(PATH=path, PYTHONWARNINGS="", **env)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180)


def test_migrate_and_health(world: World) -> None:
    migrated = run(world, "alembic", "upgrade", "head")
    assert migrated.returncode == 0, migrated.stderr
    healthy = run(world, "scrapy", "sql", "SELECT 1")
    assert healthy.returncode == 0, healthy.stderr


def test_the_health_check_notices_a_lost_database(world: World) -> None:
    sick = run(world, "scrapy", "sql", "SELECT 1", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert sick.returncode == 4


def test_one_pass_ends_with_the_worst_exit_code(world: World) -> None:
    world.portal.down("www.wip.gov.cn")
    done = run(world, "sh", "deploy/schedule.sh", GONGKAI_ONCE="1", GONGKAI_SITES="wip nosuchsite")
    assert done.returncode == 3, done.stderr
    assert "scrapy crawl wip ended with exit code 3" in done.stderr
    assert "scrapy crawl nosuchsite ended with exit code 2" in done.stderr
    assert world.query("SELECT finish_reason, exit_code FROM runs") == [("unreachable", 3)]
