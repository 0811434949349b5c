"""Every number with a unit in a passage, and the passage with `#` in the place of each number.

The words of facts.toml are matched on that skeleton: 公开政府信息#条.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from pipelines.facts.numerals import NUMERALS, number, percent
from pipelines.facts.passage import Passage
from pipelines.report import Number

MARK = "#"

# Unit → what it must not be the beginning of (12人大代表, 3条例, 一次性, 5个月).
_UNITS = {
    "人次": "", "场次": "", "期次": "", "班次": "", "条次": "", "元": "", "%": "", "篇": "", "宗": "", "册": "",
    "封": "", "幅": "", "则": "", "张": "", "条": "[例件款线理街文]", "件": "事", "份": "额", "期": "[间限末刊望]",
    "次": "[性日年序要]", "场": "[所景]", "个": "(?:月|工作日|百分点|多|小时|方面|部分|层面|环节)",
    "名": "[单称录义]",
    "人": "[大民员均士口才工社事]", "例": "[如会行]", "项": "目", "起": "[草来至到止执施步诉实]",
    "处": "[理级置长室罚于分办所]", "部": "[门分委署级]", "家": "庭", "批": "[准复示]", "户": "[籍口]",
    "本": "[级年机单市区县局部着报次身人行]", "通": "[报知过告]", "分": "[别类局管公为析钟数]", "轮": "",
}  # fmt: skip
_UNIT = "|".join(f"{unit}(?!{unless})" if unless else unit for unit, unless in _UNITS.items())
_NUMERAL = rf"[一二两三四五六七八九十][{NUMERALS}]*"
_QUANTITY = re.compile(
    rf"百分之(?P<percent>\d+(?:\.\d+)?|[{NUMERALS}点]+)"
    rf"|(?<![\d.A-Za-z第〔◇{NUMERALS}])(?<!\d\s)"
    rf"(?P<number>\d{{1,3}}(?:，\d{{3}})+(?!\d)|\d+(?:\.\d+)?|{_NUMERAL})"
    rf"(?P<scale>[万亿]?)(?P<more>[余多]?)(?P<unit>{_UNIT}|(?<=[万余])(?=[，。；、）]|$))"
    rf"(?P<after>余(?!额|条|件)|以上|左右|上下)?"
)
_ABOUT = re.compile(r"(?:大约|约|将近|接近|近|超过|逾|超|突破|多达)$")
_RANGE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?[-~至到]$")
_MINUS = re.compile(r"(?:[增减]长?率?|幅度?|速|同比|变化|[为：（])-$")
_TITLE = re.compile(r"《[^《》]{0,80}》")
_ORDINAL = re.compile(r"第[\d〇零一二三四五六七八九十百]+")
_LONGEST_PREFIX = 12


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: [start, end) of the passage's text, `mark` its place in the skeleton.

    `value` is None for a range.
    """

    value: Number | None
    unit: str
    approximate: bool
    start: int
    end: int
    mark: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A passage's text with each quantity's number replaced by `#`; the units stay."""

    passage: Passage
    text: str
    quantities: dict[int, Quantity]
    _pieces: list[int]
    _places: list[int]

    def place(self, index: int) -> int:
        """The place in the passage's text of the character `text[index]`; of `#`, where its number begins."""
        piece = bisect_right(self._pieces, index) - 1
        return self._places[piece] + index - self._pieces[piece]


def skeleton(passage: Passage) -> Skeleton:
    """Find the quantities; titles in 《》 and ordinals (第3次) hold none."""
    text = _ORDINAL.sub(_blank, _TITLE.sub(_blank, passage.text))
    quantities: dict[int, Quantity] = {}
    parts: list[str] = []
    pieces, places = [0], [0]
    length = at = 0
    for match in _QUANTITY.finditer(text):
        quantity = _quantity(text, match, at, length)
        if quantity is None:
            continue
        quantities[quantity.mark] = quantity
        sign = "%" if match["percent"] else ""
        unit = match.end() - 1 if sign else match.start("unit")
        parts += [text[at : quantity.start], MARK, sign]
        length = quantity.mark + 1
        pieces += [quantity.mark, length]
        places += [quantity.start, unit]
        length += len(sign)
        at = match.end() if sign else unit
    parts.append(text[at:])
    return Skeleton(passage, "".join(parts), quantities, pieces, places)


def _blank(match: re.Match[str]) -> str:
    return "◇" * len(match[0])


def _quantity(text: str, match: re.Match[str], after: int, length: int) -> Quantity | None:
    """None for numerals that name no one number (两三次), and for runs of digits that are no count."""
    start = match.start()
    before = text[max(after, start - _LONGEST_PREFIX) : start]
    value = percent(match["percent"]) if match["percent"] else number(match["number"], match["scale"])
    if value is None:
        return None
    if match["percent"]:
        return Quantity(value, "%", False, start, match.end(), length + start - after)
    approximate = bool(match["more"] or match["after"] or match["scale"])
    if rest := _RANGE.search(before):
        value, approximate, start = None, True, start - len(rest[0])
    elif rest := _ABOUT.search(before):
        approximate, start = True, start - len(rest[0])
    elif match["unit"] == "%" and _MINUS.search(before):
        value, start = -value, start - 1
    return Quantity(value, match["unit"], approximate, start, match.end(), length + start - after)
