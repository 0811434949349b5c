"""The pages and files print the cells that the truth claims, read by other eyes than the pipelines'."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import doc2docx
import pdfplumber
import pytest

from tests.portal import article, gold, load
from tests.portal.model import File, Report
from tests.portal.portal import Portal
from tests.portal.truth import ReportTruth
from tests.unit.portal import reading

REPORTS = {report.key: report for host in load.HOSTS for report in load.reports(host)}
PORTAL = Portal()
TRUTH = PORTAL.truth
PAGES = [(report, source.url) for report in TRUTH.reports for source in report.sources if source.carrier == "html"]
FILES = [(report, file) for report in REPORTS.values() for file in report.files]


def page(url: str) -> str:
    said = PORTAL.answer(url)
    assert said.status == 200, url
    return said.body.decode("gb18030" if b"charset=gb2312" in said.body[:800] else "utf-8")


def of(known: ReportTruth) -> Report:
    return next(r for r in REPORTS.values() if r.agency.name == known.agency and r.year == known.year)


@pytest.mark.parametrize(("known", "url"), PAGES, ids=[f"{r.agency}{r.year}" for r, _ in PAGES])
def test_html_prints_the_cells(known: ReportTruth, url: str) -> None:
    report = of(known)
    text = page(url)
    assert reading.labelled_rows(reading.html_tables(text), report.form) == reading.printed_rows(
        report.printed, report.form
    )
    if report.headline:
        assert reading.squeeze(report.headline) in reading.squeeze(re.sub("<[^>]+>", "", text))


@pytest.mark.parametrize(("report", "file"), FILES, ids=[file.path for _, file in FILES])
def test_file_prints_the_cells(report: Report, file: File, tmp_path: Path) -> None:
    path = article.FILES / file.path
    printed = {**report.printed, **file.differs}
    expected = reading.printed_rows(printed, report.form)
    if file.maker == "scan":
        with pdfplumber.open(path) as pdf:
            assert [(page.extract_text(), len(page.images)) for page in pdf.pages] == [("", 1)] * 3
        return
    if file.type == "pdf":
        rows = reading.pdf_rows(path)
        numbers = [cell for row in rows for cell in row if re.fullmatch(r"[\d.]+", cell)]
        assert numbers == [cell for row in expected for cell in row if cell]
        return
    body = path.read_bytes()
    if file.type == "doc":
        doc2docx.convert(path, tmp_path / "made.docx")
        body = (tmp_path / "made.docx").read_bytes()
    assert reading.labelled_rows(reading.docx_tables(body), report.form) == expected


def test_files_stay_small() -> None:
    found = sorted(path.name for path in article.FILES.iterdir())
    wanted = [file.path for _, file in FILES] + [r.body for r in REPORTS.values() if r.body]
    assert found == sorted(wanted)
    assert sum(path.stat().st_size for path in article.FILES.iterdir()) < 6_000_000


def test_truth_reads_the_printed_cells() -> None:
    for known in TRUTH.reports:
        assert known.cells == gold.cells(of(known).printed)
    differing = [r for r in TRUTH.reports for source in r.sources if source.differs]
    assert [(r.agency, r.year, r.verdict) for r in differing] == [("威海市环翠区住房和城乡建设局", 2023, "review")]


def test_blank_table_is_null_in_the_truth() -> None:
    blank = next(r for r in TRUTH.reports if r.reason == "blank_table")
    assert {n for row in blank.cells["applications"].values() for n in row.values()} == {None}


def test_traps_of_route_a() -> None:
    base = "http://www.huancui.gov.cn/module/xxgk/xxgkAnnualReport.jsp"
    absent = page(f"{base}?area=11371002004360572Y&fbtime=2023")
    assert "暂无内容" in absent and "年度报告" not in absent
    trap = page(f"{base}?fbtime=2025&area=1137100200436248XC")
    assert "结合2024年威海市环翠区鲸园街道办事处" in re.sub("<[^>]+>", "", trap) and "nb-title" not in trap
    assert "发布时间:2022-01-12 09:53:10" in page(f"{base}?fbtime=2021&area=1137100200436109XF")
    nameless = page(f"{base}?area=113710020043617004&fbtime=2024")
    assert '<div class="nb-title con-title"> 2024年政府信息公开工作年度报告</div>' in nameless


def test_gbk_page_cannot_be_read_as_gb2312() -> None:
    said = PORTAL.answer("http://www.wip.gov.cn/art/2022/1/16/art_82611_2796290.html")
    assert ("Content-Type", "text/html") in said.headers
    assert b"charset=gb2312" in said.body
    with pytest.raises(UnicodeDecodeError):
        said.body.decode("gb2312")
    assert "蔄山镇" in said.body.decode("gbk")


def test_line_break_stands_in_the_key_phrase() -> None:
    column = page("http://www.wendeng.gov.cn/col/col70623/index.html")
    assert "title='威海市文登区大水泊镇人民政府2019年政府信息公开工作\n年度报告'" in column
    assert "政府信息公开工作<br>年度报告" in page("http://www.wendeng.gov.cn/art/2022/3/4/art_70623_2902217.html")


def test_the_form_in_a_notice_is_empty() -> None:
    text = page("http://www.huancui.gov.cn/art/2024/12/26/art_57810_5150411.html")
    rows = reading.labelled_rows(reading.html_tables(text), "2021")
    assert {cell for row in rows for cell in row} == {""}


def test_every_distractor_answers_and_every_dead_page_says_so() -> None:
    for url in TRUTH.distractors:
        assert "<title>" in page(url)
    for url in TRUTH.dead:
        said = PORTAL.answer(url)
        assert said.status == 404 or "不存在" in said.body.decode()


def test_changed_cells_show_on_the_page() -> None:
    portal = Portal()
    known = portal.truth.by_host("www.wip.gov.cn")[0]
    before = portal.answer(known.pages[0])
    portal.change(known.pages[0], {"disclosure.licences.handled": "98765"})
    after = portal.answer(known.pages[0])
    assert b"98765" in after.body and b"98765" not in before.body
    assert after.modified and before.modified and after.modified > before.modified
    assert portal.truth.by_host("www.wip.gov.cn")[0].cells["disclosure"]["licences"]["handled"] == 98765
    with pytest.raises(KeyError, match="no such cells"):
        portal.change(known.pages[0], {"disclosure.licences.issued": "1"})


def test_layout_names_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    report = next(iter(REPORTS.values()))
    with pytest.raises(ValueError, match="no table and no file"):
        article.report_body(replace(report, page="file", files=()), direct=True)
