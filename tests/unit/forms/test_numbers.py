"""Cell texts → numbers; what is not understood has no value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.forms.numbers import is_value, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        (" 0 ", 0),
        ("\u30005 \u200b", 5),
        ("１２３", 123),
        ("1,234", 1234),
        ("1，234，567", 1234567),
        ("3.0", 3),
        ("零", 0),
        ("[bookmark: _Hlk66973412]60", 60),
    ],
)
def test_counts(text: str, value: int) -> None:
    parsed = parse(text)
    assert (parsed.value, parsed.problem) == (value, None)
    assert type(parsed.value) is int


@pytest.mark.parametrize("text", ["", " ", "\xa0", "\u3000", "-", "—", "——", "－", "/", "／", "无"])
def test_not_stated(text: str) -> None:
    parsed = parse(text)
    assert (parsed.value, parsed.problem) == (None, None)


@pytest.mark.parametrize(
    ("text", "value", "note", "unit"),
    [
        ("22（其中修订16件）", 22, "其中修订16件", None),
        ("22(其中修订16件)", 22, "其中修订16件", None),
        ("12件", 12, None, "件"),
        ("12 人次", 12, None, "人次"),
        ("3件（含上年1件）", 3, "含上年1件", "件"),
    ],
)
def test_notes_and_units(text: str, value: int, note: str | None, unit: str | None) -> None:
    parsed = parse(text)
    assert (parsed.value, parsed.note, parsed.unit, parsed.problem) == (value, note, unit, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("三", "not_a_number"),
        ("见附件", "not_a_number"),
        ("00", "not_a_number"),
        ("007", "not_a_number"),
        ("1,23", "not_a_number"),
        ("12,3456", "not_a_number"),
        ("1/2", "not_a_number"),
        ("①", "not_a_number"),
        ("5²", "not_a_number"),
        ("10%", "not_a_number"),
        ("1e5", "not_a_number"),
        ("0 0", "not_a_number"),
        ("1234567890123456", "not_a_number"),
        ("5（", "not_a_number"),
        ("（22）", "not_a_number"),
        ("2.5", "not_whole"),
        ("1.17", "not_whole"),
        ("1.000", "not_whole"),  # or a thousand
        ("1.17345万", "not_whole"),
        ("68余条", "approximate"),
        ("约44", "approximate"),
        ("500余", "approximate"),
        ("1600多份", "approximate"),
        ("3万元", "unit_mismatch"),
        ("3元", "unit_mismatch"),
    ],
)
def test_refused(text: str, problem: str) -> None:
    parsed = parse(text)
    assert (parsed.value, parsed.problem) == (None, problem)


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("1.17万", 11700, "multiplier"),
        ("1.8万件", 18000, "multiplier"),
        ("1 2", 12, "digits_joined"),
        ("12\n34", 1234, "digits_joined"),
        ("-3", -3, "negative"),
        ("－3", -3, "negative"),
    ],
)
def test_readable_but_flagged(text: str, value: int, problem: str) -> None:
    parsed = parse(text)
    assert (parsed.value, parsed.problem) == (value, problem)


@pytest.mark.parametrize(
    ("text", "value"),
    [("26.55", "26.55"), ("59237.2449", "59237.2449"), ("96,171.6", "96171.6"), ("786万元", "786"), ("0.00", "0")],
)
def test_amounts(text: str, value: str) -> None:
    parsed = parse(text, "amount_10k_yuan")
    assert (parsed.value, parsed.problem) == (Decimal(value), None)


@pytest.mark.parametrize("text", ["786元", "1.17万", "786件"])
def test_amounts_in_another_unit_have_no_value(text: str) -> None:
    parsed = parse(text, "amount_10k_yuan")
    assert (parsed.value, parsed.problem) == (None, "unit_mismatch")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("增3", 3),
        ("减2", -2),
        ("+461", 461),
        ("-3", -3),
        ("增加 12", 12),
        ("减少5项", -5),
        ("0", 0),
        ("＋1036", 1036),
    ],
)
def test_signed(text: str, value: int) -> None:
    parsed = parse(text, "signed")
    assert (parsed.value, parsed.problem) == (value, None)


@pytest.mark.parametrize("text", ["0", "12件", "-", "—", "68余条", "22（其中修订16件）", "1 2"])
def test_is_value(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize(
    "text", ["", "1.属于国家秘密", "规章", "第二十条第（一）项", "2021年", "1.", "3.其他", "（一）予以公开"]
)
def test_labels_are_no_values(text: str) -> None:
    assert not is_value(text)
