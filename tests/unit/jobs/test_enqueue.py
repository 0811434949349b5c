"""Locks of sites that share a host, ranges of originals, and what a job's command is."""

from __future__ import annotations

import hashlib

import pytest

from crawler.jobs.enqueue import Locks, archive, batches, crawl, enqueue, ranges, reread, spans
from crawler.jobs.tasks import COMMANDS
from crawler.registry import Site, load_site


def site(name: str, *hosts: str) -> Site:
    return load_site("wip").model_copy(update={"name": name, "hosts": hosts, "extra_hosts": ()})


def test_sites_that_share_a_host_share_a_lock() -> None:
    """Through others, too: c shares a host with a and another one with b."""
    locks = Locks.among([
        site("a", "www.a.gov.cn"), site("b", "www.b.gov.cn"), site("d", "www.d.gov.cn"),
        site("c", "www.a.gov.cn", "www.b.gov.cn"),
    ])  # fmt: skip
    assert locks["a"] == locks["b"] == locks["c"]
    assert locks["d"] not in {locks["a"], ""}
    assert locks["unknown"] not in {locks["a"], locks["d"]}


@pytest.mark.parametrize("number", [1, 2, 3, 7, 500, 65536, 100_000])
def test_ranges_hold_every_digest_once(number: int) -> None:
    found = ranges(number)
    assert len(found) == min(number, 65536)
    assert found[0].startswith("0000-")
    assert found[-1].endswith("-ffff")
    for word in map(str, range(40)):
        digest = hashlib.sha256(word.encode()).hexdigest()
        homes = [each for each in found if each[:4] <= digest and digest[:4] <= each[5:]]
        assert len(homes) == 1


def test_years_come_in_batches_the_latest_first() -> None:
    assert spans(range(2008, 2013), 2) == ["2011-2012", "2009-2010", "2008"]
    assert spans([2010, 2008, 2024], 2) == ["2010,2024", "2008"]
    assert spans([2024], 5) == ["2024"]
    with pytest.raises(ValueError, match="at least one"):
        spans([2024], 0)


def test_a_back_fill_in_batches_asks_an_archive_once_at_a_time() -> None:
    jobs = list(archive("wip", {"source": "wayback", "from": "2015"}, ["2011-2012", "2010"]))
    assert [COMMANDS["archive"](**job.arguments)[4:] for job in jobs] == [
        ["-a", "source=wayback", "-a", "from=2015", "-a", f"years={years}"] for years in ("2011-2012", "2010")
    ]
    assert {job.lock for job in jobs} == {"archive:wayback"}
    [whole] = archive("wip", {"source": "wayback"})
    [other] = archive("wip", {"source": "commoncrawl"})
    [part] = archive("wip", {"source": "wayback", "years": "2020"})
    assert len({job.key for job in (*jobs, whole, other, part)}) == 5, "other work is another job"


def test_commands() -> None:
    assert COMMANDS["crawl"](site="wip", args={"full": "1"}, slot="2026-01-01T00:00:00+08:00") == [
        "crawl", "wip", "-a", "full=1",
    ]  # fmt: skip
    assert COMMANDS["archive"](site="wip", args={"source": "wayback"}) == [
        "crawl", "archive", "-a", "gaps=wip", "-a", "source=wayback",
    ]  # fmt: skip
    assert COMMANDS["reread"](site=None, form="2019", verdict="review", objects="0000-7fff") == [
        "reread", "--form", "2019", "--verdict", "review", "--objects", "0000-7fff",
    ]  # fmt: skip


def test_all_or_none_and_each_once(database: str) -> None:
    locks = Locks.among([])
    first = enqueue([crawl("wip", locks), crawl("huancui", locks)])
    assert [each.new for each in first] == [True, True]
    second = enqueue([crawl("huancui", locks, {"full": "1"}), crawl("weihai", locks), crawl("weihai", locks)])
    assert [each.new for each in second] == [False, True, False]
    assert second[0].job_id == first[1].job_id
    assert second[1].job_id == second[2].job_id
    with pytest.raises(KeyError):
        enqueue([crawl("new", locks), type(first[0].wanted)("nothing", "nothing:1", {})])
    assert [each.new for each in enqueue([crawl("new", locks)])] == [True], "nothing of a failed one stays"


def test_an_empty_archive_is_one_batch(database: str) -> None:
    assert batches(None, 500) == 1
    [only] = reread(None, None, None, 1)
    assert only.arguments["objects"] == "0000-ffff"
