"""Completeness, plausibility, strangers, and the verdict that follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.checks import check_report, decide_verdict, why_no_report
from pipelines.checks.completeness import check_completeness, expected_cells
from pipelines.checks.plausibility import check_plausibility
from pipelines.document import Document, Paragraph
from pipelines.forms.result import FormResult
from pipelines.reading import read_bytes
from pipelines.report import AnnualReport, Finding, Identity
from tests.unit.checks.reports import whole_report, with_value
from tests.unit.forms import sample

WHO = Identity(agency="威海市人民政府", year=2024)


def test_the_form_has_two_hundred_cells() -> None:
    cells = {table: sum(map(len, rows.values())) for table, rows in expected_cells("2021").items()}
    assert cells == {"disclosure": 10, "applications": 175, "review": 15}
    cells = {table: sum(map(len, rows.values())) for table, rows in expected_cells("2019").items()}
    assert cells == {"disclosure": 22, "applications": 161, "review": 15}


def test_a_whole_report_is_accepted() -> None:
    report = whole_report()
    findings = check_report(FormResult(report), WHO)
    assert findings == []
    assert decide_verdict(report, WHO, findings) == ("accepted", None)


@pytest.mark.parametrize(
    ("table", "row"), [("disclosure", "fees"), ("applications", "granted"), ("review", "reconsideration")]
)
def test_missing_rows_tables_and_cells_are_errors(table: str, row: str) -> None:
    report = whole_report()
    cells = getattr(report, table)[row]
    column = next(iter(cells))
    del cells[column]
    [found] = check_completeness(report, {})
    assert (found.rule, found.severity, found.where) == ("cell_missing", "error", f"{table}.{row}.{column}")
    del getattr(report, table)[row]
    [found] = check_completeness(report, {})
    assert (found.rule, found.where) == ("row_missing", f"{table}.{row}")
    assert check_completeness(report, {table: {row}}) == []
    getattr(report, table).clear()
    [found] = check_completeness(report, {})
    assert (found.rule, found.where) == ("table_missing", table)


def test_any_error_sends_a_report_to_review() -> None:
    report = with_value(whole_report(), "review.reconsideration.total", 0)
    findings = check_report(FormResult(report), WHO)
    assert decide_verdict(report, WHO, findings) == ("review", "I4_review_total")


@pytest.mark.parametrize(
    ("identity", "reason"),
    [
        (Identity(agency=None, year=2024), "agency_unknown"),
        (Identity(agency="威海市人民政府", year=None), "year_unknown"),
        (Identity(), "agency_unknown"),
    ],
)
def test_without_agency_or_year_nothing_is_accepted(identity: Identity, reason: str) -> None:
    assert decide_verdict(whole_report(), identity, []) == ("review", reason)


def test_reasons_come_by_weight() -> None:
    report = AnnualReport(form="2019")
    findings = [Finding("row_missing", "error", "", ""), Finding("form_2019_not_read_yet", "error", "", "")]
    assert decide_verdict(report, Identity(), findings) == ("review", "form_2019_not_read_yet")
    assert decide_verdict(report, Identity(), findings, "notice") == ("not_a_report", "notice")
    assert decide_verdict(AnnualReport(), WHO, []) == ("review", "form_unknown")


@pytest.mark.parametrize(
    ("agency", "warned"),
    [
        ("威海市人民政府", False),
        ("山东省人民政府办公厅", False),
        ("延边朝鲜族自治州人民政府", False),
        ("威海市文登区侯家镇人民政府", True),
        ("威海市环翠区商务局", True),
        ("环翠区人民政府", True),
    ],
)
def test_regulations_of_agencies_that_make_none(agency: str, warned: bool) -> None:
    found = list(check_plausibility(whole_report(), Identity(agency=agency, year=2024)))
    assert bool(found) is warned
    assert {finding.severity for finding in found} <= {"warning"}


def _page(title: str, *lines: str, links: list[tuple[str, str]] | None = None) -> Document:
    return Document("html", "text/html", [Paragraph(line) for line in lines], title=title, links=links or [])


BODY = (
    "根据《中华人民共和国政府信息公开条例》，编制本年度报告。",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
HEADLINE = "威海市商务局2024年政府信息公开工作年度报告"

STRANGERS = [
    (_page("威海市政府信息公开指南", *BODY), "guide"),
    (_page("关于做好2023年政府信息公开工作年度报告编制工作的通知", "各镇：请于1月20日前报送。"), "notice"),
    (_page("图解：威海市2024年政府信息公开工作年度报告", *BODY), "explainer"),
    (_page("威海市商务局2024年政府网站工作年度报表", "网站名称 首页网址 总访问量"), "website_report"),
    (_page("404", "您访问的页面不存在或已删除"), "soft_404"),
    (_page(HEADLINE), "empty_page"),
    (_page(HEADLINE, "附件：年度报告.pdf", links=[("/file/1.pdf", "年度报告.pdf")]), "attachment_only"),
    (_page("某局简介", "我局位于文化中路59号，主要职责是……" * 30), "no_report_body"),
    (
        _page(
            "信息公开年报",
            "威海市商务局2022年政府信息公开工作年度报告",
            "威海市商务局2023年政府信息公开工作年度报告",
            "威海市统计局2023年政府信息公开工作年度报告",
        ),
        "list_page",
    ),
]


@pytest.mark.parametrize(("document", "reason"), STRANGERS, ids=[reason for _, reason in STRANGERS])
def test_strangers_are_named(document: Document, reason: str) -> None:
    assert why_no_report(document, AnnualReport(), document.title) == reason


def test_challenge_pages_show_only_in_their_bytes() -> None:
    page = _page("")
    assert why_no_report(page, AnnualReport(), None, b"<script>$_ts=window['$_ts'];</script>") == "challenge"
    assert why_no_report(page, AnnualReport(), None, b"<html></html>") == "empty_page"


def test_a_report_is_no_stranger() -> None:
    assert why_no_report(_page(HEADLINE, *BODY), AnnualReport(), HEADLINE) is None
    notice = "关于印发《威海市商务局2012年政府信息公开工作年度报告》的通知"
    assert why_no_report(_page(notice, *BODY), AnnualReport(), notice) is None


def test_a_table_with_numbers_is_a_report_whatever_the_headline_says() -> None:
    assert why_no_report(_page("关于报送年报的通知"), whole_report(), "关于报送年报的通知") is None


def test_the_blank_form_of_a_notice_is_no_report() -> None:
    rows = [
        [replace(td, text="") if td.text.isdigit() else td for td in row] for row in sample.applications_table()
    ]
    title = "关于印发政府信息公开工作年度报告格式的通知"
    body = sample.page(third=sample.table_html(rows)).replace(
        "威海市环翠区商务局2024年政府信息公开工作年度报告".encode(), title.encode()
    )
    [reading] = read_bytes(body)
    assert (reading.verdict, reading.reason) == ("not_a_report", "notice")


def test_bytes_to_accepted() -> None:
    [reading] = read_bytes(sample.page(), name="report.html")
    assert (reading.verdict, reading.reason) == ("accepted", None)
    assert reading.report is not None
    assert reading.report.headline == "威海市环翠区商务局2024年政府信息公开工作年度报告"
    assert (reading.identity.agency, reading.identity.year) == ("威海市环翠区商务局", 2024)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("本年新制作数量", "对外公开总数量"), "column_missing"),
        (("统计指标", "主动公开政府信息数"), "table_missing"),
    ],
)
def test_fragments_of_other_forms_go_to_review_without_numbers(words: tuple[str, str], reason: str) -> None:
    table = f"<table><tr><td>{words[0]}</td><td>{words[1]}</td></tr><tr><td>规章</td><td>5</td></tr></table>"
    [reading] = read_bytes(sample.page(table, "", ""))
    assert (reading.verdict, reading.reason) == ("review", reason)
    assert reading.report is not None
    assert not (reading.report.disclosure or reading.report.applications or reading.report.review)


def test_tables_as_pictures_go_to_review() -> None:
    [reading] = read_bytes(sample.page("<img src='1.png'>", "<img src='2.png'>", "<img src='3.png'>"))
    assert (reading.verdict, reading.reason) == ("review", "tables_missing")


@pytest.mark.parametrize("body", [b"", b"   ", b"%PDF-1.4 broken", b"PK\x03\x04 no zip", bytes(range(256))])
def test_bad_bytes_never_raise(body: bytes) -> None:
    [reading] = read_bytes(body, name="bad")
    assert reading.verdict in ("unreadable", "not_a_report")
    assert reading.reason
