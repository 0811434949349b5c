"""What the admin's commands print fits a terminal of eighty columns, and leaves nothing out that wants a look."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.text import Text

from crawler.commands.findings import write_findings
from crawler.commands.runs import SPARE, on_screen, wants_a_look
from crawler.resultset import write_table


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[80, 120])
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("COLUMNS", str(request.param))
    return int(request.param)


def _lines(out: io.StringIO) -> list[str]:
    return [Text.from_ansi(line).plain.rstrip() for line in out.getvalue().splitlines()]


def _run(**more: object) -> dict[str, object]:
    known = {
        "run": 1234, "site": "rongcheng", "command": "crawl", "started": "2026-11-21 21:34", "seconds": 4000,
        "verdict": "well", "reason": "finished", "message": None, "requests": 4321, "reports": 1234, "new": 1,
        "changed": 2, "fill": 0.97, "unassigned": 0, "unreadable": 0, "blocked": 0, "errors": 0,
    }  # fmt: skip
    return known | more


def test_a_run_is_a_line(width: int) -> None:
    names, rows = on_screen([_run(), _run(verdict="ended early", seconds=61)])
    out = Terminal()
    write_table(names, rows, out, SPARE)
    lines = [line for line in _lines(out) if line.strip()]
    assert len(lines) == 2 + 2
    assert max(map(cell_len, lines)) <= width
    assert "+1 ~2" in lines[2]
    assert "66m" in lines[2]
    assert ("fill" in lines[0]) == (width > 80)


def test_what_wants_a_look_is_said_with_its_message() -> None:
    assert wants_a_look(_run()) == ""
    assert wants_a_look(_run(verdict="running")) == ""
    assert wants_a_look(_run(blocked=2, errors=1)) == "2 blocked, 1 errors"
    little = _run(verdict="too little", message="12 reports, expected at least 15", unreadable=1)
    assert wants_a_look(little) == "too little: 12 reports, expected at least 15, 1 unreadable"


def test_a_table_that_no_screen_holds_becomes_blocks(width: int) -> None:
    names = [f"column {number}" for number in range(20)]
    out = Terminal()
    write_table(names, [["字" * 10, *(f"value {n}" for n in range(18)), None]], out)
    lines = _lines(out)
    assert lines[:2] == ["1", f"  column 0   {'字' * 10}"]
    assert len(lines) == 1 + 19  # and nothing for what is empty


def test_short_columns_are_never_broken(width: int) -> None:
    out = Terminal()
    write_table(["finding", "detail", "year"], [["2-2023-645b38923f", "a long detail " * 30, 2023]], out)
    lines = _lines(out)
    assert any("2-2023-645b38923f" in line and line.endswith("2023") for line in lines)
    assert max(map(cell_len, lines)) <= width


def test_a_finding_is_told_in_three_lines_that_no_document_can_break(width: int) -> None:
    names = [
        "finding", "site", "agency", "year", "severity", "rule", "cause", "place", "left", "right", "detail",
        "decision", "decided_by", "decided_why",
    ]  # fmt: skip
    row = [
        "2-2023-645b38923f", None, "威海市环翠区统计局", 2023, "error", "I1_row_total", "published",
        "applications.granted", 27, 26, "27 is not 26 \x1b[2J[bold]", "published", "li", "原件如此",
    ]  # fmt: skip
    for out in (Terminal(), io.StringIO()):
        write_findings((names, [row]), out)
        assert _lines(out) == [
            "findings: 1",
            "error  2-2023-645b38923f  威海市环翠区统计局 2023  -",
            "  I1_row_total at applications.granted: 27 / 26 (published)",
            "  27 is not 26 \ufffd[2J[bold]",
            "  decided: published by li: 原件如此",
        ]
