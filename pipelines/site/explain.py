"""What a finding says, in Chinese: explanations.toml. The database has it in English."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from models.vocabulary import vocabulary
from pipelines.site.catalogue import catalogue
from pipelines.site.places import named

FILE = Path(__file__).with_name("explanations.toml")
HOLE = "\0"
"""Stands for any value: tests/unit/site/test_explain.py tries sentences of which only a run knows the values."""

_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
_NUMBER = rf"[-+]?[\d.,]+%?|{HOLE}+"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`words` are its longest words, which a text must hold to be this sentence; `kinds`: placeholder → kind."""

    words: str
    pattern: re.Pattern[str]
    kinds: Mapping[str, str]
    chinese: str


@dataclass(frozen=True, slots=True)
class _Table:
    sentences: tuple[_Sentence, ...]
    parts: Mapping[str, tuple[_Sentence, ...]]
    lists: Mapping[str, tuple[str, str]]


@lru_cache(maxsize=4096)
def explain(detail: str) -> str | None:
    """A finding's detail in Chinese; None where explanations.toml has no such sentence."""
    return _said(detail, _table().sentences)


def lost(reason: str) -> str | None:
    """Why a source no longer has its report (report_sources.lost_reason), in Chinese; None as above."""
    return _part(reason, "lost")


def ended(message: str) -> str | None:
    """Why a run ended as it did (runs.message), in Chinese; None as above."""
    return _part(message, "run")


def _said(text: str, sentences: tuple[_Sentence, ...]) -> str | None:
    for sentence in sentences:
        if sentence.words in text and (found := sentence.pattern.fullmatch(text)):
            values = {name: _value(value, sentence.kinds[name]) for name, value in found.groupdict().items()}
            if None not in values.values():
                return sentence.chinese.format_map(values)
    return None


def _value(text: str, kind: str) -> str | None:
    """A value in Chinese, None where it is none of its kind."""
    if kind in ("", "n"):
        return _quoted(text)
    if text == HOLE:
        return text
    if kind == "codes":
        return "、".join(_code(code) for code in text.split(", "))
    if kind == "code":
        return _code(text)
    if kind == "place":
        return " · ".join(named(text)) or text
    return _part(text, kind)


def _part(text: str, kind: str) -> str | None:
    sentences = _table().parts[kind]
    between, comma = _table().lists.get(kind, ("", ""))
    pieces = text.split(between) if between else [text]
    said = [piece if piece == HOLE else _said(piece, sentences) for piece in pieces]
    return comma.join(each for each in said if each is not None) if None not in said else _said(text, sentences)


def _quoted(text: str) -> str:
    """What Python's quotes stand around (a label as printed) in Chinese ones."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        try:
            return f"“{ast.literal_eval(text)}”"
        except (SyntaxError, ValueError):  # quotes of the text itself
            return text
    return text


def _code(code: str) -> str:
    return _columns().get(code) or catalogue().label(code)


@cache
def _columns() -> Mapping[str, str]:
    """Codes of columns → what the forms print above them."""
    words = vocabulary()
    measures = (item.measures for items in words.disclosure.values() for item in items.values())
    return {code: label for each in (*measures, words.outcomes, words.applicants) for code, label in each.items()}


@cache
def _table() -> _Table:
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return _Table(
        sentences=tuple(_sentence(*pair) for pair in raw["sentences"].items()),
        parts=MappingProxyType(
            {name: tuple(_sentence(*pair) for pair in part.items()) for name, part in raw["parts"].items()}
        ),
        lists=MappingProxyType({name: (between, comma) for name, (between, comma) in raw["lists"].items()}),
    )


def _sentence(english: str, chinese: str) -> _Sentence:
    pieces = _PLACE.split(english)  # words, name, kind, words, name, kind, …, words
    words, names, kinds = pieces[::3], pieces[1::3], [kind or "" for kind in pieces[2::3]]
    pattern = "".join(
        re.escape(word) + (f"(?P<{name}>{_NUMBER if kind == 'n' else '.*?'})" if name else "")
        for word, name, kind in zip(words, [*names, ""], [*kinds, ""], strict=True)
    )
    known = dict(zip(names, kinds, strict=True))
    return _Sentence(max(words, key=len), re.compile(pattern, re.DOTALL), MappingProxyType(known), chinese)
