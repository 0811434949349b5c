"""The identities of the table of 2014, and what a report without tables may be accepted for."""

from __future__ import annotations

import pytest

from models.vocabulary import vocabulary
from pipelines.checks.completeness import check_completeness
from pipelines.checks.indicators import check_indicators
from pipelines.checks.narrative import check_narrative
from pipelines.checks.verdict import decide_verdict
from pipelines.report import AnnualReport, Cell, Finding, Identity

_ZERO = {code: 0 for code, line in vocabulary().indicators.items() if line.unit}


def _report(**numbers: int | None) -> AnnualReport:
    """All lines zero but for those given: `_3_1_1=4` is line 3.1.1."""
    given = {code.lstrip("_").replace("_", "."): n for code, n in numbers.items()}
    assert given.keys() <= _ZERO.keys()
    cells = {code: Cell(n, "" if n is None else str(n)) for code, n in {**_ZERO, **given}.items()}
    return AnnualReport("2014", indicators=cells)


def _rules(report: AnnualReport) -> dict[str, str]:
    return {finding.rule: finding.severity for finding in check_indicators(report, {"indicators": "published"})}


def test_zeros_add_up() -> None:
    assert _rules(_report()) == {}


@pytest.mark.parametrize(
    ("rule", "broken", "mended"),
    [
        ("J1_requests", {"_3_1_4": 2}, {"_3_1": 2}),
        ("J2_closed", {"_3_2": 5}, {"_3_2_2": 5}),
        ("J3_answers", {"_3_3": 9, "_3_3_8": 8}, {"_3_3_1": 1}),
        ("J4_refusals", {"_3_3_4_f": 4}, {"_3_3_4": 4, "_3_3": 4}),
        ("J5_reconsideration", {"_4": 6, "_4_1": 5}, {"_4_3": 1}),
        ("J5_litigation", {"_5_1": 1}, {"_5": 1}),
        ("J6_staff", {"_8_3": 7, "_8_3_1": 1, "_8_3_2": 1}, {"_8_3": 2}),
    ],
)
def test_a_false_sum_is_an_error_until_it_is_mended(
    rule: str, broken: dict[str, int], mended: dict[str, int]
) -> None:
    assert _rules(_report(**broken)) == {rule: "error"}
    assert _rules(_report(**{**broken, **mended})) == {}


@pytest.mark.parametrize(
    ("part", "whole"), [("_1_1_a", "_1_1_b"), ("_1_1_a", "_1_1"), ("_2_2_1_a", "_2_2_1"), ("_2_2_2_a", "_2_2_2")]
)
def test_a_part_above_its_whole_is_a_warning(part: str, whole: str) -> None:
    enough = {"_1_1": 9, "_1_1_b": 9, "_2_2_1": 9, "_2_2_2": 9}
    assert _rules(_report(**{**enough, part: 4})) == {}
    assert _rules(_report(**{**enough, part: 4, whole: 3})) == {"J7_not_more": "warning"}


def test_what_is_no_identity_is_no_finding() -> None:
    assert _rules(_report(_1_1=100, _1_2_1=90, _1_2_2=90)) == {}  # one item on two channels counts once
    assert _rules(_report(_3_1=1, _3_1_1=1)) == {}  # received, not closed


def test_blanks_are_not_zeros() -> None:
    assert _rules(_report(_3_1=3, _3_1_1=3, _3_1_2=None)) == {"J1_requests": "info"}
    assert _rules(_report(_3_1=None, _3_1_1=3)) == {"J1_requests": "error"}


def test_the_cause_is_that_of_the_table() -> None:
    [finding] = check_indicators(_report(_6=1, _5=1), {})
    assert (finding.cause, finding.left, finding.right) == ("unknown", 0, 1)


def test_every_line_with_a_number_must_be_there() -> None:
    report = _report()
    del report.indicators["9.3"], report.indicators["1.1"]
    found = check_completeness(report, {"indicators": {"1.1"}})
    assert [(finding.rule, finding.where) for finding in found] == [("row_missing", "indicators.9.3")]
    assert [finding.rule for finding in check_completeness(AnnualReport("2014"), {})] == ["table_missing"]


_PICTURES = Finding("pictures", "warning", "", "the article shows 3 pictures")
_YEARS = Finding("identity.year.conflict", "warning", "identity.year", "2011 or 2010")


@pytest.mark.parametrize(
    ("year", "findings", "lost"),
    [
        (2012, [_PICTURES], False),
        (2016, [], False),
        (2016, [_PICTURES], True),
        (2019, [], True),
        (2023, [], True),
    ],
)
def test_reports_of_years_with_tables(year: int, findings: list[Finding], lost: bool) -> None:
    report, identity = AnnualReport("narrative"), Identity(agency="某县商务局", year=year)
    found = list(check_narrative(report, identity, findings))
    assert [finding.rule for finding in found] == (["tables_missing"] if lost else [])
    assert list(check_narrative(AnnualReport("2021"), identity, findings)) == []


def test_without_tables_two_years_are_no_year() -> None:
    identity = Identity(agency="某县商务局", year=2011)
    assert decide_verdict(AnnualReport("narrative"), identity, []) == ("accepted", None)
    assert decide_verdict(AnnualReport("narrative"), identity, [_YEARS]) == ("review", "identity.year.conflict")
    assert decide_verdict(AnnualReport("2021"), identity, [_YEARS]) == ("accepted", None)
