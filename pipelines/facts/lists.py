"""A whole and its parts: 公开信息8819件（含网站3092件、微信4357件 …）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from pipelines.facts.quantities import Quantity, Skeleton
from pipelines.facts.table import Lists
from pipelines.report import Number

_AFTER_WHOLE = re.compile(r"(?:余|以上|左右)?(?:政府|政务)?(?:信息)?(?:（[^（）#]{1,20}）)?")
_AFTER_PART = re.compile(r"(?:余|以上|左右)?(?:等等?)?")
_BARE = re.compile(r"(?:政府|政务)?信息")  # no name without its verb: 主动公开信息
_AND = re.compile(r"以及|[和及与]")
_ENDS = "。）；"
_MOST = 60  # a longer list is a table, not a sentence


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a list: [start, …) is where its label begins in the skeleton."""

    quantity: Quantity
    label: str
    start: int


@dataclass(frozen=True, slots=True)
class Parts:
    """The items of a list; they are `complete` where the wording leaves none out (no 其中, no 等)."""

    items: tuple[Part, ...]
    complete: bool
    end: int

    @property
    def sum(self) -> Number | None:
        values = [item.quantity.value for item in self.items]
        return None if None in values else sum(value for value in values if value is not None)


class Judge(Protocol):
    """What a list must know of the words in it."""

    def is_channel(self, item: Part) -> bool: ...

    def may_be_part(self, item: Part) -> bool: ...


def parts_of(
    whole: Quantity, skeleton: Skeleton, at: int, words: Lists, reader: Judge, *, introduced: bool = False
) -> Parts | None:
    """The list behind a whole, from place `at` of the skeleton on, or None.

    A list that nothing but a comma or a full stop introduces must add up, or name nothing but channels;
    it is not looked for where only an `introduced` one can be meant.
    """
    text = skeleton.text
    if after := _AFTER_WHOLE.match(text, at):
        at = after.end()

    def walk(start: int, separators: str = "、，；") -> Parts | None:
        return _walk(whole, skeleton, start, separators, words, reader)

    if (intro := words.open.match(text, at)) and (parts := walk(intro.end())):
        return Parts(parts.items, False, parts.end)
    if (intro := words.closed.match(text, at)) and intro.end() > at:
        return _several(walk(intro.end()))
    if introduced:
        return None
    if (intro := words.plain.match(text, at)) and (parts := _several(walk(intro.end()))):
        channels = all(reader.is_channel(item) for item in parts.items)
        return parts if channels or parts.sum == whole.value else None
    if intro := words.next_sentence.match(text, at):
        parts = _several(walk(intro.end(), "、，；。"))
        if parts and parts.sum == whole.value:
            return parts
    if intro := words.by.match(text, at):
        return _several(walk(intro.end()))
    return None


def _several(parts: Parts | None) -> Parts | None:
    return parts if parts and len(parts.items) > 1 else None


def _walk(
    whole: Quantity, skeleton: Skeleton, at: int, separators: str, words: Lists, reader: Judge
) -> Parts | None:
    """Items of the whole's unit, one behind another."""
    text = skeleton.text
    items: list[Part] = []
    complete = True
    end = at
    while len(items) < _MOST and (match := words.item.match(text, at)):
        part = _part(skeleton, match, words)
        if part is None or part.quantity.unit != whole.unit or not reader.may_be_part(part):
            break
        items.append(part)
        after = _AFTER_PART.match(text, match.end())
        end = at = after.end() if after else match.end()
        complete = complete and text[end - 1] != "等"
        joined = _AND.match(text, at + 1 if text[at : at + 1] in tuple(separators) else at)
        if joined:
            at = joined.end()
        elif text[at : at + 1] in tuple(separators):
            at += 1
        else:
            break
    if not items:
        return None
    closed = text[end : end + 1] in _ENDS or not text[end:]
    return Parts(tuple(items), complete and closed, end)


def _part(skeleton: Skeleton, match: re.Match[str], words: Lists) -> Part | None:
    printed = match["label"]
    quantity = skeleton.quantities.get(match.end("label"))
    if quantity is None or words.stops.match(printed):
        return None
    verbs = words.verbs.match(printed)
    skipped = verbs.end() if verbs and not _BARE.fullmatch(printed, verbs.end()) else 0
    label = words.sums.sub("", printed[skipped:])
    return Part(quantity, label, match.start() + skipped) if label else None
