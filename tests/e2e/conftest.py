"""Worlds for crawls: a database of the session's server, a data directory, a fresh replica."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.embedded import Server
from tests.conftest import _admin, as_text
from tests.e2e.crawling import World
from tests.portal import Portal


@pytest.fixture
def world(database: str, tmp_path: Path) -> Iterator[World]:
    """An empty database and a portal of this test alone."""
    with Portal() as portal:
        yield World(database, tmp_path, portal)


@pytest.fixture(scope="module")
def shared_world(postgres: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same for all tests of a module."""
    name = f"crawl_{uuid.uuid4().hex[:12]}"
    _admin(postgres, "CREATE DATABASE {} TEMPLATE {}", name, template)
    with Portal() as portal:
        yield World(as_text(postgres.url(name)), tmp_path_factory.mktemp("crawl"), portal)
    _admin(postgres, "DROP DATABASE {} WITH (FORCE)", name)
