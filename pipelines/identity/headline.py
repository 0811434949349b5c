"""Is this headline that of an annual report (政府信息公开工作年度报告), by whom, for which year?

The grammar is PORTALS.md §5; its words are in headline.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.identity.names import (
    agency_kind,
    is_generic,
    is_plural,
    looks_like_agency,
    split_region,
    tidy_name,
)
from pipelines.identity.text import compact, normalise
from pipelines.identity.years import YearMention, arabic, year_mentions

_TAG = re.compile(r"^[\[(]([^\[\]()]{1,20})[\])]")
_QUOTES = str.maketrans("", "", "《》〈〉\"“”'「」『』")
_LISTED_DATE = re.compile(
    r"[\[(]?(?:发布(?:时间|日期):)?20\d\d(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日)"
    r"(?: ?\d\d?:\d\d(?::\d\d)?)?[\])]?$"
)
_PERIOD = re.compile(r"(20\d\d年)1月1日[起至到—-]+(?:\1)?12月31日止?")
_YEAR = r"[\[(]?20\d\d(?:年度|年|度)?[\])]?"
_LONGEST_NAME = 40
_LONGEST_HEADLINE = 300


@dataclass(frozen=True, slots=True)
class HeadlineVerdict:
    """What a headline says. `agency` is as printed (abbreviations expanded), None where none is named;
    `score` is how surely this is a report, 0–1; `reason` says why it is one or is not."""

    is_report: bool
    agency: str | None
    year: int | None
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class _Grammar:
    phrases: tuple[tuple[str, re.Pattern[str]], ...]
    cut: re.Pattern[str]
    other_subject: re.Pattern[str]
    reject: re.Pattern[str]
    harmless: re.Pattern[str]
    page_title: re.Pattern[str]
    lead: re.Pattern[str]
    extension: re.Pattern[str]
    stops: re.Pattern[str]
    not_government: frozenset[str]


def _either(patterns: list[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


@cache
def _grammar() -> _Grammar:
    raw = tomllib.loads(Path(__file__).with_name("headline.toml").read_text(encoding="utf-8"))
    phrase, before, after, lead = raw["phrase"], raw["before"], raw["after"], raw["lead"]
    between, ends, strict = (_either(phrase[part]) for part in ("between", "ends", "strict"))
    subjects, bare, loose = (_either(phrase[part]) for part in ("subjects", "bare", "loose"))
    return _Grammar(
        phrases=(
            ("full", re.compile(f"{subjects}{between}{{0,9}}?{ends}")),
            ("mistyped", re.compile(f"{_either(phrase['mistyped'])}{between}{{0,9}}?{strict}")),
            ("bare", re.compile(f"{bare}{between}{{0,9}}?{ends}")),
            ("loose", re.compile(f"{loose}{between}{{0,9}}?{strict}")),
        ),
        cut=re.compile(f"(?:{subjects}|{bare}){_either(phrase['cut'])}"),
        other_subject=re.compile(f"{_either(before['other_subject'])}$"),
        reject=re.compile(_either(before["reject"])),
        harmless=re.compile(f"{_either(after['harmless'])}*"),
        page_title=re.compile(_either(after["page_title"])),
        lead=re.compile(f"^{_either(lead['strip'])}+"),
        extension=re.compile(rf"(?:\.(?:{lead['extensions']}))+$", re.IGNORECASE),
        stops=re.compile(_either(raw["elsewhere"]["stops"])),
        not_government=frozenset(raw["kinds"]["not_government"]),
    )


def _clean(text: str) -> str:
    """The headline without file ending, list marks, tags and the listing's date; compact."""
    grammar = _grammar()
    text = grammar.extension.sub("", normalise(text.replace("【", "[").replace("】", "]")).strip())
    text = _PERIOD.sub(r"\1", compact(_LISTED_DATE.sub("", arabic(text))))
    for _ in range(3):
        text = grammar.lead.sub("", text)
        tag = _TAG.match(text)
        if tag is None or year_mentions(tag[1]):
            break
        rest = text[tag.end() :]
        if grammar.reject.search(tag[1]):
            return f"{tag[1]}:{rest}"
        text = tag[1] + rest if looks_like_agency(tag[1]) else rest
    return text


def _find(text: str) -> tuple[str, re.Match[str]] | None:
    """The key phrase (its sort and where), the fullest sort first."""
    for sort, pattern in _grammar().phrases:
        for match in pattern.finditer(text):
            if sort in ("bare", "loose") and _grammar().other_subject.search(text[: match.start()]):
                continue
            return sort, match
    cut = _grammar().cut.search(text)
    return ("cut", cut) if cut else None


def _agency_before(text: str) -> tuple[str | None, str]:
    """The agency named by what stands before the phrase, and what is left unexplained there."""
    text = text.translate(_QUOTES)
    issuer, about, subject = text.rpartition("关于")
    if about:
        text = issuer if looks_like_agency(_strip(issuer)) else subject
    parts = [part for part in (_strip(part) for part in re.split(_YEAR, text)) if part]
    named = [part for part in parts if not is_generic(part)]
    if not named:
        return None, "".join(part for part in parts if not is_generic(part))
    if len(named) == 1 or _is_place(named[0]):
        name, dropped = "".join(named), []
    elif agency_kind(named[0]) and not agency_kind(named[-1]):
        name, dropped = named[0], named[1:]
    else:
        name, dropped = named[-1], named[:-1]
    if looks_like_agency(name) and len(name) <= _LONGEST_NAME:
        return tidy_name(name), "".join(dropped)
    return None, "".join(named)


def _strip(part: str) -> str:
    part = re.sub(r"^(?:年度|[年度]|的|我[省市县区镇乡局]?的?|[-—–_:,、.·|)\]]+)+", "", part)
    part = re.sub(r"(?:(?<!\d)年度|的|关于|[-—–_:,、.·|(\[]+)+$", "", part)
    return tidy_name(part) if part else ""


def _is_place(name: str) -> bool:
    levels, rest = split_region(name)
    return bool(levels) and rest in ("", "人民政府")


def _agency_after(tail: str) -> str | None:
    """An agency printed behind the phrase: …年度报告（环翠区商务局）, …年度报告——环翠区商务局."""
    for part in re.split(r"[-—–_|()\[\]·/]+", tail):
        name = _strip(re.sub(_YEAR, "", part))
        if name and looks_like_agency(name) and not _grammar().page_title.search(part):
            return name
    return None


def _year_of(text: str, phrase: re.Match[str]) -> tuple[int | None, str]:
    """The report year, or None with the reason."""
    mentions = [mention for mention in year_mentions(text) if mention.kind != "date"]
    if any(mention.kind == "range" for mention in mentions):
        return None, "several years"
    years = {mention.year for mention in mentions}
    if len(years) == 1:
        return years.pop(), ""
    if not years:
        return None, "no year"
    beside = {mention.year for mention in mentions if _beside(text, mention, phrase)}
    return (beside.pop(), "") if len(beside) == 1 else (None, "several years")


def _beside(text: str, mention: YearMention, phrase: re.Match[str]) -> bool:
    between = text[mention.end : phrase.start()]
    return phrase.start() <= mention.start < phrase.end() or (
        mention.end <= phrase.start() and re.fullmatch(r"[年度的)\]》\"”]*", between) is not None
    )


def _unexplained(tail: str) -> str:
    """What follows the phrase and is not harmless; what a page's title adds is harmless."""
    rest = tail[_grammar().harmless.match(tail).end() :]  # type: ignore[union-attr]
    if not rest:
        return ""
    at = tail.rfind(rest)
    separated = at > 0 and tail[at - 1] in "-—–_|>"
    if separated and (_grammar().page_title.search(rest) or looks_like_agency(rest)):
        return ""
    return rest


def classify_headline(text: str) -> HeadlineVerdict:
    """Judge one headline; line breaks in it are white space. Needs no context: 某局2018年度报告 is none here."""
    if len(text) > _LONGEST_HEADLINE:
        return HeadlineVerdict(False, None, None, "too long for a headline", 0.0)
    title = _clean(text)
    found = _find(title)
    if found is None:
        return _elsewhere(title, "names no report on information disclosure")
    sort, phrase = found
    before, tail = title[: phrase.start()], title[phrase.end() :]
    if before.endswith("人民") and phrase.group().startswith("政府"):
        before += "政府"
    agency, left = _agency_before(before)
    if agency is None and (agency := _agency_after(tail)):
        tail = tail.replace(agency, "", 1)
    year, trouble = _year_of(title, phrase)
    if reason := _objection(before, agency, left, phrase.group(), tail, sort):
        other = _elsewhere(title, reason)
        return HeadlineVerdict(False, agency or other.agency, year or other.year, reason, 0.0)
    if year is None:
        return HeadlineVerdict(False, agency, _elsewhere(title, trouble).year, trouble, 0.4)
    score = {"full": 1.0, "bare": 0.9, "mistyped": 0.8, "loose": 0.7, "cut": 0.6}[sort]
    return HeadlineVerdict(True, agency, year, f"{sort}: {phrase.group()}", score)


def _objection(before: str, agency: str | None, left: str, phrase: str, tail: str, sort: str) -> str | None:
    """Why a text with the key phrase is no report's headline, or None."""
    grammar = _grammar()
    if agency is not None and agency_kind(agency) in grammar.not_government:
        return f"not an organ of government: {agency}"
    around = left + "|" + phrase + tail
    if agency is None or re.search(r"关于|《", before):
        around = before + "|" + around
    if match := grammar.reject.search(around):
        return f"about something else: {match.group()}"
    beside = _strip(re.split(_YEAR, before.translate(_QUOTES))[-1])
    if sort in ("bare", "loose") and agency is None and beside and not is_generic(beside):
        return f"disclosure of something else: {beside}"
    if is_plural(left):
        return f"several authorities: {left}"
    if re.search(r"[,。!?;]", left) or len(left) > 24:
        return f"a sentence, not a headline: {left}"
    if sort != "cut" and len(re.sub(r"[^\u3400-\u9fff]", "", rest := _unexplained(tail))) > 1:
        return f"goes on: {rest}"
    return None


def _elsewhere(title: str, reason: str) -> HeadlineVerdict:
    """Agency and year as far as a text that is no report prints them."""
    mentions = year_mentions(title)
    ranged = [mention for mention in mentions if mention.kind == "range"]
    year = ranged[1].year if len(ranged) > 1 else mentions[0].year if mentions else None
    text = re.sub(rf"^(?:{_YEAR}|关于|[\[(《]+)+", "", title).translate(_QUOTES)
    stop = _grammar().stops.search(text)
    name = re.sub(r"^((.{2,4}).{3,}?)\2$", r"\1", _strip(text[: stop.start()] if stop else text))
    return HeadlineVerdict(False, name if looks_like_agency(name) else None, year, reason, 0.0)
