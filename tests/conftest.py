"""Fixtures for all tests: an embedded PostgreSQL for the session, a migrated database for each test."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from alembic import command
from hypothesis import settings
from psycopg import sql
from sqlalchemy import URL
from sqlalchemy.orm import Session

from models.embedded import Server
from models.schema import alembic_config
from models.session import engine, session

# a test database need not survive a power cut
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "autovacuum": "off",
}
COPY = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"  # half the time, where nothing is flushed
PREFIX = "gongkai-test-"

# the suite tries the same examples each time; `make fuzz` looks for new ones
settings.register_profile("suite", derandomize=True, database=None, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of this session alone, under /tmp: a short path for its socket, and open to root's server user."""
    _sweep()
    directory = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir="/tmp"))
    server = Server(directory / "pg", FAST)
    server.ensure_running()
    yield server
    server.stop()
    shutil.rmtree(directory)


@pytest.fixture(scope="session")
def template(postgres: Server) -> str:
    """A database made by the migrations, from which each test's own is copied."""
    name = "template_gongkai"
    _admin(postgres, "CREATE DATABASE {}", name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", as_text(postgres.url(name)))
        command.upgrade(alembic_config(), "head")
        engine().dispose()
    return name


@pytest.fixture
def database(postgres: Server, template: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A migrated, empty database, also as DATABASE_URL for this process and its children. Yields its URL."""
    yield from _database(postgres, monkeypatch, template)


@pytest.fixture
def empty_database(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same without tables."""
    yield from _database(postgres, monkeypatch, "template0")


@pytest.fixture
def db(database: str) -> Iterator[Session]:
    """A session in the test's database, one transaction."""
    with session() as opened:
        yield opened


def as_text(url: URL) -> str:
    """A database's address as DATABASE_URL has it."""
    return url.render_as_string(hide_password=False)


def _database(postgres: Server, monkeypatch: pytest.MonkeyPatch, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    _admin(postgres, COPY, name, template)
    url = as_text(postgres.url(name))
    monkeypatch.setenv("DATABASE_URL", url)
    yield url
    monkeypatch.setenv("DATABASE_URL", url)
    engine().dispose()
    _admin(postgres, "DROP DATABASE {} WITH (FORCE)", name)


def _admin(postgres: Server, statement: str, *names: str) -> None:
    url = postgres.url("postgres").set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _sweep() -> None:
    """Stop the servers of sessions that were killed."""
    for directory in Path("/tmp").glob(f"{PREFIX}*"):
        match = re.match(rf"{PREFIX}(\d+)-", directory.name)
        if match and not psutil.pid_exists(int(match[1])) and os.access(directory, os.W_OK):
            Server(directory / "pg").stop()
            shutil.rmtree(directory, ignore_errors=True)
