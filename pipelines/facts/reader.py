"""One passage → its facts: candidates for each number, and the choice between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pipelines.facts.changes import Compared, changes, is_beside, share_after, signed
from pipelines.facts.lists import Part, parts_of
from pipelines.facts.passage import SENTENCE_END, Passage, begin_of, sentence
from pipelines.facts.quantities import MARK, Quantity, skeleton
from pipelines.facts.scope import Scope, Scopes, scopes
from pipelines.facts.table import Rule, table
from pipelines.report import Fact, Number

_DISCLOSED = "disclosed."
_TOTAL = "disclosed.total"
_CATEGORY = "disclosed.category"
_SINCE: dict[Scope, str] = {"cumulative": "disclosed.cumulative", "accumulated": "disclosed.accumulated"}

_CLAUSE_END = re.compile(r"[，。；：（）]")
_CHANNEL_END = re.compile(r"[，。；（）]")
_SUBHEADING = re.compile(
    r"(?:（?[一二三四五六七八九十]{1,3}[）、.．]|（?\d{1,2}[）、.．])([^，。；#]{2,24})[。：]"
)
_QUOTED = re.compile(r"[”」\"]")  # the name of an account or of a column
_AND = ("和", "及", "与", "或", "、")
_AFTER_NUMBER = re.compile(r"(?:#[^#，。；：（、]{1,2}|）)(?:以及|[和及与或、])$")
_NEAR = 8
_CONTEXT = 400
_FAR = 60  # a part stands in the sentence of its whole, or not far behind it

# What may stand between the beginning of a list item and the words that are known: whose website it is.
_WHOSE = re.compile(r"|[共均]|[^、]{0,10}(?:[省市区县镇乡局委会级本我在经于]|街道|政府|利用|通过|依托|官方|自有)")
_ACCOUNT = re.compile(r"[^、和及与]{1,10}")  # 威海文登微信公众号


@dataclass(frozen=True, slots=True)
class WholeAndParts:
    """A stated whole and its stated parts; `complete` where the wording leaves none out."""

    whole: Fact
    parts: tuple[tuple[str, Number | None], ...]
    approximate: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A part, the whole that it is a part of, and its stated share in percent."""

    part: Fact
    whole: Fact
    share: Fact


@dataclass(frozen=True, slots=True)
class _Candidate:
    rule: Rule
    start: int
    end: int
    mark: int
    is_part: bool
    label: str | None


@dataclass(frozen=True, slots=True)
class _Last:
    """The nearest fact before a place of the skeleton: its key and its end."""

    key: str
    end: int


class PassageReader:
    """Reads one passage from left to right; `facts` and `lists` are what it found."""

    def __init__(self, passage: Passage, heading: str, subheading: str, year: int) -> None:
        self.facts: list[Fact] = []
        self.lists: list[WholeAndParts] = []
        self.shares: list[Share] = []
        self._passage = passage
        self._heading = heading + subheading
        self._skeleton = skeleton(passage)
        self._text = self._skeleton.text
        self._year = year
        self._subheading = subheading
        self._last: _Last | None = None
        self._by_mark: dict[int, list[_Candidate]] = {}
        self._items: dict[int, tuple[Part, Fact]] = {}
        self._shares: dict[int, tuple[Fact, Fact | None]] = {}

    def read(self, most: int) -> None:
        """Find the facts, at most about `most`."""
        quantities = self._skeleton.quantities
        rules = table().rules_for(self._text)
        for rule in rules if quantities else ():
            for candidate in self._candidates(rule):
                self._by_mark.setdefault(candidate.mark, []).append(candidate)
        compared = {each.mark: each for each in changes(self._skeleton, table().change)} if quantities else {}
        nones = self._nones(rules)
        for mark, quantity in quantities.items():
            if len(self.facts) >= most:
                return
            while nones and nones[0][0] < mark:
                self._none(*nones.pop(0))
            if mark in compared:
                self._changed(quantity, compared[mark])
            elif mark in self._shares:
                self._shared(quantity, *self._shares[mark])
            elif mark in self._items:
                self._item(quantity, *self._items[mark])
            else:
                self._counted(quantity)
        for none in nones:
            self._none(*none)

    @cached_property
    def _scopes(self) -> Scopes:
        return scopes(self._text, self._year)

    def _scope(self, at: int) -> Scope:
        return self._scopes.at(at)

    # ---------------------------------------------------------------- candidates

    def _candidates(self, rule: Rule) -> Iterator[_Candidate]:
        for pattern, is_part in ((rule.patterns, False), (rule.parts, True)):
            if pattern is None or (is_part and not rule.after):
                continue
            for match in pattern.finditer(self._text):
                mark = self._text.find(MARK, match.start())
                if mark < 0 or mark >= match.end():
                    continue
                if rule.context and not rule.context.search(self._before(match.start())):
                    continue
                label = match.groupdict().get("label")
                yield _Candidate(rule, match.start(), match.end(), mark, is_part, label)

    def _before(self, at: int) -> str:
        return self._heading + self._text[max(0, at - _CONTEXT) : at]

    def _nones(self, rules: list[Rule]) -> list[tuple[int, int, Rule]]:
        found: list[tuple[int, int, Rule]] = []
        for rule in rules:
            if rule.none:
                found += [(match.start(), match.end(), rule) for match in rule.none.finditer(self._text)]
        return sorted(found, key=lambda none: none[:2])

    def _chosen(self, candidates: list[_Candidate], mark: int) -> _Candidate | None:
        """The candidate that explains most words; several channels in one clause make their numbers a total."""
        if "分别" in self._text[self._clause_start(mark) : mark]:
            return None
        fitting = [
            each for each in candidates if not self._is_joined(each) and (not each.is_part or self._follows(each))
        ]
        best = min(fitting, key=lambda each: (each.start, each.is_part), default=None)
        if best is None:
            return None
        named = self._channels(best.start if best.rule.channel else mark)
        if best.rule.channel and not best.is_part and named - {best.rule.key}:
            totals = [each for each in fitting if each.rule.key == _TOTAL]
            return totals[0] if totals else None
        if best.rule.key == _TOTAL and self._is_limited(mark, named):
            return None
        return best

    def _is_limited(self, mark: int, named: set[str]) -> bool:
        """Does a total count one channel, column or account only, by its clause or by the heading above it?"""
        begin = begin_of(_CHANNEL_END, self._text, mark)
        if len(named) == 1 or table().limited.search(self._text, begin, mark):
            return True
        place = self._skeleton.place
        if _QUOTED.search(self._passage.printed(place(begin), place(mark) + 1)):
            return True
        own = _SUBHEADING.match(self._text)
        above = own[1] if own else self._subheading
        return not named and len(_named_channels(above, 0, len(above))) == 1

    def _is_joined(self, candidate: _Candidate) -> bool:
        """Does its number count something else as well (政策文件和解读120条)? After a number, 和 joins numbers."""
        before = self._text[max(0, candidate.start - _NEAR) : candidate.start]
        if candidate.start == candidate.mark or not before.endswith(_AND):
            return False
        return _AFTER_NUMBER.search(before) is None

    def _channels(self, until: int) -> set[str]:
        """The channels that the clause names before a place; 网站：发布信息42条 is one clause."""
        return _named_channels(self._text, begin_of(_CHANNEL_END, self._text, until), until)

    def _clause_start(self, at: int) -> int:
        return begin_of(_CLAUSE_END, self._text, at)

    def _follows(self, candidate: _Candidate) -> bool:
        """Is the nearest fact before a part one that it can be part of, with no other topic between?"""
        last = self._last
        if last is None or not last.key.startswith(candidate.rule.after) or last.end > candidate.mark:
            return False
        if candidate.rule.beside and candidate.start - last.end not in (-1, 0):
            return False
        if candidate.start - last.end > _CONTEXT:
            return False
        between = self._text[last.end : max(last.end, candidate.start)]
        if len(between) > _FAR and SENTENCE_END.search(between):
            return False
        topics = table().topics
        return not any(
            pattern.search(between)
            for prefix, pattern in topics.items()
            if not candidate.rule.key.startswith(prefix)
        )

    # ---------------------------------------------------------------- facts

    def _counted(self, quantity: Quantity) -> None:
        chosen = self._chosen(self._by_mark.get(quantity.mark, []), quantity.mark)
        if chosen is None:
            return
        scope = self._scope(quantity.mark)
        rule, key = chosen.rule, chosen.rule.key
        if scope in _SINCE and key == _TOTAL:
            key = _SINCE[scope]
        elif scope != "year" and not (scope in _SINCE and rule.stock):
            return
        both = rule.both if quantity.value == 0 else ()
        for each in both or (key,):
            fact = self._emit(each, quantity, quantity.value, chosen.label)
        self._last = _Last(key, chosen.end)
        if scope == "year":
            self._list(quantity, fact, chosen.end)
        self._expect_share(fact, None, chosen.end)

    def _expect_share(self, part: Fact, whole: Fact | None, at: int) -> None:
        mark = share_after(self._text, at)
        if mark is not None:
            self._shares[mark] = (part, whole)

    def _shared(self, quantity: Quantity, part: Fact, whole: Fact | None) -> None:
        share = self._emit(f"{part.key}.share", quantity, quantity.value, part.label)
        if whole is not None:
            self.shares.append(Share(part, whole, share))

    def _list(self, quantity: Quantity, whole: Fact, at: int, *, introduced: bool = False) -> None:
        """Find the list of parts behind a fact; its items are read as such, and as nothing else."""
        parts = parts_of(
            quantity, self._skeleton, at, table().lists, _Judge(self, whole.key), introduced=introduced
        )
        if parts is None:
            return
        stated = tuple((item.label, item.quantity.value) for item in parts.items)
        approximate = whole.approximate or any(item.quantity.approximate for item in parts.items)
        self.lists.append(WholeAndParts(whole, stated, approximate, parts.complete))
        self._items |= {item.quantity.mark: (item, whole) for item in parts.items}

    def covering(self, item: Part) -> list[_Candidate]:
        """The candidates that explain the whole label of an item."""
        found = []
        for each in self._by_mark.get(item.quantity.mark, ()):
            whose = self._text[item.start : max(item.start, each.start)]
            if _WHOSE.fullmatch(whose) or (each.rule.channel and _ACCOUNT.fullmatch(whose)):
                found.append(each)
        return found

    def _item(self, quantity: Quantity, item: Part, whole: Fact) -> None:
        """An item of a list is what its whole label says, of an open kind a category."""
        if self._scope(quantity.mark) != "year":
            return
        fitting = [
            each
            for each in self.covering(item)
            if each.rule.key not in (_TOTAL, _CATEGORY)
            and (whole.key.startswith(each.rule.after) if each.is_part else not each.rule.channel)
        ]
        best = min(fitting, key=lambda each: each.start, default=None)
        if best is not None:
            fact = self._emit(best.rule.key, quantity, quantity.value)
        elif whole.key.startswith(_DISCLOSED) and not table().lists.not_a_kind.search(item.label):
            fact = self._emit(_CATEGORY, quantity, quantity.value, item.label)
        else:
            return
        end = quantity.mark + 1 + len(quantity.unit)
        self._last = _Last(fact.key, end)
        self._list(quantity, fact, end, introduced=True)
        self._expect_share(fact, whole, end)

    def _changed(self, quantity: Quantity, compared: Compared) -> None:
        subject = compared.subject
        if subject is None:
            last = self._last
            if last is None or not is_beside(self._text, last.end, compared.start):
                return
            if self.facts[-1].unit == "%":  # points or percent of a rate: nobody can tell
                return
            subject = last.key
        if not subject or self._scope(compared.mark) in ("other", "plan"):
            return
        kind = "growth" if compared.unit == "%" else "change"
        begin = self._skeleton.place(compared.direction)
        self._emit(f"{subject}.{kind}", quantity, signed(quantity.value, compared.sign), start=begin)

    def _none(self, start: int, end: int, rule: Rule) -> None:
        """A statement that there was none; none up to a day is none of the year, too."""
        if self._scope(start) in ("other", "plan"):
            return
        first, last = self._skeleton.place(start), self._skeleton.place(end - 1) + 1
        self.facts.append(self._fact(rule.key, 0, first, last))
        self._last = _Last(rule.key, end)

    def _emit(
        self,
        key: str,
        quantity: Quantity,
        value: Number | None,
        label: str | None = None,
        start: int | None = None,
    ) -> Fact:
        start = quantity.start if start is None else start
        fact = self._fact(key, value, start, quantity.end)
        fact = replace(fact, unit=quantity.unit or None, approximate=quantity.approximate, label=label)
        self.facts.append(fact)
        return fact

    def _fact(self, key: str, value: Number | None, start: int, end: int) -> Fact:
        passage = self._passage
        raw, quote = passage.printed(start, end), sentence(passage, start)
        return Fact(key, value, raw, quote, passage.section, passage.offset(start))


def _named_channels(text: str, begin: int, end: int) -> set[str]:
    return {rule.key for rule in table().rules if rule.channel and rule.channel.search(text, begin, end)}


@dataclass(frozen=True, slots=True)
class _Judge:
    """What a passage's candidates tell of the items of a list behind the fact `key`."""

    reader: PassageReader
    key: str

    def is_channel(self, item: Part) -> bool:
        if self.key != _TOTAL:
            return False
        return any(each.rule.channel and each.is_part for each in self.reader.covering(item))

    def may_be_part(self, item: Part) -> bool:
        """Another topic's own wording is no part; the categories of what was disclosed may be anything."""
        family = self.key.partition(".")[0]
        if family == "disclosed":
            return True
        own = [each.rule.key.partition(".")[0] for each in self.reader.covering(item) if not each.is_part]
        return all(each == family for each in own)
