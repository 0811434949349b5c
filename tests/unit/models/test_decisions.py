"""What a person decides outlasts re-reading, lapses with other numbers, and never touches what was read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from models.session import session
from pipelines import deciding
from pipelines.deciding import Decided, DecisionError, Word
from pipelines.merging import merge, split
from pipelines.report import Finding, Reading
from tests.rows import row_digests
from tests.unit.models.made import AGENCY, cell, reading, report
from tests.unit.models.test_comparing import save

WORD = Word("原文如此，已与原件核对", "wang", "page 3, scan")
FEES = "disclosure.fees.amount_10k_yuan"
READ = ("cells", "application_rows", "disclosure_rows", "review_rows", "indicator_rows", "readings", "revisions")


def broken(left: int = 11, right: int = 0, version: str = "1", received: int = 66) -> Reading:
    finding = Finding(
        "I1_row_total",
        "error",
        "applications.granted",
        f"{left} is not {right}",
        "unknown",
        left,
        right,
        "5 + 6 = 0",
    )
    content = report(received)
    return reading(content, verdict="review", reason="I1_row_total", findings=[finding], version=version)


def rows(query: str, **values: Any) -> list[tuple[Any, ...]]:
    with session() as opened:
        return [tuple(row) for row in opened.execute(text(query), values)]


def handle(rule: str = "I1_row_total") -> str:
    [(found,)] = rows("SELECT finding FROM v_findings WHERE rule = :rule", rule=rule)
    return str(found)


def resolve(resolution: str = "published", word: Word = WORD) -> Decided:
    with session() as opened:
        return deciding.resolve(opened, handle(), resolution, word)


def correct(path: str, value: str, agency: str = AGENCY) -> Decided:
    with session() as opened:
        return deciding.correct(opened, agency, 2024, path, value, WORD)


def standing() -> tuple[Any, ...]:
    [row] = rows("SELECT verdict, standing, decisions, corrected_cells FROM v_reports")
    return row


def states() -> list[tuple[Any, ...]]:
    return rows("SELECT decision, state FROM v_decisions ORDER BY decision_id")


def test_a_settled_finding_is_accepted_by_a_person_and_outlasts_a_reread(database: str) -> None:
    save(broken(), 1)
    name = handle()
    assert standing() == ("review", "review", 0, 0)
    resolve()
    assert standing() == ("review", "accepted_by_person", 1, 0)
    save(broken(version="2"), 1)
    assert handle() == name, "the handle is the finding's, not the row's"
    assert standing() == ("review", "accepted_by_person", 1, 0)
    assert rows("SELECT decision, decided_by, decided_why FROM v_findings") == [("published", "wang", WORD.why)]
    assert rows("SELECT standing FROM v_applications WHERE item = 'granted'") == [("accepted_by_person",)]


def test_other_numbers_let_it_lapse_visibly(database: str) -> None:
    save(broken(), 1)
    resolve()
    save(broken(left=12, version="2"), 1)
    assert states() == [("published", "lapsed")]
    assert standing() == ("review", "review", 0, 0)
    assert rows("SELECT decision FROM v_findings") == [(None,)]
    save(broken(version="3"), 1)
    assert states() == [("published", "in_force")], "the numbers that were decided about are back"


def test_every_error_must_be_settled(database: str) -> None:
    more = broken()
    more.findings.append(Finding("I3_balance", "error", "applications.*.total", "1 is not 2", "unknown", 1, 2))
    save(more, 1)
    resolve()
    assert standing()[1] == "review"
    with session() as opened:
        deciding.resolve(opened, handle("I3_balance"), "dismissed", WORD)
    assert standing()[1] == "accepted_by_person"


@pytest.mark.parametrize("place", ["", "表（一", "a%b_\\", "applications.*.total[", "applications.granted_total"])
def test_a_place_that_is_no_path_settles_nothing_and_breaks_nothing(database: str, place: str) -> None:
    odd = Finding("odd", "warning", place, "a place that a document had a part in")
    save(reading(findings=[odd]), 1)
    with session() as opened:
        deciding.resolve(opened, handle("odd"), "misread", WORD)
    correct("applications.granted.total", "67")
    assert standing()[:2] == ("accepted", "doubted_by_person")


def test_a_column_of_a_sum_is_settled_by_one_of_its_cells(database: str) -> None:
    save(reading(findings=[Finding("I2_column_total", "warning", "applications.*.total", "1 is not 2")]), 1)
    with session() as opened:
        deciding.resolve(opened, handle("I2_column_total"), "misread", WORD)
    correct("applications.granted.natural_person", "67")
    assert standing()[1] == "doubted_by_person"
    correct("applications.granted.total", "67")
    assert standing()[1] == "accepted"


def test_a_misreading_is_settled_by_its_correction_alone(database: str) -> None:
    save(broken(), 1)
    resolve("misread")
    assert standing()[1] == "review"
    correct("applications.new_received.total", "7")
    assert standing()[1] == "review", "another row's cell settles nothing"
    correct("applications.granted.total", "11")
    assert standing() == ("review", "accepted_by_person", 3, 2)


def test_a_misreading_in_an_accepted_report_is_doubted_until_corrected(database: str) -> None:
    save(reading(findings=[Finding("ocr", "warning", "applications.granted.total", "read by OCR")]), 1)
    with session() as opened:
        deciding.resolve(opened, handle("ocr"), "misread", WORD)
    assert standing()[:2] == ("accepted", "doubted_by_person")
    correct("applications.granted.total", "67")
    assert standing()[:2] == ("accepted", "accepted")


def test_a_correction_is_shown_and_what_was_read_stays(database: str) -> None:
    save(reading(), 1)
    before = row_digests()
    correct("applications.granted.total", "67")
    correct(FEES, "768.5")
    correct("review.reconsideration.upheld", "blank")
    after = row_digests()
    assert {name: before[name] for name in READ} == {name: after[name] for name in READ}
    assert rows("SELECT natural_person, total, was_corrected FROM v_applications WHERE item = 'granted'") == [
        (66, 67, True)
    ]
    assert rows("SELECT count(*) FROM v_applications WHERE was_corrected") == [(1,)]
    assert rows("SELECT granted, processed_total FROM v_applications_wide") == [(67, 66)]
    assert rows("SELECT value, was_corrected FROM v_disclosure WHERE item = 'fees'") == [(Decimal("768.5"), True)]
    assert rows("SELECT upheld, corrected, was_corrected FROM v_review WHERE channel = 'reconsideration'") == [
        (None, 0, True)
    ]
    assert rows("SELECT raw, read_value, corrected_value FROM v_cells WHERE path = :path", path=FEES) == [
        ("786.50万元", Decimal("786.50"), Decimal("768.5"))
    ]
    [(raw, value, digest, cell_, evidence)] = rows(
        "SELECT raw, value, sha256, cell, evidence FROM v_decisions WHERE place = 'applications.granted.total'"
    )
    assert (raw, value, evidence) == ("66", 67, "page 3, scan")
    assert cell_["table"] == 1 and digest == rows("SELECT sha256 FROM v_reports")[0][0]


def test_a_correction_lapses_when_the_cell_is_read_otherwise(database: str) -> None:
    save(reading(), 1)
    correct("applications.granted.total", "67")
    save(reading(version="2"), 1)
    assert states() == [("corrected", "in_force")]
    read_well = report(66)
    read_well.applications["granted"]["total"] = cell(67)
    save(reading(read_well, version="3"), 1)
    assert states() == [("corrected", "lapsed")]
    assert rows("SELECT total, was_corrected FROM v_applications WHERE item = 'granted'") == [(67, False)]


def test_a_corrected_year_agrees_with_the_next(database: str) -> None:
    save(reading(), 1)
    save(reading(report(70), year=2025), 2)
    correct("applications.granted.total", "35")
    assert rows(
        """SELECT value, last_year, change, ratio FROM v_year_over_year
        WHERE item = 'granted' AND measure = 'total'"""
    ) == [(70, 35, 35, 2)]


def test_taken_back_and_decided_again(database: str) -> None:
    save(broken(), 1)
    first = resolve()
    with session() as opened:
        deciding.reopen(opened, first.decision_id, Word("not so sure", "li"))
    assert (standing()[1], states()) == ("review", [("published", "reopened")])
    resolve("dismissed")
    resolve("published", Word("again", "li"))
    assert states() == [("published", "reopened"), ("dismissed", "reopened"), ("published", "in_force")]
    with session() as opened, pytest.raises(DecisionError, match="already"):
        deciding.reopen(opened, first.decision_id, WORD)


def test_a_decision_goes_with_an_agency_that_is_merged_and_comes_back(database: str) -> None:
    one = save(broken(), 1)
    resolve()
    other = save(reading(agency="威海市环翠区商务局", year=2020), 2)
    with session() as opened:
        merge(opened, one, other, "one body")
    assert rows("SELECT agency_id, state FROM v_decisions") == [(other, "in_force")]
    assert rows("SELECT standing FROM v_reports WHERE year = 2024") == [("accepted_by_person",)]
    with session() as opened:
        split(opened, one)
    assert rows("SELECT agency_id, state FROM v_decisions") == [(one, "in_force")]


@pytest.mark.parametrize(
    ("agency", "path", "value", "says"),
    [
        ("威海市某局", FEES, "1", "scrapy agencies list"),
        ("4711", FEES, "1", "no agency"),
        (AGENCY, "applications.granted.nobody", "1", "no cell"),
        (AGENCY, "applications.granted.total", "4.5", "whole number"),
        (AGENCY, "applications.granted.total", "-4", "below zero"),
        (AGENCY, "applications.granted.total", "many", "no number"),
    ],
)
def test_what_cannot_be_corrected_is_told(database: str, agency: str, path: str, value: str, says: str) -> None:
    save(reading(), 1)
    with pytest.raises(DecisionError, match=says):
        correct(path, value, agency)
    assert states() == []


@pytest.mark.parametrize("wrong", ["x", "1-2024-0123456789", "123456789", "1-2024-xyz"])
def test_a_finding_that_is_none(database: str, wrong: str) -> None:
    save(broken(), 1)
    with session() as opened, pytest.raises(DecisionError, match="scrapy findings"):
        deciding.resolve(opened, wrong, "published", WORD)
