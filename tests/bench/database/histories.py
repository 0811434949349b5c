"""Plausible histories of an authority: seven years of numbers that add up, and carry over from year to year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from models.codes import vocabulary_rows

YEARS = range(2019, 2026)
APPLICANTS = (
    "natural_person", "commercial_enterprise", "research_institution", "public_interest_org", "legal_service",
    "other_org",
)  # fmt: skip
SHARES = (0.86, 0.08, 0.004, 0.004, 0.03, 0.022)
# how requests end, roughly as the forms of real authorities have it
OUTCOMES = {
    "granted": 0.42, "partially_granted": 0.06, "denied.third_party_rights": 0.02, "denied.internal_affairs": 0.02,
    "denied.process_information": 0.02, "denied.enforcement_file": 0.015, "denied.administrative_query": 0.02,
    "unavailable.not_held": 0.25, "unavailable.needs_creation": 0.03, "unavailable.still_unclear": 0.02,
    "not_processed.petition": 0.04, "not_processed.duplicate": 0.02, "other.other": 0.035,
    "other.not_amended": 0.03,
}  # fmt: skip
COLUMNS = ("made", "public_total", "handled", "issued", "repealed", "in_force", "amount_10k_yuan")
CHANNELS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


def form_of(year: int) -> str:
    """The form that reports of a year use."""
    return "2019" if year < 2021 else "2021"


@cache
def items(form: str, block: str) -> tuple[str, ...]:
    """The rows of a block, in printed order."""
    rows = (row for row in vocabulary_rows() if (row["form"], row["block"]) == (form, block))
    return tuple(dict.fromkeys(row["item"] for row in rows))


@cache
def measures(form: str, item: str) -> tuple[str, ...]:
    """The columns of a row of the disclosure table."""
    rows = vocabulary_rows()
    return tuple(r["measure"] for r in rows if (r["form"], r["block"], r["item"]) == (form, "disclosure", item))


@dataclass(frozen=True, slots=True)
class Year:
    """One year's tables: rows of `code` and numbers, None for a blank cell."""

    year: int
    received: int
    applications: tuple[tuple[str, tuple[int | None, ...]], ...]
    disclosure: tuple[tuple[str, dict[str, int]], ...]
    review: tuple[tuple[str, tuple[int, ...]], ...]


def history(random: Random) -> list[Year]:
    """Seven years of an authority; now and then a carry-over does not agree with the year before."""
    size = random.lognormvariate(2.2, 1.4)
    carried = [0] * len(APPLICANTS)
    return [_year(random, year, size, carried) for year in YEARS]


def _year(random: Random, year: int, size: float, carried: list[int]) -> Year:
    """`carried` comes in as what the last year carried forward, and goes out as what this one does."""
    received = [int(random.gauss(size * share, (size * share) ** 0.5 + 0.2)) for share in SHARES]
    received = [max(0, number) for number in received]
    over = [number + (random.random() < 0.02) for number in carried]
    rows = {item: [0] * len(APPLICANTS) for item in items(form_of(year), "applications")}
    ends = [end for end in OUTCOMES if end in rows]
    weights = [OUTCOMES[end] for end in ends]
    for at in range(len(APPLICANTS)):
        for end in random.choices([*ends, "carried_forward"], [*weights, 0.03], k=received[at] + over[at]):
            rows[end][at] += 1
    rows["new_received"], rows["carried_over"] = received, over
    rows["processed_total"] = [sum(rows[end][at] for end in ends) for at in range(len(APPLICANTS))]
    if "other.total" in rows:
        rows["other.total"] = [
            sum(rows[e][at] for e in ends if e.startswith("other.")) for at in range(len(APPLICANTS))
        ]
    carried[:] = rows["carried_forward"]
    return Year(
        year,
        sum(received),
        tuple((item, _row(random, numbers)) for item, numbers in rows.items()),
        tuple(_disclosure(random, form_of(year))),
        tuple((channel, _outcome(random, size)) for channel in CHANNELS),
    )


def _row(random: Random, numbers: list[int]) -> tuple[int | None, ...]:
    """A row with its total; some offices leave the zeros blank."""
    if random.random() < 0.1:
        return (*(number or None for number in numbers), sum(numbers))
    return (*numbers, sum(numbers))


def _disclosure(random: Random, form: str) -> Iterator[tuple[str, dict[str, int]]]:
    for item in items(form, "disclosure"):
        yield (
            item,
            {name: int(random.lognormvariate(1.5, 1.2)) for name in measures(form, item) if name in COLUMNS},
        )


def _outcome(random: Random, size: float) -> tuple[int, ...]:
    cases = [int(random.expovariate(1 / (0.02 * size * weight + 0.02))) for weight in (6, 1.5, 2, 0.5)]
    return (*cases, sum(cases))
