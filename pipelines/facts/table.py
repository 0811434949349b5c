"""facts.toml, compiled: which words state which fact."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.facts.quantities import MARK

_MACRO = re.compile(r"<([A-Z]+)>")
_OUTSIDE_CLASS = re.compile(rf"\\.|\[[^\]]*\]|{MARK}")


class TableError(Exception):
    """facts.toml contradicts itself; the message names the entry."""


@dataclass(frozen=True, slots=True)
class TextRule:
    """A printed text: the group of the first pattern that matches, or its whole match."""

    key: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A number and its wordings; see the head of facts.toml."""

    key: str
    words: tuple[str, ...]
    patterns: re.Pattern[str] | None
    parts: re.Pattern[str] | None
    none: re.Pattern[str] | None
    after: str
    beside: bool
    channel: re.Pattern[str] | None
    context: re.Pattern[str] | None
    both: tuple[str, ...]
    stock: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """How a list of parts is introduced; `item` has the groups label, unit and share."""

    open: re.Pattern[str]
    closed: re.Pattern[str]
    plain: re.Pattern[str]
    next_sentence: re.Pattern[str]
    by: re.Pattern[str]
    item: re.Pattern[str]
    kind: re.Pattern[str]
    stops: re.Pattern[str]
    verbs: re.Pattern[str]
    sums: re.Pattern[str]
    not_a_kind: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Time:
    """The words that tell of which time a clause speaks."""

    compared: re.Pattern[str]
    carried: re.Pattern[str]
    since: re.Pattern[str]
    since_year: re.Pattern[str]
    until: re.Pattern[str]
    own: re.Pattern[str]
    before: re.Pattern[str]
    plan: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Change:
    """A comparison with the year before: groups `compare`, `subject`, `direction`, `up` and `unit`.

    `subjects` are key → the words for it.
    """

    first: re.Pattern[str]
    again: re.Pattern[str]
    subjects: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """All of facts.toml. `labels` are key → (Chinese, English)."""

    texts: tuple[TextRule, ...]
    rules: tuple[Rule, ...]
    lists: Lists
    change: Change
    time: Time
    limited: re.Pattern[str]
    topics: Mapping[str, re.Pattern[str]]
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", tuple(dict.fromkeys(w for rule in self.rules for w in rule.words)))

    def rules_for(self, text: str) -> list[Rule]:
        """The rules whose words a text prints; each word is looked for once, however many rules name it."""
        printed = {word for word in self.words if word in text}
        return [rule for rule in self.rules if not rule.words or not printed.isdisjoint(rule.words)]


@cache
def table() -> Table:
    """The table, read once."""
    return load(Path(__file__).with_name("facts.toml").read_text(encoding="utf-8"))


def load(text: str) -> Table:
    """Read a table. `TableError` for an entry that cannot be used."""
    raw = tomllib.loads(text)
    macros = raw["macros"]
    labels: dict[str, tuple[str, str]] = {}
    for entry in [*raw["text"], *raw["fact"]]:
        names = (entry["zh"], entry["en"])
        if labels.setdefault(entry["key"], names) != names:
            raise TableError(f"facts.toml: {entry['key']} has two names; give both entries the same zh and en")
    texts = tuple(TextRule(entry["key"], tuple(_each(entry["patterns"], macros))) for entry in raw["text"])
    rules = tuple(_rule(entry, raw["templates"], macros) for entry in raw["fact"])
    known = {rule.key for rule in rules}
    for rule in rules:
        if strangers := set(rule.both) - known:
            raise TableError(f"facts.toml: {rule.key} names {', '.join(sorted(strangers))}, which is no key")
        if rule.parts and not any(key.startswith(rule.after) for key in known):
            raise TableError(f"facts.toml: no key begins with {rule.after!r}, after which {rule.key} may stand")
    lists = Lists(**_compiled(raw["lists"]))
    limited = re.compile(raw["places"]["limited"])
    time = Time(**_compiled(raw["time"]))
    return Table(texts, rules, lists, _change(raw["change"]), time, limited, _compiled(raw["topics"]), labels)


def _compiled(patterns: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


def _rule(entry: Mapping[str, Any], templates: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    channel = entry.get("channel")
    named = {**macros, "NAME": f"(?:{channel})"}
    patterns, parts = list(entry.get("patterns", ())), list(entry.get("parts", ()))
    if channel:
        patterns += templates["patterns"]
        parts += templates["parts"]
    if parts and "after" not in entry:
        raise TableError(f"facts.toml: {entry['key']} has parts, but does not say after which keys")
    units = entry["units"]
    return Rule(
        key=entry["key"],
        words=tuple(entry.get("words", ())),
        patterns=_joined(patterns, named, units),
        parts=_joined(parts, named, units),
        none=_joined(entry.get("none", ()), named, None),
        after=entry.get("after", ""),
        beside=entry.get("beside", False),
        channel=re.compile(channel) if channel else None,
        context=re.compile(entry["context"]) if "context" in entry else None,
        both=tuple(entry.get("both", ())),
        stock=entry.get("stock", False),
    )


def _joined(patterns: Iterable[str], macros: Mapping[str, str], units: list[str] | None) -> re.Pattern[str] | None:
    """The patterns as one, or None for none; `#` is made to stand for a number with one of the units."""
    wanted = []
    for pattern in patterns:
        expanded = expand(pattern, macros)
        if units is not None:
            expanded = _with_units(expanded, units)
        wanted.append(expanded)
    return re.compile("|".join(f"(?:{pattern})" for pattern in wanted)) if wanted else None


def _with_units(pattern: str, units: list[str]) -> str:
    """`#` outside of [] as `#` with a unit behind it."""
    named = [re.escape(unit) for unit in sorted(units, key=len, reverse=True) if unit]
    bare = [r"(?![\u3400-\u9fffA-Za-z%])"] if "" in units else []
    number = f"{MARK}(?:{'|'.join(named + bare)})"
    return _OUTSIDE_CLASS.sub(lambda match: number if match[0] == MARK else match[0], pattern)


def _each(patterns: Iterable[str], macros: Mapping[str, str]) -> list[re.Pattern[str]]:
    return [re.compile(expand(pattern, macros)) for pattern in patterns]


def expand(pattern: str, macros: Mapping[str, str]) -> str:
    """Macros may hold macros."""
    while match := _MACRO.search(pattern):
        if match[1] not in macros:
            raise TableError(f"facts.toml: <{match[1]}> is no macro, in {pattern!r}")
        pattern = pattern.replace(match[0], f"(?:{macros[match[1]]})")
    return pattern


def _change(raw: Mapping[str, Any]) -> Change:
    compare = raw["compare"].replace("<THEN>", raw["then"])
    units = "|".join(re.escape(unit) for unit in raw["units"])
    direction = rf"(?P<direction>(?:净|共|总体|有所|略有|约|大幅|小幅)*(?:(?P<up>{raw['up']})|(?:{raw['down']})))"
    number = rf"(?:率|幅度?)?(?:了|为|达到|达)?{MARK}(?P<unit>{units})"
    first = rf"(?P<compare>{compare})(?P<subject>[^，。；：（）#]{{0,12}}?){direction}{number}"
    again = rf"[，、（](?:同比)?(?:{compare})?{direction}{number}"
    subjects = {key: re.compile(rf"(?:{pattern})$") for key, pattern in raw["subjects"].items()}
    return Change(re.compile(first), re.compile(again), subjects)
