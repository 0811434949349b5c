"""The commands that an admin and an analyst use, after a crawl of the three replica portals."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import warm
from tests.e2e.crawling import ROOT, Ended, World
from tests.portal import Portal

PLAIN = True
SITES = ("huancui", "wendeng", "wip")
QUERIES = re.findall(r"```sql\n(.+?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)


@pytest.fixture(scope="module")
def crawled(shared_world: World) -> Iterator[World]:
    for site in SITES:
        done = shared_world.crawl(site)
        assert done.code == 0, done
    yield shared_world


def scrapy(world: World, *args: str, **env: str) -> Ended:
    done = warm.run(args, env=world.env(**env), timeout=120)
    return Ended(done.returncode, done.stdout, done.stderr)


def asked(world: World, *args: str) -> Any:
    done = scrapy(world, *args, "--format", "json")
    assert done.code == 0, done
    return json.loads(done.out)


def test_the_readme_has_five_queries() -> None:
    assert len(QUERIES) == 5


@pytest.mark.parametrize("query", QUERIES)
def test_each_query_of_the_readme_has_an_answer(crawled: World, query: str) -> None:
    assert asked(crawled, "sql", query)


def test_status_shows_the_last_run_of_each_site(crawled: World) -> None:
    rows = {row["site"]: row for row in asked(crawled, "status")}
    assert set(SITES) <= set(rows)
    for site in SITES:
        assert (rows[site]["status"], rows[site]["exit"]) == ("finished", 0)
        assert rows[site]["reports"] >= 15


def test_status_of_a_site_nobody_crawled_is_wrong_usage(crawled: World) -> None:
    done = scrapy(crawled, "status", "nowhere")
    assert done.code == 2
    assert "huancui" in done.err + done.out


def test_runs_tell_how_full_the_tables_are(crawled: World) -> None:
    for site in SITES:
        [row] = asked(crawled, "runs", site)
        assert (row["verdict"], row["exit"]) == ("well", 0)
        assert 0.5 < row["fill"] <= 1
        stats = asked(crawled, "runs", "--run", str(row["run"]))
        assert {"response_received_count", "fill/all", "documents/outcome/report"} <= {
            each["stat"] for each in stats
        }
        assert not [each for each in stats if each["stat"].startswith("lists/short/")]


def test_sites_are_those_declared_and_those_crawled(crawled: World) -> None:
    done = scrapy(crawled, "sites", "--json")
    rows = {row["site"]: row for row in json.loads(done.out)}
    assert set(SITES) | {"weihai"} <= set(rows)
    assert (rows["weihai"]["verdict"], rows["huancui"]["verdict"]) == ("never ran", "well")
    behind = [row["site"] for row in rows.values() if row["behind"]]
    assert done.code == (3 if behind else 0)
    assert "huancui" not in behind


def test_coverage_agrees_with_the_portals(crawled: World) -> None:
    rows = asked(crawled, "coverage")
    states = {(row["agency"], row["year"]): row["state"] for row in rows}
    with Portal() as portal:
        for report in portal.truth.reports:
            if report.agency in {row["agency"] for row in rows}:
                assert states[report.agency, report.year] in {*report.honest, "accepted", "review", "missing"}
                if report.verdict == "accepted" and report.form == "2021" and report.sources[0].carrier != "scan":
                    assert states[report.agency, report.year] == "accepted", (report.agency, report.year)


def test_coverage_for_a_person_has_a_matrix_and_reasons(crawled: World) -> None:
    done = scrapy(crawled, "coverage", "huancui")
    assert done.code == 0, done
    line = next(line for line in done.out.splitlines() if "环翠区统计局" in line)
    assert "●" in line
    assert "no_report" in done.out


def test_findings_name_the_false_sum_and_the_differing_copy(crawled: World) -> None:
    rules = {
        (row["agency"], row["year"], row["rule"]) for row in asked(crawled, "findings", "--severity", "error")
    }
    assert ("威海市文登区市场监督管理局", 2025, "I1_row_total") in rules
    assert any(agency == "威海市环翠区住房和城乡建设局" and rule == "copies.differ" for agency, _, rule in rules)
    only = asked(crawled, "findings", "--site", "wip", "--severity", "error")
    assert {row["site"] for row in only} <= {"wip"}


def test_findings_as_csv(crawled: World) -> None:
    done = scrapy(crawled, "findings", "--format", "csv", "--severity", "info")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert rows
    assert {"agency", "year", "rule", "detail"} <= set(rows[0])


def test_reread_without_the_network_changes_nothing(crawled: World) -> None:
    before = crawled.facts()
    crawled.portal.forget()
    done = scrapy(crawled, "reread", "huancui")
    assert done.code == 0, done
    assert not crawled.portal.requests
    assert crawled.facts() == before
    assert "accepted" in done.out


def test_reread_can_be_asked_for_a_verdict(crawled: World) -> None:
    rows = asked(crawled, "reread", "--verdict", "review")
    assert {row["verdict before"] for row in rows} == {"review"}


def test_a_lost_original_is_said(crawled: World, tmp_path: Path) -> None:
    done = scrapy(crawled, "reread", "wip", GONGKAI_VAR=str(tmp_path))
    assert done.code == 1
    assert "Traceback" not in done.err
    assert done.err.strip()


def page_of(world: World, agency: str, year: int) -> bytes:
    report = next(r for r in world.portal.truth.reports if (r.agency, r.year) == (agency, year))
    return world.portal.answer(report.sources[0].url).body


def test_ingest_and_what_goes_wrong_with_files(world: World, tmp_path: Path) -> None:
    good = tmp_path / "统计局.html"
    good.write_bytes(page_of(world, "威海市环翠区统计局", 2024))
    (tmp_path / "empty.pdf").write_bytes(b"")
    done = scrapy(world, "ingest", str(tmp_path / "nothere"), str(tmp_path), "--format", "json")
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1
    rows = json.loads(done.out)
    assert [(row["verdict"], row["change"]) for row in rows] == [("unreadable", "unreadable"), ("accepted", "new")]
    again = json.loads(scrapy(world, "ingest", str(good), "--json").out)
    assert again[0]["change"] == "same"
    assert world.query("SELECT agency, year, verdict FROM v_reports") == [("威海市环翠区统计局", 2024, "accepted")]


def test_ingest_believes_the_operator(world: World, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(page_of(world, "威海市环翠区统计局", 2024))
    done = scrapy(world, "ingest", str(file), "--agency", "威海市环翠区民政局", "--year", "2023")
    assert done.code == 0, done
    [(agency, year)] = world.query("SELECT agency, year FROM v_reports")
    assert (agency, year) == ("威海市环翠区民政局", 2023)


@pytest.mark.parametrize(
    "args",
    [
        ["ingest"],
        ["ingest", "README.md", "pyproject.toml", "--url", "http://www.example.gov.cn/"],
        ["ingest", "README.md", "--url", "ftp://x/"],
        ["ingest", "README.md", "--year", "1999"],
        ["coverage", "a", "b"],
        ["findings", "--severity", "terrible"],
        ["reread", "--form", "1999"],
    ],
)
def test_wrong_usage_is_exit_2(world: World, args: list[str]) -> None:
    done = scrapy(world, *args)
    assert done.code == 2, done
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", ["status", "coverage", "findings", "reread"])
def test_without_a_database_one_line_and_exit_4(world: World, command: str) -> None:
    done = scrapy(world, command, DATABASE_URL="postgresql://gongkai:secret@127.0.0.1:1/gongkai")
    assert done.code == 4, done
    assert len(done.err.strip().splitlines()) == 1
    assert "secret" not in done.err
