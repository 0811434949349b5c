"""Of which time a clause speaks: the report's year, another, all years up to now, or a plan."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipelines.facts.table import Time, table

Scope = Literal["year", "other", "cumulative", "accumulated", "plan"]

_SENTENCE = re.compile(r"[^。！？；]+")
_CLAUSE = re.compile(r"[^，：（）]+")
_LONGEST = 400  # characters of a sentence before a clause that may tell its time
_NEAR = 16
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年|(?=-20\d\d年))")


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scope of every place of a passage."""

    _starts: list[int]
    _scopes: list[Scope]

    def at(self, index: int) -> Scope:
        return self._scopes[bisect_right(self._starts, index) - 1] if self._starts else "year"


def _time() -> Time:
    return table().time


def own_year(texts: Iterable[str]) -> int | None:
    """The only year that texts speak of, comparisons aside; None where they speak of several."""
    years = {int(year) for text in texts for year in _named(text)}
    return years.pop() if len(years) == 1 else None


def scopes(text: str, year: int) -> Scopes:
    """Clause by clause; a year that is named holds until another is, a 累计 to the end of its sentence."""
    starts: list[int] = []
    found: list[Scope] = []
    named: Scope = "year"
    for sentence in _SENTENCE.finditer(text):
        since: Scope | None = None
        before = False
        for clause in _CLAUSE.finditer(text, sentence.start(), sentence.end()):
            words = clause[0]
            years = {int(other) for other in _named(words)}
            own = _says_own(text[max(sentence.start(), clause.end() - _LONGEST) : clause.end()], year)
            if since != "cumulative":
                since = _since(words, year, own) or (None if _time().own.search(words) else since)
            if since == "cumulative":
                before = False
            elif years:
                named, before = ("year" if years == {year} else "other"), False
            elif _time().own.search(words):
                named, before = "year", False
            elif _time().before.search(words):
                before = True
            starts.append(clause.start())
            found.append(_scope(words, named, since, before))
    return Scopes(starts, found)


def _scope(words: str, named: Scope, since: Scope | None, before: bool) -> Scope:
    if _time().plan.search(words):
        return "plan"
    if before:
        return "other"
    return since if since and named == "year" else named


def _since(words: str, year: int, own: bool) -> Scope | None:
    until = _time().until.search(words) is not None
    if _time().since.search(words):
        return "cumulative"
    if (match := _time().since_year.search(words)) and f"{year}年" not in match[0]:
        return "cumulative"
    if "累计" in words and not own:
        return "accumulated"
    return "accumulated" if until and not own else None


def _says_own(sentence: str, year: int) -> bool:
    """Does a sentence name the report's year as its time, and not only the day up to which it counts?"""
    if _time().own.search(sentence):
        return True
    return any(
        int(match[1]) == year and not _time().until.search(sentence[max(0, match.start() - 3) : match.start()])
        for match in _YEAR.finditer(sentence)
        if not _is_compared(sentence, match)
    )


def _named(words: str) -> Iterable[str]:
    for match in _YEAR.finditer(words):
        if not _is_compared(words, match) and not _time().carried.match(words, match.end() - 1):
            yield match[1]


def _is_compared(words: str, year: re.Match[str]) -> bool:
    return _time().compared.search(words[max(0, year.start() - _NEAR) : year.start()]) is not None
