"""Comparisons with the year before, and shares of a whole: 较上年增长1400%, 净减少1件, 占35.1%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.facts.passage import begin_of
from pipelines.facts.quantities import Skeleton
from pipelines.facts.table import Change
from pipelines.report import Number

_CLAUSE_BREAK = re.compile(r"[，。；：（）、]")
_BESIDE = re.compile(r"(?:余|以上|左右)?[，（、；]?(?:数量|总量|总数)?(?:均)?")
_SHARE = re.compile(
    r"(?:余|以上|左右)?[，（](?:约)?占(?:总数|总量|总体|总|比|全部|申请|公开|信息|的|量|数)*(?:比例|比重|比)?(?:为|达到|达)?#%"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison in the skeleton: it begins at `start`, its verb (净减少) at `direction`, its number at `mark`.

    `subject` is the key that it compares, None for the number or statement right before it, "" for
    something that has no key.
    """

    mark: int
    start: int
    direction: int
    end: int
    subject: str | None
    sign: int
    unit: str


def changes(skeleton: Skeleton, words: Change) -> Iterator[Compared]:
    """All comparisons with the year before; 增加56件，增长1400% are two of one subject."""
    text = skeleton.text
    for match in words.first.finditer(text):
        found = _compared(match, _subject(match, text, words))
        yield found
        while again := words.again.match(text, found.end):
            found = _compared(again, found.subject, found.start)
            yield found


def is_beside(text: str, start: int, end: int) -> bool:
    """Is there nothing but punctuation between a fact and what is said of it?"""
    return _BESIDE.fullmatch(text, start, end) is not None


def share_after(text: str, at: int) -> int | None:
    """The place of the number of a share (，占35.1%) that stands at `at`, behind its part."""
    match = _SHARE.match(text, at)
    return match.end() - 2 if match else None


def signed(value: Number | None, sign: int) -> Number | None:
    return None if value is None else value * sign


def _compared(match: re.Match[str], subject: str | None, start: int | None = None) -> Compared:
    sign = 1 if match["up"] else -1
    mark = match.start("unit") - 1
    begin = match.start() if start is None else start
    return Compared(mark, begin, match.start("direction"), match.end(), subject, sign, match["unit"])


def _subject(match: re.Match[str], text: str, words: Change) -> str | None:
    own = match["subject"]
    if not own:
        begin = begin_of(_CLAUSE_BREAK, text, match.start())
        own = text[begin : match.start()]
        if "#" in own or not own:
            return None
    for key, pattern in words.subjects.items():
        if pattern.search(own):
            return key
    return ""
