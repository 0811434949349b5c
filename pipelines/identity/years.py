"""Years and dates as Chinese offices print them: full width, Chinese numerals, doubled, eaten and torn.

The report year is never simply the first 20xx of a text, and never the year of publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from pipelines.identity.text import normalise

FIRST_YEAR = 2008  # 《政府信息公开条例》 (国务院令第492号) came into force on 2008-05-01

MentionKind = Literal["marked", "bare", "date", "range"]

_CHINA = timezone(timedelta(hours=8))
_NUMERALS = "〇○零◯ΟОoO0一二三四五六七八九1-9"
_DIGITS = str.maketrans("〇○零◯ΟОoO一二三四五六七八九", "00000000123456789")
_CHINESE_YEAR = re.compile(rf"(?<![{_NUMERALS}十百])[二2][{_NUMERALS}]{{3}}(?![{_NUMERALS}十百千])")
_SPACED_YEAR = re.compile(r"(?<!\d)(?<!\d )2 ?0 ?\d ?\d(?= ?年)")
# 〔2021〕30号, and the 索引号 014178686/2023-00003
_DOCUMENT_NUMBER = re.compile(r"[〔\[(]20\d\d[〕\])] ?第?\d+ ?号|(?<=[0-9A-Z])/20\d\d-\d{3,}")
_RANGE = re.compile(r"(?<!\d)(20\d\d) ?(?:年度?)?[-—–~至到]+ ?(20\d\d) ?(?=年|学年|\D|$)(?!年\d)")
_DATE = re.compile(
    r"(?<!\d)(20\d\d)(?:年 ?\d{1,2} ?月|[-./]\d{1,2}[-./]\d{1,2}(?!\d)|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))"
)
_RUN = re.compile(r"(?<!\d)(?<![A-Za-z])\d+")
_MARK = re.compile(r" ?年")

_ISO = (
    re.compile(r"(?<!\d)((?:19|20)\d\d) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日?"),
    re.compile(r"(?<!\d)((?:19|20)\d\d) ?[-./] ?(\d{1,2}) ?[-./] ?(\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)"),
)
_CHINESE_NUMBER = re.compile(
    r"(?<![一二三四五六七八九十百第])(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?= ?[月日])"
)
_TORN_DATE = re.compile(r"^(20\d\d) (\d{1,2}) (\d{1,2}) ?年 ?月 ?日$|^年 ?月 ?日 ?(20\d\d) (\d{1,2}) (\d{1,2})$")

_PERIOD = re.compile(
    r"统计的?(?:期限|时限|时间|周期|期间|区间|时段|起止|截止)|统计期|统计数据时间|数据的?(?:统计)?(?:期限|时限|时间范围)"
)
_PERIOD_PLAIN = re.compile(
    r"(20\d\d) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日?[起始]? ?[,、]?[至到止\-—–~]+ ?"
    r"(?:(20\d\d|当|同|本) ?年 ?)?(\d{1,2}) ?月 ?(\d{1,2}) ?日?"
)
_PERIOD_REST = {"", "0", "1", "01", "11", "101", "0101", "12", "31", "1231", "30", "5", "51", "0501"}
_WINDOW = 90
_TORN = 24


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year where it is printed: `marked` 2024年, `bare` 2014奋发镇, or a part of a `date` or of a `range`."""

    year: int
    start: int
    end: int
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Period:
    """The 统计期限 of a report: `year` is None where the sentence names two years; `years` are those named."""

    year: int | None
    years: tuple[int, ...]
    quote: str


def latest_year() -> int:
    """The current year in China: no report can cover a later one."""
    return datetime.now(tz=_CHINA).year


def _valid(year: int, latest: int | None) -> bool:
    return FIRST_YEAR <= year <= (latest or latest_year())


def arabic(text: str) -> str:
    """Years in Chinese numerals as Arabic ones (二〇二四 → 2024); the length and every offset stay."""

    def convert(match: re.Match[str]) -> str:
        printed = match.group()
        digits = printed.translate(_DIGITS)
        return digits if digits.startswith("20") and not printed.isdigit() else printed

    return _CHINESE_YEAR.sub(convert, text)


def _undouble(run: str) -> str:
    """A run of digits as the year it holds: 202020 and 20212021 hold one, other runs stay."""
    if len(run) == 6 and run.startswith("2020"):
        return run[2:]
    if len(run) == 8 and run[:4] == run[4:]:
        return run[:4]
    return run


def year_mentions(text: str, latest: int | None = None) -> list[YearMention]:
    """Every year from 2008 to `latest` (default: now) in normalised text, in printed order.

    Numbers of documents (〔2021〕30号) are no years; a run of digits that is no year gives none.
    """
    text = _DOCUMENT_NUMBER.sub(lambda match: "#" * len(match.group()), arabic(text))
    found: dict[int, YearMention] = {}

    def add(year: str, start: int, end: int, kind: MentionKind) -> None:
        if _valid(int(year), latest):
            found.setdefault(start, YearMention(int(year), start, end, kind))

    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(text):
        if match[1] < match[2]:
            add(match[1], match.start(1), match.end(1), "range")
            add(match[2], match.start(2), match.end(2), "range")
            taken.append(match.span())
    for match in _DATE.finditer(text):
        if _undouble(match.group()) == match.group():
            add(match[1], match.start(1), match.end(), "date")
            taken.append(match.span())
    for match in _SPACED_YEAR.finditer(text):
        if " " in match.group() and not any(a <= match.start() < b for a, b in taken):
            add(match.group().replace(" ", ""), match.start(), match.end(), "marked")
            taken.append(match.span())
    for match in _RUN.finditer(text):
        if any(a <= match.start() < b for a, b in taken):
            continue
        marked = bool(_MARK.match(text, match.end()))
        run = _undouble(match.group()) if marked or len(match.group()) == 8 else match.group()
        if len(run) == 4:
            add(run, match.start(), match.end(), "marked" if marked else "bare")
        elif len(run) == 5 and text[match.end() : match.end() + 1] == "月":
            add(run[:4], match.start(), match.end(), "date")
    return [found[start] for start in sorted(found)]


def only_year(text: str, latest: int | None = None) -> int | None:
    """The year of a text that is nothing but a year: `2024年`, `2013年度`, `二〇二四年`, `(2024)`."""
    text = arabic(normalise(text)).strip(" ()[]〔〕.·-")
    match = re.fullmatch(r"(20\d\d) ?(?:年度?)?", text)
    return int(match[1]) if match and _valid(int(match[1]), latest) else None


def _windows(text: str) -> list[str]:
    """Each sentence on the period; where the digits were torn out behind its end, a little more."""
    windows = []
    for match in _PERIOD.finditer(text):
        window = text[match.start() : match.start() + _WINDOW]
        stop = re.search(r"(?<=[日\d ])止|[。;]", window)
        end = stop.end() if stop else _WINDOW
        windows.append(window[:end] if re.search(r"\d", window[:end]) else window[: end + _TORN])
    return windows


def _torn_years(window: str) -> list[int]:
    """The years of a window whose digits stand anywhere; empty where other numbers are among them."""
    years: list[int] = []
    rest: list[str] = []
    for match in _RUN.finditer(window):
        run = match.group()
        doubled = _undouble(run) if len(run) > 4 else run
        if doubled != run:
            years.append(int(doubled))
        elif len(run) >= 4 and run.startswith("20"):
            years.append(int(run[:4]))
            rest.append(run[4:])
        else:
            rest.append(run)
    return years if all(digits in _PERIOD_REST for digits in rest) else []


def period(text: str, latest: int | None = None) -> Period | None:
    """The year of the sentence 统计期限从2025年1月1日到12月31日, or None where there is no such sentence.

    Reads it through line breaks, eaten characters (`20221月1日`, `201711日`), doubled ones
    (`202020年12月31日`) and digits torn out of their places (`自 年 月 日起至2021 1 1`).
    """
    text = _CHINESE_NUMBER.sub(
        lambda match: str(_number(match.group())), arabic(normalise(text)).replace("\n", " ")
    )
    for window in _windows(text):
        if plain := _PERIOD_PLAIN.search(window):
            return _period([int(year) for year in plain.group(1, 4) if year and year.isdigit()], window, latest)
        years = _torn_years(window)
        if years and (re.search(r"12.*31|1231", window) or re.search(rf"{years[0]} ?年度", window)):
            return _period(years, window, latest)
    for plain in _PERIOD_PLAIN.finditer(text):
        if plain.group(2, 3, 5, 6) == ("1", "1", "12", "31"):
            return _period(
                [int(year) for year in plain.group(1, 4) if year and year.isdigit()], plain.group(), latest
            )
    return None


def _period(years: list[int], quote: str, latest: int | None) -> Period:
    named = tuple(sorted(set(years)))
    valid = len(named) == 1 and _valid(named[0], latest)
    return Period(named[0] if valid else None, named, quote.strip())


def _number(text: str) -> int:
    """A Chinese number up to 99, as days and months need."""
    tens, ten, ones = text.rpartition("十")
    value = (10 * int(tens.translate(_DIGITS)) if tens else 10) if ten else 0
    return value + (int(ones.translate(_DIGITS)) if ones else 0)


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def iso_date(text: str) -> str | None:
    """The first real date of a text as YYYY-MM-DD: 2022-01-12 09:53, 2024年01月29日, 二〇二二年一月二十八日,
    or the torn `2022 1 28年 月 日`."""
    text = _CHINESE_NUMBER.sub(
        lambda match: str(_number(match.group())), arabic(normalise(text)).replace("\n", " ")
    )
    for pattern in _ISO:
        for match in pattern.finditer(text):
            if found := _iso(match[1], match[2], match[3]):
                return found
    if torn := _TORN_DATE.match(text):
        return _iso(*[part for part in torn.groups() if part])
    return None
