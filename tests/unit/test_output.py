"""The JSON of `scrapy read`, as DESIGN.md fixes it."""

from __future__ import annotations

import json
from decimal import Decimal

from pipelines.output import reading_to_json
from pipelines.reading import read_bytes, unreadable
from pipelines.report import AnnualReport, Cell, Fact, Finding, Identity, Place, Reading
from tests.unit.forms import sample

SOURCE = {"path": "a.html", "sha256": "0" * 64, "size": 5}


def test_a_report_of_the_2021_form() -> None:
    [reading] = read_bytes(sample.page(), name="a.html")
    out = reading_to_json(reading, SOURCE)
    assert list(out) == [
        "source", "verdict", "reason", "form", "year", "agency", "headline", "published_on",
        "scope", "scope_quote", "disclosure", "applications", "review", "sections", "facts", "findings",
    ]  # fmt: skip
    assert out["source"] == {**SOURCE, "media_type": "text/html"}
    assert (out["verdict"], out["reason"], out["form"], out["year"]) == ("accepted", None, "2021", 2024)
    assert out["agency"]["name"] == "威海市环翠区商务局"
    gold = sample.gold()
    flat = {
        f"{table}.{row}.{column}": value
        for table in ("disclosure", "applications", "review")
        for row, cells in out[table].items()
        for column, value in cells.items()
    }
    assert flat == gold
    assert out["disclosure"]["fees"] == {"amount_10k_yuan": 786.25}
    assert isinstance(out["disclosure"]["licences"]["handled"], int)
    assert (out["scope"], out["scope_quote"]) == ("agency", None)
    assert out["sections"][0] == {"heading": "一、总体情况", "text": "2024年主动公开政府信息89条。"}
    assert json.loads(json.dumps(out)) == out


def test_cells_add_their_provenance() -> None:
    [reading] = read_bytes(sample.page(), name="a.html")
    cells = reading_to_json(reading, SOURCE, cells=True)["cells"]
    assert len(cells) == 200
    assert cells["disclosure.licences.handled"] == {"value": 5821, "raw": "5821", "table": 0, "row": 6, "col": 1}
    assert cells["applications.granted.total"]["table"] == 1


def test_whole_amounts_are_integers_and_blanks_null() -> None:
    report = AnnualReport(form="2021")
    report.disclosure["fees"] = {"amount_10k_yuan": Cell(Decimal("786"), "786")}
    report.disclosure["licences"] = {"handled": Cell(None, "—", Place(page=2))}
    reading = Reading("review", "html", "text/html", "row_missing", report=report)
    out = reading_to_json(reading, SOURCE, cells=True)
    assert json.dumps(out["disclosure"]["fees"]) == '{"amount_10k_yuan": 786}'
    assert out["disclosure"]["licences"] == {"handled": None}
    assert out["cells"]["disclosure.licences.handled"] == {"value": None, "raw": "—", "page": 2}


def test_tables_that_a_form_has_not_are_absent() -> None:
    report = AnnualReport(form="2014", indicators={"3.1": Cell(12, "12")})
    out = reading_to_json(Reading("review", "doc", "application/msword", "x", report=report), SOURCE)
    assert out["indicators"] == {"3.1": 12}
    assert not {"disclosure", "applications", "review"} & set(out)
    out = reading_to_json(
        Reading("review", "html", "text/html", "x", report=AnnualReport(form="narrative")), SOURCE
    )
    assert not {"disclosure", "applications", "review", "indicators"} & set(out)


def test_unreadable_files_have_the_same_shape() -> None:
    out = reading_to_json(unreadable("encrypted", "ask for an open copy"), SOURCE)
    assert (out["verdict"], out["reason"], out["form"], out["agency"]) == ("unreadable", "encrypted", None, None)
    assert out["sections"] == out["facts"] == []
    assert [finding["detail"] for finding in out["findings"]] == ["ask for an open copy"]


def test_findings_facts_and_members() -> None:
    finding = Finding(
        "I1_row_total", "error", "applications.granted", "11 is not 0", "published", 11, 0, "5 + 6 = 0"
    )
    fact = Fact("fee", Decimal("3940"), "3940", "收取3940元", 5, 12, unit="元")
    reading = Reading(
        "review",
        "archive",
        "text/html",
        "I1_row_total",
        member="二/a.html",
        report=AnnualReport(form="2021", facts=[fact]),
        identity=Identity(agency="甲局", agency_code="11371002004360724B", agency_evidence="area_code", year=2024),
        findings=[finding],
    )
    out = reading_to_json(reading, SOURCE)
    assert out["source"]["member"] == "二/a.html"
    assert out["agency"] == {"name": "甲局", "evidence": "area_code", "code": "11371002004360724B"}
    assert out["findings"] == [
        {
            "rule": "I1_row_total", "severity": "error", "where": "applications.granted", "left": 11, "right": 0,
            "cause": "published", "detail": "11 is not 0", "raw": "5 + 6 = 0",
        }
    ]  # fmt: skip
    assert out["facts"][0] == {
        "key": "fee", "value": 3940, "raw": "3940", "unit": "元", "approximate": False, "quote": "收取3940元",
        "section": 5, "offset": 12,
    }  # fmt: skip
