"""The matrix on a screen: a hundred agencies by eighteen years, Chinese names, no line wider than the terminal."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.text import Text

from crawler.matrix import MARKS, Matrix, _lines, legend, matrices, write_matrix

YEARS = range(2008, 2026)


def many() -> Matrix:
    rows = [
        ("weihai", f"威海市环翠区第{number}号有一个很长很长的名称的管理委员会办公室", year, "accepted", None)
        for number in range(100)
        for year in YEARS
    ]
    [matrix] = matrices(rows)
    return matrix


@pytest.mark.parametrize("width", [80, 100, 160])
def test_it_fits_the_terminal(width: int) -> None:
    lines = list(_lines(many(), width))
    assert len(lines) == 100 + 3
    assert max(cell_len(line.plain.rstrip()) for line in lines) <= width
    assert all(line.plain.count("●") == len(YEARS) for line in lines[2:-1])


def test_the_columns_stand_below_their_years() -> None:
    for width in (80, 160, None):
        _, head, *rows, totals = _lines(many(), width)
        ends = _ends(head)
        assert len(ends) == len(YEARS)
        assert all(_ends_of_marks(row) == ends for row in rows)
        assert [cell_len(totals.plain)] == [ends[-1]]


def _ends(line: Text) -> list[int]:
    """The columns in which the words of a line end."""
    plain = f"{line.plain} "
    return [cell_len(plain[: i + 1]) for i, (one, after) in enumerate(pairwise(plain)) if one != " " == after]


def _ends_of_marks(line: Text) -> list[int]:
    return [cell_len(line.plain[: i + 1]) for i, sign in enumerate(line.plain) if sign == "●"]


def test_in_a_pipe_nothing_is_cut() -> None:
    out = io.StringIO()
    write_matrix(many(), out)
    assert "威海市环翠区第7号有一个很长很长的名称的管理委员会办公室" in out.getvalue()
    assert " 2008 2009 " in out.getvalue()


def test_the_shared_beginning_is_said_once() -> None:
    assert Matrix("x", {"威海市商务局": {}, "威海市司法局": {}}).region == "威海市"
    assert Matrix("x", {"威海市": {}, "威海市司法局": {}}).region in ("", "威海市"[:2])
    assert Matrix("x", {"威海市司法局": {}}).region == ""


def test_a_vanished_report_has_a_sign_of_its_own() -> None:
    [matrix] = matrices([("x", "a", 2024, "accepted", "vanished"), ("x", "a", 2025, "not_due", "not_due")])
    assert matrix.agencies == {"a": {2024: "vanished", 2025: "not_due"}}
    assert matrix.held(2024) == 1 and matrix.held(2025) == 0
    assert all(state in legend() for state in MARKS)
