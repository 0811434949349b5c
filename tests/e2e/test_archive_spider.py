"""The archive spider against a real pywb: all rows again from a CDX endpoint alone, and the gaps, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.archiving import run
from tests.e2e.crawling import Ended, World
from tests.e2e.pywb import Pywb, pywb

SITES = ("huancui",)
TABLES = ("cells", "applications", "disclosure", "review", "findings")
Rows = dict[str, list[tuple[Any, ...]]]
DIRECT = {"no_proxy": "127.0.0.1"}


@pytest.fixture(scope="module")
def live(shared_world: World) -> World:
    """The portal, crawled live."""
    for site in SITES:
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
def served(warc: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    with pywb(tmp_path_factory.mktemp("pywb"), warc) as server:
        yield server


def of_site(world: World, site: str, *, vanished: bool = True) -> Rows:
    """Reports, cells and findings of a site's agencies; without the mark of what the portal shows no more."""
    found = world.facts()
    reports = [row for row in found["reports"] if row[2] == site]
    agencies = {row[0] for row in reports}
    rows = {name: [row for row in found[name] if row[0] in agencies] for name in TABLES}
    if not vanished:
        reports = [row[:-1] for row in reports]
        rows["findings"] = [row for row in rows["findings"] if row[2] != "source.lost"]
    return {"reports": reports, **rows}


def differing(one: Rows, other: Rows) -> Rows:
    """The rows that only one of them has."""
    found = {name: [row for row in one[name] if row not in other[name]] for name in one}
    found |= {f"not {name}": [row for row in other[name] if row not in one[name]] for name in one}
    return {name: rows for name, rows in found.items() if rows}


def search(world: World, server: Pywb, *args: str) -> Ended:
    """`scrapy crawl archive` with nothing but the address of the CDX server."""
    given = ["source=cdx", f"endpoint={server.endpoint}", *args]
    return world.crawl("archive", *(part for each in given for part in ("-a", each)), **DIRECT)


@pytest.mark.parametrize("site", SITES)
def test_the_same_rows_from_the_archive_alone(live: World, served: Pywb, world: World, site: str) -> None:
    done = search(world, served, f"site={site}")
    assert done.code == 0, done
    assert world.portal.requests == []  # the portal itself was not asked
    assert differing(of_site(world, site), of_site(live, site)) == {}

    captures = world.query("SELECT kind, archive, fetched_at, request, headers FROM captures")
    asked = dict(live.query("SELECT url_key, min(fetched_at) FROM captures GROUP BY url_key"))
    assert {(kind, archive, str(request)) for kind, archive, _, request, _ in captures} == {
        ("archived", f"127.0.0.1:{served.port}/coll", "{}")
    }
    told = [{name for name, _ in headers} for *_, headers in captures]
    assert all({"X-Gongkai-Memento", "X-Gongkai-Fetched"} <= names for names in told)
    times = world.query("SELECT url_key, fetched_at FROM captures")
    assert all(moment == asked[key].replace(microsecond=0) for key, moment in times)
    assert world.query("SELECT DISTINCT archived, archive FROM report_sources") == [
        (True, f"127.0.0.1:{served.port}/coll")
    ]

    before, replayed = row_digests_of(world), len(served.replayed)
    again = search(world, served, f"site={site}")
    assert again.code == 0, again
    assert len(served.replayed) == replayed  # what is known is not fetched again
    assert row_digests_of(world) == before


def row_digests_of(world: World) -> dict[str, list[tuple[Any, ...]]]:
    return world.facts() | {"captures": world.query("SELECT count(*) FROM captures")}


@pytest.mark.parametrize("site", SITES)
def test_the_gaps_and_nothing_else(live: World, served: Pywb, world: World, site: str) -> None:
    # a cell is due where others have reported the year, and the agency others
    rows = live.query(
        f"""SELECT agency, year, source_url FROM (
            SELECT *, count(*) OVER (PARTITION BY site, year) AS of_year,
                count(*) OVER (PARTITION BY agency_id) AS own
            FROM v_reports) AS known
        WHERE site = '{site}' AND sources = 1 AND of_year > 2 AND own > 1 ORDER BY year DESC, agency"""
    )
    removed = rows[::5][:4]
    assert removed
    for *_, url in removed:
        world.portal.remove(url)
    done = world.crawl(site)
    assert done.code in (0, 3), done
    missing = {row[:2] for row in of_site(live, site)["reports"]} - {
        row[:2] for row in of_site(world, site)["reports"]
    }
    assert {row[:2] for row in removed} <= missing

    world.portal.forget()
    filled = search(world, served, f"gaps={site}")
    assert filled.code == 0, filled
    assert world.portal.requests == []
    assert f"  {len(missing)} of " in filled.out and "gaps filled" in filled.out, filled
    assert differing(of_site(world, site, vanished=False), of_site(live, site, vanished=False)) == {}
    taken = "SELECT url_key FROM captures WHERE kind = 'archived' AND role <> 'page'"
    standing = world.query(f"SELECT url FROM report_sources WHERE NOT archived AND url_key IN ({taken})")
    assert standing == []  # no report that was there was fetched once more


def test_an_archive_that_is_down(world: World) -> None:
    done = world.crawl(
        "archive", "-a", "source=cdx", "-a", "endpoint=http://127.0.0.1:9/c/cdx", "-a", "site=wip", **DIRECT
    )
    assert done.code == 3, done
    assert "the next run carries on" in done.err and "127.0.0.1:9" in done.err
    assert world.last_run()["finish_reason"] == "unreachable"
