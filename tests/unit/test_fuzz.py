"""Properties of the reader on generated input, and a fixed budget of mutants (tests/fuzz; more: `make fuzz`)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.carriers import CarrierError, read_document
from pipelines.carriers.tables import PlacedCell, RawCell, RawRow, SlotBudget, place, table_blocks
from pipelines.document import Grid, Paragraph
from pipelines.forms.numbers import MAX_DIGITS, READABLE, Measure, Parsed, parse
from pipelines.output import reading_to_json
from pipelines.reading import read_bytes
from tests.accuracy.measure import cells_of
from tests.fuzz import campaign
from tests.fuzz.campaign import Case, Outcome, cases, make, reproduce, run
from tests.fuzz.oracle import silently_wrong
from tests.unit.forms import sample
from tests.unit.forms.sample import Rows, Td

MUTANTS = 100  # some 14 s of processor time, most of it OCR of the PDFs whose fonts were hit
SECONDS = 600.0  # no more are begun after that, on whatever machine
SEED = 20240101

MEASURES: tuple[Measure, ...] = ("count", "signed", "amount_10k_yuan", "amount")
CELL_CHARACTERS = (
    "0123456789０１２３４５６７８９ ,，.．-−—/+%()（）件条万余约增减元其中无一\n\u3000\xa0\u200b\ufffd"
)

# --- the grid expander ----------------------------------------------------------------------------------------

SPANS = st.sampled_from((1, 1, 1, 2, 3, 7))
ROWS = st.lists(st.lists(st.tuples(SPANS, SPANS), max_size=6), min_size=1, max_size=7)


def expand(rows: list[list[tuple[int, int]]]) -> dict[tuple[int, int], int]:
    """The HTML table model in its plainest form: slot → number of the first cell that claims it."""
    slots: dict[tuple[int, int], int] = {}
    number = 0
    for r, row in enumerate(rows):
        c = 0
        for rowspan, colspan in row:
            while (r, c) in slots:
                c += 1
            for down in range(r, min(r + rowspan, len(rows))):
                for across in range(c, c + colspan):
                    slots.setdefault((down, across), number)
            c += colspan
            number += 1
    return slots


@given(ROWS)
def test_cells_are_placed_by_the_html_table_model(rows: list[list[tuple[int, int]]]) -> None:
    raw = [RawRow([RawCell(rowspan=down, colspan=across) for down, across in row]) for row in rows]
    placed, overlap = place(raw, SlotBudget())
    found: dict[tuple[int, int], int] = {}
    claims = 0
    for number, cell in enumerate(placed):
        for slot in _slots(cell):
            claims += 1
            found.setdefault(slot, number)
    assert found == expand(rows)
    assert overlap == (claims > len(found))


def _slots(cell: PlacedCell) -> list[tuple[int, int]]:
    rows, columns = range(cell.row, cell.row + cell.rowspan), range(cell.col, cell.col + cell.colspan)
    return [(row, column) for row in rows for column in columns]


@given(ROWS)
def test_a_grid_keeps_every_text_and_every_neighbour(rows: list[list[tuple[int, int]]]) -> None:
    """Ghost columns and rows may go; no cell may, nor change its order, nor leave its grid."""
    texts = iter(range(10_000))
    raw = [RawRow([RawCell([Paragraph(f"t{next(texts)}")], down, across) for down, across in row]) for row in rows]
    placed, _ = place(raw, SlotBudget())
    blocks = table_blocks(placed, SlotBudget())
    grid = blocks[0] if len(blocks) == 1 else None
    if not isinstance(grid, Grid):  # one column, or nothing: text, not a table
        assert [block.text for block in blocks if isinstance(block, Paragraph)] == [_text(cell) for cell in placed]
        return
    assert [cell.text for cell in grid.cells] == [_text(cell) for cell in placed]
    for cell, before in zip(grid.cells, placed, strict=True):
        assert 0 <= cell.row < cell.row + cell.rowspan <= grid.n_rows
        assert 0 <= cell.col < cell.col + cell.colspan <= grid.n_cols
        for other, other_before in zip(grid.cells, placed, strict=True):
            assert (cell.col < other.col) == (before.col < other_before.col)
            assert (cell.row < other.row) == (before.row < other_before.row)


def _text(cell: PlacedCell) -> str:
    return "".join(block.text for block in cell.blocks if isinstance(block, Paragraph))


# --- the number parser ----------------------------------------------------------------------------------------


@given(st.text(CELL_CHARACTERS, max_size=30), st.sampled_from(MEASURES))
def test_a_number_has_the_digits_that_are_printed(text: str, measure: Measure) -> None:
    """Read or refused; never a digit more, less or other than stands before the note."""
    parsed = parse(text, measure)
    assert isinstance(parsed, Parsed)
    if parsed.problem is not None and parsed.problem not in READABLE:
        assert parsed.value is None
        return
    if parsed.value is None:
        assert not re.search(r"\d", unicodedata.normalize("NFKC", text))
        return
    printed = unicodedata.normalize("NFKC", re.split(r"[(（]", text)[0])
    if isinstance(parsed.value, int):
        printed = re.sub(r"\.0+(?!\d)", "", printed)  # a count printed as 12.0
    digits = "".join(re.findall(r"\d", printed))
    if parsed.problem == "multiplier":
        assert str(parsed.value).lstrip("-").rstrip("0").startswith(digits.lstrip("0").rstrip("0"))
    else:
        assert len(digits) <= MAX_DIGITS
        assert "".join(re.findall(r"\d", str(parsed.value))) == digits


@given(
    st.integers(0, 10**MAX_DIGITS - 1), st.sampled_from(("{}", " {} ", "{}件", "{}\n", "{:,}", "\u3000{}\u200b"))
)
def test_every_count_is_read(number: int, form: str) -> None:
    text = form.format(number)
    for wide in (text, text.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)})):
        if len(wide.strip()) <= MAX_DIGITS:
            assert (parse(wide).value, parse(wide).problem) == (number, None)


@given(st.decimals(0, 10**6, places=2))
def test_every_amount_is_read(number: Decimal) -> None:
    assert parse(f"{number:f}万元", "amount_10k_yuan") == Parsed(number, unit="万元")


# --- the text carrier -----------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("行政许可规章总计0123456789 \t\n\r\f（一）、。|-\u3000"), min_size=1, max_size=300))
def test_no_character_of_a_text_is_lost(text: str) -> None:
    """Blocks hold what the file prints, in its order: nothing but white space goes."""
    try:
        [(_, document)] = read_document(text.encode())
    except CarrierError as error:
        assert error.reason in ("empty", "no_text")
        assert not text.strip()
        return
    shown = "".join(
        block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)
        for block in document.blocks
    )
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


@given(st.binary(max_size=400))
def test_no_bytes_are_too_strange(body: bytes) -> None:
    for start in (
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"{\\rtf1 ",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<html><table>",
    ):
        [reading] = read_bytes(start + body)
        assert reading.verdict in ("unreadable", "not_a_report")
        assert reading.reason


# --- small pages, read completely -----------------------------------------------------------------------------

PRINTED = {td.text for rows in (sample.review_table(), sample.disclosure_table()) for row in rows for td in row}
STRANGE = ("", "0", "12", "-", "约44", "1 2", "（一）", "三、", "其他", "总计", "22（其中修订16件）")
WORDS = st.sampled_from([*sorted(PRINTED), *STRANGE])
TABLES = st.lists(
    st.lists(st.lists(st.builds(Td, WORDS, SPANS, SPANS), max_size=8), min_size=1, max_size=6),
    min_size=1,
    max_size=3,
)


@given(TABLES)
def test_words_of_the_form_in_any_order_are_no_report(tables: list[Rows]) -> None:
    markup = "".join(map(sample.table_html, tables))
    [reading] = read_bytes(sample.page(second=markup, third="<p>无</p>", fourth="<p>无</p>"))
    assert reading.verdict != "accepted"
    assert reading.reason


PARTS = st.lists(st.integers(0, 999), min_size=4, max_size=4)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(PARTS, min_size=3, max_size=3),
    st.lists(st.integers(0, 10**6), min_size=9, max_size=9),
    st.sampled_from(("{}", sample.WORD_CELL, sample.WPS_CELL, "<b>{}</b>", "\n {}&nbsp;")),
    st.booleans(),
)
def test_every_number_of_a_true_report_is_read(
    parts: list[list[int]], numbers: list[int], cell: str, blank_zeros: bool
) -> None:
    """Sections 二 and 四 with any numbers for which the sums hold, in any dress."""
    totals = [[*row, sum(row)] for row in parts]
    fourth = sample.review_table()
    fourth[-1] = [Td("" if blank_zeros and n == 0 else str(n)) for row in totals for n in row]
    second = _disclosure(numbers)
    body = sample.page(second=sample.table_html(second, cell), fourth=sample.table_html(fourth, cell))
    [reading] = read_bytes(body)
    found = cells_of(reading_to_json(reading, {}))
    for channel, row in zip(sample.CHANNELS, totals, strict=True):
        for outcome, n in zip(sample.OUTCOMES, row, strict=True):
            assert found[f"review.{channel}.{outcome}"] == (None if blank_zeros and n == 0 else n)
    assert [found[path] for path in list(sample.DISCLOSURE)[:9]] == numbers
    assert reading.verdict == ("review" if _total_blank(totals, blank_zeros) else "accepted")


def _total_blank(totals: list[list[int]], blank_zeros: bool) -> bool:
    """A blank total over blank parts states nothing; it is no error, and here there is no other case."""
    return blank_zeros and any(row[-1] == 0 and any(row[:-1]) for row in totals)


def _disclosure(numbers: list[int]) -> Rows:
    """Section 二 with nine whole numbers in place of its own."""
    old = [f"{n:g}" for n in list(sample.DISCLOSURE.values())[:9]]
    left = dict(zip(old, map(str, numbers), strict=True))
    assert len(left) == 9
    return [
        [Td(left.get(td.text, td.text), td.rowspan, td.colspan) for td in row] for row in sample.disclosure_table()
    ]


# --- mutants --------------------------------------------------------------------------------------------------


def test_mutants_are_read_right_or_flagged() -> None:
    """Bytes, cells and rows of the corpus's documents damaged: nothing raised, hung, or accepted wrongly."""
    result = run(SEED, SECONDS, count=MUTANTS, workers=2)
    failed = [f"{failure.kind}: {failure.detail}\n  {reproduce(failure.case)}" for failure in result.failures]
    assert failed == [], "\n".join(failed)
    assert result.cases == MUTANTS
    assert result.verdicts["accepted"]


def test_a_case_is_always_the_same_mutant() -> None:
    first, again = cases(1), cases(1)
    for _ in range(20):
        case = next(first)
        assert case == next(again)
        assert make(case)[1].body == make(case)[1].body


def test_the_oracle_sees_a_wrong_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that gives one number too many is found out, whatever the mutation."""
    case = Case("f21-html-37", 1)
    subject, mutant = make(case)
    [reading] = read_bytes(subject.body, name=subject.path.name)
    true = reading_to_json(reading, {})
    assert true["verdict"] == "accepted"
    assert silently_wrong(subject, mutant, true) == []
    false: dict[str, Any] = {**true, "review": {**true["review"]}}
    false["review"]["reconsideration"] = {**true["review"]["reconsideration"], "upheld": 123456}
    assert len(silently_wrong(subject, mutant, false)) == 1
    assert silently_wrong(subject, mutant, {**false, "verdict": "review"}) == []
    monkeypatch.setattr(campaign, "attempt", _always_wrong)
    [failure] = campaign.run(1, 10, count=1, workers=1).failures
    assert (failure.kind, failure.detail) == ("wrong", "a cell")


def _always_wrong(case: Case) -> Outcome:
    del case
    return Outcome("accepted", ("a cell",))
