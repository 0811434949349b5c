from __future__ import annotations

import pytest

from pipelines.carriers.numerals import numeral


@pytest.mark.parametrize(
    "value, style, printed",
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (12, "japaneseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (3, "chineseLegalSimplified", "叁"),
        (5, "decimalEnclosedCircle", "⑤"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (11, "ideographTraditional", "11"),
        (12, "ideographZodiac", "亥"),
        (7, "decimalFullWidth", "７"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (14, "upperRoman", "XIV"),
        (4, "lowerRoman", "iv"),
        (4, "decimalZero", "04"),
        (4, "none", ""),
        (4, "no such style", "4"),
        (12345, "chineseCounting", "12345"),
    ],
)
def test_styles(value: int, style: str, printed: str) -> None:
    assert numeral(value, style) == printed
