"""The archive spider against a real pywb: all rows again from a CDX endpoint alone, and the gaps, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.urls import url_key
from tests.e2e.archiving import run
from tests.e2e.crawling import World
from tests.e2e.pywb import Pywb, pywb
from tests.portal import Portal

SITE = "huancui"
DIRECT = {"no_proxy": "127.0.0.1"}


@pytest.fixture(scope="module")
def live(shared_world: World) -> World:
    """The portal, crawled live."""
    for site in ("huancui", "wendeng"):
        done = shared_world.crawl(site)
        assert done.code == 0, done
    return shared_world


@pytest.fixture(scope="module")
def warc(live: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("warc") / "portals.warc.gz"
    done = run(live, "export", "warc", "--out", str(out))
    assert done.code == 0, done
    return out


@pytest.fixture(scope="module")
def served(warc: Path, tmp_path_factory: pytest.TempPathFactory):
    with pywb(tmp_path_factory.mktemp("pywb"), warc) as server:
        yield server


def facts(world: World, site: str):
    kept = ("reports", "cells", "applications", "disclosure", "review", "findings")
    return {name: rows for name, rows in world.facts().items() if name in kept}


@pytest.mark.parametrize("site", ["huancui", "wendeng"])
def test_the_same_rows_from_the_archive_alone(live: World, served: Pywb, world: World, site: str) -> None:
    world.portal.forget()
    done = world.crawl(
        "archive", "-a", "source=cdx", "-a", f"endpoint={served.endpoint}", "-a", f"site={site}", **DIRECT
    )
    print(done)
    assert done.code == 0, done
    assert world.portal.requests == []
