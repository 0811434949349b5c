"""One report in many files, made by LibreOffice, Chromium and by hand: every number in its slot."""

from __future__ import annotations

import re

import pytest

from pipelines.carriers import read_document
from pipelines.document import Document, Grid
from tests.unit.carriers.make_fixtures import DATA, OVERVIEW
from tests.unit.carriers.report import APPLICANTS, DISCLOSURE, REVIEW, ROWS, number

RULED = (
    "chromium_portrait.pdf",
    "chromium_landscape.pdf",
    "chromium_separate.pdf",
    "chromium_dashed.pdf",
    "chromium_shaded.pdf",
    "chromium_type3.pdf",
    "writer_portrait.pdf",
    "writer_landscape.pdf",
)
FILES = (*RULED, "writer.doc", "writer.docx", "writer.html", "word.html")
_SPACE = re.compile(r"\s+")


def bare(text: str) -> str:
    return _SPACE.sub("", text)


def read(name: str) -> Document:
    ((member, document),) = read_document((DATA / name).read_bytes(), name=name)
    assert member is None
    return document


def assert_applications(grid: Grid) -> None:
    """All 25 × 7 numbers, each in the row of its innermost label and the column of its applicant."""
    assert (grid.n_rows, grid.n_cols) == (28, 10)
    columns = {}
    for head in grid.cells:
        if head.row < 3 and bare(head.text) in APPLICANTS:
            assert head.colspan == 1
            columns[bare(head.text)] = head.col
    assert [columns[name] for name in APPLICANTS] == list(range(3, 10))
    for index, labels in enumerate(ROWS):
        row = index + 3
        label = grid.at(row, 2)
        assert label is not None
        assert bare(label.text) == bare(labels[-1])
        if len(labels) > 1:
            group = grid.at(row, 0)
            assert group is not None
            assert bare(group.text) == bare(labels[0])
        for col, name in enumerate(APPLICANTS):
            cell = grid.at(row, columns[name])
            assert cell is not None
            assert (cell.text, cell.rowspan, cell.colspan) == (str(number(index, col)), 1, 1)


def assert_disclosure(grid: Grid) -> None:
    assert (grid.n_rows, grid.n_cols) == (14, 4)
    rows = {bare(cell.text): cell.row for cell in grid.cells if cell.col == 0}
    for label, numbers in DISCLOSURE:
        for col, value in enumerate(numbers, start=1):
            cell = grid.at(rows[label], col)
            assert cell is not None
            assert cell.text == str(value)
            assert cell.colspan == (1 if len(numbers) == 3 else 3)


def assert_review(grid: Grid) -> None:
    assert (grid.n_rows, grid.n_cols) == (4, 15)
    last = [grid.at(3, col) for col in range(15)]
    assert [cell.text if cell else None for cell in last] == [str(value) for value in REVIEW]
    over = [(bare(cell.text), cell.col, cell.colspan) for cell in grid.cells if cell.row < 2 and cell.colspan > 1]
    assert sorted(over) == sorted(
        [("行政复议", 0, 5), ("行政诉讼", 5, 10), ("未经复议直接起诉", 5, 5), ("复议后起诉", 10, 5)]
    )


@pytest.mark.parametrize("name", FILES)
def test_every_number_stands_in_its_slot(name: str) -> None:
    document = read(name)
    disclosure, applications, review = document.grids
    assert_disclosure(disclosure)
    assert_applications(applications)
    assert_review(review)
    assert all(grid.certain for grid in document.grids)
    assert [grid.index for grid in document.grids] == [0, 1, 2]


@pytest.mark.parametrize("name", FILES)
def test_prose_is_whole_and_in_order(name: str) -> None:
    document = read(name)
    assert document.title == "示范县统计局2024年政府信息公开工作年度报告"
    lines = [bare(line) for line in document.lines]
    assert bare(OVERVIEW) in lines  # a paragraph that the printers wrapped over three lines
    headings = [line for line in lines if line in ("一、总体情况", "二、主动公开政府信息情况")]
    assert headings == (["一、总体情况"] if name == "word.html" else ["一、总体情况", "二、主动公开政府信息情况"])
    if name != "word.html":
        assert lines[0] == "示范县统计局"
        assert lines[-1] == "2025年1月20日"


@pytest.mark.parametrize("name", RULED)
def test_cells_name_their_page(name: str) -> None:
    document = read(name)
    assert document.pages == 3
    grid = document.grids[1]
    rows = [{cell.page for cell in grid.cells if cell.row == row} for row in range(grid.n_rows)]
    assert all(len(pages) == 1 for pages in rows)
    order = [page for pages in rows for page in pages if page]
    assert len(order) == grid.n_rows
    assert order == sorted(order)
    assert len(set(order)) > 1, "the table goes over a page break"


def test_a_row_cut_by_the_page_end_is_put_together_and_noted() -> None:
    document = read("chromium_separate.pdf")
    assert [code for code, _ in document.notes] == ["row_joined"]


def test_columns_without_lines_are_never_certain() -> None:
    document = read("chromium_bare.pdf")
    assert all(not grid.certain for grid in document.grids)
    review = next(grid for grid in document.grids if grid.n_cols == 15)
    rows = [[cell.text if cell else "" for cell in row] for row in review.rows()]
    assert [str(value) for value in REVIEW] in rows
    text = "\n".join(document.lines)
    for row in range(25):
        numbers = "\t".join(str(number(row, col)) for col in range(7))
        assert numbers in text, "the numbers of a row stay together, in order"
