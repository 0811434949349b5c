"""Printed texts of the preamble: contact, period of the numbers, notices cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.facts.passage import Passage, sentence
from pipelines.facts.table import TextRule
from pipelines.report import Fact

_GAP = re.compile(r"[^\S\n]")
_ONE_WORD = frozenset({"contact.website", "contact.email"})


def text_facts(passage: Passage, rules: tuple[TextRule, ...]) -> Iterator[Fact]:
    """Each text once; an address of the web ends at white space."""
    for rule in rules:
        seen: set[str] = set()
        for pattern in rule.patterns:
            for match in pattern.finditer(passage.text):
                start, end = match.span(1) if pattern.groups else match.span()
                raw = passage.printed(start, end)
                if rule.key in _ONE_WORD:
                    raw = _GAP.split(raw)[0]
                if raw not in seen:
                    seen.add(raw)
                    yield Fact(
                        rule.key, None, raw, sentence(passage, start), passage.section, passage.offset(start)
                    )
