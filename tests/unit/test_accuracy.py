"""CI fails when the reader has become worse: each kind of floor, dropped on purpose."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.reading import read_bytes
from pipelines.report import Finding, Reading
from tests.accuracy.__main__ import failures
from tests.accuracy.measure import CORPUS, gold_records, score

ID = "f21-html-37"


@pytest.fixture
def gold() -> dict[str, Any]:
    return next(record for record in gold_records() if record["id"] == ID)


@pytest.fixture
def reading(gold: dict[str, Any]) -> Reading:
    [found] = read_bytes((CORPUS / gold["path"]).read_bytes())
    return found


def _said(gold: dict[str, Any], reading: Reading, carrier: str = "html") -> list[str]:
    return failures({(carrier, "2021"): score(gold, reading)})


def test_a_right_reading_is_above_every_floor(gold: dict[str, Any], reading: Reading) -> None:
    assert _said(gold, reading) == []


def test_a_wrong_cell_is_silently_wrong(gold: dict[str, Any], reading: Reading) -> None:
    gold["review"]["reconsideration"]["upheld"] += 1
    exact, wrong = _said(gold, reading)
    assert "cells are exact, the floor is 100.00%" in exact
    assert wrong == "html: 1 cells are silently wrong"
    assert _said(gold, reading, "ocr scan")[-1] == "ocr scan: 1 cells are silently wrong"


def test_a_wrong_year_is_silently_wrong(gold: dict[str, Any], reading: Reading) -> None:
    gold["year"] += 1
    assert _said(gold, reading) == ["html: 1 cells are silently wrong"]


def test_a_number_that_nobody_printed_is_silently_wrong(gold: dict[str, Any], reading: Reading) -> None:
    del gold["review"]["reconsideration"]["upheld"]
    assert _said(gold, reading) == ["html: 1 cells are silently wrong"]


def test_doubt_without_a_cause_is_no_way_out(gold: dict[str, Any], reading: Reading) -> None:
    reading.verdict = "review"
    reading.findings.append(Finding("made_up", "error", "", "for this test"))
    assert _said(gold, reading) == ["html: 1 documents have another verdict than expected"]
