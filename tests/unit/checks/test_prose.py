"""Prose against table and against itself; the contradictions of NARRATIVE.md §2 are real ones."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest

from pipelines.checks import check_prose, decide_verdict
from pipelines.facts import read_prose
from pipelines.report import AnnualReport, Cell, Finding, Identity, Number, Section
from tests.unit.checks.reports import cell, whole_report, with_value


def _check(text: str, report: AnnualReport | None = None) -> list[Finding]:
    report = deepcopy(report or whole_report())
    report.sections = [Section("一、总体情况", text)]
    return check_prose(report, read_prose(report.sections, [], 2024))


def _said(text: str, report: AnnualReport | None = None) -> list[tuple[str, str, Number | None, Number | None]]:
    return [(found.rule, found.where, found.left, found.right) for found in _check(text, report)]


def _table(**values: Number | None) -> AnnualReport:
    """The sample with some totals of section 三 and 四 changed, `__` for a dot."""
    report = whole_report()
    for name, value in values.items():
        path = name.replace("__", ".")
        report = with_value(report, path if path.startswith("review") else f"applications.{path}.total", value)
    return report


REQUESTS = _table(new_received=30, carried_over=1, processed_total=24, carried_forward=7)


@pytest.mark.parametrize("count", [30, 31])
def test_received_is_row_one_or_rows_one_and_two(count: int) -> None:
    assert _said(f"收到政府信息公开申请{count}件。", REQUESTS) == []


def test_received_that_no_row_gives() -> None:
    (finding,) = _check("全年平稳。2024年收到政府信息公开申请29件。", REQUESTS)
    assert (finding.rule, finding.severity, finding.where) == (
        "prose_table",
        "warning",
        "applications.new_received.total",
    )
    assert (finding.left, finding.right) == (29, 30)
    assert finding.raw == "2024年收到政府信息公开申请29件。"
    assert "29" in finding.detail and "30" in finding.detail and "31" in finding.detail


def test_carried_answered_handled() -> None:
    text = "收到政府信息公开申请30件，上年结转1件，办结24件，结转下年度7件。"
    assert _said(text, REQUESTS) == []
    text = "收到政府信息公开申请30件，上年结转2件，办结25件，结转下年度8件。"
    assert _said(text, REQUESTS) == [
        ("prose_table", "applications.carried_over.total", 2, 1),
        ("prose_table", "applications.processed_total.total", 25, 24),
        ("prose_table", "applications.carried_forward.total", 8, 7),
    ]


def test_outcomes_are_totals_of_their_groups() -> None:
    table = _table(
        new_received=600, granted=272, partially_granted=3, denied__state_secret=0, denied__third_party_rights=36
    )
    for row in [row for row in table.applications if row.startswith("denied.") and "third" not in row]:
        table = with_value(table, f"applications.{row}.total", 0)
    text = "收到政府信息公开申请600件，予以公开{}件，部分公开3件，不予公开{}件。"
    assert _said(text.format(272, 36), table) == []
    assert _said(text.format(258, 35), table) == [
        ("prose_table", "applications.granted.total", 258, 272),
        ("prose_table", "applications.denied.total", 35, 36),
    ]


def test_granted_and_partially_granted_together() -> None:
    table = _table(new_received=600, granted=272, partially_granted=3)
    assert _said("收到政府信息公开申请600件，予以公开及部分公开275件。", table) == []
    assert _said("收到政府信息公开申请600件，予以公开及部分公开258件。", table) == [
        ("prose_table", "applications.granted.total", 258, 275)
    ]


REVIEW = _table(
    review__reconsideration__total=170,
    review__litigation_direct__total=70,
    review__litigation_after_reconsideration__total=7,
)


@pytest.mark.parametrize(("before", "suits"), [(170, 77), (170, 70), (247, 7)])
def test_reconsideration_and_litigation_in_each_way_of_counting(before: int, suits: int) -> None:
    assert _said(f"因政府信息公开引起行政复议{before}件，行政诉讼{suits}件。", REVIEW) == []


def test_reconsideration_and_litigation_that_no_block_gives() -> None:
    assert _said("因政府信息公开引起行政复议134件，行政诉讼57件。", REVIEW) == [
        ("prose_table", "review.reconsideration.total", 134, 170),
        ("prose_table", "review.litigation_direct.total", 57, 77),
    ]


def test_both_together() -> None:
    assert _said("因政府信息公开引起行政复议、行政诉讼247件。", REVIEW) == []
    assert _said("因政府信息公开引起行政复议、行政诉讼246件。", REVIEW) == [("prose_table", "review", 246, 247)]


def test_statements_of_none() -> None:
    text = "未收到政府信息公开申请，未发生行政复议、行政诉讼。未制定规范性文件。"
    table = with_value(REQUESTS, "disclosure.normative_documents.issued", 2)
    for channel, total in (
        ("reconsideration", 15),
        ("litigation_direct", 0),
        ("litigation_after_reconsideration", 2),
    ):
        table = with_value(table, f"review.{channel}.total", total)
    assert _said(text, table) == [
        ("prose_none", "applications.new_received.total", 0, 30),
        ("prose_none", "review.reconsideration.total", 0, 15),
        ("prose_none", "review.litigation_direct.total", 0, 2),
        ("prose_none", "disclosure.normative_documents.issued", 0, 2),
    ]
    for path in ("applications.new_received.total", "review.reconsideration.total"):
        table = with_value(table, path, 0)
    table = with_value(table, "review.litigation_after_reconsideration.total", 0)
    assert _said(text, with_value(table, "disclosure.normative_documents.issued", 0)) == []


def test_a_blank_cell_proves_nothing() -> None:
    assert _said("未收到政府信息公开申请。", with_value(REQUESTS, "applications.new_received.total", None)) == []
    assert _said("收到政府信息公开申请5件。", AnnualReport(form="narrative")) == []


def test_one_sentence_that_agrees_is_enough() -> None:
    text = "其中市政府办公室收到政府信息公开申请12件。全市收到政府信息公开申请30件。"
    assert _said(text, REQUESTS) == []


def test_estimates_are_not_compared() -> None:
    assert _said("收到政府信息公开申请20余件。", REQUESTS) == []


def test_the_table_of_2014() -> None:
    report = AnnualReport(form="2014", indicators={"3.1": cell(17), "3.1.3": cell(10), "4": Cell(None, "")})
    text = "收到政府信息公开申请{}件，其中网络申请{}件，未发生行政复议。"
    assert _said(text.format(17, 10), report) == []
    assert _said(text.format(18, 11), report) == [
        ("prose_table", "indicators.3.1", 18, 17),
        ("prose_table", "indicators.3.1.3", 11, 10),
    ]


@pytest.mark.parametrize(
    "parts",
    [
        "：网站3092件、微信4357件、微博1046件、抖音323件。",
        "（网站3092件，微信4357件，微博1046件，抖音323件）。",
        "，分别为网站3092件、微信4357件、微博1046件、抖音323件。",
        "，网站3092件，微信4357件，微博1046件，抖音323件。",
    ],
)
def test_a_closed_list_must_add_up(parts: str) -> None:
    (finding,) = _check(f"全年公开信息8819件{parts}")
    assert (finding.rule, finding.severity, finding.left, finding.right) == ("prose_sum", "warning", 8818, 8819)
    assert finding.raw is not None and "8819件" in finding.raw
    assert "3092 + 4357 + 1046 + 323" in finding.detail
    assert _check(f"全年公开信息8818件{parts}") == []


@pytest.mark.parametrize(
    "text",
    [
        "全年公开信息8819件，其中网站3092件、微信4357件。",
        "全年公开信息8819件（含网站3092件、微信4357件）。",
        "全年公开信息8819件：网站3092件、微信4357件等。",
        "全年公开信息约8819件：网站3092件、微信4357件。",
        "全年公开信息8819件：网站3092件、微信4000余件。",
        "全年公开信息8819件。发布政策解读3件，图解2件。",
        "全年公开信息8819件，发布政策解读3件，举办开放日2次。",
        "新收政府信息公开申请30件，上年结转1件，办结24件，结转下年度7件。",
        "从申请方式看，收到政府信息公开申请30件。当面申请12件，网上申请289件，信函申请50件。",
        "办理省人大代表建议2件，市人大代表建议13件，区人大代表建议35件。",
        "行政复议170件，行政诉讼77件。",
    ],
)
def test_other_lists_need_not_add_up(text: str) -> None:
    assert [each for each in _said(text, AnnualReport()) if each[0] == "prose_sum"] == []


@pytest.mark.parametrize(("share", "right"), [("35.1", None), ("35.06", None), ("35", None), ("37.1", "35.06")])
def test_shares(share: str, right: str | None) -> None:
    said = _said(f"全年公开信息8819件，其中网站3092件，占{share}%。")
    sections = "sections.0"
    assert said == ([("prose_share", sections, Decimal(share), Decimal(right))] if right else [])


@pytest.mark.parametrize(("growth", "right"), [("1400", None), ("140", "1400.00")])
def test_growth_within_a_sentence(growth: str, right: str | None) -> None:
    said = _said(f"受理政府信息公开申请60件，较上年增加56件，增长{growth}%。", AnnualReport())
    assert said == ([("prose_growth", "sections.0", Decimal(growth), Decimal(right))] if right else [])


def test_a_warning_never_changes_the_verdict() -> None:
    findings = _check("收到政府信息公开申请29件。全年公开信息9件：网站3件、微信4件。", REQUESTS)
    assert {finding.severity for finding in findings} == {"warning"}
    assert decide_verdict(REQUESTS, Identity(agency="某局", year=2024), findings) == ("accepted", None)
