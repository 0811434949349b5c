"""The tables stand as the notices print them (国办公开办函〔2019〕60号, 〔2021〕30号, 国办发〔2014〕32号)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.vocabulary import vocabulary
from pipelines.site.layout import DEPTH, Heading, Table, marked, tables


def _grid(rows: Sequence[Sequence[Heading]], width: int) -> list[list[str]]:
    """What stands in each slot of heading rows; fails where two overlap or a slot stays empty."""
    slots: list[list[str | None]] = [[None] * width for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for heading in row:
            while slots[number][column] is not None:
                column += 1
            for down in range(heading.rowspan):
                for right in range(heading.colspan):
                    assert slots[number + down][column + right] is None, heading
                    slots[number + down][column + right] = heading.text
    assert all(slot is not None for row in slots for slot in row)
    return [[str(slot) for slot in row] for row in slots]


def _applications(form: str, paths: Sequence[str] = ()) -> Table:
    return next(table for table in tables(form, paths) if table.block == "applications")


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_headings_fill_the_table_without_gap_or_overlap(form: str) -> None:
    table = _applications(form)
    assert _grid(table.heads, DEPTH + 7)[2][DEPTH:] == list(vocabulary().applicants.values())
    rows = _grid([line.headings for line in table.lines], DEPTH)
    assert rows[0][0] == "一、本年新收政府信息公开申请数量"
    assert rows[4] == ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]
    assert rows[-2] == ["三、本年度办理结果", "（七）总计", "（七）总计"]
    assert rows[-1][0] == "四、结转下年度继续办理"


def test_each_form_has_as_many_numbers_as_its_notice() -> None:
    """10 + 25 × 7 + 15 in 2021, 22 + 23 × 7 + 15 in 2019."""

    def count(form: str, block: str) -> int:
        return sum(len(line.paths) for t in tables(form, ()) if t.block == block for line in t.lines)

    assert [count("2021", block) for block in ("disclosure", "applications", "review")] == [10, 25 * 7, 15]
    assert [count("2019", block) for block in ("disclosure", "applications", "review")] == [22, 23 * 7, 15]
    assert count("2014", "indicators") == len(vocabulary().indicators)
    assert tables("narrative", ()) == tables(None, ()) == []


def test_what_a_report_prints_beside_its_form_has_a_place() -> None:
    both = _applications("2021", ["applications.other.total.total"])
    rows = _grid([line.headings for line in both.lines], DEPTH)
    assert ["三、本年度办理结果", "（六）其他处理", "小计（所印）"] in rows
    parted = _applications("2019", ["applications.other.fee_unpaid.total"])
    assert "applications.other.fee_unpaid.total" in {path for line in parted.lines for path in line.paths}


def test_review_is_one_row_under_three_channels() -> None:
    table = next(table for table in tables("2021", ()) if table.block == "review")
    grid = _grid(table.heads, 15)
    assert grid[0] == ["行政复议"] * 5 + ["行政诉讼"] * 10
    assert grid[1][5:] == ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    assert table.lines[0].paths[9] == "review.litigation_direct.total"


@pytest.mark.parametrize(
    ("place", "mark"),
    [
        ("applications.granted.total", "applications.granted.total"),
        ("applications.granted.no_such_column", "applications.granted"),
        ("applications.*.total", "applications.*.total"),
        ("identity.year", None),
        ("", None),
    ],
)
def test_a_finding_marks_the_nearest_thing_on_the_page(place: str, mark: str | None) -> None:
    known = {"applications", "applications.granted", "applications.granted.total", "applications.*.total"}
    assert marked(place, known) == mark
