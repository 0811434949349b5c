"""Facts on their way into the database and the JSON."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import text

from models.session import session
from pipelines.output import reading_to_json
from pipelines.report import AnnualReport, Reading, Section
from pipelines.saving import save_capture, save_readings
from tests.unit.facts.read import facts
from tests.unit.models.made import capture, reading, report, sha256

SAID = "全年公开信息12条，其中指南类3条，占25.5%。"


def _reading() -> Reading:
    made: AnnualReport = report()
    made.sections = [Section("一、总体情况", SAID)]
    made.facts = facts(SAID)
    found = reading()
    found.report = made
    return found


def test_facts_are_rows_of_a_view(database: str) -> None:
    fetched = capture()
    with session() as opened:
        digest = sha256(fetched.body)
        number = save_capture(opened, fetched, digest, len(fetched.body), "text/html")
        save_readings(opened, number, digest, [_reading()])
    with session() as opened:
        columns = "key, label, value, unit, raw, quote, heading, char_offset, year"
        rows = opened.execute(text(f"SELECT {columns} FROM v_facts ORDER BY ordinal")).all()
    assert [tuple(row) for row in rows] == [
        ("disclosed.total", None, Decimal(12), "条", "12条", SAID, "一、总体情况", 6, 2024),
        ("disclosed.category", "指南类", Decimal(3), "条", "3条", SAID, "一、总体情况", 15, 2024),
        ("disclosed.category.share", "指南类", Decimal("25.5"), "%", "25.5%", SAID, "一、总体情况", 19, 2024),
    ]


def test_facts_in_json() -> None:
    printed = reading_to_json(_reading(), {"path": "a.html"})["facts"]
    assert [(fact["key"], fact.get("label"), fact["value"]) for fact in printed] == [
        ("disclosed.total", None, 12),
        ("disclosed.category", "指南类", 3),
        ("disclosed.category.share", "指南类", 25.5),
    ]
    assert "label" not in printed[0]
