"""Sums that hold, sums that do not, and sums that hold only if blanks count as zero."""

from __future__ import annotations

import pytest

from pipelines.checks.identities import check_identities
from pipelines.report import AnnualReport, Cause, Finding
from tests.unit.checks.reports import cell, whole_report, with_value
from tests.unit.forms.sample import APPLICANTS, ENDED, OUTCOMES

CAUSES: dict[str, Cause] = {"disclosure": "published", "applications": "published", "review": "published"}


def _check(report: AnnualReport) -> list[Finding]:
    return check_identities(report, CAUSES)


def test_the_sample_adds_up() -> None:
    assert _check(whole_report()) == []


def test_false_row_total() -> None:
    report = whole_report()
    right = report.applications["granted"]["total"].value
    assert isinstance(right, int)
    found = _check(with_value(report, "applications.granted.total", right + 1))
    assert [
        (f.rule, f.where, f.left, f.right, f.cause, f.severity) for f in found if f.rule == "I1_row_total"
    ] == [("I1_row_total", "applications.granted", right, right + 1, "published", "error")]
    assert {f.rule for f in found} == {"I1_row_total", "I2_column_total"}


@pytest.mark.parametrize("row", ENDED)
def test_every_outcome_counts_in_the_column_total(row: str) -> None:
    found = _check(with_value(whole_report(), f"applications.{row}.research_institution", 9999))
    assert "applications.*.research_institution" in {f.where for f in found if f.rule == "I2_column_total"}


@pytest.mark.parametrize("row", ["new_received", "carried_over", "processed_total", "carried_forward"])
@pytest.mark.parametrize("column", [code for code, _ in APPLICANTS])
def test_balance(row: str, column: str) -> None:
    found = _check(with_value(whole_report(), f"applications.{row}.{column}", 9999))
    assert {f.where for f in found if f.rule == "I3_balance"} == {f"applications.*.{column}"}


@pytest.mark.parametrize("channel", ["reconsideration", "litigation_direct", "litigation_after_reconsideration"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_review_totals(channel: str, outcome: str) -> None:
    [found] = _check(with_value(whole_report(), f"review.{channel}.{outcome}", 999))
    assert (found.rule, found.where, found.severity) == ("I4_review_total", f"review.{channel}", "error")


def test_cause_is_that_of_the_table() -> None:
    report = with_value(whole_report(), "review.reconsideration.upheld", 999)
    [found] = check_identities(report, {"review": "reading"})
    assert found.cause == "reading"
    [found] = check_identities(report, {})
    assert found.cause == "unknown"


def test_blank_part_that_counts_as_zero_is_said() -> None:
    report = whole_report()
    assert report.applications["granted"]["natural_person"].value == 0
    found = _check(with_value(report, "applications.granted.natural_person", None))
    assert {(f.rule, f.severity) for f in found} == {("I1_row_total", "info"), ("I2_column_total", "info")}
    assert all("blank" in f.detail for f in found)


def test_blank_total_over_parts_is_an_error() -> None:
    found = _check(with_value(whole_report(), "applications.granted.total", None))
    [row] = [f for f in found if f.rule == "I1_row_total"]
    assert (row.severity, row.right) == ("error", None)
    assert row.left == sum(c.value or 0 for k, c in whole_report().applications["granted"].items() if k != "total")


def test_zero_total_over_parts_is_an_error() -> None:
    found = _check(with_value(whole_report(), "review.reconsideration.total", 0))
    assert [(f.severity, f.right) for f in found] == [("error", 0)]


def test_total_alone_cannot_be_proved() -> None:
    report = whole_report()
    for outcome in OUTCOMES[:-1]:
        report = with_value(report, f"review.reconsideration.{outcome}", None)
    [found] = _check(report)
    assert (found.rule, found.severity) == ("I4_review_total", "warning")


def test_blank_table_says_nothing() -> None:
    report = whole_report()
    for cells in report.applications.values():
        for column in cells:
            cells[column] = cell(None)
    assert not [f for f in _check(report) if f.where.startswith("applications")]


def test_single_row_for_other() -> None:
    report = whole_report()
    parts = [report.applications.pop(row) for row in ("other.not_amended", "other.fee_unpaid", "other.other")]
    report.applications["other.total"] = {
        code: cell(sum(int(part[code].value or 0) for part in parts)) for code, _ in APPLICANTS
    }
    assert _check(report) == []
    found = _check(with_value(report, "applications.other.total.total", 0))
    assert {f.rule for f in found} == {"I1_row_total", "I2_column_total"}


def test_both_the_single_row_and_its_parts() -> None:
    report = whole_report()
    report.applications["other.total"] = {code: cell(0) for code, _ in APPLICANTS}
    assert {f.rule for f in _check(report)} == {"I2_other_total"}


def test_a_missing_row_leaves_column_sums_alone() -> None:
    report = whole_report()
    del report.applications["granted"]
    assert _check(report) == []
