"""What each wording states, and what no wording may be read into."""

from __future__ import annotations

import pytest

from pipelines.facts.table import table
from tests.unit.facts.cases import CASES, NOTHING
from tests.unit.facts.read import Short, facts, short


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:24] for text, _ in CASES])
def test_wording(text: str, expected: list[Short]) -> None:
    assert short(facts(text)) == expected


@pytest.mark.parametrize("text", NOTHING, ids=[text[:24] for text in NOTHING])
def test_nothing_to_state(text: str) -> None:
    assert short(facts(text)) == []


def test_every_number_of_the_table_has_an_example() -> None:
    shown = {fact[0] for _, expected in CASES for fact in expected}
    assert {rule.key for rule in table().rules} - shown == set()
