"""The made-up report in the files of other programs, read from bytes to cells: every number in its place."""

from __future__ import annotations

import io
import zipfile

import pytest

from models.vocabulary import vocabulary
from pipelines.reading import read_bytes
from pipelines.report import AnnualReport
from tests.unit.carriers.make_fixtures import DATA
from tests.unit.carriers.report import DISCLOSURE, REVIEW, number
from tests.unit.carriers.test_whole_report import assert_applications, assert_disclosure, assert_review, read

TEXTS = {"writer.rtf": "rtf", "writer.odt": "odt", "writer.fodt": "odt"}
SHEETS = ("calc.xls", "calc.xlsx", "calc.ods", "calc.xml")


def assert_report(report: AnnualReport | None) -> None:
    """All 200 numbers under their codes."""
    assert report is not None
    words = vocabulary()
    rows = [row for row in words.applications if row != "other.total"]
    for i, row in enumerate(rows):
        values = [report.applications[row][applicant].value for applicant in words.applicants]
        assert values == [number(i, col) for col in range(7)]
    printed = [cell.value for item in report.disclosure.values() for cell in item.values()]
    assert [float(value or 0) for value in printed] == [
        float(value) for _, values in DISCLOSURE for value in values
    ]
    assert [cell.value for row in report.review.values() for cell in row.values()] == list(REVIEW)


@pytest.mark.parametrize("name", TEXTS)
def test_tables_of_text_documents(name: str) -> None:
    document = read(name)
    disclosure, applications, review = document.grids
    assert_disclosure(disclosure)
    assert_applications(applications)
    assert_review(review)
    assert all(grid.certain for grid in document.grids)
    assert document.carrier == TEXTS[name]
    assert document.title == "示范县统计局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize("name", [*TEXTS, *SHEETS])
def test_every_cell_has_its_code(name: str) -> None:
    (reading,) = read_bytes((DATA / name).read_bytes(), name="年报.pdf")  # the name is never believed
    assert_report(reading.report)
    assert reading.carrier == TEXTS.get(name, "sheet")
    assert (reading.identity.agency, reading.identity.year) == ("示范县统计局", 2024)
    assert reading.report is not None
    assert len(reading.report.sections) == 6
    # The numbers are made up: they are all different, so no sum holds, and nothing else is wrong.
    errors = {finding.rule for finding in reading.findings if finding.severity == "error"}
    assert errors == {"I1_row_total", "I2_column_total", "I3_balance", "I4_review_total"}


def test_all_of_them_in_an_archive() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (*TEXTS, *SHEETS):
            archive.write(DATA / name, name)
    readings = read_bytes(out.getvalue())
    assert [reading.member for reading in readings] == [*TEXTS, *SHEETS]
    for reading in readings:
        assert_report(reading.report)
