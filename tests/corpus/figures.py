"""Numbers for every cell, drawn so that all identities of FORMATS.md hold."""

from __future__ import annotations

import random

from tests.corpus.labels import APPLICANTS, CHANNELS, NOT_A_RESULT, OUTCOMES, application_rows
from tests.corpus.model import Number

Gold = dict[str, Number | None]

# requests a year, and how far the other counts run
SIZES: dict[str, tuple[int, int]] = {
    "zero": (0, 0),
    "town": (4, 30),
    "bureau": (40, 400),
    "county": (260, 6000),
    "city": (4200, 90000),
}
_APPLICANT_SHARE = {
    "natural_person": 70,
    "commercial_enterprise": 14,
    "research_institution": 2,
    "public_interest_org": 2,
    "legal_service": 5,
    "other_org": 7,
}
_FREQUENT = {"granted": 9, "partially_granted": 4, "unavailable.not_held": 6, "unavailable.needs_creation": 3}


def split(rng: random.Random, total: int, weights: list[int]) -> list[int]:
    """`total` dealt out over the weights at random; the parts sum to `total`."""
    parts = [0] * len(weights)
    chunk = max(1, total // 400)  # large totals are dealt in packets, or a province would take seconds
    while total > 0:
        step = min(chunk, total)
        parts[rng.choices(range(len(weights)), weights)[0]] += step
        total -= step
    return parts


def applications(rng: random.Random, form: str, size: str, single_other: bool) -> Gold:
    """Section 三: I1 (rows), I2 and I3 (columns) hold."""
    top = SIZES[size][0]
    rows = application_rows(form, single_other)
    results = [code for code in rows if code not in NOT_A_RESULT]
    weights = [_FREQUENT.get(code, rng.choice([0, 0, 1, 1, 2])) for code in results]
    received = rng.randint(top // 2 or min(1, top), top) if top else 0
    gold: Gold = {}
    shares = list(_APPLICANT_SHARE.values())
    new, old = split(rng, received, shares), split(rng, received // rng.choice([9, 12, 30]), shares)
    for column, fresh, carried in zip(_APPLICANT_SHARE, new, old, strict=True):
        forward = rng.randint(0, (fresh + carried) // 8)
        parts = split(rng, fresh + carried - forward, weights)
        cells = {"new_received": fresh, "carried_over": carried, **dict(zip(results, parts, strict=True))}
        cells |= {"processed_total": sum(parts), "carried_forward": forward}
        gold |= {f"applications.{row}.{column}": cells[row] for row in rows}
    for row in rows:
        gold[f"applications.{row}.total"] = sum(
            int(gold[f"applications.{row}.{c}"] or 0) for c in _APPLICANT_SHARE
        )
    order = [f"applications.{row}.{column}" for row in rows for column in APPLICANTS]
    return {code: gold[code] for code in order}


def review(rng: random.Random, size: str) -> Gold:
    """Section 四: I4 holds in each of the three blocks."""
    top = SIZES[size][0] // 9
    gold: Gold = {}
    for channel in CHANNELS:
        parts = split(rng, rng.randint(0, top), [6, 2, 2, 1])
        cells = dict(zip(OUTCOMES, [*parts, sum(parts)], strict=True))
        gold |= {f"review.{channel}.{outcome}": n for outcome, n in cells.items()}
    return gold


def disclosure_2021(rng: random.Random, size: str) -> Gold:
    top = SIZES[size][1]
    few = max(2, top // 900)
    legislates = size == "city"
    issued, repealed = rng.randint(0, few) if top else 0, rng.randint(0, few) if top else 0
    fee = round(rng.uniform(1, max(top, 2)), rng.choice([0, 2, 2, 4])) if top else 0
    cells: Gold = {
        "regulations.issued": rng.randint(0, 4) if legislates else 0,
        "regulations.repealed": rng.randint(0, 2) if legislates else 0,
        "regulations.in_force": rng.randint(8, 60) if legislates else 0,
        "normative_documents.issued": issued,
        "normative_documents.repealed": repealed,
        "normative_documents.in_force": issued + rng.randint(0, few * 6) if top else 0,
        "licences.handled": rng.randint(0, top),
        "penalties.handled": rng.randint(0, top // 3),
        "coercive_measures.handled": rng.randint(0, top // 20),
        "fees.amount_10k_yuan": int(fee) if float(fee).is_integer() else fee,
    }
    return {f"disclosure.{code}": n for code, n in cells.items()}


def disclosure_2019(rng: random.Random, size: str) -> Gold:
    top = SIZES[size][1]
    few = max(2, top // 900)
    cells: Gold = {}
    for row, limit in (("regulations", few if size == "city" else 0), ("normative_documents", few if top else 0)):
        made = rng.randint(0, limit)
        shown = rng.randint(0, made)
        cells |= {
            f"{row}.made": made,
            f"{row}.published": shown,
            f"{row}.public_total": shown + rng.randint(0, limit * 5),
        }
    for row in ("licences", "other_services", "penalties", "coercive_measures"):
        items = rng.randint(0, max(top // 40, 9)) if top else 0
        cells |= {f"{row}.items_last_year": items, f"{row}.items_change": rng.randint(-items // 4, items // 2)}
        cells[f"{row}.handled"] = rng.randint(0, top)
    items = rng.randint(0, 12) if top else 0
    cells |= {"fees.items_last_year": items, "fees.items_change": rng.randint(-items // 3, 2) if top else 0}
    cells |= {"procurement.projects": rng.randint(0, top // 8), "procurement.amount": rng.randint(0, top * 900)}
    return {f"disclosure.{code}": n for code, n in cells.items()}


def indicators(rng: random.Random, size: str) -> Gold:
    """政府信息公开情况统计表: J1–J7 hold; group lines carry no number and are not in the gold."""
    requests, top = SIZES[size]
    small = max(3, top // 300) if top else 0
    n: dict[str, Number] = {}
    n["1.1"] = rng.randint(top // 2, top)
    n["1.1.b"] = rng.randint(0, small)
    n["1.1.a"] = rng.randint(0, int(n["1.1.b"]))
    for code in ("1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5"):
        n[code] = rng.randint(0, top)
    for code in ("2.1", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5"):
        n[code] = rng.randint(0, small)
    n["2.2.1.a"], n["2.2.2.a"] = rng.randint(0, int(n["2.2.1"])), rng.randint(0, int(n["2.2.2"]))
    _deal(rng, n, "3.1", rng.randint(requests // 2, requests), ["3.1.1", "3.1.2", "3.1.3", "3.1.4"])
    _deal(rng, n, "3.2", int(n["3.1"]) - rng.randint(0, int(n["3.1"]) // 10), ["3.2.1", "3.2.2"])
    _deal(rng, n, "3.3", int(n["3.2"]), [f"3.3.{i}" for i in range(1, 9)])
    _deal(rng, n, "3.3.4", int(n["3.3.4"]), [f"3.3.4.{letter}" for letter in "abcdef"])
    _deal(rng, n, "4", rng.randint(0, requests // 10), ["4.1", "4.2", "4.3"])
    _deal(rng, n, "5", rng.randint(0, requests // 10), ["5.1", "5.2", "5.3"])
    n["6"] = rng.randint(0, requests // 20)
    n["7"] = round(rng.uniform(0, 3), 2) if requests > 40 else 0
    n["8.1"], n["8.2"] = rng.randint(1, 4 + small // 9), rng.randint(1, 6 + small // 6)
    n["8.3.1"], n["8.3.2"] = rng.randint(0, 3 + small // 9), rng.randint(1, 5 + small // 4)
    n["8.3"] = int(n["8.3.1"]) + int(n["8.3.2"])
    n["8.4"] = round(rng.uniform(0, 20), 1) if top else 0
    n["9.1"], n["9.2"], n["9.3"] = rng.randint(0, 6), rng.randint(0, 5), rng.randint(0, 400)
    return {f"indicators.{code}": int(v) if float(v).is_integer() else v for code, v in n.items()}


def _deal(rng: random.Random, n: dict[str, Number], whole: str, total: int, parts: list[str]) -> None:
    n[whole] = total
    n.update(
        zip(parts, split(rng, total, [rng.choice([0, 1, 3]) + (i == 1) for i in range(len(parts))]), strict=True)
    )
