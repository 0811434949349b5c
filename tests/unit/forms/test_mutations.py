"""Whatever happens to a table's cells: a reading without an error has every cell right.

Cells, rows and spans are deleted, doubled and moved at random in the sample, and lines in the seeds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.carriers import read_document
from pipelines.carriers.tables import RawCell, RawRow, SlotBudget, place, table_blocks
from pipelines.document import Block, Document, Grid, GridCell, Paragraph
from pipelines.forms import FormResult, read_report
from tests.shared import seed_files
from tests.unit.forms import sample
from tests.unit.forms.readings import cells_of, is_clean
from tests.unit.forms.sample import Gold, Rows, Td

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TABLES = (sample.disclosure_table, sample.applications_table, sample.review_table)
CASES = 120 * int(os.environ.get("FUZZ", "1"))  # FUZZ=100 for a long run


def _blocks(rows: Rows) -> list[Block]:
    raw = [RawRow([RawCell([Paragraph(td.text)], td.rowspan, td.colspan) for td in row]) for row in rows]
    placed, _ = place(raw, SlotBudget())
    return table_blocks(placed, SlotBudget())


def _read(tables: list[Rows]) -> FormResult:
    blocks: list[Block] = [Paragraph(HEADINGS[0]), Paragraph("2024年公开政府信息12条。")]
    for heading, rows in zip(HEADINGS[1:4], tables, strict=True):
        blocks += [Paragraph(heading), *_blocks(rows)]
    blocks += [Paragraph(HEADINGS[4]), Paragraph("一是不够及时。"), Paragraph(HEADINGS[5]), Paragraph("无。")]
    document = Document("html", "text/html", blocks)
    for index, grid in enumerate(document.grids):
        grid.index = index
    return read_report(document)


def _delete_cell(rows: Rows, rng: random.Random) -> None:
    row = rng.choice([row for row in rows if row])
    del row[rng.randrange(len(row))]


def _double_cell(rows: Rows, rng: random.Random) -> None:
    row = rng.choice([row for row in rows if row])
    at = rng.randrange(len(row))
    row.insert(at, row[at])


def _insert_blank(rows: Rows, rng: random.Random) -> None:
    row = rng.choice(rows)
    row.insert(rng.randrange(len(row) + 1), Td(""))


def _move_cell(rows: Rows, rng: random.Random) -> None:
    """A cell taken out of a row and set down in the next."""
    at = rng.randrange(len(rows) - 1)
    if rows[at]:
        cell = rows[at].pop(rng.randrange(len(rows[at])))
        rows[at + 1].insert(rng.randrange(len(rows[at + 1]) + 1), cell)


def _delete_row(rows: Rows, rng: random.Random) -> None:
    del rows[rng.randrange(len(rows))]


def _double_row(rows: Rows, rng: random.Random) -> None:
    at = rng.randrange(len(rows))
    rows.insert(at, list(rows[at]))


def _change_span(rows: Rows, rng: random.Random) -> None:
    row = rng.choice([row for row in rows if row])
    at = rng.randrange(len(row))
    row[at] = replace(row[at], rowspan=rng.choice([1, 2, 3]), colspan=rng.choice([1, 2, 3]))


def _cut_label(rows: Rows, rng: random.Random) -> None:
    row = rng.choice([row for row in rows if row])
    at = next((i for i, td in enumerate(row) if not td.text.isdigit()), None)
    if at is not None:
        row[at] = replace(row[at], text=row[at].text[: rng.randrange(len(row[at].text) + 1)])


def _lose_all_spans(rows: Rows, rng: random.Random) -> None:
    rows[:] = [[Td(td.text) for td in row] for row in rows]


MUTATIONS: tuple[Callable[[Rows, random.Random], None], ...] = (
    _delete_cell,
    _double_cell,
    _insert_blank,
    _move_cell,
    _delete_row,
    _double_row,
    _change_span,
    _cut_label,
)


@pytest.mark.parametrize("zeros", [False, True], ids=["numbers", "zeros"])
@pytest.mark.parametrize("ragged", [False, True], ids=["spans", "ragged"])
@pytest.mark.parametrize("table", range(3), ids=["disclosure", "applications", "review"])
def test_no_mutation_of_a_grid_is_accepted_with_a_wrong_cell(table: int, ragged: bool, zeros: bool) -> None:
    """A number that the mutation took away may be blank, where its place is certain; no other difference."""
    rng = random.Random(f"{table}{ragged}{zeros}{CASES}")
    gold: Gold = dict.fromkeys(sample.gold(), 0.0) if zeros else sample.gold()
    accepted = 0
    for _ in range(CASES):
        tables = [[list(row) for row in make()] for make in TABLES]
        if zeros:
            tables = [[[_zero(td) for td in row] for row in rows] for rows in tables]
        if ragged:
            _lose_all_spans(tables[table], rng)
        applied = rng.choices(MUTATIONS, k=rng.choice([1, 1, 2]))
        for mutate in applied:
            mutate(tables[table], rng)
        result = _read(tables)
        if is_clean(result):
            accepted += 1
            _assert_right(cells_of(result), gold, tables[table], [m.__name__ for m in applied])
    assert 0 < accepted < CASES


def _zero(td: Td) -> Td:
    return replace(td, text="0") if td.text.replace(".", "").isdigit() else td


def _assert_right(cells: Gold, gold: Gold, rows: Rows, applied: list[str]) -> None:
    wrong = {path: (n, gold[path]) for path, n in cells.items() if n != gold[path]}
    if "_insert_blank" in applied:  # together with a deletion, the row now prints a blank there
        wrong = {path: pair for path, pair in wrong.items() if pair[0] is not None}
    assert wrong == {}, (applied, [[td.text for td in row] for row in rows])


WORDS = (
    *(td.text for make in TABLES for row in make() for td in row),
    *HEADINGS,
    *("", "0", "12", "-", "约44", "1 2", "结果", "维持", "其他", "总计", "业", "企", "\t", "\n", "（", "第二十条"),
)


def test_no_grid_and_no_text_is_too_strange_to_be_read() -> None:
    """Words of the form in any order, with any spans and holes: findings, never an exception."""
    rng = random.Random(CASES)
    for _ in range(CASES):
        blocks: list[Block] = []
        for index in range(rng.randrange(1, 5)):
            n_rows, n_cols = rng.randrange(1, 8), rng.randrange(1, 16)
            cells = [
                GridCell(rng.choice(WORDS), r, c, rng.choice([1, 1, 1, 2, 9]), rng.choice([1, 1, 1, 2, 9]))
                for r in range(n_rows)
                for c in range(n_cols)
                if rng.random() < 0.9
            ]
            blocks.append(Grid(cells, n_rows, n_cols, index, certain=rng.random() < 0.5))
            blocks += [Paragraph(" ".join(rng.choices(WORDS, k=rng.randrange(6)))) for _ in range(9)]
        result = read_report(Document("html", "text/html", blocks))
        assert not is_clean(result)


LINE_MUTATIONS = ("delete", "double", "swap", "join", "split", "insert number")


@pytest.mark.parametrize("seed", seed_files(), ids=lambda path: path.name[:3])
def test_no_mutation_of_a_seed_is_accepted_with_a_wrong_cell(seed: Path) -> None:
    """Lines of the tables deleted, doubled, swapped, joined, split, and stray numbers put between them."""
    rng = random.Random(f"{seed.name}{CASES}")
    text = seed.read_text(encoding="utf-8")
    gold = cells_of(_read_text(text))
    assert len(gold) == 200
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if "第二十条第（一）项" in line)
    last = max(i for i, line in enumerate(lines) if "存在的主要问题" in line)
    for _ in range(CASES):
        changed = list(lines)
        kind = rng.choice(LINE_MUTATIONS)
        _mutate_line(changed, rng.randrange(first, last), kind, rng)
        result = _read_text("\n".join(changed))
        if is_clean(result):
            wrong = {path: n for path, n in cells_of(result).items() if n != gold[path]}
            assert wrong == {}, kind


def _mutate_line(lines: list[str], at: int, kind: str, rng: random.Random) -> None:
    if kind == "delete":
        del lines[at]
    elif kind == "double":
        lines.insert(at, lines[at])
    elif kind == "swap" and lines[at].strip().isdigit() != lines[at - 1].strip().isdigit():
        lines[at], lines[at - 1] = lines[at - 1], lines[at]  # two numbers swapped would be another report
    elif kind == "join":
        lines[at : at + 2] = ["".join(lines[at : at + 2])]
    elif kind == "split":
        cut = rng.randrange(len(lines[at]) + 1)
        lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
    elif kind == "insert number":
        lines.insert(at, rng.choice(["7", "\t7", "3 77", "0"]))


def _read_text(text: str) -> FormResult:
    [(_, document)] = read_document(text.encode())
    return read_report(document)
