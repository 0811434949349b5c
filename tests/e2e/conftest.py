"""Worlds for crawls: a database of the session's server, a data directory, a fresh replica."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.embedded import Server
from tests.conftest import COPY, _admin, as_text
from tests.e2e.crawling import World, without_scans
from tests.portal import Portal


@pytest.fixture(scope="module")
def plain(request: pytest.FixtureRequest) -> bool:
    """Whether the module's portals are without scans: `PLAIN = True` where a test is not about reading."""
    return getattr(request.module, "PLAIN", False)


@pytest.fixture
def world(database: str, tmp_path: Path, plain: bool) -> Iterator[World]:
    """An empty database and a portal of this test alone."""
    with Portal() as portal:
        if plain:
            without_scans(portal)
        yield World(database, tmp_path, portal)


@pytest.fixture(scope="module")
def shared_world(
    postgres: Server, template: str, tmp_path_factory: pytest.TempPathFactory, plain: bool
) -> Iterator[World]:
    """The same for all tests of a module."""
    name = f"crawl_{uuid.uuid4().hex[:12]}"
    _admin(postgres, COPY, name, template)
    with Portal() as portal:
        if plain:
            without_scans(portal)
        yield World(as_text(postgres.url(name)), tmp_path_factory.mktemp("crawl"), portal)
    _admin(postgres, "DROP DATABASE {} WITH (FORCE)", name)
