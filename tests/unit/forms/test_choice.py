"""Rows of section 三 that have lost cells: placed only where the sums leave one answer, and never wrongly."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from pipelines.forms.choice import only_placement
from pipelines.reading import read_bytes
from pipelines.report import Reading
from tests.unit.forms import sample
from tests.unit.forms.sample import APPLICANTS, ENDED, Td, applications_body, applications_header, table_html

COLUMNS = [code for code, _ in APPLICANTS]
ROWS = ["new_received", "carried_over", *ENDED, "processed_total", "carried_forward"]
Table = dict[str, list[int | None]]  # None is printed blank


def page(table: Table, lost: Sequence[tuple[str, int]]) -> bytes:
    """The report with these numbers; lost cells are not in the markup at all."""
    body = []
    for code, row in zip(ROWS, applications_body(), strict=True):
        cells = ["" if value is None else str(value) for value in table[code]]
        kept = [Td(cell) for at, cell in enumerate(cells) if (code, at) not in lost]
        body.append([*row[:-7], *kept])
    return sample.page(third=table_html(applications_header() + body))


def chosen(reading: Reading) -> list[str]:
    return [finding.where for finding in reading.findings if finding.rule == "row_chosen"]


def values(reading: Reading, row: str) -> list[int | None]:
    assert reading.report is not None
    return [reading.report.applications[row][code].value for code in COLUMNS]  # type: ignore[misc]


def sparse(rng: random.Random) -> Table:
    """Numbers for which every sum holds; most of them zero, some zeros blank, as small offices print them."""
    density = rng.choice((0.05, 0.2, 0.6))
    table: Table = {}
    for code in ENDED:
        parts = [rng.randint(1, 4) if rng.random() < density else 0 for _ in range(6)]
        table[code] = [*parts, sum(parts)]
    total = [sum(table[code][c] or 0 for code in ENDED) for c in range(7)]
    forward = [rng.choice((0, 0, 1)) for _ in range(6)]
    carried = [min(rng.choice((0, 0, 1)), total[c] + forward[c]) for c in range(6)]
    forward, carried = [*forward, sum(forward)], [*carried, sum(carried)]
    new: list[int | None] = [total[c] + forward[c] - carried[c] for c in range(7)]
    table |= {"new_received": new, "carried_over": [*carried], "processed_total": [*total]}
    table["carried_forward"] = [*forward]
    if rng.random() < 0.5:
        for row in table.values():
            for at in range(6):
                if row[at] == 0 and rng.random() < 0.5:
                    row[at] = None
    return table


def test_a_lost_blank_is_placed_and_on_record() -> None:
    table: Table = {code: [*numbers] for code, numbers in sample.applications().items()}
    table["granted"][2] = 0
    for code in ("processed_total", "new_received", "granted"):
        table[code] = [*sums(table, code)]
    reading = read_bytes(page(table, [("granted", 2)]))[0]
    assert (reading.verdict, chosen(reading)) == ("accepted", ["applications.granted"])
    assert values(reading, "granted") == [*table["granted"][:2], None, *table["granted"][3:]]
    [finding] = [finding for finding in reading.findings if finding.rule == "row_chosen"]
    assert finding.severity == "info" and finding.raw and "research_institution" in finding.detail


def sums(table: Table, code: str) -> list[int | None]:
    """A row as the others demand it."""
    if code == "granted":
        return [*table[code][:6], sum(value or 0 for value in table[code][:6])]
    ended = [sum(table[row][c] or 0 for row in ENDED) for c in range(6)]
    if code == "new_received":
        ended = [ended[c] + (table["carried_forward"][c] or 0) - (table["carried_over"][c] or 0) for c in range(6)]
    return [*ended, sum(ended)]


@pytest.mark.parametrize("seed", range(60))
def test_an_accepted_reading_is_true(seed: int) -> None:
    """Random tables that lost one cell, or one in each of two rows: nothing is silently wrong."""
    rng = random.Random(seed)
    table = sparse(rng)
    rows = rng.sample(ROWS, rng.choice((1, 1, 2)))
    lost = [(row, rng.randrange(7)) for row in rows]
    [reading] = read_bytes(page(table, lost))
    if reading.verdict != "accepted":
        return
    for row in ROWS:
        printed = [None if (row, at) in lost else value for at, value in enumerate(table[row])]
        assert values(reading, row) == printed, (row, lost)
    assert all(not table[row][at] for row, at in lost)


def test_some_are_placed_and_some_are_not() -> None:
    """The property above is no empty one."""
    verdicts = []
    for seed in range(60):
        rng = random.Random(seed)
        table = sparse(rng)
        holes = [(row, at) for row in ROWS for at in range(6) if not table[row][at] and any(table[row])]
        [reading] = read_bytes(page(table, [rng.choice(holes)]))
        verdicts.append((reading.verdict, bool(chosen(reading))))
    assert verdicts.count(("accepted", True)) >= 3
    assert verdicts.count(("review", False)) >= 3


def test_zeros_prove_nothing_and_false_sums_choose_nothing() -> None:
    table: Table = {code: [*numbers] for code, numbers in sample.applications().items()}
    known = {row: dict(zip(COLUMNS, cells, strict=True)) for row, cells in table.items() if row != "granted"}
    whole = table["granted"]
    assert only_placement(known, {"granted": [0] * 6}) is None
    assert only_placement(known, {"granted": whole[:2] + whole[3:]}) is None  # what was lost was not zero
    assert only_placement({row: known[row] for row in [*known][:5]}, {"granted": whole[1:]}) is None
