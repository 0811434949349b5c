"""`scrapy probe URL` as a maintainer runs it: no database, few requests, a draft that `checksites` passes."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import warm
from tests.e2e.crawling import FAST, Ended
from tests.portal import Portal
from tests.portal.families.gkmlpt import Gkmlpt
from tests.portal.families.hostile import Hostile

GUANGDONG, HOSTILE = Gkmlpt(0), Hostile(1)


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with Portal(hosts=[GUANGDONG, HOSTILE]) as portal:
        portal.calm()
        yield portal


def scrapy(portal: Portal, folder: Path, *args: str) -> Ended:
    """The command where no database can be reached, with a directory of site files of its own."""
    portal.forget()
    environment = {**os.environ, "http_proxy": portal.url, "https_proxy": portal.url, "no_proxy": ""}
    environment |= {"GONGKAI_VAR": str(folder / "var"), "DATABASE_URL": "postgresql://127.0.0.1:1/nowhere"}
    done = warm.run([*args, *FAST, "-s", f"SITES_DIR={folder}"], env=environment, timeout=180)
    return Ended(done.returncode, done.stdout, done.stderr)


def test_from_a_url_to_a_site_file(portal: Portal, tmp_path: Path) -> None:
    url = f"http://{GUANGDONG.host}/"
    region = ["--region", "440399:粤湾区"]
    ended = scrapy(portal, tmp_path, "probe", url, "--json", "--write", "yuewan", *region)
    assert ended.code == 0, ended
    seen = json.loads(ended.out)
    assert seen["cms"][0]["name"] == "gkmlpt" and seen["cms"][0]["confidence"] == 1.0
    assert [hop["anchor"] for hop in seen["way"][1:3]] == ["政府信息公开", "政府信息公开年报"]
    exist = {(known.agency, known.year) for known in GUANGDONG.reports}
    found = [(report["agency"], report["year"]) for report in seen["reports"]]
    assert len(found) > 10 and set(found) <= exist
    assert sum(report["looked_at"] for report in seen["reports"]) >= 2
    assert seen["requests"] == len(portal.requests) <= 16
    site = tomllib.loads((tmp_path / "yuewan.toml").read_text(encoding="utf-8"))
    assert site["region"] == {"code": "440399", "name": "粤湾区"} and len(site["columns"]) > 1
    assert scrapy(portal, tmp_path, "checksites", str(tmp_path / "yuewan.toml")).code == 0
    assert not (tmp_path / "var").exists()  # nothing is kept


def test_nothing_is_overwritten_and_nothing_is_guessed(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "yuewan.toml").write_text("mine", encoding="utf-8")
    url = f"http://{GUANGDONG.host}/"
    ended = scrapy(portal, tmp_path, "probe", url, "--write", "yuewan")
    assert (ended.code, portal.requests) == (2, []) and "exists" in ended.err
    ended = scrapy(portal, tmp_path, "probe", url, "--write", "another")  # its region is in no table
    assert ended.code == 2 and "region.code" in ended.out and "--region" in ended.err
    assert [path.name for path in tmp_path.glob("*.toml")] == ["yuewan.toml"]


def test_obstacles_are_shown(portal: Portal, tmp_path: Path) -> None:
    ended = scrapy(portal, tmp_path, "probe", f"http://{HOSTILE.host}/", "--json", "--requests", "30")
    seen = json.loads(ended.out)
    assert {"challenge", "off_list"} <= {obstacle["kind"] for obstacle in seen["obstacles"]}
    assert seen["robots"][HOSTILE.host]["status"] == 200
    assert "Met: challenge" in seen["draft"]
    assert not any(seen.host in HOSTILE.off_list for seen in portal.requests)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["probe"], "one URL"),
        (["probe", "http://10.0.0.1/"], "docs/site-file.md"),
        (["probe", "http://www.x.gov.cn/", "--requests", "1"], "--requests"),
        (["probe", "http://www.x.gov.cn/", "--write", "../x"], "no path"),
        (["probe", "http://www.x.gov.cn/", "--region", "环翠区"], "371002"),
    ],
)
def test_what_cannot_be_meant(portal: Portal, tmp_path: Path, args: list[str], said: str) -> None:
    ended = scrapy(portal, tmp_path, *args)
    assert ended.code == 2 and said in ended.err, ended
    assert portal.requests == []
