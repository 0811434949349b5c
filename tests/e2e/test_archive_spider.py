"""The archive spider against a real pywb: all rows again from a CDX endpoint alone, and the gaps, exactly."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.archiving import run
from tests.e2e.crawling import Ended, World, ended, wait_for
from tests.e2e.pywb import BIN, Pywb, pywb

pytestmark = pytest.mark.thorough

SITES = ("huancui", "wendeng", "wip")
DIRECT = {"no_proxy": "127.0.0.1"}
# what of a report is its agency's name and year, and beside what FACTS has
PLACED = "FROM {} t JOIN agencies a ON a.id = t.agency_id"
FURTHER = {
    "revisions": "SELECT a.name, t.year, t.revision, t.site, t.form, t.verdict, t.reason, t.headline, "
    f"t.source_url, t.published_on, t.sha256, t.data_digest, t.prose_digest {PLACED.format('revisions')}",
    "sections": f"SELECT a.name, t.year, t.revision, t.ordinal, t.heading, t.text {PLACED.format('sections')}",
    "facts": "SELECT agency, year, key, value, raw, quote FROM v_facts",
}
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def live(shared_world: World) -> World:
    """The portals, crawled live."""
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
    """Everything that a site's reports are: revisions, cells, tables, prose, facts, sources and findings; without
    the mark of what the portal shows no more."""
    found = world.facts()
    reports = [row for row in found.pop("reports") if row[2] == site]
    keys = {row[:2] for row in reports}
    found |= {name: sorted(world.query(sql), key=repr) for name, sql in FURTHER.items()}
    rows = {
        name: [row for row in found[name] if row[:2] in keys] for name in found.keys() - {"objects", "outcomes"}
    }
    if not vanished:
        reports = [row[:-1] for row in reports]
        rows["findings"] = [row for row in rows["findings"] if row[2] != "source.lost"]
        rows["sources"] = [row[:-1] for row in rows["sources"]]
    assert all(rows[name] for name in ("cells", "revisions", "sections", "findings", "sources"))
    return {"reports": reports, **rows}


def differing(one: Rows, other: Rows) -> Rows:
    """The rows that only one of them has."""
    found = {name: [row for row in one[name] if row not in other[name]] for name in one}
    found |= {f"not {name}": [row for row in other[name] if row not in one[name]] for name in one}
    return {name: rows for name, rows in found.items() if rows}


def arguments(*given: str) -> list[str]:
    return [part for each in given for part in ("-a", each)]


def search(world: World, server: Pywb, *args: str) -> Ended:
    """`scrapy crawl archive` with nothing but the address of the CDX server."""
    return world.crawl("archive", *arguments("source=cdx", f"endpoint={server.endpoint}", *args), **DIRECT)


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

    before, replayed = all_rows(world), len(served.replayed)
    again = search(world, served, f"site={site}")
    assert again.code == 0, again
    assert len(served.replayed) == replayed  # what is known is not fetched again
    assert all_rows(world) == before


def all_rows(world: World) -> Rows:
    return world.facts() | {"captures": world.query("SELECT count(*) FROM captures")}


def holes(live: World, site: str) -> list[tuple[str, int, str]]:
    """Reports to remove, with the page that a list links: one of an agency that has no other, all of a year, one
    that is a file, and one more.

    Only a list tells of a year of which nothing is left: a module that is asked agency by agency and year by year
    gives the same answer for a year that never was.
    """
    rows = live.query(
        f"""SELECT agency, year, coalesce(c.parent_url, v.source_url), c.parent_url,
            count(*) OVER (PARTITION BY agency_id), count(*) OVER (PARTITION BY year)
        FROM v_reports v LEFT JOIN LATERAL (
            SELECT parent_url FROM captures x WHERE v.source_url IN (x.url, x.final_url) LIMIT 1) AS c ON true
        WHERE site = '{site}' AND sources = 1 ORDER BY 6, year, 5, agency"""
    )
    alone = [row for row in rows if row[4] == 1][:1]
    listed = [row for row in rows if "xxgkAnnualReport.jsp" not in row[2]]
    year = [row for row in listed if row[5] == sum(row[1] == other[1] for other in listed)]
    year = [row for row in year if row[1] == year[0][1]]
    files = [row for row in rows if row[3] and row not in year][:1]
    rest = [row for row in rows if row[5] > 1][-2:]
    return [row[:3] for row in dict.fromkeys([*(row for row in alone if row[5] > 1), *year, *files, *rest])]


@pytest.mark.parametrize("site", ["huancui", "wendeng"])
def test_the_gaps_and_nothing_else(live: World, served: Pywb, world: World, site: str) -> None:
    removed = holes(live, site)
    assert len(removed) > 2
    for *_, url in removed:
        world.portal.remove(url)
    done = world.crawl(site)
    assert done.code in (0, 3), done
    missing = {row[:2] for row in of_site(live, site)["reports"]} - {
        row[:2] for row in of_site(world, site)["reports"]
    }
    # one year that is gone may end the way to an agency's older ones
    assert {row[:2] for row in removed} <= missing
    told = world.query(f"SELECT agency, year FROM v_coverage WHERE site = '{site}' AND state = 'missing'")
    assert missing <= set(told)

    world.portal.forget()
    filled = search(world, served, f"gaps={site}")
    assert filled.code == 0, filled
    assert world.portal.requests == []
    assert f"  {len(missing)} of " in filled.out and "gaps filled" in filled.out, filled
    assert differing(of_site(world, site, vanished=False), of_site(live, site, vanished=False)) == {}
    taken = "SELECT url_key FROM captures WHERE kind = 'archived' AND role <> 'page'"
    standing = world.query(f"SELECT url FROM report_sources WHERE NOT archived AND url_key IN ({taken})")
    assert standing == []  # no report that was there was fetched once more


def test_forms_in_a_file_of_this_machine(live: World, warc: Path, world: World) -> None:
    """The second page of a list is the answer to a form."""
    done = world.crawl("archive", *arguments("source=warc", f"file={warc}", "site=wendeng"))
    assert done.code == 0, done
    assert world.portal.requests == []
    assert differing(of_site(world, "wendeng"), of_site(live, "wendeng")) == {}
    assert world.query("SELECT DISTINCT archive FROM captures") == [(warc.name,)]


def test_a_wacz_of_what_wget_fetched(live: World, world: World, tmp_path: Path) -> None:
    """Another maker's WARC 1.0, and another's WACZ of it."""
    urls = live.query("SELECT DISTINCT url FROM captures WHERE site = 'huancui' AND url NOT LIKE '%wb_method%'")
    (tmp_path / "urls").write_text("".join(f"{url}\n" for (url,) in urls), encoding="utf-8")
    made = subprocess.run(
        ["wget", "-q", "-i", "urls", "--warc-file=theirs", "-O", "/dev/null", "--retry-on-http-error=503"],
        cwd=tmp_path, env=live.env(), check=False, timeout=120,
    )  # fmt: skip
    assert made.returncode in (0, 8)
    command = [str(BIN / "wacz"), "create", "-o", "theirs.wacz", "theirs.warc.gz"]
    packed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert packed.returncode == 0, packed.stderr
    done = world.crawl("archive", *arguments("source=warc", f"file={tmp_path}/*.wacz", "site=huancui"))
    assert done.code == 0, done
    assert differing(of_site(world, "huancui"), of_site(live, "huancui")) == {}


def test_a_search_that_is_stopped_is_carried_on(live: World, served: Pywb, world: World) -> None:
    """It runs into its budget; it is killed while it holds the site's lock; then it comes to its end."""
    before = len(served.replayed)
    given = arguments("source=cdx", f"endpoint={served.endpoint}", "site=wendeng")
    short = world.crawl("archive", *given, "-s", "PAGE_BUDGET=12", **DIRECT)
    assert short.code == 7, short
    assert 0 < world.query("SELECT count(*) FROM captures")[0][0] < 20
    process = world.start("archive", *given, "-s", "DOWNLOAD_DELAY=0.2", **DIRECT)
    seen = len(served.replayed)
    wait_for(lambda: len(served.replayed) >= seen + 5 or process.poll() is not None)
    process.send_signal(signal.SIGSTOP)
    locked = world.crawl("wendeng")
    assert locked.code == 5, locked
    process.send_signal(signal.SIGKILL)
    assert ended(process).code == -signal.SIGKILL
    done = search(world, served, "site=wendeng")
    assert done.code == 0, done
    assert differing(of_site(world, "wendeng"), of_site(live, "wendeng")) == {}
    doubled = "SELECT url_key, fetched_at FROM captures GROUP BY 1, 2 HAVING count(*) > 1"
    assert world.query(doubled) == []
    fetched = served.replayed[before:]
    assert len(fetched) <= len(set(fetched)) + 20  # what was on its way when it ended is asked for once more
    assert run(world, "verify").code == 0
    statuses = "SELECT status, exit_code FROM runs WHERE command = 'archive' ORDER BY id"
    assert [row[0] for row in world.query(statuses)][1:] == ["crashed", "finished"]


def test_an_archive_that_is_down(world: World) -> None:
    given = arguments("source=cdx", "endpoint=http://127.0.0.1:9/c/cdx", "site=wip")
    done = world.crawl("archive", *given, **DIRECT)
    assert done.code == 3, done
    assert "the next run carries on" in done.err and "127.0.0.1:9" in done.err
    assert world.last_run()["finish_reason"] == "unreachable"
