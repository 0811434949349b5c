"""A real pywb replays what was exported, byte by byte; py-wacz finds the WACZ valid (both from `make pywb`)."""

from __future__ import annotations

import hashlib
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.objects import LocalStore
from pipelines.warc.reading import Record, read_records
from tests.e2e.archiving import run
from tests.e2e.crawling import World
from tests.e2e.pywb import BIN, COLLECTION, Pywb, pywb

pytestmark = pytest.mark.thorough

SITE = "wendeng"  # the second page of a list is the answer to a form
YEARS = ("-a", "years=2019")


@pytest.fixture(scope="module")
def crawled(shared_world: World) -> World:
    for more in ([], ["-a", "full=1"]):  # the second crawl makes revisits
        done = shared_world.crawl(SITE, *YEARS, *more)
        assert done.code == 0, done
    local = shared_world.var / "局报告.txt"
    local.write_text("威海市文登区某局2020年政府信息公开工作年度报告\n一、总体情况", encoding="utf-8")
    assert run(shared_world, "ingest", str(local)).code == 0
    return shared_world


@pytest.fixture(scope="module")
def warc(crawled: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "all.warc.gz"
    assert run(crawled, "export", "warc", "--out", str(out)).code == 0
    return out


@pytest.fixture(scope="module")
def replay(warc: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    with pywb(tmp_path_factory.mktemp("pywb"), warc) as server:
        yield server


def test_every_page_is_replayed_byte_by_byte(crawled: World, replay: Pywb) -> None:
    kept = LocalStore(crawled.var / "objects")
    captures = crawled.query(
        """SELECT DISTINCT CASE WHEN request ->> 'method' = 'POST' THEN url ELSE final_url END, fetched_at, sha256
        FROM captures WHERE sha256 IS NOT NULL AND status = 200 AND kind = 'http_body'"""
    )
    assert crawled.query("SELECT count(*) > 0 FROM captures WHERE revisit") == [(True,)]
    assert any("__wb_method=POST" in url for url, *_ in captures)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for url, moment, digest in captures:
        place = f"http://127.0.0.1:{replay.port}/{COLLECTION}/{moment:%Y%m%d%H%M%S}id_/{url}"
        with direct.open(place, timeout=60) as answer:
            assert answer.status == 200, url
            assert answer.read() == kept.get(digest), url


def test_the_request_of_a_form_is_whole(crawled: World, warc: Path) -> None:
    sent = dict(
        crawled.query(
            "SELECT final_url, request ->> 'body' FROM captures "
            "WHERE request ->> 'method' = 'POST' AND status = 200"
        )
    )
    found: dict[str, bytes] = {}
    with warc.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "request" and record.http_headers.protocol == "POST":
                body = record.content_stream().read()
                assert record.http_headers.get_header("Content-Length") == str(len(body))
                found[record.rec_headers.get_header("WARC-Target-URI")] = body
    assert found == {url: body.encode() for url, body in sent.items()}


def test_what_came_by_no_answer_is_a_resource(crawled: World, warc: Path) -> None:
    [record] = [each for each in read_records(warc) if isinstance(each, Record) and each.kind == "resource"]
    assert record.payload is not None and record.payload.decode().startswith("威海市文登区某局2020年")
    [(url,)] = crawled.query("SELECT url FROM captures WHERE kind = 'local_file'")
    assert record.url == url == f"urn:sha256:{hashlib.sha256(record.payload).hexdigest()}"


def test_the_wacz_is_valid(crawled: World, replay: Pywb, tmp_path: Path) -> None:
    out = tmp_path / "all.wacz"
    assert run(crawled, "export", "wacz", SITE, "--out", str(out)).code == 0
    command = [str(BIN / "wacz"), "validate", "-f", str(out)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "succeeded" in checked.stdout, checked
