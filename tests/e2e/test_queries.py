"""The worked queries of docs/queries.md: each answered on the demo's data, and right on known numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from models.embedded import Server
from models.schema import ensure_schema
from models.session import engine
from tests.bench.database.load import load
from tests.conftest import _database
from tests.e2e.crawling import ROOT, World, ended

PLAIN = True
SITES = ("huancui", "wendeng", "wip")
REPORTS = 400
PAGE = (ROOT / "docs/queries.md").read_text(encoding="utf-8")
QUERIES = dict(re.findall(r"^## (\d+)\. [^\n]+ · [^\n]+\n\n```sql\n(.+?)```", PAGE, re.S | re.M))


@pytest.fixture(scope="module")
def crawled(shared_world: World) -> World:
    for process in [shared_world.start(site) for site in SITES]:
        done = ended(process)
        assert done.code == 0, done
    return shared_world


@pytest.fixture(scope="module")
def synthetic(postgres: Server, template: str) -> Iterator[psycopg.Connection[Any]]:
    """Four hundred reports of the bench."""
    with pytest.MonkeyPatch.context() as patch:
        for url in _database(postgres, patch, template):
            ensure_schema()
            engine().dispose()
            plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(plain) as connection:
                assert load(connection, REPORTS, lambda *_: None) > REPORTS * 0.9
                yield connection


def test_twelve_questions_in_two_languages() -> None:
    assert list(QUERIES) == [str(number) for number in range(1, 13)]
    views = {name for query in QUERIES.values() for name in re.findall(r"\bv_\w+", query)}
    assert views >= {
        "v_year_over_year",
        "v_comparable",
        "v_timeliness",
        "v_coverage",
        "v_findings",
        "v_facts",
        "v_vanished",
    }
    assert not re.search(r"\b(?:FROM|JOIN) (?!v_|\()[a-z]", "".join(QUERIES.values())), "analysts use views"


@pytest.mark.parametrize("number", QUERIES)
def test_each_query_has_an_answer_on_the_demo(crawled: World, number: str) -> None:
    assert crawled.query(QUERIES[number])


@pytest.mark.parametrize("number", [number for number in QUERIES if number != "1"])  # which asks of one city
def test_each_query_has_an_answer_on_synthetic_reports(synthetic: psycopg.Connection[Any], number: str) -> None:
    assert synthetic.execute(QUERIES[number].encode()).fetchall()


def answer(connection: psycopg.Connection[Any], number: int) -> list[tuple[Any, ...]]:
    return connection.execute(QUERIES[str(number)].encode()).fetchall()


def asked(connection: psycopg.Connection[Any], sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql.encode()).fetchall()


def test_the_rates_of_a_province_are_those_of_its_tables(synthetic: psycopg.Connection[Any]) -> None:
    totals: dict[str, dict[str, int]] = {}
    standing = set(asked(synthetic, "SELECT agency_id, year FROM v_reports WHERE standing LIKE 'accepted%'"))
    for province, agency, item, total in asked(
        synthetic,
        "SELECT left(a.region_code, 2), x.agency_id, x.item, x.total FROM application_rows x "
        "JOIN agencies a ON a.id = x.agency_id WHERE x.year = 2024",
    ):
        if (agency, 2024) in standing:
            per = totals.setdefault(province, {})
            key = "denied" if item.startswith("denied.") else item
            per[key] = per.get(key, 0) + total
    for province, _, processed, granted, partially, denied in answer(synthetic, 2):
        want = totals[province]
        assert processed == want["processed_total"]
        for rate, name in ((granted, "granted"), (partially, "partially_granted"), (denied, "denied")):
            assert (rate is None) == (processed == 0)
            assert rate is None or abs(float(rate) - 100 * want[name] / float(processed)) < 0.051, (province, name)


def test_carry_overs_that_disagree_are_counted(synthetic: psycopg.Connection[Any]) -> None:
    synthetic.commit()
    synthetic.execute(
        "UPDATE application_rows SET total = total + 5 WHERE year = 2024 AND item = 'carried_over' AND "
        "agency_id IN (SELECT agency_id FROM v_year_over_year WHERE year = 2024 AND agency_kind = 'township' "
        "AND standing = 'accepted' AND standing_last_year = 'accepted')"
    )
    [(_, pairs, disagree, _, astray)] = answer(synthetic, 5)
    standing = set(asked(synthetic, "SELECT agency_id, year FROM v_reports WHERE standing LIKE 'accepted%'"))
    over = dict(
        asked(
            synthetic,
            "SELECT x.agency_id, x.total FROM application_rows x JOIN agencies a ON a.id = x.agency_id "
            "WHERE x.year = 2024 AND x.item = 'carried_over' AND a.kind = 'township'",
        )
    )
    forward = dict(
        asked(
            synthetic, "SELECT agency_id, total FROM application_rows WHERE year=2023 AND item='carried_forward'"
        )
    )
    both = [a for a in over if a in forward and {(a, 2023), (a, 2024)} <= standing]
    gaps = [over[a] - forward[a] for a in both]
    assert (pairs, disagree, astray) == (len(both), sum(map(bool, gaps)), sum(map(abs, gaps)))
    assert disagree > 0
    synthetic.rollback()


def test_prose_that_differs_from_the_table_is_counted(synthetic: psycopg.Connection[Any]) -> None:
    years = {year: (compared, differ) for year, compared, differ, _ in answer(synthetic, 10)}
    for year, (compared, differ) in years.items():
        [(want,)] = asked(synthetic, f"SELECT count(*) FROM reports WHERE year = {year}")
        assert compared == want
        assert differ < compared / 5
    assert sum(differ for _, differ in years.values()) > 0


def test_vanished_reports_are_those_without_a_source(synthetic: psycopg.Connection[Any]) -> None:
    [(lost,)] = asked(synthetic, "SELECT count(*) FROM report_sources WHERE lost_at IS NOT NULL")
    assert sum(row[2] for row in answer(synthetic, 12)) == lost > 0


def test_rows_of_two_forms_are_chained_only_where_they_compare(synthetic: psycopg.Connection[Any]) -> None:
    years = {(item, year) for item, year, *_ in answer(synthetic, 8)}
    assert {year for item, year in years if item == "granted"} == set(range(2019, 2026))
    assert min(year for item, year in years if item == "other.other") == 2021
