"""Numbers as they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.facts.numerals import chinese, number, percent
from pipelines.facts.passage import passages
from pipelines.facts.quantities import skeleton
from pipelines.report import Number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一千二百三十", 1230),
        ("三万", 30000),
        ("一万二千", 12000),
        ("二百五十万", 2500000),
        ("一亿零三万", 100030000),
        ("三四", None),
        ("几十", None),
    ],
)
def test_chinese(printed: str, value: int | None) -> None:
    assert chinese(printed) == value


@pytest.mark.parametrize(
    ("printed", "scale", "value"),
    [
        ("1，234", "", 1234),
        ("1.17", "万", 11700),
        ("18", "万", 180000),
        ("0.00005", "万", Decimal("0.5")),
        ("2.5", "亿", 250000000),
        ("70.3", "", Decimal("70.3")),
        ("100.0", "", 100),
        ("9" * 16, "", None),
    ],
)
def test_number(printed: str, scale: str, value: Number | None) -> None:
    assert number(printed, scale) == value


@pytest.mark.parametrize(
    ("printed", "value"), [("百", 100), ("九十八点五", Decimal("98.5")), ("70.3", Decimal("70.3")), ("五点", None)]
)
def test_percent(printed: str, value: Number | None) -> None:
    assert percent(printed) == value


@pytest.mark.parametrize(
    ("text", "skeletal"),
    [
        ("公开信息约1，234余条，培训两次", "公开信息#条，培训#次"),
        ("办复率百分之百，同比增长70.3%", "办复率#%，同比增长#%"),
        ("培训3-5次，粉丝7.58万，", "培训#次，粉丝#，"),
        (
            "《要点12条》第3次会议，国办函〔2021〕30号，2024年1月1日",
            "◇" * 7 + "◇◇次会议，国办函〔2021〕30号，2024年1月1日",
        ),
        ("12人大代表、3条例、一次性、一件事、5个月、2名单", "12人大代表、3条例、一次性、一件事、5个月、2名单"),
        ("两三次，3 2件，1\n26条", "两三次，3 2件，1\n26条"),
        ("第一批12件，A12条", "◇◇批#件，A12条"),
    ],
)
def test_skeleton(text: str, skeletal: str) -> None:
    (passage,) = passages(text, 0)
    assert skeleton(passage).text == skeletal


def test_every_place_of_the_skeleton_leads_back_to_the_print() -> None:
    text = "公开 约 １，２３４ 余 条 信息，增长 百分之五十，粉丝７.58万。"
    (passage,) = passages(text, 0)
    found = skeleton(passage)
    for mark, printed in zip(found.quantities, ["约 １，２３４ 余 条", "百分之五十", "７.58万"], strict=True):
        quantity = found.quantities[mark]
        assert passage.printed(quantity.start, quantity.end) == printed
        assert text[passage.offset(found.place(mark)) :].startswith(printed[:1])
    for index, char in enumerate(found.text):
        if char not in "#%":
            assert passage.text[found.place(index)] == char
