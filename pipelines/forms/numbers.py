"""The text of one cell → its number, or an honest refusal.

Blank is not zero: a blank cell, `-`, `—`, `/`, `无` are None with the raw text kept. What is not
understood is None with a `Problem`; nothing is ever guessed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pipelines.memo import short_texts
from pipelines.report import Number

# `amount` is money in whatever unit is printed: the number stands as printed, its unit beside it
Measure = Literal["count", "signed", "amount_10k_yuan", "amount"]
Problem = Literal[
    "not_a_number",  # text, or digits in no known shape
    "not_whole",  # a count with a fraction
    "negative",  # a count below zero
    "approximate",  # 68余, 约44
    "unit_mismatch",  # 万元 in a count, 元 in a column of 万元
    "digits_joined",  # "1 2" read as 12
    "multiplier",  # 1.17万 read as 11700
]
# With these the value stands; with the others there is none that could be stored.
READABLE: frozenset[Problem] = frozenset({"negative", "digits_joined", "multiplier"})

_MONEY: frozenset[Measure] = frozenset({"amount_10k_yuan", "amount"})

_LONGEST = 1000  # characters of a cell with a number; a longer text is prose
MAX_DIGITS = 15  # no authority counts further; a longer run is glued cells

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]|\[bookmark:[^\]]*\]")
_NOTE = re.compile(r"^(?P<head>[^(]*\d[^(]*)\((?P<note>.*)\)$", re.S)
_MINUS = re.compile(r"^[-−]\s*(?=\d)")
_SIGNS = {"增": 1, "增加": 1, "+": 1, "减": -1, "减少": -1, "-": -1, "−": -1}
_SIGN = re.compile(r"^(增加|增|减少|减|[+−-])\s*(?=\d)")
_GROUPED = re.compile(r"^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$")
_PLAIN = re.compile(r"^(?:0|[1-9]\d*)(?:\.\d+)?$")
_DOT_FOR_COMMA = re.compile(r"\.0{3}$")  # 1.000 in a count: one, or a thousand
_DIGIT = re.compile(r"\d")
_SPACED = re.compile(r"(?<=\d)\s+(?=\d)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a cell's text says. `problem` is None where value (or its absence) is certain."""

    value: Number | None
    note: str | None = None
    unit: str | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    null: frozenset[str]
    zero: frozenset[str]
    count_units: tuple[str, ...]
    money_units: dict[str, Decimal]
    multipliers: dict[str, int]
    approximate: tuple[str, ...]


@cache
def _words() -> _Words:
    raw = tomllib.loads(Path(__file__).with_name("cells.toml").read_text(encoding="utf-8"))
    return _Words(
        null=frozenset(raw["null"]),
        zero=frozenset(raw["zero"]),
        count_units=tuple(sorted(raw["count_units"], key=len, reverse=True)),
        money_units={
            unit: Decimal(raw["money_units"][unit]) for unit in sorted(raw["money_units"], key=len, reverse=True)
        },
        multipliers=raw["multipliers"],
        approximate=tuple(raw["approximate"]["words"]),
    )


def money_unit(text: str) -> str | None:
    """The unit of money that a text begins with: 万元政府集中采购 → 万元."""
    return next((unit for unit in _words().money_units if text.startswith(unit)), None)


def clean(text: str) -> str:
    """Half-width, without invisible characters and Word's bookmarks, trimmed."""
    return _INVISIBLE.sub("", text).translate(_FULL_WIDTH).strip()


@short_texts
def is_blank(text: str) -> bool:
    return not clean(text)


@short_texts
def parse(text: str, measure: Measure = "count") -> Parsed:
    """Read one cell. Amounts alone may have a fraction, `signed` alone a sign (增3, 减2, +461)."""
    body = clean(text)
    words = _words()
    if not body or body in words.null:
        return Parsed(None)
    if body in words.zero:
        return Parsed(0)
    if len(body) > _LONGEST or not _DIGIT.search(body):
        return Parsed(None, problem="not_a_number")
    note = None
    if match := _NOTE.match(body):
        body, note = match["head"].strip(), match["note"].strip()
    sign, body = _sign(body, measure)
    number, unit, factor = _split_unit(body, measure)
    if factor is None:
        return Parsed(None, note, unit, "unit_mismatch")
    joined = _SPACED.search(number) is not None
    digits = re.sub(r"\s+", "", number)
    if not (_PLAIN.match(digits) or _GROUPED.match(digits)) or len(digits) > MAX_DIGITS:
        return Parsed(None, note, unit, "approximate" if _is_approximate(body) else "not_a_number")
    if measure not in _MONEY and _DOT_FOR_COMMA.search(digits):
        return Parsed(None, note, unit, "not_whole")
    value = Decimal(digits.replace(",", "")) * factor * sign
    return _judge(value, note, unit, measure, joined=joined, multiplied=factor != 1)


def _judge(
    value: Decimal, note: str | None, unit: str | None, measure: Measure, *, joined: bool, multiplied: bool
) -> Parsed:
    number: Number = value
    if measure not in _MONEY:
        if value != value.to_integral_value():
            return Parsed(None, note, unit, "not_whole")
        number = int(value)
    problem: Problem | None = None
    if value < 0 and measure != "signed":
        problem = "negative"
    elif joined:
        problem = "digits_joined"
    elif multiplied:
        problem = "multiplier"
    return Parsed(number, note, unit, problem)


def _sign(body: str, measure: Measure) -> tuple[int, str]:
    if measure == "signed":
        if match := _SIGN.match(body):
            return _SIGNS[match[1]], body[match.end() :]
    elif match := _MINUS.match(body):
        return -1, body[match.end() :]
    return 1, body


def _split_unit(body: str, measure: Measure) -> tuple[str, str | None, int | None]:
    """(digits, unit, factor); the factor is None where the unit does not belong to this column."""
    words = _words()
    if measure == "amount":
        unit = next((unit for unit in (*words.money_units, *words.multipliers) if body.endswith(unit)), None)
        return body.removesuffix(unit or "").strip(), unit, 1
    for money, worth in words.money_units.items():
        if body.endswith(money):
            fits = measure == "amount_10k_yuan" and worth == 1
            return body.removesuffix(money).strip(), money, 1 if fits else None
    unit = next((unit for unit in words.count_units if body.endswith(unit)), None)
    if unit:
        body = body.removesuffix(unit).strip()
    for word, factor in words.multipliers.items():
        if body.endswith(word) and body[:-1].strip()[-1:].isdigit():
            # 1.17万 in a column of 万元 may mean either: not ours to decide
            return body[:-1].strip(), unit, None if measure == "amount_10k_yuan" else factor
    if unit and measure == "amount_10k_yuan":
        return body, unit, None
    return body, unit, 1


def _is_approximate(body: str) -> bool:
    words = _words()
    rest = body
    for word in (*words.approximate, *words.count_units, *words.money_units, *words.multipliers):
        rest = rest.replace(word, "")
    return rest != body and _PLAIN.match(rest.strip().replace(",", "")) is not None


def is_value(text: str) -> bool:
    """Does this cell hold a number, or a stroke in place of one, rather than a label?"""
    parsed = parse(text, "signed")
    return not is_blank(text) and parsed.problem != "not_a_number"
