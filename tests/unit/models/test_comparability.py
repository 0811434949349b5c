"""What may be compared across the forms: every code thought about, both ways; the cases of FORMATS.md §§2, 3."""

from __future__ import annotations

from typing import Any

import pytest

from models.codes import vocabulary_rows
from models.comparability import comparability_rows, same_meaning
from pipelines.facts.table import table

ROWS = comparability_rows(vocabulary_rows())


def parts(row: dict[str, Any], prefix: str = "") -> tuple[str, str, str]:
    return row[f"{prefix}block"], row[f"{prefix}item"], row[f"{prefix}measure"]


def counterparts(form: str, path: str, other_form: str) -> set[tuple[str, str]]:
    found = [row for row in ROWS if (row["form"], row["other_form"]) == (form, other_form)]
    return {
        (row["how"], ".".join(part for part in parts(row, "other_") if part))
        for row in found
        if ".".join(part for part in parts(row) if part) == path
    }


def test_every_code_is_told_of_every_other_form() -> None:
    told = {(row["form"], *parts(row), row["other_form"]) for row in ROWS}
    for code in vocabulary_rows():
        for other in {"2021", "2019", "2014", "narrative"} - {code["form"]}:
            assert (code["form"], *parts(code), other) in told


def test_counterparts_are_codes_that_there_are() -> None:
    codes = {(row["form"], *parts(row)) for row in vocabulary_rows()}
    facts = {rule.key for rule in table().rules}
    for row in ROWS:
        if row["other_block"] == "facts":
            assert row["other_item"] in facts
        elif row["other_block"]:
            assert (row["other_form"], *parts(row, "other_")) in codes
        else:
            assert row["how"] == "none", row


def test_what_compares_one_way_compares_the_other_way() -> None:
    seen = {(row["form"], *parts(row), row["other_form"], *parts(row, "other_")): row["how"] for row in ROWS}
    for key, how in seen.items():
        if key[5]:
            assert seen[(*key[4:], *key[:4])] == how


@pytest.mark.parametrize(
    ("form", "path", "other_form", "expected"),
    [
        ("2021", "applications.granted.total", "2019", {("same", "applications.granted.total")}),
        ("2021", "applications.other.fee_unpaid.total", "2019", {("sum", "applications.other.total.total")}),
        ("2021", "disclosure.regulations.in_force", "2019", {("none", "disclosure.regulations.public_total")}),
        ("2021", "disclosure.licences.handled", "2019", {("same", "disclosure.licences.handled")}),
        ("2021", "disclosure.fees.amount_10k_yuan", "2014", {("none", "indicators.7")}),
        ("2019", "disclosure.procurement.amount", "2021", {("none", "")}),
        ("2014", "indicators.3.1", "2021", {("similar", "applications.new_received.total")}),
        ("2014", "indicators.3.3.4.b", "2021", {("none", "")}),
        ("narrative", "facts.requests.received", "2014", {("similar", "indicators.3.1")}),
    ],
)
def test_cases(form: str, path: str, other_form: str, expected: set[tuple[str, str]]) -> None:
    assert counterparts(form, path, other_form) == expected


def test_the_parts_of_a_sum_are_all_that_name_it() -> None:
    other = counterparts("2019", "applications.other.total.total", "2021")
    assert {path for _, path in other} == {
        f"applications.other.{part}.total" for part in ("not_amended", "fee_unpaid", "other")
    }
    assert len(counterparts("2014", "indicators.3.3.4", "2021")) == 8


def test_same_meaning() -> None:
    assert same_meaning("2021", "2021", "disclosure.normative_documents.in_force")
    assert same_meaning("2019", "2021", "applications.new_received.total")
    assert not same_meaning("2021", "2019", "disclosure.normative_documents.issued")
    assert not same_meaning("2021", "2014", "applications.new_received.total")
    assert not same_meaning("2021", None, "applications.new_received.total")
