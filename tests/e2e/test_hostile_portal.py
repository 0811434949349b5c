"""A portal with an obstacle of every kind on a path of its own (tests/portal/families/hostile.py), crawled twice.

What can be had is had, what cannot is counted, and nobody is asked who must not be.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from models.embedded import Server
from tests.conftest import COPY, _admin, as_text
from tests.e2e.crawling import Ended, World, thorough
from tests.portal import Portal
from tests.portal.answer import canonical
from tests.portal.families.hostile import BEHIND, Hostile

OBSTACLES = "SELECT kind, name, host, subtree, sum(times) FROM v_obstacles WHERE run_id = {} GROUP BY 1, 2, 3, 4"
REPORTS = """SELECT a.name, s.year, s.url_key FROM report_sources s JOIN agencies a ON a.id = s.agency_id
    JOIN reports r ON (r.agency_id, r.year) = (s.agency_id, s.year) WHERE r.withdrawn_at IS NULL"""
# What must be counted, wherever the replica's variant keeps it: (kind, name, part of the address that was asked).
MET = {
    ("challenge", "ruishu", "/gaj/"), ("waf", "chuangyudun", "/sjj/"), ("challenge", "wzws", "/tjj/"),
    ("challenge", "aliyun", "/zjj/"), ("challenge", "chinatax_c3vk", "/swj/"), ("challenge", "edgeone", "/ylj/"),
    ("waf", "qianxin", "/xfj/"), ("challenge", "jiasule", "/mzj/"), ("challenge", "sbu", "/cgj/"),
    ("no_answer", "reset", "/wjj/"), ("no_answer", "truncated", "/czj/"), ("soft_404", "soft_404", "/czj/"),
    ("stub", "stub", "/czj/"), ("encoding", "gzip_without_label", "/lyj/"),
    ("encoding", "iso-8859-1 is gb18030", "/fgj/"),
}  # fmt: skip
FORBIDDEN = {"/gxj/", "/slj/"}  # 403, 405, 406, or 412, which is 瑞数's


@dataclass
class Crawled:
    """The world after two crawls; between them the column of one agency lost its items."""

    world: World
    host: Hostile
    ends: tuple[Ended, Ended]
    asked: tuple[list[str], list[str]]
    obstacles: list[set[tuple[Any, ...]]]
    before: list[tuple[Any, ...]]

    @property
    def after(self) -> list[tuple[Any, ...]]:
        return sorted(self.world.query(REPORTS))


EMPTIED = "jtj"


@pytest.fixture(scope="module", params=thorough(1, but=0), ids=["variant 0", "variant 1"])
def crawled(
    request: pytest.FixtureRequest, postgres: Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Crawled]:
    host = Hostile(request.param)
    name = f"hostile_{uuid.uuid4().hex[:12]}"
    _admin(postgres, COPY, name, template)
    with Portal(hosts=[host]) as portal:
        portal.calm()
        world = World(as_text(postgres.url(name)), tmp_path_factory.mktemp("hostile"), portal)
        arguments = ("portal", "-a", f"url=http://{host.host}/")
        first = world.crawl(*arguments)
        asked = [seen.url for seen in portal.requests]
        before = sorted(world.query(REPORTS))
        portal.forget()
        host.empty(EMPTIED)
        second = world.crawl(*arguments, "-a", "full=1")
        again = [seen.url for seen in portal.requests]
        runs = [row[0] for row in world.query("SELECT id FROM runs ORDER BY id")]
        met = [{tuple(row) for row in world.query(OBSTACLES.format(run))} for run in runs]
        yield Crawled(world, host, (first, second), (asked, again), met, before)
    _admin(postgres, "DROP DATABASE {} WITH (FORCE)", name)


def test_a_challenge_is_exit_6(crawled: Crawled) -> None:
    assert [end.code for end in crawled.ends] == [6, 6], crawled.ends[0]
    assert "瑞数" not in crawled.ends[0].err and "(ruishu)" in crawled.ends[0].err


def test_every_report_that_can_be_had_is_had_and_none_is_wrong(crawled: Crawled) -> None:
    exist = {(known.agency, known.year): known for known in crawled.host.reports}
    assert len(exist) == 44
    found = {(name, year): f"http://{key}" for name, year, key in crawled.before}
    assert found.keys() == exist.keys()
    for key, url in found.items():
        copies = {canonical(each) for source in exist[key].sources for each in (source.url, source.final)}
        assert canonical(url) in copies, key


def test_nobody_is_asked_who_must_not_be(crawled: Crawled) -> None:
    forbidden = {canonical(stranger.url) for stranger in crawled.host.forbidden}
    for asked in crawled.asked:
        assert [url for url in asked if canonical(url) in forbidden] == []
        assert [url for url in asked if crawled.host.off_list[0] in url or "127.0.0.1" in url] == []


def test_every_obstacle_is_counted_in_sql(crawled: Crawled) -> None:
    first = crawled.obstacles[0]
    met = {(kind, name, subtree) for kind, name, host, subtree, _ in first if host == crawled.host.host}
    assert met >= MET
    assert {subtree for kind, _, subtree in met if kind in ("forbidden", "challenge")} >= FORBIDDEN
    assert len(BEHIND) == len({subtree for kind, name, subtree in met if (subtree or "")[1:-1] in BEHIND})
    off_list = {(name, host) for kind, name, host, _, _ in first if kind == "off_list"}
    inside = {("private_address", address) for address in ("127.0.0.1", "10.20.30.40", "203.0.113.7")}
    assert off_list == {("off_list", crawled.host.off_list[0]), *inside}


def test_a_fence_is_met_once_and_left_alone(crawled: Crawled) -> None:
    for asked in crawled.asked:
        for key, (_, kind) in BEHIND.items():
            times = sum(f"/{key}/" in url for url in asked)
            # a reset is retried, each time on a new connection too where the kept one was dead; a fence is not
            assert 3 <= times <= 6 if kind == "reset" else times == 1, (key, kind)
        assert not any("/_bot_sbu/" in url for url in asked)


def test_nothing_that_stood_in_the_way_is_kept_as_a_page(crawled: Crawled) -> None:
    dead = {canonical(stranger.url) for stranger in crawled.host.dead}
    kept = crawled.world.query("SELECT url_key, final_url, outcome, status FROM captures WHERE sha256 IS NOT NULL")
    moves = ("/yjj/", "/llz/")  # pages that lead on, by a redirect or a refresh
    bad = [row for row in kept if canonical(f"http://{row[0]}") in dead and not any(at in row[0] for at in moves)]
    assert bad == []
    outcomes = Counter(row[0] for row in crawled.world.query("SELECT outcome FROM captures"))
    assert outcomes["blocked"] and outcomes["soft_404"] and outcomes["stub"]


def test_a_list_that_is_empty_now_takes_nothing_away(crawled: Crawled) -> None:
    """The second crawl saw an empty column where there were reports: they stand, and it is on record."""
    assert crawled.after == crawled.before
    emptied = [row for row in crawled.obstacles[1] if row[0] == "emptied"]
    assert emptied == [("emptied", "list", crawled.host.host, f"/{EMPTIED}/", 1)]
    assert not any(row[0] == "emptied" for row in crawled.obstacles[0])
    withdrawn = crawled.world.query("SELECT count(*) FROM reports WHERE withdrawn_at IS NOT NULL")
    assert withdrawn == [(0,)]
