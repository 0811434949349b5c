"""Counting in the styles of Office lists (ST_NumberFormat of ECMA-376)."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
_BULLETS = frozenset("•·●■◆○□◇➢✓-–—*\ufffd")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def numeral(value: int, style: str) -> str:
    """The number in a list style; in Arabic digits where the style is none we know."""
    if value < 0 or value > 9999:
        return str(value)
    if style in _CHINESE:
        return chinese(value)
    if style in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return chinese(value).translate(_LEGAL)
    if style in _CIRCLED and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if style == "ideographTraditional" and 1 <= value <= 10:
        return _STEMS[value - 1]
    if style == "ideographZodiac" and 1 <= value <= 12:
        return _BRANCHES[value - 1]
    if style == "decimalFullWidth":
        return str(value).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    if style in ("lowerLetter", "upperLetter") and value:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman"):
        return _roman(value) if style == "lowerRoman" else _roman(value).upper()
    if style == "decimalZero":
        return f"{value:02d}"
    return "" if style == "none" else str(value)


def printed_label(text: str) -> str:
    """A list number as it is set before its paragraph; "" for a bullet, which says nothing."""
    label = text.strip()
    if not label or label in _BULLETS:
        return ""
    return label + " " if label[-1].isascii() else label


def chinese(value: int) -> str:
    """0–9999 as it is counted: 十, 二十一, 一百零五."""
    if value < 10:
        return _DIGITS[value]
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            out += ("零" if gap and out else "") + _DIGITS[digit] + name
        gap = digit == 0
    return out.removeprefix("一") if 10 <= value < 20 else out


def _roman(value: int) -> str:
    out = ""
    for unit, letters in _ROMAN:
        out += letters * (value // unit)
        value %= unit
    return out
