"""A made-up 政府信息公开情况统计表 as numbers, HTML and text, in the wording of FORMATS.md §3.

All numbers differ as far as the sums allow, so that a shifted line cannot go unnoticed.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.corpus.labels import INDICATORS
from tests.unit.forms.sample import Gold, Rows, Td, table_html

_PARTS = {
    "1.1": 4711, "1.1.a": 23, "1.1.b": 29, "1.2.1": 301, "1.2.2": 4302, "1.2.3": 503, "1.2.4": 604, "1.2.5": 705,
    "2.1": 31, "2.2.1": 32, "2.2.1.a": 18, "2.2.2": 33, "2.2.2.a": 19, "2.2.3": 34, "2.2.4": 35, "2.2.5": 36,
    "3.1.1": 41, "3.1.2": 2, "3.1.3": 43, "3.1.4": 44, "3.2.1": 101, "3.2.2": 17,
    "3.3.1": 51, "3.3.2": 52, "3.3.3": 3, "3.3.4.a": 1, "3.3.4.b": 5, "3.3.4.c": 6, "3.3.4.d": 7, "3.3.4.e": 8,
    "3.3.4.f": 9, "3.3.5": 55, "3.3.6": 56, "3.3.7": 57, "3.3.8": 58,
    "4.1": 11, "4.2": 12, "4.3": 13, "5.1": 14, "5.2": 15, "5.3": 16, "6": 62, "7": 0.35, "8.1": 63, "8.2": 64,
    "8.3.1": 20, "8.3.2": 21, "8.4": 12.5, "9.1": 65, "9.2": 66, "9.3": 67,
}  # fmt: skip
_SUMS = {
    "3.1": ("3.1.1", "3.1.2", "3.1.3", "3.1.4"),
    "3.2": ("3.2.1", "3.2.2"),
    "3.3.4": tuple(f"3.3.4.{letter}" for letter in "abcdef"),
    "3.3": tuple(f"3.3.{n}" for n in range(1, 9)),
    "4": ("4.1", "4.2", "4.3"),
    "5": ("5.1", "5.2", "5.3"),
    "8.3": ("8.3.1", "8.3.2"),
}
PROSE = (
    "威海市环翠区商务局2016年政府信息公开工作年度报告",
    "一、概述",
    "2016年，我局健全制度，明确责任。",
    "二、主动公开政府信息情况",
    "全年主动公开政府信息4711条。",
    "三、依申请公开政府信息和不予公开政府信息情况",
    "全年收到申请130件。",
    "四、政府信息公开的收费及减免情况",
    "未收取费用。",
    "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
    "行政复议36件。",
    "六、存在的主要问题及改进情况",
    "认识不到位。",
)
CAPTION = "政府信息公开情况统计表"


def gold() -> Gold:
    """Every line of the sample that has a number, by its code path."""
    cells: Gold = dict(_PARTS)
    for whole, parts in _SUMS.items():
        cells[whole] = sum(cells[part] or 0 for part in parts)
    return {f"indicators.{code}": cells[code] for code, _, unit in INDICATORS if unit}


def printed(code: str) -> str:
    """The number of a line as printed."""
    return f"{gold()[f'indicators.{code}']:g}"


def lines() -> list[tuple[str, str, str, str]]:
    """(code, label, unit, number) in printed order; group lines have —— for both."""
    return [(code, label, unit or "——", printed(code) if unit else "——") for code, label, unit in INDICATORS]


def rows(header: Sequence[str] = ("统计指标", "单位", "统计数")) -> Rows:
    """The table of the national form, three columns wide."""
    return [[Td(text) for text in header], *([Td(label), Td(unit), Td(n)] for _, label, unit, n in lines())]


def page(table: str | None = None, caption: str = CAPTION, prose: Sequence[str] = PROSE) -> bytes:
    """The report as a page, the table behind the prose; the table as given, or as the form has it."""
    own = table_html(rows()) if table is None else table
    paragraphs = "".join(f"<p>{text}</p>" for text in (*prose, caption, "填报单位（盖章）：威海市环翠区商务局"))
    foot = "<p>单位负责人：周某 审核人：李某 联系电话：5222557 填报日期：2017-03-01</p>"
    title = "威海市环翠区商务局2016年政府信息公开工作年度报告"
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    return f"<html>{head}<body>{paragraphs}{own}{foot}</body></html>".encode()
