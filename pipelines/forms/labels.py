"""Printed labels → codes: exact, then known variants, then lookalikes or a bounded and unique near miss."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from models.vocabulary import Indicator, vocabulary
from pipelines.identity.text import simplified
from pipelines.memo import short_texts

How = Literal["exact", "near"]

_NOISE = re.compile(r"\[bookmark:[^\]]*\]|\s|[\u200b-\u200f\u2060\ufeff\u00ad]")
_NUMERALS = "一二三四五六七八九十0123456789"
_NUMERAL = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_NUMBERING = re.compile(rf"^(?:\({_NUMERAL}\)[、.,:]?|{_NUMERAL}[、.,:)](?!\d))+")
_BRACKETED = re.compile(r"\([^()]*\)|\([^()]*$")
_CIRCLED = re.compile(r"[①-⑳]")
_THEREOF = re.compile(r"^其中[::]?")
_PUNCTUATION = re.compile(r"[^\w]|_")

# A near miss may differ in one character of four, and must beat every other label by two.
_CHARACTERS_PER_ERROR = 4
_MARGIN = 2
_REMEMBERED = 4096  # unknown texts whose comparison with all labels is not repeated


def plain(text: str) -> str:
    """NFKC, simplified, without white space, invisible characters, Word bookmarks and leading numbering."""
    folded = _NOISE.sub("", simplified(unicodedata.normalize("NFKC", _NOISE.sub("", text))))
    return _NUMBERING.sub("", folded, count=1)


@short_texts
def _keys(text: str) -> tuple[str, str]:
    folded = plain(text)
    return _PUNCTUATION.sub("", folded), _PUNCTUATION.sub("", _BRACKETED.sub("", folded))


def key(text: str) -> str:
    """What two prints of the same label have in common: its letters and digits.

    >>> key("（三） 不 予 公 开"), key("3. “ ”危及 三安全一稳定")
    ('不予公开', '危及三安全一稳定')
    """
    return _keys(text)[0]


def short_key(text: str) -> str:
    """The key without what stands in brackets: notes, units, years."""
    return _keys(text)[1]


@cache
def lookalikes() -> dict[int, str]:
    """Characters that print and recognition confuse → the first of their group, for `str.translate`."""
    table = tomllib.loads(Path(__file__).with_name("lookalikes.toml").read_text(encoding="utf-8"))
    return {ord(character): group[0] for group in table["groups"] for character in group[1:]}


@dataclass(frozen=True, slots=True)
class Match:
    """A printed label recognised as `code`; `printed` is its key, `official` what it stands for."""

    code: str
    how: How
    printed: str
    official: str


@dataclass(slots=True)
class LabelSet:
    """The labels of one dimension of one table: code → its known keys, the official one first."""

    keys: dict[str, tuple[str, ...]]
    exact: dict[str, str] = field(init=False)
    _alike: dict[str, set[str]] = field(init=False, default_factory=dict, repr=False)
    _near_misses: dict[str, Match | None] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.exact = {}
        for code, keys in self.keys.items():
            for known in keys:
                if self.exact.setdefault(known, code) != code:
                    raise ValueError(f"label {known!r} stands for both {self.exact[known]!r} and {code!r}")
                self._alike.setdefault(known.translate(lookalikes()), set()).add(code)

    def code(self, text: str) -> str | None:
        """The code of a label printed exactly, or in a known variant."""
        full, short = _keys(text)
        return self.exact.get(full) or self.exact.get(short)

    def match(self, text: str) -> Match | None:
        if code := self.code(text):
            return Match(code, "exact", key(text), self.keys[code][0])
        return self._near(key(text)) or self._near(short_key(text))

    def _near(self, printed: str) -> Match | None:
        if printed not in self._near_misses:
            if len(self._near_misses) >= _REMEMBERED:
                self._near_misses.clear()
            self._near_misses[printed] = self._nearest(printed)
        return self._near_misses[printed]

    def _nearest(self, printed: str) -> Match | None:
        alike = self._alike.get(printed.translate(lookalikes()), set())
        if len(alike) == 1:
            (code,) = alike
            return Match(code, "near", printed, self.keys[code][0])
        best: dict[str, int] = {}
        close: set[str] = set()
        for known, code in self.exact.items():
            limit = len(known) // _CHARACTERS_PER_ERROR
            if abs(len(known) - len(printed)) <= limit + _MARGIN:
                errors = distance(known, printed)
                best[code] = min(best.get(code, errors), errors)
                close |= {code} if errors <= limit else set()
        ranked = sorted(best.items(), key=lambda item: item[1])
        if not ranked:
            return None
        code, errors = ranked[0]
        if code not in close or (len(ranked) > 1 and ranked[1][1] < errors + _MARGIN):
            return None
        return Match(code, "near", printed, self.keys[code][0])


def match_below_group(text: str, labels: LabelSet, groups: LabelSet) -> Match | None:
    """A label, with its group's before it in the same cell or not: （三）不予公开1.属于国家秘密."""
    if match := labels.match(text):
        return match
    printed = key(text)
    for group in sorted(groups.exact, key=len, reverse=True):
        if printed.startswith(group):
            own = printed.removeprefix(group).lstrip(_NUMERALS)
            return match_below_group(own, labels, groups) if own else None
    return None


def distance(left: str, right: str) -> int:
    """Levenshtein's edit distance."""
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b)))
        previous = current
    return previous[-1]


@dataclass(frozen=True, slots=True)
class LabelBook:
    """Every label that the forms print. `disclosure_*` are by form, `local_rows` by table; codes of
    `indicators` that share a label are joined with |."""

    applications: LabelSet
    application_groups: LabelSet
    applicants: LabelSet
    applicant_groups: LabelSet
    channels: LabelSet
    channel_groups: LabelSet
    outcomes: LabelSet
    disclosure_items: Mapping[str, LabelSet]
    disclosure_measures: Mapping[str, LabelSet]
    disclosure_groups: LabelSet
    local_rows: Mapping[str, LabelSet]
    indicators: LabelSet
    indicator_columns: LabelSet
    indicator_foot: tuple[str, ...]
    sections: LabelSet
    chapters: LabelSet
    detectors: Mapping[str, tuple[str, ...]]
    detectors_of_applications: Mapping[str, tuple[str, ...]]
    local_tables: Mapping[str, tuple[str, ...]]
    lost_tables: tuple[str, ...]
    no_rows: tuple[str, ...]


def _label_set(official: Mapping[str, str], variants: Mapping[str, Iterable[str]]) -> LabelSet:
    keys: dict[str, tuple[str, ...]] = {}
    for code in dict.fromkeys([*official, *variants]):
        printed = [official[code]] if code in official else []
        printed += variants.get(code, ())
        both = [form(label) for label in printed for form in (key, short_key)]
        keys[code] = tuple(dict.fromkeys(label for label in both if label))
    return LabelSet(keys)


def _own(labels: Mapping[str, str]) -> dict[str, str]:
    """The last step of each label path: 三、本年度办理结果/（一）予以公开 → （一）予以公开."""
    return {code: path.rsplit("/", 1)[-1] for code, path in labels.items()}


def _measures(rows: Mapping[str, Any]) -> dict[str, str]:
    return {measure: header for row in rows.values() for measure, header in row.measures.items()}


def without_thereof(text: str) -> str:
    """A line of the table of 2014 without 其中： and circled numerals before it."""
    return _THEREOF.sub("", plain(_CIRCLED.sub("", text)))


def _indicator_set(lines: Mapping[str, Indicator], variants: Mapping[str, Iterable[str]]) -> LabelSet:
    """（二）被依法纠错数 stands in two blocks: such a label gets the codes of both, 4.2|5.2."""
    codes: dict[str, list[str]] = {}
    for code, line in lines.items():
        for label in (line.label, *variants.get(code, ())):
            for form in (key, short_key):
                known = codes.setdefault(form(without_thereof(label)), [])
                known += [] if code in known else [code]
    keys: dict[str, tuple[str, ...]] = {}
    for label, shared in codes.items():
        joined = "|".join(shared)
        keys[joined] = (*keys.get(joined, ()), label)
    return LabelSet(keys)


def _keys_of(words: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(key(word) for word in found) for name, found in words.items()}


@cache
def label_book() -> LabelBook:
    """The official wording of the vocabulary joined with the variants of labels.toml, read once."""
    return read_labels(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))


def read_labels(toml: str) -> LabelBook:
    """The labels of the vocabulary and of this table. ValueError where one label has two meanings."""
    words = vocabulary()
    raw = tomllib.loads(toml)
    forms = raw["disclosure"]
    return LabelBook(
        applications=_label_set(_own(words.applications), raw["applications"]),
        application_groups=_label_set({}, raw["application_groups"]),
        applicants=_label_set(words.applicants, raw["applicants"]),
        applicant_groups=_label_set({}, raw["applicant_groups"]),
        channels=_label_set(_own(words.channels), raw["channels"]),
        channel_groups=_label_set({}, raw["channel_groups"]),
        outcomes=_label_set(words.outcomes, raw["outcomes"]),
        disclosure_items={
            form: _label_set({code: row.label for code, row in words.disclosure[form].items()}, variants["items"])
            for form, variants in forms.items()
        },
        disclosure_measures={
            form: _label_set(_measures(words.disclosure[form]), variants["measures"])
            for form, variants in forms.items()
        },
        disclosure_groups=_label_set({}, raw["disclosure_groups"]),
        local_rows={table: _label_set({}, {"local": rows}) for table, rows in raw["local_rows"].items()},
        indicators=_indicator_set(words.indicators, raw["indicators"]),
        indicator_columns=_label_set({}, raw["indicator_columns"]),
        indicator_foot=_keys_of(raw["indicator_foot"])["words"],
        sections=_label_set({}, raw["sections"]),
        chapters=_label_set({}, raw["chapters"]),
        detectors=_keys_of(raw["detectors"]),
        detectors_of_applications=_keys_of(raw["detectors_of_applications"]),
        local_tables=_keys_of(raw["local_tables"]),
        lost_tables=_keys_of(raw["lost_tables"])["words"],
        no_rows=_keys_of(raw["no_rows"])["words"],
    )
