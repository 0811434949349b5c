"""Spans, ghost columns and layout tables, against lxml-free expectations and random tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.carriers.tables import RawCell, RawRow, SlotBudget, place, table_blocks, without_prose
from pipelines.document import CarrierError, Grid, GridCell, Paragraph


def cell(text: str, rowspan: int = 1, colspan: int = 1) -> RawCell:
    return RawCell([Paragraph(text)], rowspan, colspan)


def grid(*rows: list[RawCell], groups: list[int] | None = None) -> Grid:
    raw = [RawRow(cells, (groups or [0] * len(rows))[index]) for index, cells in enumerate(rows)]
    placed, overlap = place(raw, SlotBudget())
    (made,) = table_blocks(placed, SlotBudget(), certain=not overlap)
    assert isinstance(made, Grid)
    return made


def texts(made: Grid) -> list[list[str | None]]:
    return [[slot.text if slot else None for slot in row] for row in made.rows()]


def test_spans_fill_their_slots() -> None:
    made = grid([cell("a", rowspan=2), cell("b", colspan=2)], [cell("c"), cell("d")])
    assert texts(made) == [["a", "b", "b"], ["a", "c", "d"]]


def test_columns_in_which_no_cell_begins_are_one() -> None:
    made = grid([cell("a", colspan=1000), cell("b", colspan=50)], [cell("c", colspan=1000), cell("d", colspan=50)])
    assert texts(made) == [["a", "b"], ["c", "d"]]


def test_a_rowspan_ends_with_its_row_group() -> None:
    made = grid([cell("a", rowspan=9), cell("b")], [cell("c"), cell("d")], groups=[0, 1])
    assert texts(made) == [["a", "b"], ["c", "d"]]
    assert texts(grid([cell("a", rowspan=0), cell("b")], [cell("c")])) == [["a", "b"], ["a", "c"]]


def test_short_rows_leave_holes() -> None:
    assert texts(grid([cell("a"), cell("b")], [cell("c")])) == [["a", "b"], ["c", None]]


def test_cells_that_overlap_make_the_grid_uncertain() -> None:
    made = grid([cell("a"), cell("b", rowspan=2), cell("x")], [cell("c", colspan=2), cell("d")])
    assert not made.certain


def test_an_article_in_a_layout_table_is_prose_again() -> None:
    prose = [Paragraph("政府信息公开" * 60), Paragraph("二")]
    placed, _ = place([RawRow([cell("导航")]), RawRow([RawCell(list(prose), 1, 1), cell("侧栏")])], SlotBudget())
    assert table_blocks(placed, SlotBudget()) == [Paragraph("导航"), *prose, Paragraph("侧栏")]


def test_a_table_that_arranges_tables_dissolves_into_them() -> None:
    inner = grid([cell("a"), cell("b")], [cell("c"), cell("d")])
    placed, _ = place([RawRow([cell("一"), RawCell([Paragraph("二"), inner])])], SlotBudget())
    assert table_blocks(placed, SlotBudget()) == [Paragraph("一"), Paragraph("二"), inner]


def test_a_small_table_within_a_data_table_is_kept_beside_it() -> None:
    inner = grid([cell("a"), cell("b")])
    rows = [RawRow([cell(f"标签{row}"), cell("数" * 20)]) for row in range(5)]
    placed, _ = place([*rows, RawRow([RawCell([inner]), cell("1")])], SlotBudget())
    outer, nested = table_blocks(placed, SlotBudget())
    assert isinstance(outer, Grid)
    assert nested is inner
    assert texts(outer)[5] == ["a\tb", "1"]


def test_spans_cannot_eat_the_memory() -> None:
    rows = [RawRow([cell("x", rowspan=65_000, colspan=100_000) for _ in range(50)]) for _ in range(50)]
    with pytest.raises(CarrierError) as caught:
        place(rows, SlotBudget())
    assert caught.value.reason == "too_complex"


@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=5), min_size=1, max_size=6))
def test_every_cell_is_found_at_its_own_corner(spans: list[list[tuple[int, int]]]) -> None:
    rows = [
        RawRow([cell(f"{r}.{c}", rowspan, colspan) for c, (rowspan, colspan) in enumerate(row)])
        for r, row in enumerate(spans)
    ]
    placed, overlap = place(rows, SlotBudget())
    for block in table_blocks(placed, SlotBudget(), certain=not overlap):
        if not isinstance(block, Grid):
            continue
        assert len(block.cells) == sum(len(row) for row in spans)
        for item in block.cells:
            assert 0 <= item.row < block.n_rows
            assert item.row + item.rowspan <= block.n_rows
            assert item.col + item.colspan <= block.n_cols
            if block.certain:
                assert block.at(item.row, item.col) is item


def test_a_report_in_one_table_is_cut_at_its_prose() -> None:
    """A printed worksheet: title, chapters and sentences over the whole width, the form's tables between."""
    prose = "本机关全年主动公开政府信息，及时更新机构职能、领导分工和财政预决算，" * 2 + "没有发生责任追究情形。"
    rows = ["某局年度报告", "一、总体情况", prose, "第二十条第（一）项", ("规章", "3"), "二、其他", "某局"]
    cells = [
        GridCell(text, at, col, colspan=1 if isinstance(row, tuple) else 2)
        for at, row in enumerate(rows)
        for col, text in enumerate(row if isinstance(row, tuple) else (row,))
    ]
    blocks = without_prose(Grid(cells, len(rows), 2))
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [*rows[:3], *rows[5:]]
    (table,) = [block for block in blocks if isinstance(block, Grid)]
    assert [[entry and entry.text for entry in row] for row in table.rows()] == [[rows[3], rows[3]], ["规章", "3"]]


def test_captions_over_the_whole_width_do_not_cut_a_table() -> None:
    cells = [GridCell("第二十条第（一）项", 0, 0, colspan=2), GridCell("规章", 1, 0), GridCell("3", 1, 1)]
    table = Grid(cells, 2, 2)
    assert without_prose(table) == [table]
