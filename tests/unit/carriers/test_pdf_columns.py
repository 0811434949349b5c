"""Pages set in columns are read column by column; what only looks like columns is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.carriers import read_document
from pipelines.document import Document, Grid
from tests.corpus.make import DOCUMENTS, drafted, recipes
from tests.corpus.model import Text
from tests.unit.carriers.tinypdf import lattice, pdf, text

RECIPES = {recipe["id"]: recipe for recipe in recipes()}
SIZE = 12
FULL = "政府信息公开工作年度报告按"  # twelve characters and one: a line of a narrow column


def read(body: bytes) -> Document:
    ((_, document),) = read_document(body)
    return document


def column(x: float, y: float, lines: Sequence[str]) -> bytes:
    return b"".join(text(x, y - 1.5 * SIZE * at, line, SIZE) for at, line in enumerate(lines))


def squeezed(lines: Sequence[str]) -> str:
    return "".join("".join(lines).split())


@pytest.mark.parametrize("name", ["nar-pdf-03", "f21-pdf-29", "f21-pdf-30", "f21-pdf-31", "f21-pdf-32"])
def test_a_report_in_two_columns_reads_as_it_was_written(name: str) -> None:
    """LibreOffice sections and Chromium's CSS columns; tables within a column, over a column break, over both."""
    written = [block.text for block in drafted(RECIPES[name]).blocks if isinstance(block, Text)]
    document = read(next(DOCUMENTS.rglob(f"{name}.pdf")).read_bytes())
    assert squeezed(document.lines) == squeezed(written)


def test_three_columns() -> None:
    content = b"".join(column(50 + 180 * n, 700, [f"{mark}{FULL[1:]}"] * 4) for n, mark in enumerate("甲乙丙"))
    assert squeezed(read(pdf(content)).lines) == "".join(f"{mark}{FULL[1:]}" * 4 for mark in "甲乙丙")


def test_columns_begin_anew_below_a_line_or_heading_over_both() -> None:
    parts = [(700, "甲乙"), (600, "丙丁")]
    content = b"".join(
        column(50 + 200 * n, y, [f"{mark}{FULL[1:]}"] * 3) for y, m in parts for n, mark in enumerate(m)
    )
    for between in ("一、总体情况", FULL * 2):
        lines = squeezed(read(pdf(content + text(50, 630, between, SIZE))).lines)
        marks = [mark for mark in lines if mark in "甲乙丙丁"]
        assert "".join(dict.fromkeys(marks)) == "甲乙丙丁"
        assert lines.index("乙") < lines.index(between) < lines.index("丙")


def test_a_table_that_breaks_over_columns_is_one() -> None:
    prose = column(50, 700, [FULL] * 3) + column(300, 700, [FULL] * 3)
    left, right = [50.0, 130.0, 210.0], [300.0, 380.0, 460.0]
    above = lattice(left, [580, 610, 640]) + text(60, 620, "one", SIZE) + text(60, 590, "two", SIZE)
    below = lattice(right, [730, 760, 790]) + text(310, 770, "three", SIZE) + text(310, 740, "four", SIZE)
    (grid,) = [block for block in read(pdf(prose + above + below)).blocks if isinstance(block, Grid)]
    assert [cell.text for cell in grid.cells if cell.col == 0] == ["one", "two", "three", "four"]


def test_labels_beside_numbers_are_no_columns_of_text() -> None:
    rows = [f"{FULL}\t{FULL[:2]}{n}" for n in range(5)]
    content = b"".join(
        text(x, 700 - 18 * at, word, SIZE)
        for at, row in enumerate(rows)
        for x, word in zip((50, 300), row.split("\t"), strict=True)
    )
    assert read(pdf(content)).lines == rows
