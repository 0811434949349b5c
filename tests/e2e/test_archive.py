"""The archive taken elsewhere and brought back: export, import, and what is left of it when they are killed."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from models.embedded import Server
from pipelines.objects import LocalStore
from pipelines.warc.reading import Record, read_records
from tests.conftest import COPY, _admin, as_text
from tests.e2e.archiving import run, start
from tests.e2e.crawling import ROOT, World

SITE = "wip"
PLAIN = True
REPORTS = "SELECT agency, year, verdict, reason, form, headline, source_url, sha256, sources FROM v_reports"


@pytest.fixture(scope="module")
def crawled(shared_world: World) -> World:
    assert shared_world.crawl(SITE).code == 0
    return shared_world


@pytest.fixture(scope="module")
def warc(crawled: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "wip.warc.gz"
    done = run(crawled, "export", "warc", SITE, "--out", str(out))
    assert done.code == 0, done
    return out


@pytest.fixture
def other(postgres: Server, template: str, crawled: World, tmp_path: Path) -> Iterator[World]:
    """Another installation, empty."""
    name = f"other_{uuid.uuid4().hex[:12]}"
    _admin(postgres, COPY, name, template)
    yield World(as_text(postgres.url(name)), tmp_path / "var", crawled.portal)
    _admin(postgres, "DROP DATABASE {} WITH (FORCE)", name)


def rows(world: World, sql: str = REPORTS) -> list[tuple[Any, ...]]:
    return sorted(world.query(sql), key=repr)


def counts(world: World) -> list[tuple[Any, ...]]:
    tables = ("captures", "objects", "readings", "revisions", "report_sources", "cells")
    return world.query("SELECT " + ", ".join(f"(SELECT count(*) FROM {name})" for name in tables))


def execute(world: World, sql: str) -> None:
    assert world.url
    engine = create_engine(world.url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql(sql)
    engine.dispose()


def forget(world: World) -> None:
    """Everything that was read; what was kept stays."""
    execute(world, "TRUNCATE report_sources, findings, revisions, reports, readings CASCADE")


def records(path: Path) -> list[Record]:
    found = list(read_records(path))
    assert all(isinstance(each, Record) for each in found), found
    return [each for each in found if isinstance(each, Record)]


def test_every_capture_is_in_the_file_and_it_is_sound(crawled: World, warc: Path) -> None:
    checked = subprocess.run([str(Path(sys.executable).with_name("warcio")), "check", str(warc)], check=False)
    assert checked.returncode == 0
    bodies = {hashlib.sha256(each.payload).hexdigest() for each in records(warc) if each.payload}
    kept = {row[0] for row in crawled.query("SELECT sha256 FROM captures WHERE sha256 IS NOT NULL")}
    assert kept <= bodies
    for each in records(warc):
        names = {name.lower(): value for name, value in each.headers}
        if each.kind == "response":
            assert "content-encoding" not in names and "transfer-encoding" not in names
            assert each.payload is not None and names["content-length"] == str(len(each.payload))
    told = [each.payload for each in records(warc) if each.kind == "metadata"]
    assert any(b'agency: "' in (body or b"") and b'verdict: "accepted"' in (body or b"") for body in told)


def test_an_import_gives_the_reports_of_the_crawl_and_twice_changes_nothing(
    crawled: World, warc: Path, other: World
) -> None:
    done = run(other, "import", "warc", str(warc), "--name", "示例档案")
    assert done.code == 0, done
    assert rows(other) == rows(crawled)
    times = "SELECT url_key, fetched_at FROM captures WHERE sha256 IS NOT NULL"
    assert rows(other, times) == rows(crawled, times)
    assert other.query("SELECT DISTINCT kind, archive FROM captures") == [("archived", "示例档案")]
    assert other.query("SELECT DISTINCT archived, archive FROM report_sources") == [(True, "示例档案")]
    before = counts(other)
    again = run(other, "import", "warc", str(warc))
    assert again.code == 0, again
    assert counts(other) == before
    assert run(other, "verify").code == 0


@pytest.mark.thorough
def test_what_wget_wrote_is_taken(crawled: World, other: World, tmp_path: Path) -> None:
    """Another maker's WARC 1.0, of a list, an article, and a host that is not ours."""
    lists = crawled.query("SELECT url FROM captures WHERE role = 'page' AND sha256 IS NOT NULL ORDER BY url")
    articles = crawled.query("SELECT source_url FROM v_reports WHERE verdict = 'accepted' ORDER BY 1 LIMIT 3")
    urls = [row[0] for row in [*lists, *articles]]
    made = subprocess.run(
        ["wget", "-q", "--warc-file", "theirs", "--warc-cdx", "-O", "/dev/null", *urls],
        cwd=tmp_path, env=crawled.env(), check=False, timeout=120,
    )  # fmt: skip
    assert made.returncode in (0, 8)
    done = run(other, "import", "warc", str(tmp_path / "theirs.warc.gz"), "--json")
    assert done.code == 0, done
    taken = {(row[0], row[1], row[7]) for row in rows(other)}
    assert taken <= {(row[0], row[1], row[7]) for row in rows(crawled)}
    assert len(taken) == len(articles)
    assert run(other, "import", "warc", str(tmp_path / "theirs.warc.gz"), "--site", "huancui").code == 0
    assert len(rows(other)) == len(articles)


@pytest.mark.thorough
def test_a_file_that_is_cut_gives_what_is_whole(warc: Path, other: World, tmp_path: Path) -> None:
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(warc.read_bytes()[: warc.stat().st_size // 2])
    done = run(other, "import", "warc", str(cut))
    assert done.code == 1
    assert "cut off" in done.err
    assert rows(other)
    assert run(other, "verify").code == 0


@pytest.mark.thorough
@pytest.mark.parametrize("seconds", [1.5, 4.0, 8.0])
def test_an_import_that_is_killed_is_carried_on(crawled: World, warc: Path, other: World, seconds: float) -> None:
    process = start(other, "import", "warc", str(warc))
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert run(other, "verify").code == 0
    assert run(other, "import", "warc", str(warc)).code == 0
    assert rows(other) == rows(crawled)
    assert run(other, "verify").code == 0


def test_an_export_that_is_killed_leaves_no_half_file(crawled: World, tmp_path: Path) -> None:
    out = tmp_path / "wip.wacz"
    process = start(crawled, "export", "wacz", SITE, "--out", str(out))
    part = tmp_path / ".wip.wacz.part"
    while not (part.exists() and part.stat().st_size) and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not out.exists()
    assert run(crawled, "export", "wacz", SITE, "--out", str(out)).code == 0
    assert out.exists() and not part.exists()
    assert records(out)
    assert run(crawled, "verify").code == 0


@pytest.mark.thorough
def test_lost_objects_come_back_from_a_warc(crawled: World, warc: Path) -> None:
    kept = LocalStore(crawled.var / "objects")
    [(digest,)] = crawled.query("SELECT sha256 FROM revisions ORDER BY 1 LIMIT 1")
    body = kept.get(digest)
    kept.path(digest).unlink()
    told = run(crawled, "export", "warc", SITE, "--out", str(warc.with_name("lossy.warc.gz")))
    assert told.code == 1 and digest in told.err
    done = run(crawled, "verify", "--repair", "--from", str(warc), "--json")
    assert done.code == 0, done
    assert [line["what to do"] for line in json.loads(done.out)] == ["recovered"]
    assert kept.get(digest) == body


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, list[str]]]:
    """A place with room for less than the portal, and what comes before a command that is to find it so: a disk of
    its own for who may mount one, else a limit on the size of files."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield place, ["bash", "-c", 'trap "" XFSZ; ulimit -f 40; exec "$@"', "-"]
        return
    yield place, []
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(crawled: World, warc: Path, other: World, small_disk: tuple[Path, list[str]]) -> None:
    place, before = small_disk
    exporting = ["export", "warc", SITE, "--out", f"{place}/x.warc.gz"]
    importing = ["import", "warc", str(warc)]
    for world, command, env in (
        (crawled, exporting, {}),
        (other, importing, {"GONGKAI_OBJECTS": str(place / "objects")}),
    ):
        done = subprocess.run(
            [*before, sys.executable, "-m", "scrapy", *command],
            cwd=ROOT, env=world.env(**env), capture_output=True, text=True, check=False, timeout=180,
        )  # fmt: skip
        assert done.returncode == 8, done
        assert "No room" in done.stderr and "Traceback" not in done.stderr
    assert not list(place.glob("*.warc.gz"))
    # nothing is recorded that is not kept
    assert run(other, "verify", GONGKAI_OBJECTS=str(place / "objects")).code == 0


def test_no_right_to_write(crawled: World, warc: Path, other: World) -> None:
    nowhere = "/sys/gongkai"  # not even root may write there
    refused = run(other, "import", "warc", str(warc), GONGKAI_OBJECTS=nowhere)
    assert refused.code == 8, refused
    assert nowhere in refused.err and "Traceback" not in refused.err
    told = run(crawled, "export", "wacz", SITE, "--out", f"{nowhere}.wacz")
    assert told.code == 8, told
    assert nowhere in told.err and "Traceback" not in told.err


def test_reading_again_gives_the_very_rows(crawled: World) -> None:
    before = crawled.facts()
    dry = run(crawled, "reread", SITE, "--dry-run", "--json")
    assert (dry.code, json.loads(dry.out)) == (0, [])
    forget(crawled)
    assert crawled.query("SELECT count(*) FROM v_reports") == [(0,)]
    assert run(crawled, "reread", SITE).code == 0
    assert crawled.facts() == before


@pytest.mark.thorough
def test_a_change_is_told_cell_by_cell_before_it_is_made(crawled: World) -> None:
    """As if an older reader had read one number otherwise, and given one report up for review."""
    before = crawled.facts()
    execute(
        crawled,
        """UPDATE readings SET reader_version = '0.old', verdict = 'review',
            result = jsonb_set(jsonb_set(result, '{verdict}', '"review"'),
                '{report,applications,new_received,total,value}', '77')
        WHERE id = (SELECT min(id) FROM readings WHERE form = '2021' AND verdict = 'accepted')""",
    )
    told = run(crawled, "reread", SITE, "--dry-run", "--json")
    [line] = [each for each in json.loads(told.out) if each["verdict before"] == "review"]
    assert line["verdict now"] == "accepted"
    assert line["cells"] == 1 and line["changed"].startswith("applications.new_received.total: 77 > ")
    assert run(crawled, "reread", SITE).code == 0
    assert json.loads(run(crawled, "reread", SITE, "--dry-run", "--json").out) == []
    assert crawled.facts() == before


@pytest.mark.thorough
def test_a_newer_reading_is_no_republication(crawled: World) -> None:
    """The page's bytes change but not what they publish, and an older reader had read the old bytes otherwise."""
    [(url, agency, year)] = crawled.query(
        "SELECT source_url, agency_id, year FROM v_reports WHERE source_url LIKE '%.html' AND sources = 1 "
        "ORDER BY 1 LIMIT 1"
    )
    execute(
        crawled,
        f"""UPDATE readings SET reader_version = '0.old', data_digest = 'other'
        WHERE sha256 = (SELECT sha256 FROM v_reports WHERE agency_id = {agency} AND year = {year})""",
    )
    execute(crawled, f"UPDATE revisions SET data_digest = 'other' WHERE agency_id = {agency} AND year = {year}")
    text = crawled.portal.answer(url).body.decode()
    crawled.portal.replace(url, text.replace("</body>", "<!-- another template --></body>"))
    assert crawled.crawl(SITE, "-a", "full=1").code == 0
    assert crawled.query(f"SELECT max(revision) FROM revisions WHERE agency_id = {agency} AND year = {year}") == [
        (1,)
    ]
    assert crawled.query("SELECT * FROM v_replaced") == []
