"""The words that mark evidence: labels, metas, breadcrumbs, sentences (evidence.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from pipelines.evidence import Evidence, Kind
from pipelines.identity.headline import HeadlineVerdict, classify_headline
from pipelines.identity.names import looks_like_agency, tidy_name
from pipelines.identity.text import compact, normalise
from pipelines.identity.years import iso_date, only_year

# A social-credit code (18), an organisation code (9), or an older portal's own digits.
_CODE = re.compile(r"^[0-9A-Z]{17,20}(?:-\d)?$|^[0-9A-Z]{8}-?[0-9X]$|^\d{9,18}$")


@dataclass(frozen=True, slots=True)
class Words:
    """The tables of evidence.toml, compiled."""

    label: re.Pattern[str]
    meaning: dict[str, tuple[Kind, str]]
    metas: dict[str, tuple[str, ...]]
    trail_start: re.Pattern[str]
    site_suffix: re.Pattern[str]
    carriers: re.Pattern[str]
    own: tuple[re.Pattern[str], ...]
    contact: tuple[re.Pattern[str], ...]
    opening: tuple[re.Pattern[str], ...]
    first_chapter: re.Pattern[str]


def _spaced(label: str) -> str:
    """索引号 is also printed 索 引 号."""
    return " ?".join(re.escape(char) for char in label)


@cache
def words() -> Words:
    """The tables, read once."""
    raw = tomllib.loads(Path(__file__).with_name("evidence.toml").read_text(encoding="utf-8"))
    meaning = {name: (entry["kind"], entry["as"]) for entry in raw["label"] for name in entry["names"]}
    every = sorted([*meaning, *raw["ends"]["labels"]], key=len, reverse=True)
    sentences = raw["sentences"]
    return Words(
        label=re.compile(rf"(?<![\u3400-\u9fff])({'|'.join(_spaced(name) for name in every)}) ?(?:[:|\t]+ ?)+"),
        meaning=meaning,
        metas={use: tuple(names) for use, names in raw["metas"].items()},
        trail_start=re.compile("|".join(raw["trail"]["starts"])),
        site_suffix=re.compile(raw["site"]["suffix"]),
        carriers=re.compile("|".join(raw["site"]["carriers"])),
        own=tuple(re.compile(pattern) for pattern in sentences["own"]),
        contact=tuple(re.compile(pattern) for pattern in sentences["contact"]),
        opening=tuple(re.compile(pattern) for pattern in sentences["opening"]),
        first_chapter=re.compile(sentences["first_chapter"]),
    )


def is_carrier(name: str) -> bool:
    """Whether a source only carries what others wrote: a site, a platform, a newspaper."""
    return words().carriers.search(compact(name)) is not None


def headline_evidence(text: str, verdict: HeadlineVerdict | None = None) -> list[Evidence]:
    """The headline with the agency and the year that it names; nothing where the text is no report's headline."""
    verdict = verdict or classify_headline(text)
    if not verdict.is_report:
        return []
    quote = normalise(text).replace("\n", "")  # a line ends anywhere, even inside a word
    found = [Evidence("headline", "headline", quote, text.strip())]
    if verdict.agency:
        found.append(Evidence("agency", "headline", verdict.agency, quote))
    if verdict.year:
        found.append(Evidence("year", "headline", str(verdict.year), quote))
    return found


def labelled(lines: list[str]) -> list[Evidence]:
    """Evidence from printed labels: 索引号, 发布单位, 内容分类, 发布时间 … A value may stand on the next line."""
    found: list[Evidence] = []
    for i, line in enumerate(lines):
        text = normalise(line).replace("\n", " ")
        marks = list(words().label.finditer(text))
        for mark, after in pairwise([*marks, None]):
            if mark is None:
                continue
            value = text[mark.end() : after.start() if after else len(text)].split("|")[0].strip(" |\t:")
            if (
                not value
                and after is None
                and i + 1 < len(lines)
                and not words().label.search(normalise(lines[i + 1]))
            ):
                value = normalise(lines[i + 1]).split("\n")[0]
            found.extend(_meant(compact(mark[1]), value))
    return found


def _meant(label: str, value: str) -> Iterator[Evidence]:
    meaning = words().meaning.get(label)
    if meaning is None or not value:
        return
    kind, use = meaning
    quote = f"{label}: {value}"
    if use == "code":
        code = compact(value).split("/")[0].upper()
        if _CODE.match(code):
            yield Evidence("agency", kind, code, quote)
    elif use == "name":
        if name := agency_name(value):
            yield Evidence("agency", kind, name, quote)
    elif use == "headline":
        yield from headline_evidence(value)
    elif use == "year":
        if year := only_year(value):
            yield Evidence("year", kind, str(year), quote)
    elif day := iso_date(value):
        yield Evidence("published_on", kind, day, quote)


def agency_name(text: str) -> str | None:
    """The authority that a short printed value names, or None."""
    name = tidy_name(words().site_suffix.sub("", compact(text)))
    return name if looks_like_agency(name) else None


def trails(lines: list[str]) -> list[Evidence]:
    """Evidence from a breadcrumb (首页 > 政府信息公开 > … > 2013年): the year and the agency of its elements."""
    found: list[Evidence] = []
    for trail in _joined_trails(lines):
        parts = [part.strip(" :|") for part in re.split(r">+|»|›|→", trail)]
        for part in parts[1:]:
            if year := only_year(part):
                found.append(Evidence("year", "breadcrumb", str(year), trail))
            elif name := agency_name(part):
                found.append(Evidence("agency", "breadcrumb", name, trail))
    return found


def _joined_trails(lines: list[str]) -> list[str]:
    joined: list[str] = []
    open_trail = False
    for line in lines:
        text = normalise(line).replace("\n", " ")
        arrow = re.search(r"[>»›→]", text) is not None
        if open_trail and re.match(r" ?[>»›→]", text):
            joined[-1] += text
        elif words().trail_start.search(text) and len(text) < 200:
            joined.append(text)
            arrow = True
        open_trail = arrow and bool(joined)
    return [trail for trail in joined if re.search(r"[>»›→]", trail)]
