"""docs/recrawl.md, kept: what changes on a portal is noticed once the answer of before is good no longer."""

from __future__ import annotations

from sqlalchemy import create_engine, text

from tests.e2e.crawling import World

HOST = "www.wip.gov.cn"
PLAIN = True
LONGEST = 90  # days for which any answer is good


def aged(world: World, days: int) -> None:
    """As if everything had been fetched so many days earlier."""
    assert world.url
    engine = create_engine(world.url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        aged = connection.execute(text(f"UPDATE captures SET fetched_at = fetched_at - interval '{days} days'"))
        assert aged.rowcount > 0
    engine.dispose()


def reports(world: World) -> set[tuple[str, int]]:
    return {(row[0], row[1]) for row in world.facts()["reports"]}


def test_what_changes_is_noticed_when_its_time_has_come(world: World) -> None:
    site = world.portal.sites[HOST]
    late_key = next(key for key, report in site.reports.items() if report.year == 2023 and not report.second)
    late = site.reports.pop(late_key)
    first = world.crawl("wip")
    assert first.code == 0, str(first)
    found, known = world.last_run()["reports_found"], reports(world)
    assert (late.agency.name, late.year) not in known

    of_host = world.portal.truth.by_host(HOST)
    plain = [r for r in of_host if r.honest == ("accepted",) and len(r.pages) == 1 and len(r.sources) == 1]
    replaced, withdrawn = [report for report in plain if report.year == 2024][:2]
    emptied = next(c for c in site.columns.values() if c.year == 2022)
    url = f"http://{HOST}/col/col{emptied.id}/index.html"
    world.portal.change(replaced.pages[0], {"disclosure.licences.handled": "4711"})
    world.portal.remove(withdrawn.pages[0])
    world.portal.replace(
        url, "<html><body><h1>2022年</h1><ul></ul>" + "<p>信息公开年报</p>" * 40 + "</body></html>"
    )
    site.reports[late_key] = late

    world.portal.forget()
    run = world.crawl("wip")  # on the same day, from the object store
    assert run.code == 0, str(run)
    assert len(world.asked(HOST)) <= 3 and reports(world) == known
    assert world.last_run()["reports_found"] == found

    aged(world, LONGEST)
    run = world.crawl("wip")
    assert run.code == 0, str(run)
    assert "(1 new, 1 changed)" in run.out
    assert reports(world) == known | {(late.agency.name, late.year)}
    assert world.cells()[replaced.agency, 2024]["disclosure"]["licences"]["handled"] == 4711
    lost = world.query("SELECT year, lost_reason FROM report_sources WHERE lost_reason IS NOT NULL")
    assert lost == [(2024, "HTTP 404")]
    assert "had items before and shows none" in run.err
    assert world.query("SELECT count(*) FROM captures WHERE outcome = 'emptied'") == [(1,)]

    world.portal.forget()
    assert world.crawl("wip").code == 0
    assert url in world.asked(HOST)  # in full, until it is well again
    assert not any("if-none-match" in seen.headers for seen in world.portal.requests if seen.url == url)
