"""Prose against table, and prose against itself (NARRATIVE.md §2): warnings that quote the sentence, never errors.

Offices count in several ways, so a number of the prose is doubted only where no way of counting gives
it, and where no other sentence of the report says what the table says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines.facts import Prose, WholeAndParts
from pipelines.report import AnnualReport, Cell, Fact, Finding, Number

_GROUPS = ("denied", "unavailable", "not_processed", "other")
# 2014 table: what it asks for in the words of the prose.
_INDICATORS = {
    "requests.received": "3.1",
    "requests.in_person": "3.1.1",
    "requests.fax": "3.1.2",
    "requests.online": "3.1.3",
    "requests.letter": "3.1.4",
    "requests.granted": "3.3.2",
    "requests.partially_granted": "3.3.3",
    "requests.denied": "3.3.4",
    "requests.not_own": "3.3.5",
    "requests.not_existing": "3.3.6",
    "reconsideration.total": "4",
    "litigation.total": "5",
}
_TOLERANCE = Decimal("0.1")  # percentage points


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the table lets the prose say: any of `values`, the first being the plainest way of counting."""

    where: str
    values: tuple[Number, ...]


def check_prose(report: AnnualReport, prose: Prose) -> list[Finding]:
    """Numbers that no count of the tables gives, lists that do not add up, percentages that are off."""
    exact = [fact for fact in prose.facts if fact.value is not None and not fact.approximate]
    return [*_against_tables(report, exact), *_sums(prose.lists), *_shares(prose), *_growth(exact)]


def _against_tables(report: AnnualReport, facts: Iterable[Fact]) -> Iterator[Finding]:
    said: dict[str, list[Fact]] = {}
    for fact in facts:
        said.setdefault(fact.key, []).append(fact)
    tables = _Tables(report)
    for key, mentions in said.items():
        doubted = []
        for fact in mentions:
            expected = tables.expected(key, none=fact.value == 0)
            if expected is None or fact.value in expected.values:
                break  # not in the table, or one sentence says what it says
            doubted.append((fact, expected))
        else:
            for fact, expected in doubted:
                yield _contradiction(fact, expected)


def _contradiction(fact: Fact, expected: _Expected) -> Finding:
    others = "".join(f" (or {value})" for value in expected.values[1:])
    detail = f"the prose says {fact.value}, the table {expected.values[0]}{others}"
    rule = "prose_none" if fact.value == 0 else "prose_table"
    return Finding(rule, "warning", expected.where, detail, "unknown", fact.value, expected.values[0], fact.quote)


class _Tables:
    """The counts of the tables under the keys of the prose."""

    def __init__(self, report: AnnualReport) -> None:
        self._report = report

    def expected(self, key: str, *, none: bool) -> _Expected | None:
        """None where the report prints no such count, or leaves it blank.

        A statement of `none` denies every way of counting, so it must hold for the sum.
        """
        if self._report.form == "2014":
            return self._indicator(key)
        family, _, item = key.partition(".")
        if family == "requests":
            return self._requests(item)
        if family in ("reconsideration", "litigation", "disputes"):
            return self._review(family, item, none=none)
        if none and item == "issued":
            return self._issued(family)
        return None

    def _indicator(self, key: str) -> _Expected | None:
        code = _INDICATORS.get(key)
        value = _value(self._report.indicators, code) if code else None
        return None if value is None else _Expected(f"indicators.{code}", (value,))

    def _requests(self, item: str) -> _Expected | None:
        new, carried = self._row("new_received"), self._row("carried_over")
        ended = self._row("processed_total")
        groups = {name: self._group(name) for name in _GROUPS}
        granted, partially = self._row("granted"), self._row("partially_granted")
        counts: dict[str, tuple[str, list[Number | None]]] = {
            "received": ("new_received", [new, _plus(new, carried)]),
            "carried_in": ("carried_over", [carried]),
            "carried_out": ("carried_forward", [self._row("carried_forward")]),
            "answered": ("processed_total", [ended, new, _plus(new, carried)]),
            "handled": ("processed_total", [ended, new, _plus(new, carried)]),
            "granted": ("granted", [granted]),
            "partially_granted": ("partially_granted", [partially]),
            "granted_or_partially": ("granted", [_plus(granted, partially)]),
            **{name: (name, [value]) for name, value in groups.items()},
        }
        if item not in counts:
            return None
        row, values = counts[item]
        return _expected(f"applications.{row}.total", values)

    def _review(self, family: str, item: str, *, none: bool) -> _Expected | None:
        before = self._outcome("reconsideration", item)
        direct = self._outcome("litigation_direct", item)
        after = self._outcome("litigation_after_reconsideration", item)
        suits = _plus(direct, after)
        everything = _plus(before, suits)
        if family == "reconsideration":
            return _expected(f"review.reconsideration.{item}", [before, *([] if none else [everything])])
        if family == "litigation":
            ways = [suits] if none else [suits, direct, after, everything]
            return _expected(f"review.litigation_direct.{item}", ways)
        return _expected("review", [everything])

    def _issued(self, family: str) -> _Expected | None:
        item = {"normative": "normative_documents", "regulations": "regulations"}.get(family)
        if item is None:
            return None
        measure = "made" if self._report.form == "2019" else "issued"
        value = _value(self._report.disclosure.get(item, {}), measure)
        return _expected(f"disclosure.{item}.{measure}", [value])

    def _row(self, row: str) -> Number | None:
        return _value(self._report.applications.get(row, {}), "total")

    def _group(self, group: str) -> Number | None:
        if (single := self._row(f"{group}.total")) is not None:
            return single
        rows = [
            row for row in self._report.applications if row.startswith(f"{group}.") and row != f"{group}.total"
        ]
        return _plus(*(self._row(row) for row in rows)) if rows else None

    def _outcome(self, channel: str, outcome: str) -> Number | None:
        return _value(self._report.review.get(channel, {}), outcome)


def _value(cells: Mapping[str, Cell], code: str) -> Number | None:
    return cells[code].value if code in cells else None


def _plus(*values: Number | None) -> Number | None:
    """The sum, or None where a part is blank or not printed."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _expected(where: str, values: Iterable[Number | None]) -> _Expected | None:
    known = tuple(dict.fromkeys(value for value in values if value is not None))
    return _Expected(where, known) if known else None


def _sums(lists: Iterable[WholeAndParts]) -> Iterator[Finding]:
    """A list that leaves nothing out must add up to its whole."""
    for each in lists:
        whole, values = each.whole.value, [value for _, value in each.parts if value is not None]
        if not each.complete or each.approximate or whole is None or len(values) < len(each.parts):
            continue
        if (total := sum(values)) != whole:
            sums = " + ".join(str(value) for value in values)
            detail = f"the parts give {sums} = {total}, the prose says {whole}"
            yield _own("prose_sum", each.whole, detail, total, whole)


def _shares(prose: Prose) -> Iterator[Finding]:
    for each in prose.shares:
        part, whole, stated = each.part.value, each.whole.value, each.share.value
        if part is None or whole is None or stated is None or not whole or each.whole.approximate:
            continue
        if each.part.approximate or each.share.approximate:
            continue
        true = Decimal(part) / Decimal(whole) * 100
        if _is_off(true, stated):
            detail = f"{part} of {whole} are {_round(true)}%, the prose says {stated}%"
            yield _own("prose_share", each.share, detail, stated, _round(true))


def _growth(facts: Iterable[Fact]) -> Iterator[Finding]:
    """收到60件，较上年增加56件，增长1400%: a sentence that states all three must agree with itself."""
    sentences: dict[tuple[int, str], dict[str, list[Fact]]] = {}
    for fact in facts:
        sentences.setdefault((fact.section, fact.quote), {}).setdefault(fact.key, []).append(fact)
    for said in sentences.values():
        for key, mentions in said.items():
            changed, grown = said.get(f"{key}.change", []), said.get(f"{key}.growth", [])
            if not len(mentions) == len(changed) == len(grown) == 1:
                continue
            now, change, stated = mentions[0].value, changed[0].value, grown[0].value
            if now is None or change is None or stated is None or now - change <= 0:
                continue
            true = Decimal(change) / Decimal(now - change) * 100
            if _is_off(true, stated):
                detail = f"{now} after {now - change} is {_round(true)}%, the prose says {stated}%"
                yield _own("prose_growth", grown[0], detail, stated, _round(true))


def _is_off(true: Decimal, stated: Number) -> bool:
    """More than ±0.1, or than a percentage without decimals loses by rounding."""
    whole = stated == int(stated)
    return abs(true - Decimal(stated)) > (Decimal("0.55") if whole else _TOLERANCE)


def _round(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def _own(rule: str, fact: Fact, detail: str, left: Number, right: Number) -> Finding:
    where = "preamble" if fact.section < 0 else f"sections.{fact.section}"
    return Finding(rule, "warning", where, detail, "unknown", left, right, fact.quote)
