"""`scrapy findings` as an admin uses it: decide, crawl and read everything again, and the decision still holds."""

from __future__ import annotations

import json
from typing import Any

from tests import warm
from tests.e2e.crawling import ROOT, World

PLAIN = True

CARRY = """
SELECT r.agency_id, r.year FROM v_year_over_year y JOIN v_reports r USING (agency_id, year)
WHERE y.item = 'carried_over' AND y.measure = 'total' AND y.carry_over_gap = 0 AND r.verdict = 'accepted'
ORDER BY 1, 2 LIMIT 1
"""


def scrapy(world: World, *args: str, code: int = 0) -> str:
    done = warm.run(args, env=world.env())
    assert done.returncode == code, f"{args}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def listed(world: World, *args: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(scrapy(world, "findings", *args, "--json"))
    return rows


def state(world: World) -> list[tuple[Any, ...]]:
    return [
        *world.query("SELECT decision, place, state, decided_by, why FROM v_decisions ORDER BY decision_id"),
        *world.query("SELECT agency_id, year, verdict, standing FROM v_reports WHERE decisions > 0 ORDER BY 1, 2"),
        *world.query(
            "SELECT path, raw, corrected_value FROM v_cells WHERE was_corrected ORDER BY agency_id, path"
        ),
        *world.query("SELECT finding, decision FROM v_findings WHERE decision IS NOT NULL ORDER BY 1"),
        *world.query("SELECT finding FROM v_findings WHERE rule LIKE 'across.%' ORDER BY 1"),
    ]


def test_a_decision_outlasts_crawl_and_reread(world: World) -> None:
    assert world.crawl("huancui").code == 0
    [error] = [row for row in listed(world, "--severity", "error") if row["rule"] == "copies.differ"]
    [(agency, year)] = world.query(CARRY)

    refused = scrapy(world, "findings", "resolve", error["finding"], "--as", "published", code=2)
    assert "--why" in refused
    said = scrapy(
        world, "findings", "resolve", error["finding"], "--as", "published", "--why", "原件如此", "--by", "wang"
    )
    assert error["agency"] in said and "copies.differ" in said
    path = "applications.carried_over.total"
    correct = ["findings", "correct", str(agency), str(year), path]
    said = scrapy(world, *correct, "977", "--why", "扫描件第3页", "--evidence", "第3页", "--by", "li")
    assert "corrected to 977" in said
    assert "no cell" in scrapy(world, *correct[:-1], "applications.nothing.total", "1", "--why", "x", code=2)

    decided = state(world)
    assert ("published", error["place"], "in_force", "wang", "原件如此") in decided
    assert [row for row in decided if row[-1] == "accepted_by_person"], decided
    [across] = [row for row in listed(world, "--rule", "across.carry_over") if row["place"] == path]
    assert (across["left"], across["severity"], across["verdict"]) == (977, "warning", "accepted")
    assert error["finding"] not in [row["finding"] for row in listed(world, "--open")]

    again = world.crawl("huancui", "-a", "full=1")
    assert again.code == 0, str(again)
    assert state(world) == decided
    scrapy(world, "reread")
    assert state(world) == decided
    assert "0 new, 0 gone" in scrapy(world, "findings", "check")

    for row in listed(world, "decisions"):
        scrapy(world, "findings", "reopen", str(row["decision"]), "--why", "重新核对")
    assert listed(world, "decisions") == []
    assert {row["state"] for row in listed(world, "decisions", "--all")} == {"reopened"}
    assert state(world)[2:] == []


def test_an_ingest_compares_what_it_brought_with_what_was_there(world: World) -> None:
    """A report that was saved again under the next year: what it carried forward is not what it begins with."""
    file = ROOT / "tests" / "corpus" / "documents" / "2021" / "html" / "f21-html-02.html"
    for year in ("2021", "2022"):
        scrapy(world, "ingest", str(file), "--year", year, "--url", f"http://www.example.gov.cn/{year}.html")
    rows = listed(world, "--year", "2022", "--rule", "across.carry_over")
    [total] = [row for row in rows if row["place"] == "applications.carried_over.total"]
    assert (total["left"], total["right"]) == (28, 15)
    for word in ("28 in 2022 (http://www.example.gov.cn/2022.html)", "15 in 2021 (http://www.example.gov.cn/2021"):
        assert word in total["detail"]


def test_wrong_words_are_usage_errors(world: World) -> None:
    for words in (
        ["settle"],
        ["resolve", "1-2024-0123456789"],
        ["correct", "1", "x"],
        ["reopen", "x"],
        ["check", "x"],
    ):
        scrapy(world, "findings", *words, "--why", "x", code=2)
