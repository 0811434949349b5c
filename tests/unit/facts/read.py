"""Facts of a piece of prose, in the short form in which the tests state them."""

from __future__ import annotations

from pipelines.facts import Prose, read_prose
from pipelines.report import Fact, Number, Section

Short = tuple[str, Number | None] | tuple[str, Number | None, str]


def prose(text: str, *, heading: str = "一、总体情况", year: int | None = 2024) -> Prose:
    """The prose of one section."""
    return read_prose([Section(heading, text)], [], year)


def facts(text: str, *, heading: str = "一、总体情况", year: int | None = 2024) -> list[Fact]:
    return prose(text, heading=heading, year=year).facts


def short(found: list[Fact]) -> list[Short]:
    """(key, value), with the label where there is one."""
    return [(fact.key, fact.value, fact.label) if fact.label else (fact.key, fact.value) for fact in found]


def preamble(text: str) -> list[tuple[str, str]]:
    """(key, raw) of the text facts of a preamble."""
    found = read_prose([Section("一、总体情况", "")], text.split("\n"), 2024).facts
    return [(fact.key, fact.raw) for fact in found]
