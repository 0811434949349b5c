"""The words of the pages in Chinese and English: catalogue.toml. The Chinese text is its own key."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_name("catalogue.toml")
FACTS = Path(__file__).parents[1] / "facts" / "facts.toml"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`text`: Chinese → English. `codes`: code → (Chinese, English). `states`: state → mark.

    `articles`: item of section 二 → the article that the forms print above it.
    `numbers`: headings of columns that stand right. `places`: place of a finding that is no cell → its name.
    """

    text: MappingProxyType[str, str]
    codes: MappingProxyType[str, tuple[str, str]]
    states: MappingProxyType[str, str]
    articles: MappingProxyType[str, str]
    numbers: frozenset[str]
    places: MappingProxyType[str, str]

    def label(self, code: object) -> str:
        """A code in Chinese; one that the catalogue does not know stays as it is."""
        known = self.codes.get(str(code))
        return known[0] if known else str(code)

    def mark(self, state: str) -> str:
        """The symbol of a state in the heat map."""
        return self.states.get(state, self.states[""])

    def script(self) -> str:
        """The catalogue as a script for the pages: file:// forbids to fetch JSON."""
        known = {"text": dict(self.text), "codes": {code: list(pair) for code, pair in self.codes.items()}}
        return f"window.CATALOGUE={as_script(known)};\n"


def as_script(value: object) -> str:
    """JSON that may stand in a script, also inside a page: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@cache
def catalogue() -> Catalogue:
    """The catalogue, read once."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    facts = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    named = {each["key"]: each for each in (*facts["fact"], *facts["text"])} | raw["codes"]
    return Catalogue(
        text=MappingProxyType(raw["text"]),
        codes=MappingProxyType({code: (words["zh"], words["en"]) for code, words in named.items()}),
        states=MappingProxyType(raw["states"]),
        articles=MappingProxyType(raw["articles"]),
        numbers=frozenset(raw["columns"]["numbers"]),
        places=MappingProxyType(raw["places"]),
    )
