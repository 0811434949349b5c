"""Is this link worth following: does it lead to annual reports, or is it one? Pure functions of its text and URL.

`context` is what led here, outermost first: the texts of the anchors followed, or of a breadcrumb.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from pipelines.identity.headline import classify_headline
from pipelines.identity.names import looks_like_agency
from pipelines.identity.text import compact
from pipelines.identity.years import only_year, year_mentions

DoorSort = Literal["hub", "agency", "weak"]

_REPORT = 8
_HUB = 3
_LONGEST_COLUMN = 24
_OPEN_ENDED = re.compile("以前|之前|以后|之后|以来|起$")


@dataclass(frozen=True, slots=True)
class Score:
    """How much a link promises: above 0 it is worth a request, below never; the reasons say why."""

    value: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tables:
    annual: tuple[tuple[int, re.Pattern[str]], ...]
    within: tuple[tuple[int, re.Pattern[str]], ...]
    doors: tuple[tuple[int, re.Pattern[str]], ...]
    below: dict[str, int]
    classes: re.Pattern[str]
    generic: re.Pattern[str]
    signs: tuple[re.Pattern[str], ...]
    least: int
    slug: int
    annual_slug: re.Pattern[str]
    other_slug: re.Pattern[str]
    disclosure: re.Pattern[str]
    disclosure_url: re.Pattern[str]
    negative: int
    negatives: re.Pattern[str]
    doubtful: re.Pattern[str]
    no_report: re.Pattern[str]
    article: re.Pattern[str]
    file: re.Pattern[str]
    listing: re.Pattern[str]
    pager: re.Pattern[str]


@cache
def _tables() -> _Tables:
    raw = tomllib.loads(Path(__file__).with_name("links.toml").read_text(encoding="utf-8"))

    def scored(name: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
        return tuple((entry["score"], re.compile(entry["text"])) for entry in raw[name])

    return _Tables(
        annual=scored("annual"),
        within=scored("within"),
        doors=scored("door"),
        below={name: raw["below"][name] for name in ("year", "class", "agency")},
        classes=re.compile(raw["below"]["classes"]),
        generic=re.compile(raw["below"]["generic"]),
        signs=tuple(re.compile(sign) for sign in raw["body"]["signs"]),
        least=raw["body"]["least"],
        slug=raw["slug"]["score"],
        annual_slug=re.compile(raw["slug"]["annual"], re.IGNORECASE),
        other_slug=re.compile(raw["slug"]["other"], re.IGNORECASE),
        disclosure=re.compile(raw["disclosure"]["text"]),
        disclosure_url=re.compile(raw["disclosure"]["url"], re.IGNORECASE),
        negative=raw["negative"]["score"],
        negatives=re.compile("|".join(f"(?:{text})" for text in raw["negative"]["texts"])),
        doubtful=re.compile(raw["doubtful"]["text"]),
        no_report=re.compile(raw["doubtful"]["other"]),
        article=re.compile(raw["article"]["url"], re.IGNORECASE),
        file=re.compile(raw["article"]["file"], re.IGNORECASE),
        listing=re.compile(raw["article"]["listing"], re.IGNORECASE),
        pager=re.compile(raw["pager"]["text"]),
    )


def score_link(text: str, url: str = "", context: Sequence[str] = ()) -> Score:
    """Score a link by its text, its URL's slugs, and what led to it."""
    tables, name = _tables(), compact(text)
    if classify_headline(text).is_report:
        return Score(_REPORT, (f"report: {name}",))
    if tables.pager.search(name):
        return Score(0, (f"pager: {name}",))
    reasons: list[str] = []
    value = 0
    annual = _in_annual_column(context, "")
    if best := _best(tables.annual, name):
        value, reasons = best[0], [f"annual: {best[1]}"]
    elif (best := _best(tables.within, name)) and (annual or _under_disclosure(context, url)):
        value, reasons = best[0], [f"within disclosure: {best[1]}"]
    elif best := _best(tables.doors, name):
        value, reasons = best[0], [f"door: {best[1]}"]
    elif (annual or _annual_url(url)) and (below := _below(name)):
        value, reasons = tables.below[below], [f"{below} below an annual column: {name}"]
    if (slug := _annual_url(url)) and (value or not _is_article(url)):
        value, reasons = value + tables.slug, [*reasons, f"slug: {slug}"]
    if against := _against(name, url):
        value, reasons = value + tables.negative, [*reasons, f"against: {against}"]
    return Score(value, tuple(reasons))


def is_column(text: str, url: str = "", context: Sequence[str] = ()) -> bool:
    """Whether the link leads to a column of annual reports, or is a year, a class or an authority within one."""
    name = compact(text)
    if (
        len(name) > _LONGEST_COLUMN
        or _tables().pager.search(name)
        or classify_headline(text).is_report
        or _against(name, url)
    ):
        return False
    within = _in_annual_column(context, url)
    annual = _best(_tables().annual, name) or (
        _best(_tables().within, name) and (within or _under_disclosure(context, url))
    )
    return bool(annual or _annual_url(url) or (within and _below(name))) and not _is_article(url)


def is_candidate(text: str, url: str = "", context: Sequence[str] = ()) -> bool:
    """Whether the link may be a report itself: by its headline, or, within an annual column, by less
    (某局2018年度报告, a bare year or a bare name over an article)."""
    verdict = classify_headline(text)
    if verdict.is_report:
        return True
    name = compact(text)
    if _against(name, "") or _tables().listing.search(urlsplit(url).path):
        return False
    annual = _in_annual_column(context, url)
    if _best(_tables().annual, name):
        return verdict.agency is not None or (_is_article(url) and annual)
    if not annual:
        return False
    if _best(_tables().within, name):
        return verdict.agency is not None or verdict.year is not None or _is_article(url)
    return _below(name) is not None and _is_article(url)


def reads_like_report(body: str) -> bool:
    """Whether a text speaks of enough of what the sections of an annual report are about."""
    text = compact(body)
    return sum(1 for sign in _tables().signs if sign.search(text)) >= _tables().least


def is_doubtful(text: str, url: str = "", context: Sequence[str] = ()) -> bool:
    """Whether an item of an annual column may be a report whatever its headline says: its body decides."""
    tables, name = _tables(), compact(text)
    if not _in_annual_column(context, url) or _against(name, "") or tables.no_report.search(name):
        return False
    return tables.doubtful.search(name) is not None


def door_sort(text: str, url: str = "", context: Sequence[str] = ()) -> DoorSort | None:
    """What sort of door a link is, if it is one: a `hub` that is named as one (政府信息公开), an `agency`'s page
    within such a hub, or a `weak` one (政务公开, 网站地图) that hides a hub at times."""
    tables, name = _tables(), compact(text)
    if len(name) > _LONGEST_COLUMN or tables.pager.search(name) or _against(name, url):
        return None
    within = _under_disclosure(context, "")
    if (
        within
        and (looks_like_agency(name) or is_generic(name))
        and "网" not in name
        and not tables.file.search(url)
    ):
        return "agency"  # whatever the address looks like: a bare name is no headline
    if _is_article(url):
        return None
    if not name:  # a picture without words
        return "hub" if tables.disclosure_url.search(urlsplit(url).path) else None
    if best := _best(tables.doors, name):
        return "hub" if best[0] >= _HUB else "weak"
    if _best(tables.annual, name):  # 信息公开年报 that is no column: a frame, a shell
        return "hub"
    return "hub" if within and tables.classes.search(name) else None


def is_generic(text: str) -> bool:
    """Whether an authority is named by its rank alone: 人民政府, 县政府办公室, 管委会."""
    return _tables().generic.search(compact(text)) is not None


def column_year(name: str) -> int | None:
    """The report year that a column's name gives: 2013年, 2023年政府信息公开年报; not 2008-2019年, 2018年以前."""
    return None if _OPEN_ENDED.search(name) else _printed_year(name)


def _printed_year(name: str) -> int | None:
    """The only year of a column's name, be it one that others follow or go before."""
    if year := only_year(name):
        return year
    mentions = year_mentions(compact(name))
    if len(compact(name)) > _LONGEST_COLUMN or any(mention.kind not in ("marked", "bare") for mention in mentions):
        return None
    years = {mention.year for mention in mentions}
    return years.pop() if len(years) == 1 else None


def _best(patterns: Sequence[tuple[int, re.Pattern[str]]], text: str) -> tuple[int, str] | None:
    return next(((score, match.group()) for score, pattern in patterns if (match := pattern.search(text))), None)


def _below(name: str) -> str | None:
    """What stands below an annual column: a year, a class of authorities, or an authority."""
    if _printed_year(name) is not None and len(name) <= 10:
        return "year"
    if _tables().classes.search(name):
        return "class"
    if name.endswith(("网站", "网", "门户")):
        return None
    return "agency" if looks_like_agency(name) or _tables().generic.search(name) else None


def _segments(url: str) -> list[str]:
    return [part for part in re.split(r"[/?&=]", unquote(urlsplit(url).path)) if part]


def _annual_url(url: str) -> str | None:
    stems = (re.sub(r"\.s?html?$|\.jhtml$", "", part) for part in _segments(url))
    return next((part for part in stems if _tables().annual_slug.search(part)), None)


def _under_disclosure(context: Sequence[str], url: str) -> bool:
    tables = _tables()
    return any(tables.disclosure.search(compact(text)) for text in context) or bool(
        tables.disclosure_url.search(url)
    )


def _in_annual_column(context: Sequence[str], url: str) -> bool:
    """Whether what led here is a column of annual reports."""
    if any(_best(_tables().annual, compact(text)) for text in context) or _annual_url(url):
        return True
    disclosure = _under_disclosure(context, url)
    return disclosure and any(re.search(r"(?:年报|年度(?:工作)?报告)$", compact(text)) for text in context)


def _against(name: str, url: str) -> str | None:
    if not looks_like_agency(name) and (match := _tables().negatives.search(name)):
        return match.group()
    return next((part for part in _segments(url) if _tables().other_slug.search(part)), None)


def _is_article(url: str) -> bool:
    return _tables().article.search(url) is not None
