from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.carriers import CarrierError, read_document
from pipelines.document import Document, Paragraph

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


def read(text: str | bytes) -> Document:
    ((_, document),) = read_document(text.encode() if isinstance(text, str) else text)
    return document


def seed(number: int) -> Document:
    (path,) = SEEDS.glob(f"{number:03d}_*.txt")
    return read(path.read_bytes())


def test_lines_keep_their_tabs_and_lose_their_blanks() -> None:
    assert read("\ufeff 年报 \r\n\r\n\r\n\t规章\r\n0\t\n").lines == ["年报", "\t规章", "0\t"]


def test_markers_of_extraction_are_noise() -> None:
    assert read("[bookmark: _Hlk66973412]一、本年新收[2021]\n[bookmark: _GoBack]\n").lines == [
        "一、本年新收[2021]"
    ]


def test_rows_of_equal_width_are_a_grid_that_is_not_certain() -> None:
    document = read("前\n标签\t甲\t乙\n一\t1\t\n二\t\t4\n后")
    (grid,) = document.grids
    assert [[slot.text if slot else None for slot in row] for row in grid.rows()] == [
        ["标签", "甲", "乙"],
        ["一", "1", ""],
        ["二", "", "4"],
    ]
    assert not grid.certain
    assert document.lines == ["前", "后"]


@pytest.mark.parametrize("text", ["a\tb\nc\td\te", "a\tb", "\t规章\n\t0\n\t0"])
def test_anything_else_stays_lines(text: str) -> None:
    assert read(text).lines == text.split("\n")


def test_empty_lines_stay_where_they_end_a_row_of_one_cell_lines() -> None:
    document = read("二、主动公开\n\n\t规章\n\t0\n\n\n\t其他\n\t1\n\n说明\n\n完")
    assert document.lines == ["二、主动公开", "\t规章", "\t0", "", "\t其他", "\t1", "", "说明", "完"]


def test_form_feeds_count_pages() -> None:
    document = read("一\n二\f三\f")
    assert document.blocks == [Paragraph("一", 1), Paragraph("二", 1), Paragraph("三", 2)]
    assert document.pages == 2


def test_gbk_text() -> None:
    assert read("政府信息公开年度报告".encode("gbk")).lines == ["政府信息公开年度报告"]


def test_nothing_but_marks() -> None:
    with pytest.raises(CarrierError) as caught:
        read("[bookmark: _GoBack]\n")
    assert caught.value.reason == "no_text"


def test_the_seed_with_rows_becomes_three_grids() -> None:
    document = seed(4)
    assert [(grid.n_rows, grid.n_cols) for grid in document.grids] == [(14, 4), (28, 10), (4, 15)]
    applications = document.grids[1]
    assert [cell.text for cell in applications.cells if cell.row == 7][:5] == [
        "",
        "(三) 不予公开",
        "1.属于国家秘密",
        "0",
        "0",
    ]


def test_the_seed_with_a_cell_a_line_keeps_cells_and_rows() -> None:
    lines = seed(3).lines
    at = lines.index("\t行政处罚")
    assert lines[at : at + 6] == ["\t行政处罚", "\t94", "", "\t行政强制", "\t9", ""]
    assert not any("bookmark" in line for line in lines)


def test_the_seed_from_a_pdf_keeps_every_line() -> None:
    document = seed(0)
    assert document.grids == []
    assert "一、本年新收政府信息公开申请数量 0 0 0 0 0 0 0" in document.lines
    assert "" not in document.lines
