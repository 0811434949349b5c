"""The Wayback Machine and Common Crawl, as their documentation has them, with all their moods."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.archiving import run
from tests.e2e.crawling import World
from tests.e2e.stands import Stand, stand
from tests.e2e.test_archive_spider import DIRECT, arguments, differing, of_site

SITE, YEARS = "wendeng", "years=2023"  # files behind redirects, a list whose second page is a form's answer


@pytest.fixture(scope="module")
def live(shared_world: World) -> World:
    done = shared_world.crawl(SITE, *arguments(YEARS))
    assert done.code == 0, done
    return shared_world


@pytest.fixture
def archive(live: World, tmp_path: Path) -> Iterator[Stand]:
    out = tmp_path / "portal.warc.gz"
    done = run(live, "export", "warc", "--out", str(out))
    assert done.code == 0, done
    with stand(out, busy=4) as served:
        yield served


def test_the_wayback_machine(live: World, archive: Stand, world: World) -> None:
    given = arguments("source=wayback", f"endpoint={archive.url}/cdx/search/cdx", f"site={SITE}", YEARS)
    done = world.crawl("archive", *given, **DIRECT)
    assert done.code == 0, done
    assert world.portal.requests == []
    assert differing(of_site(world, SITE), of_site(live, SITE)) == {}
    listings = [path for path, _ in archive.asked if path.startswith("/cdx/")]
    assert not any("collapse=" in path for path in listings)  # it would take other addresses with it
    assert any("resumeKey=" in path for path in listings)  # page after page
    assert len(listings) == len(set(listings)) + 2  # 503, and the one that was cut off, once more
    replays = [path for path, _ in archive.asked if path.startswith("/web/")]
    assert 0 < len(replays) - len(set(replays)) <= 4  # 429 and 503, then the page
    assert world.query("SELECT DISTINCT archive FROM captures") == [("wayback",)]


@pytest.mark.thorough
def test_ranges_of_common_crawl(live: World, archive: Stand, world: World) -> None:
    given = ["source=commoncrawl", f"endpoint={archive.url}/collinfo.json", f"replay={archive.url}"]
    done = world.crawl("archive", *arguments(*given, f"site={SITE}", "from=2020", YEARS), **DIRECT)
    assert done.code == 0, done
    assert differing(of_site(world, SITE), of_site(live, SITE)) == {}
    ranges = [span for path, span in archive.asked if path.startswith("/crawl-data/")]
    assert ranges and all(span.startswith("bytes=") for span in ranges)
    assert not any("CC-MAIN-2007" in path for path, _ in archive.asked)
