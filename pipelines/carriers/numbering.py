"""Automatic list numbers of Word: they are printed, but stand in no run of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipelines.carriers.numerals import numeral
from pipelines.carriers.ooxml import attribute, child, integer, local

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """A list level; a `legal` one prints all its numbers in Arabic digits."""

    start: int
    style: str
    text: str
    legal: bool


@dataclass(slots=True)
class _List:
    """A w:num: its abstract list, its levels, and the counters it shares with its siblings."""

    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Labels of numbered paragraphs, in document order: each call counts on."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = {} if numbering is None else _lists(numbering)
        self._styles = {} if styles is None else _style_numbers(styles)
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: etree._Element) -> str:
        """The number printed before this paragraph, "" for none, for bullets and for unknown lists."""
        number, level = self._number_of(paragraph)
        entry = self._lists.get(number)
        if entry is None or level not in entry.levels:
            return ""
        counters = self._counters.setdefault(entry.abstract, [None] * _LEVELS)
        if level in entry.overrides and (number, level) not in self._begun:
            counters[level] = None
            start = entry.overrides[level]
        else:
            start = entry.levels[level].start
        self._begun.add((number, level))
        current = counters[level]
        counters[level] = start if current is None else current + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        return self._print(entry, level, counters)

    def _number_of(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = child(paragraph, "pPr")
        if properties is None:
            return "0", 0
        style = child(properties, "pStyle")
        number, level = (
            self._styles.get(attribute(style, "val") or "", ("0", 0)) if style is not None else ("0", 0)
        )
        own = child(properties, "numPr")
        if own is not None:
            number = str(integer(own, "numId", int(number) if number.isdigit() else 0))
            level = integer(own, "ilvl", level)
        return number, level

    def _print(self, entry: _List, level: int, counters: list[int | None]) -> str:
        shown = entry.levels[level]
        if shown.style in ("bullet", "none") and not _PLACEHOLDER.search(shown.text):
            return ""

        def count(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            other = entry.levels.get(at)
            value = counters[at]
            if other is None:
                return ""
            return numeral(other.start if value is None else value, "decimal" if shown.legal else other.style)

        label = _PLACEHOLDER.sub(count, shown.text)
        return label + " " if label and label[-1].isascii() and not label[-1].isspace() else label


def _lists(root: etree._Element) -> dict[str, _List]:
    abstracts = {
        attribute(element, "abstractNumId") or "": _levels(element)
        for element in root
        if local(element) == "abstractNum"
    }
    lists: dict[str, _List] = {}
    for element in root:
        if local(element) != "num":
            continue
        abstract = str(integer(element, "abstractNumId", -1))
        entry = _List(abstract, dict(abstracts.get(abstract, {})))
        for override in (inner for inner in element if local(inner) == "lvlOverride"):
            level = int(attribute(override, "ilvl") or 0)
            entry.levels.update(_levels(override))
            if child(override, "startOverride") is not None:
                entry.overrides[level] = integer(override, "startOverride", 1)
        lists[attribute(element, "numId") or ""] = entry
    return lists


def _levels(parent: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in parent:
        if local(element) != "lvl":
            continue
        style, text = child(element, "numFmt"), child(element, "lvlText")
        levels[int(attribute(element, "ilvl") or 0)] = _Level(
            start=integer(element, "start", 0),
            style=(attribute(style, "val") if style is not None else None) or "decimal",
            text=(attribute(text, "val") if text is not None else None) or "",
            legal=child(element, "isLgl") is not None,
        )
    return {level: entry for level, entry in levels.items() if 0 <= level < _LEVELS}


def _style_numbers(root: etree._Element) -> dict[str, tuple[str, int]]:
    """Style → (list, level), inherited through basedOn."""
    own: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for element in (inner for inner in root if local(inner) == "style"):
        name = attribute(element, "styleId") or ""
        based = child(element, "basedOn")
        if based is not None:
            parents[name] = attribute(based, "val") or ""
        properties = child(element, "pPr")
        numbers = None if properties is None else child(properties, "numPr")
        if numbers is not None:
            own[name] = (str(integer(numbers, "numId", 0)), integer(numbers, "ilvl", 0))
    found: dict[str, tuple[str, int]] = {}
    for name in {*own, *parents}:
        seen: set[str] = set()
        at = name
        while at not in own and at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        if at in own:
            found[name] = own[at]
    return found
