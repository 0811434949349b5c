"""The prose of a report → its facts: each number that a wording of facts.toml explains, and no other.

A wrong fact is worse than a missed one: numbers torn from their words, of another year, of a plan, or
beside words that no pattern knows are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.facts.passage import Passage, is_prose, is_subheading, passages, sentence
from pipelines.facts.reader import PassageReader, Share, WholeAndParts
from pipelines.facts.scope import own_year
from pipelines.facts.table import table
from pipelines.facts.texts import text_facts
from pipelines.report import Fact, Finding, Section

PREAMBLE = -1

# Chapters of plans and shortcomings state no result of the year.
_PLANS = re.compile(r"(?!.*其[他它])(?:.*(?:问题|改进|打算|计划|下一步))")
# No office writes more, a hostile file may.
_MAX_LENGTH = 150_000
_MAX_FACTS = 2_000


@dataclass(slots=True)
class Prose:
    """What the prose states: `facts` in printed order, lists with their wholes, and what could not be trusted."""

    facts: list[Fact] = field(default_factory=list)
    lists: list[WholeAndParts] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def extract(sections: Sequence[Section], preamble_lines: Sequence[str], year: int | None) -> list[Fact]:
    """The facts of `read_prose`."""
    return read_prose(sections, preamble_lines, year).facts


def read_prose(sections: Sequence[Section], preamble_lines: Sequence[str], year: int | None) -> Prose:
    """Facts of the preamble (section -1, its lines joined with line feeds) and of each section (by ordinal).

    `year` is the report's; without it, numbers count only where the prose speaks of a single year.
    """
    prose = Prose()
    torn: list[Passage] = []
    whole: list[tuple[Passage, str]] = []
    for passage, heading in _passages(sections, preamble_lines, prose.findings):
        if not passage.torn:
            whole.append((passage, heading))
        elif is_prose(passage):
            torn.append(passage)
    _texts(prose, whole)
    year = year or own_year(passage.text for passage, _ in whole)
    if year is not None:
        _numbers(prose, whole, year)
    if torn:
        prose.findings.append(_torn(torn))
    prose.facts.sort(key=lambda fact: (fact.section, fact.offset))
    return prose


def _numbers(prose: Prose, whole: Sequence[tuple[Passage, str]], year: int) -> None:
    subheading = ""
    for passage, heading in whole:
        if passage.section != PREAMBLE and _PLANS.match(heading):
            continue
        if len(prose.facts) >= _MAX_FACTS:
            detail = f"the prose states more than {_MAX_FACTS} facts; the others were not looked for"
            prose.findings.append(Finding("prose_too_long", "info", _where(passage.section), detail))
            return
        reader = PassageReader(passage, heading, subheading, year)
        reader.read(_MAX_FACTS)
        prose.facts += reader.facts
        prose.lists += reader.lists
        prose.shares += reader.shares
        subheading = passage.text if is_subheading(passage) else ""


def _passages(
    sections: Sequence[Section], preamble_lines: Sequence[str], findings: list[Finding]
) -> Iterator[tuple[Passage, str]]:
    left = _MAX_LENGTH
    texts = [(PREAMBLE, "", "\n".join(preamble_lines))]
    texts += [(ordinal, section.heading, section.text) for ordinal, section in enumerate(sections)]
    for ordinal, heading, text in texts:
        if len(text) > left:
            detail = f"the prose is longer than {_MAX_LENGTH} characters; facts were not looked for from here on"
            findings.append(Finding("prose_too_long", "info", _where(ordinal), detail))
            return
        left -= len(text)
        for passage in passages(text, ordinal):
            yield passage, heading


def _texts(prose: Prose, whole: Sequence[tuple[Passage, str]]) -> None:
    seen: set[tuple[str, str]] = set()
    for passage, heading in whole:
        if not heading:  # the preamble, and a report without chapters
            for fact in text_facts(passage, table().texts):
                if (fact.key, fact.raw) not in seen:
                    seen.add((fact.key, fact.raw))
                    prose.facts.append(fact)


def _torn(torn: Sequence[Passage]) -> Finding:
    raw = " … ".join(sentence(passage, 0) for passage in torn[:3])
    detail = f"numbers are torn from their words in {len(torn)} paragraphs; no fact was taken from them"
    return Finding("prose_torn", "info", _where(torn[0].section), detail, cause="reading", raw=raw)


def _where(section: int) -> str:
    return "preamble" if section == PREAMBLE else f"sections.{section}"
