"""The three portals crawled by the production commands; what a second crawl, a part of one, or a change does."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import pytest

from pipelines.identity import classify_headline
from tests.e2e.crawling import Ended, Facts, World, ended
from tests.portal.answer import canonical
from tests.portal.truth import ReportTruth
from tests.rows import changed_tables, row_digests

SITES = ("huancui", "wendeng", "wip")
HOSTS = [f"www.{site}.gov.cn" for site in SITES]
MOST_REQUESTS = 75  # for one host, at one a second


@pytest.fixture(scope="module")
def first(shared_world: World) -> dict[str, Ended]:
    """The first crawl of the three portals, side by side as cron would run them."""
    runs = {site: shared_world.start(site) for site in SITES}
    return {site: ended(run) for site, run in runs.items()}


@pytest.fixture(scope="module")
def crawled(shared_world: World, first: dict[str, Ended]) -> World:
    return shared_world


@pytest.fixture(scope="module")
def first_requests(crawled: World) -> dict[str, int]:
    """How many requests each host saw, before later tests add theirs."""
    return {host: len(crawled.asked(host)) for host in HOSTS}


@pytest.fixture(scope="module")
def facts(crawled: World) -> Facts:
    return crawled.facts()


def test_it_ends_well(first: dict[str, Ended], first_requests: dict[str, int]) -> None:
    for site, run in first.items():
        assert run.code == 0, f"{site}: {run}"
        assert "Traceback" not in run.err and "DeprecationWarning" not in run.err
        assert f"{site}: finished in " in run.out


def printed(report: ReportTruth, stored: Collection[tuple[str, int]]) -> tuple[str, int]:
    """The report's key; one headline misprints its agency (文登人民政府办公室), and a headline is believed."""
    other = classify_headline(report.headline).agency
    return (other, report.year) if other and (other, report.year) in stored else (report.agency, report.year)


def test_every_report_and_nothing_else(crawled: World, facts: Facts) -> None:
    stored = {(row[0], row[1]): row[4] for row in facts["reports"]}
    truth = {printed(report, stored): report for report in crawled.portal.truth.reports}
    assert stored.keys() <= truth.keys()
    missing = truth.keys() - stored.keys()
    assert all("unreadable" in truth[key].honest for key in missing), missing
    dishonest = {key: verdict for key, verdict in stored.items() if verdict not in truth[key].honest}
    assert dishonest == {}


def test_no_wrong_number_in_an_accepted_report(crawled: World, facts: Facts) -> None:
    verdicts = {(row[0], row[1]): row[4] for row in facts["reports"]}
    stored = crawled.cells()
    for report in crawled.portal.truth.reports:
        key = printed(report, verdicts)
        if verdicts.get(key) != "accepted":
            continue
        read = stored.get(key, {})
        for block, items in report.cells.items():
            for item, values in items.items():
                for column, value in values.items():
                    assert read.get(block, {}).get(item, {}).get(column) == value, (
                        report.agency,
                        report.year,
                        item,
                    )


def test_each_copy_is_a_source(crawled: World, facts: Facts) -> None:
    kept = {canonical(f"http://{row[2]}") for row in facts["sources"]}
    sources = [source for report in crawled.portal.truth.reports for source in report.sources]
    assert {source.url for source in sources if source.carrier != "scan"} <= kept


def test_no_distractor_is_kept(crawled: World, facts: Facts) -> None:
    documents = {canonical(f"http://{row[0]}") for row in facts["outcomes"] if row[1] != "page"}
    assert not documents & set(crawled.portal.truth.distractors)


def test_a_good_guest(crawled: World, first_requests: dict[str, int]) -> None:
    assert crawled.portal.forbidden == []  # no other host, no https twin, no other port
    assert all(number <= MOST_REQUESTS for number in first_requests.values()), first_requests
    urls = [seen.url for seen in crawled.portal.requests if not seen.path.startswith("/module/web/jpage")]
    assert not any("/col/col57830/" in url or "/module/idea/" in url for url in urls)  # robots.txt of huancui
    agents = {seen.headers["user-agent"] for seen in crawled.portal.requests}
    assert all(agent.startswith("gongkai/") for agent in agents)


def test_one_connection_a_host_at_a_time(crawled: World, first: dict[str, Ended]) -> None:
    for host in HOSTS:
        spans = sorted((seen.time, seen.time + seen.seconds) for seen in crawled.portal.asked(host))
        assert all(start >= end - 0.02 for (_, end), (start, _) in pairwise(spans)), host


def test_the_ledger_tells_it(crawled: World, facts: Facts) -> None:
    rows = crawled.query(
        "SELECT site, status, finish_reason, exit_code, reports_found, reports_new, requests, errors "
        "FROM runs ORDER BY id"
    )
    assert {row[0] for row in rows} == set(SITES)
    for site, status, reason, code, found, new, requests, errors in rows[:3]:
        assert (status, reason, code, errors) == ("finished", "finished", 0, 0)
        assert found == new == sum(row[2] == site for row in facts["reports"])
        assert requests == len(crawled.asked(f"www.{site}.gov.cn"))


def test_the_way_is_on_record(crawled: World, facts: Facts) -> None:
    trails = crawled.query("SELECT trail, evidence FROM captures WHERE outcome = 'report'")
    assert trails and all(evidence for _, evidence in trails)
    listed = [trail for trail, _ in trails if len(trail) >= 2]
    assert any("政府信息公开" in hop[1] for trail in listed for hop in trail)


def test_a_second_crawl_asks_little_and_changes_nothing(
    crawled: World, facts: Facts, first_requests: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert crawled.url
    monkeypatch.setenv("DATABASE_URL", crawled.url)
    before = row_digests()
    crawled.portal.forget()
    for site in SITES:
        run = crawled.crawl(site)
        assert run.code == 0, str(run)
        assert "(0 new, 0 changed)" in run.out
    assert changed_tables(before, row_digests()) == []
    assert crawled.facts() == facts
    for host in HOSTS:  # robots.txt, where the walk begins, and hardly more
        assert len(crawled.asked(host)) <= first_requests[host] / 10, crawled.asked(host)
    statuses = [seen.status for seen in crawled.portal.requests if "if-none-match" in seen.headers]
    assert statuses and set(statuses) == {304}


def test_full_asks_for_everything_again(crawled: World, facts: Facts, first_requests: dict[str, int]) -> None:
    crawled.portal.forget()
    run = crawled.crawl("wip", "-a", "full=1")
    assert run.code == 0, str(run)
    assert len(crawled.portal.requests) >= first_requests["www.wip.gov.cn"] - 3  # no page is asked twice now
    assert not any("if-none-match" in seen.headers for seen in crawled.portal.requests)
    assert crawled.facts() == facts
    [bodies] = crawled.query(
        "SELECT count(sha256) FROM captures WHERE run_id = (SELECT max(id) FROM runs WHERE site = 'wip')"
    )
    assert crawled.last_run()["revisits"] == bodies[0] > 0  # whole answers, but nothing that was not known


@pytest.mark.thorough
def test_years(world: World) -> None:
    run = world.crawl("huancui", "-a", "years=2022-2023")
    assert run.code == 0, str(run)
    truth = {
        (r.agency, r.year) for r in world.portal.truth.by_host("www.huancui.gov.cn") if r.year in (2022, 2023)
    }
    assert {row[:2] for row in world.facts()["reports"]} == truth
    assert not any("fbtime=2021" in url or "fbtime=2024" in url for url in world.asked("www.huancui.gov.cn"))


@pytest.mark.parametrize("agency", ["蔄山镇", "威海临港经济技术开发区蔄山镇人民政府"])
def test_agency(world: World, agency: str) -> None:
    run = world.crawl("wip", "-a", f"agency={agency}")
    assert run.code == 0, str(run)
    truth = {(r.agency, r.year) for r in world.portal.truth.by_host("www.wip.gov.cn") if "蔄山镇" in r.agency}
    assert truth
    assert {row[:2] for row in world.facts()["reports"]} == truth


@pytest.mark.thorough
def test_a_portal_without_a_site_file(world: World) -> None:
    run = world.crawl("portal", "-a", "url=http://www.wip.gov.cn/")
    assert run.code == 0, str(run)
    of_host = world.portal.truth.by_host("www.wip.gov.cn")
    truth = {(r.agency, r.year) for r in of_host if "unreadable" not in r.honest}
    unassigned = [row for row in world.facts()["outcomes"] if row[3] == "unassigned"]
    found = {row[:2] for row in world.facts()["reports"]}
    # without a region an agency's name may stay incomplete, but no report is missed
    assert len(found) + len(unassigned) >= len(truth)
    assert world.query("SELECT DISTINCT site FROM runs") == [("www.wip.gov.cn",)]
    assert world.portal.forbidden == []


def test_a_corrected_report_is_a_new_revision(world: World) -> None:
    assert world.crawl("wip", "-a", "years=2023").code == 0
    of_year = [r for r in world.portal.truth.by_host("www.wip.gov.cn") if r.year == 2023]
    report = next(r for r in of_year if r.honest == ("accepted",) and [s.carrier for s in r.sources] == ["html"])
    before = world.facts()
    world.portal.change(report.pages[0], {"disclosure.licences.handled": "4711"})
    # its year is over and it was checked today: only a full crawl asks again
    assert world.crawl("wip", "-a", "years=2023").code == 0
    assert world.facts() == before
    run = world.crawl("wip", "-a", "years=2023", "-a", "full=1")
    assert run.code == 0, str(run)
    assert "(0 new, 1 changed)" in run.out
    revisions = world.query(
        f"SELECT v.revision FROM revisions v JOIN agencies a ON a.id = v.agency_id "
        f"WHERE a.name = '{report.agency}' AND v.year = 2023 ORDER BY 1"
    )
    assert revisions == [(1,), (2,)]
    assert world.cells()[report.agency, 2023]["disclosure"]["licences"]["handled"] == 4711


def test_a_report_that_vanishes_keeps_its_rows(world: World) -> None:
    assert world.crawl("wip", "-a", "years=2023").code == 0
    report = next(r for r in world.portal.truth.by_host("www.wip.gov.cn") if r.year == 2023 and len(r.pages) == 1)
    numbers = world.cells()
    world.portal.remove(report.pages[0])
    assert world.crawl("wip", "-a", "years=2023", "-a", "full=1").code == 0
    assert world.cells() == numbers
    lost = world.query("SELECT DISTINCT lost_reason FROM report_sources WHERE lost_reason IS NOT NULL")
    assert lost == [("HTTP 404",)]
