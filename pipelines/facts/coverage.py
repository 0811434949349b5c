"""What the numbers of a report cover: the authority alone (本机关), the government of its level with its
departments (本级政府), or the whole jurisdiction with the levels below (全辖区).

Decided by the report's own words (coverage.toml) and, for an authority that has nothing below it, by its kind.
Words that contradict each other decide nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pipelines.facts.passage import fold
from pipelines.facts.table import expand
from pipelines.identity.names import agency_kind
from pipelines.report import AnnualReport, Finding, Identity, Scope

Body = Literal["jurisdiction", "government", "place", "agency", "unclear"]
Said = Literal["covers", "headline", "received", "published"]

# of a list the widest counts: 县政府办公室及各乡镇 are the whole county
_WIDTH: tuple[Body, ...] = ("jurisdiction", "government", "place", "agency", "unclear")
_CODES: Mapping[Body, Scope] = {"jurisdiction": "jurisdiction", "government": "government", "agency": "agency"}
_SENTENCE = re.compile(r"[^。；！？!?]{1,400}")
_MARKS = re.compile('[“”‘’"\u200b-\u200f\ufeff]+')
_TITLE = re.compile(r"《[^《》]{1,200}》")
_NUMBER = re.compile(r"\d[\d，]*")
_MAX_LENGTH = 40_000  # characters of prose that are looked at
_MAX_WORDS = 60  # statements of interest
_AROUND = 100  # characters of a quote on each side


@dataclass(frozen=True, slots=True)
class Coverage:
    """The scope, None while unknown; the words it rests on, None where it is the agency's kind."""

    scope: Scope | None = None
    quote: str | None = None
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Words:
    """What one sentence says. `holds`: its number is, or is not, the table's; None where the table has none."""

    body: Body
    said: Said
    quote: str
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    own: frozenset[str]
    hint: re.Pattern[str]
    wide: re.Pattern[str]
    skip: re.Pattern[str]
    body: re.Pattern[str]
    received: re.Pattern[str]
    published: re.Pattern[str]
    part: re.Pattern[str]
    join: re.Pattern[str]
    covers: tuple[re.Pattern[str], ...]
    of_report: tuple[re.Pattern[str], ...]
    report: re.Pattern[str]
    without: tuple[re.Pattern[str], ...]
    doubt: re.Pattern[str]
    near: int
    headline: Mapping[str, re.Pattern[str]]


@cache
def _table() -> _Table:
    raw = tomllib.loads(Path(__file__).with_name("coverage.toml").read_text(encoding="utf-8"))
    macros = raw["macros"]

    def either(patterns: Sequence[str]) -> str:
        return "|".join(f"(?:{expand(pattern, macros)})" for pattern in patterns)

    def each(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(expand(pattern, macros)) for pattern in patterns)

    bodies: dict[str, Any] = raw["bodies"]
    return _Table(
        own=frozenset(raw["kinds"]["own"]),
        hint=re.compile(raw["sentences"]["hint"]),
        wide=re.compile(raw["sentences"]["wide"]),
        skip=re.compile(raw["sentences"]["skip"]),
        body=re.compile("|".join(f"(?P<{name}>{either(bodies[name])})" for name in _WIDTH)),
        received=re.compile(either(raw["received"]["patterns"])),
        published=re.compile(either(raw["published"]["patterns"])),
        part=re.compile(raw["parts"]["words"]),
        join=re.compile(raw["parts"]["join"]),
        covers=each(raw["covers"]["bodies"]),
        of_report=each(raw["covers"]["of_report"]),
        report=re.compile(expand(raw["covers"]["report"], macros)),
        without=each(raw["covers"]["without"]),
        doubt=re.compile(raw["covers"]["doubt"]),
        near=raw["covers"]["near"],
        headline={name: re.compile(either(patterns)) for name, patterns in raw["headline"].items()},
    )


def read_scope(report: AnnualReport, identity: Identity, preamble: Sequence[str] = ()) -> Coverage:
    """What the numbers of `report` cover; `preamble` are the lines before its first chapter.

    An info finding says where the report contradicts itself, or what its agency is.
    """
    kind = agency_kind(identity.agency) if identity.agency else None
    headline = _headline(report.headline or "")
    if kind not in _table().own:
        return _whole([*headline, *_prose(report, preamble)])
    wide = [*headline, *_prose(report, preamble, wide_only=True)]
    if not any(words.body == "jurisdiction" for words in wide):
        return Coverage("agency")
    return _own([*headline, *_prose(report, preamble)])


# --- decision -------------------------------------------------------------------------------------------------


def _own(words: Sequence[_Words]) -> Coverage:
    """An authority without a level below: its own numbers, unless it says otherwise."""
    wide = [each for each in words if each.body == "jurisdiction" and each.said != "published"]
    sure = [each for each in wide if each.said != "received" or each.holds]
    against = [each for each in words if each.body == "agency" and each.holds]
    if sure and against:
        return _contradiction([sure[0], against[0]])
    if sure:
        return Coverage("jurisdiction", sure[0].quote)
    if doubtful := [each for each in wide if each.holds is None]:
        return _contradiction(doubtful[:1], "and no table shows whether the report's numbers are these")
    own = next((each for each in words if each.body == "agency" and each.said == "received"), None)
    return Coverage("agency", own.quote if own else None)


def _whole(words: Sequence[_Words]) -> Coverage:
    """A government, a zone, or nobody knows whom: only what is said counts."""
    told = [each for each in words if each.said != "published"]
    claims = [each for each in told if each.body in _CODES and each.holds is not False]
    if any(each.holds for each in claims):  # the table's own number leaves the others no say
        claims = [each for each in claims if each.said != "received" or each.holds]
    bodies = {each.body: each for each in reversed(claims)}
    if len(bodies) > 1:
        return _contradiction([bodies[body] for body in _WIDTH if body in bodies])
    if claims:
        return Coverage(_CODES[claims[0].body], claims[0].quote)
    if denied := [each for each in told if each.body in _CODES]:
        return _contradiction(denied[:1], "and the table's numbers are others")
    published = [each for each in words if each.said == "published" and each.body == "jurisdiction"]
    place = [each for each in told if each.body == "place" and each.holds is not False]
    return Coverage("jurisdiction", published[0].quote) if published and place else Coverage()


def _contradiction(words: Sequence[_Words], more: str = "") -> Coverage:
    said = "; ".join(f"{each.body}: {each.quote}" for each in words)
    detail = f"what the numbers cover stays open: {said}" + (f" – {more}" if more else "")
    return Coverage(findings=[Finding("scope.open", "info", "scope", detail, "published", raw=words[0].quote)])


# --- words ----------------------------------------------------------------------------------------------------


def _headline(headline: str) -> list[_Words]:
    packed = _packed(headline)
    folded = fold(packed)
    found = (name for name, pattern in _table().headline.items() if pattern.search(folded))
    return [_Words(_body(name), "headline", packed) for name in found][:1]


def _prose(report: AnnualReport, preamble: Sequence[str], wide_only: bool = False) -> list[_Words]:
    """What the prose says; with `wide_only` only its sentences on more than one authority are looked at."""
    table, totals = _table(), _totals(report)
    found: list[_Words] = []
    left = _MAX_LENGTH
    for heading, text in [("", "".join(preamble)), *((each.heading, each.text) for each in report.sections)]:
        if table.skip.match(heading):
            continue
        for sentence in _SENTENCE.finditer(_packed(text[:left])):
            words = sentence[0]
            wide = table.wide.search(words) is not None
            hint = table.hint.search(words) is not None
            if (wide and hint) if wide_only else (wide or hint):
                found += _sentence(words, totals)
            if len(found) >= _MAX_WORDS:
                return found
        left -= min(left, len(text))
    return found


def _packed(text: str) -> str:
    """Without white space and quotation marks."""
    return _MARKS.sub("", "".join(text.split()))


def _sentence(printed: str, totals: frozenset[int]) -> Iterator[_Words]:
    folded = _TITLE.sub(lambda title: "《" + "□" * (len(title[0]) - 2) + "》", fold(printed))
    yield from _covers(printed, folded)
    yield from _received(printed, folded, totals)
    begin = 0
    for match in _table().published.finditer(folded):
        if named := _nearest(folded, begin, match.start()):
            yield _Words(_widest(named), "published", _quote(printed, named[0].start(), match.end()))
        begin = match.end()


def _received(printed: str, folded: str, totals: frozenset[int]) -> Iterator[_Words]:
    """Who received how many requests."""
    table, begin = _table(), 0
    for match in table.received.finditer(folded):
        named = _nearest(folded, begin, match.end())
        since, begin = begin, match.end()
        if not named:
            continue
        number = _NUMBER.search(match[0])
        count = int(number[0].replace("，", "")) if number else 0
        # a zero where the table has one proves nothing
        holds = None if not totals or (count == 0 and 0 in totals) else count in totals
        part = table.part.search(folded, since, match.start()) is not None
        far = not number and folded.find("，", named[-1].end(), match.start()) >= 0  # 全区…，未收到申请
        body, start = _widest(named), named[0].start()
        doubt = body == "government" and table.doubt.search(folded, start, match.start())
        if (holds or not part) and not far and not doubt:
            yield _Words(body, "received", _quote(printed, start, match.end()), holds)


def _covers(printed: str, folded: str) -> Iterator[_Words]:
    table = _table()
    report = table.report.search(folded)
    patterns = [(pattern, 0) for pattern in table.covers]
    patterns += [(pattern, report.end()) for pattern in table.of_report if report]
    for pattern, begin in patterns:
        if match := pattern.search(folded, begin):
            named = table.body.finditer(folded, match.start("bodies"), match.end())
            bodies = [body for body in named if body.start() < match.end("bodies")]
            if not bodies or bodies[0].start() - match.start("bodies") > table.near:
                continue
            widest = _widest(bodies)
            if widest == "jurisdiction" or not table.doubt.search(match["bodies"]):
                yield _Words(widest, "covers", _quote(printed, *match.span()))
    for without in table.without:
        if match := without.search(folded):
            names = {each.lastgroup for each in table.body.finditer(folded, *match.span("bodies"))}
            if names & {"government", "jurisdiction"}:
                left: Body = "agency" if "government" in names else "government"
                yield _Words(left, "covers", _quote(printed, *match.span()))


def _nearest(folded: str, begin: int, end: int) -> list[re.Match[str]]:
    """The last list of bodies before `end`."""
    last: list[re.Match[str]] = []
    for match in _table().body.finditer(folded, begin, end):
        if last and not _table().join.fullmatch(folded, last[-1].end(), match.start()):
            last = []
        last.append(match)
    return last


def _widest(bodies: Sequence[re.Match[str]]) -> Body:
    return min((_body(match.lastgroup or "") for match in bodies), key=_WIDTH.index)


def _body(name: str) -> Body:
    return next(body for body in _WIDTH if body == name)


def _quote(printed: str, start: int, end: int) -> str:
    return printed[max(0, start - _AROUND) : end + _AROUND]


def _totals(report: AnnualReport) -> frozenset[int]:
    """What prose may mean by the number of requests: the new ones, with those carried over, those handled."""
    cells = [report.applications.get(item, {}).get("total") for item in ("new_received", "carried_over")]
    cells += [report.applications.get("processed_total", {}).get("total")]
    cells += [report.indicators.get(code) for code in ("3.1", "3.2")]
    values = [int(cell.value) if cell is not None and cell.value is not None else None for cell in cells]
    new, carried = values[:2]
    both = new + carried if new is not None and carried is not None else None
    return frozenset(value for value in (*values[:1], *values[2:], both) if value is not None)
