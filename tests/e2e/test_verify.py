"""`scrapy verify`: what is lost is found, told, recovered, or fetched again by the next crawl."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from pipelines.objects import LocalStore
from tests.e2e.archiving import run
from tests.e2e.crawling import Ended, World

SITE = "wip"
PLAIN = True


@pytest.fixture(scope="module")
def crawled(shared_world: World) -> World:
    assert shared_world.crawl(SITE).code == 0
    return shared_world


def objects(world: World) -> LocalStore:
    return LocalStore(world.var / "objects")


def verified(world: World, *args: str, **env: str) -> tuple[Ended, list[dict[str, Any]]]:
    done = run(world, "verify", *args, "--json", **env)
    return done, json.loads(done.out)


def digests(world: World, role: str) -> list[str]:
    rows = world.query(f"SELECT DISTINCT sha256 FROM captures WHERE role = '{role}' AND sha256 IS NOT NULL")
    return sorted(row[0] for row in rows)


def spoil(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"?" + path.read_bytes()[1:])


def test_a_clean_archive(crawled: World) -> None:
    done, problems = verified(crawled)
    assert (done.code, problems) == (0, []), done
    [(number,)] = crawled.query("SELECT count(*) FROM objects")
    assert f"{number} objects" in done.err
    assert verified(crawled, SITE, "--sample", "3")[0].code == 0


def test_everything_is_found_and_told(crawled: World) -> None:
    kept = objects(crawled)
    gone, torn, spoilt, *_ = digests(crawled, "article")
    bodies = {digest: kept.get(digest) for digest in (gone, torn, spoilt)}
    kept.path(gone).unlink()
    kept.path(torn).chmod(0o644)
    kept.path(torn).write_bytes(b"")
    spoil(kept.path(spoilt))
    orphan = kept.path(kept.put(b"of a run that was killed"))
    stray = kept.root / gone[:2] / ".new-abc"
    stray.write_bytes(b"half")
    young = kept.path(kept.put(b"of a run that is under way"))
    for path in (orphan, stray):
        os.utime(path, (time.time() - 7200,) * 2)
    done, problems = verified(crawled)
    assert done.code == 1
    found = {(line["problem"], line["key"].rpartition("/")[2]) for line in problems}
    assert found == {
        ("missing", gone), ("damaged", torn), ("damaged", spoilt), ("orphan", orphan.name), ("stray", ".new-abc"),
    }  # fmt: skip
    assert all(f"scrapy crawl {SITE}" in line["what to do"] for line in problems if line["problem"] == "missing")
    # a sample of none finds what a look finds
    assert {line["problem"] for line in verified(crawled, "--sample", "0")[1]} == {
        "missing", "damaged", "orphan", "stray",
    }  # fmt: skip
    repaired, _ = verified(crawled, "--repair")
    assert repaired.code == 1
    assert len(list((kept.root / "quarantine").iterdir())) == 4
    assert {line["problem"] for line in verified(crawled)[1]} == {"missing"}
    # the next crawl brings them back, though the portal would have said 304 and the pages were not due
    crawled.portal.forget()
    before = crawled.facts()
    again = crawled.crawl(SITE)
    assert again.code == 0, again
    done, problems = verified(crawled)
    assert (done.code, problems) == (0, []), done
    for digest, body in bodies.items():
        assert kept.get(digest) == body
    assert crawled.facts() == before
    assert crawled.query("SELECT count(*) FROM objects WHERE lost_at IS NOT NULL") == [(0,)]
    assert young.exists()


def test_a_lost_attachment_and_a_lost_list_come_back(crawled: World) -> None:
    kept = objects(crawled)
    lost = [digests(crawled, "attachment")[0], digests(crawled, "page")[0]]
    for digest in lost:
        kept.path(digest).unlink()
    assert verified(crawled, "--repair")[0].code == 1
    assert crawled.crawl(SITE).code == 0
    assert verified(crawled)[1] == []
    assert all(kept.has(digest) for digest in lost)


def test_a_site_alone(crawled: World) -> None:
    assert verified(crawled, SITE)[0].code == 0
    assert run(crawled, "verify", "nowhere").code == 2
    assert run(crawled, "verify", "--from", "x").code == 2


def test_a_store_that_cannot_be_read_is_told(crawled: World, tmp_path: Path) -> None:
    place = tmp_path / "a file"
    place.write_text("")
    done = run(crawled, "verify", GONGKAI_OBJECTS=str(place))
    assert done.code == 1
    assert "cannot be read" in done.err
