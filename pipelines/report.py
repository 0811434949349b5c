"""The annual report as read: cells with their places, findings, and the verdict.

Codes are those of models/vocabulary.toml. A blank cell is a `Cell` whose value is None; a cell that
the form does not have is absent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pipelines.document import Carrier
from pipelines.evidence import Evidence

Form = Literal["2021", "2019", "2014", "narrative"]
Verdict = Literal["accepted", "review", "not_a_report", "unreadable"]
Severity = Literal["error", "warning", "info"]
Cause = Literal["published", "reading", "unknown"]
Scope = Literal["agency", "government", "jurisdiction"]
Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is printed: page from 1; table, row, column from 0; line from 0 for text."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    col: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed number. `raw` is the cell's text as printed, `note` and `unit` what stood beside the number."""

    value: Number | None
    raw: str
    place: Place = Place()
    note: str | None = None
    unit: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands for or against a reading.

    `where` is a code path such as `applications.granted.natural_person` or `review.reconsideration`;
    `left` and `right` are the two sides of a broken identity.
    """

    rule: str
    severity: Severity
    where: str
    detail: str
    cause: Cause | None = None
    left: Number | None = None
    right: Number | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the prose; `heading` as printed."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, or a printed text, from the prose (NARRATIVE.md §1); the keys are those of facts/facts.toml.

    `value` is None for a text fact and for a range. `raw` is the number as printed with what belongs to it
    (约300余条, 净减少1件), or the words that say that there was none. `offset` is where `raw` begins,
    in characters within section `section`, -1 for the preamble. `label` is what an open key counts: its category.
    """

    key: str
    value: Number | None
    raw: str
    quote: str
    section: int
    offset: int
    unit: str | None = None
    approximate: bool = False
    label: str | None = None


@dataclass(slots=True)
class AnnualReport:
    """One report: `disclosure[item][measure]`, `applications[item][applicant]`, `review[channel][outcome]`,
    `indicators[code]`. A table that the report does not print is an empty dict.

    `scope` is what its numbers cover: the authority alone (本机关), the government of its level with its
    departments (本级政府), the whole jurisdiction (全辖区), or None while unknown. `scope_quote` are the words
    that say so, None where it is the kind of the authority.
    """

    form: Form | None = None
    headline: str | None = None
    disclosure: dict[str, dict[str, Cell]] = field(default_factory=dict)
    applications: dict[str, dict[str, Cell]] = field(default_factory=dict)
    review: dict[str, dict[str, Cell]] = field(default_factory=dict)
    indicators: dict[str, Cell] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    scope: Scope | None = None
    scope_quote: str | None = None


@dataclass(slots=True)
class Identity:
    """Who and when, decided from evidence. `agency_evidence` and `year_evidence` name the deciding kind."""

    agency: str | None = None
    agency_code: str | None = None
    agency_evidence: str | None = None
    year: int | None = None
    year_evidence: str | None = None
    published_on: str | None = None
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """Everything one file (or one member of an archive) gave. `reason` is set for every verdict but accepted."""

    verdict: Verdict
    carrier: Carrier | None
    media_type: str
    reason: str | None = None
    member: str | None = None
    report: AnnualReport | None = None
    identity: Identity = field(default_factory=Identity)
    findings: list[Finding] = field(default_factory=list)
    reader_version: str = ""
