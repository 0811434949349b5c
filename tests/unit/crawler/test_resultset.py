"""Rows for people: Chinese at its true width, nothing cut in a pipe, nothing that commands the terminal."""

from __future__ import annotations

import io
from decimal import Decimal

from rich.cells import cell_len
from rich.text import Text

from crawler.resultset import MAX_TABLE, write_csv, write_json, write_table


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


ROWS = [("威海市环翠区统计局", 2024, None), ("[bold]x[/]\x1b[2J", -3, Decimal("1.50"))]


def test_on_a_terminal_columns_stand_under_each_other() -> None:
    out = Terminal()
    assert write_table(("agency", "year", "amount"), ROWS, out)
    lines = [Text.from_ansi(line).plain for line in out.getvalue().splitlines()]
    head, _, first, second = (line for line in lines if line.strip())
    assert "[bold]x[/]\ufffd[2J" in second
    assert cell_len(first[: first.index("2024") + 4]) == cell_len(second[: second.index("-3") + 2])
    assert head.index("agency") == first.index("威")


def test_in_a_pipe_nothing_is_cut() -> None:
    out = io.StringIO()
    write_table(("text",), [("字" * 500,), ("a\nb",)], out)
    assert out.getvalue() == f"text\n{'字' * 500}\na b\n"


def test_a_table_has_an_end_and_says_so() -> None:
    assert not write_table(("n",), ((n,) for n in range(MAX_TABLE + 1)), io.StringIO())
    assert write_table(("n",), [], io.StringIO())


def test_machines_get_it_exactly() -> None:
    out = io.StringIO()
    write_csv(("a", "b"), [("x\ny", ""), (None, Decimal("0.10")), ([1, {"k": Decimal("2.0")}], False)], out)
    assert out.getvalue() == 'a,b\n"x\ny",""\n,0.10\n"[1, {""k"": 2.0}]",false\n'
    out = io.StringIO()
    write_json(("a", "b"), [(float("nan"), Decimal("NaN")), (10**30, b"x")], out)
    assert out.getvalue() == f'[\n{{"a": "nan", "b": "NaN"}},\n{{"a": {10**30}, "b": "b\'x\'"}}\n]\n'
