"""Numbers as prose prints them: 8,819 · 1.17万 · 一百二十 · 百分之九十八点五."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pipelines.report import Number

NUMERALS = "〇零一二两三四五六七八九十百千万亿"
SCALES = {"万": 10_000, "亿": 100_000_000}

_DIGITS = {char: value for value, chars in enumerate(("〇零", "一", "二两", *"三四五六七八九")) for char in chars}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MAX_LENGTH = 15  # nobody counts further; longer runs of digits are codes


def number(printed: str, scale: str = "") -> Number | None:
    """The value of digits with thousand separators, or of Chinese numerals, times 万 or 亿; None for neither."""
    if len(printed) > _MAX_LENGTH:
        return None
    if printed[:1] in NUMERALS:
        counted = chinese(printed)
        return None if counted is None else counted * SCALES.get(scale, 1)
    try:
        exact = Decimal(printed.replace("，", "")) * SCALES.get(scale, 1)
    except InvalidOperation:
        return None
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()


def chinese(printed: str) -> int | None:
    """The value of Chinese numerals (一百二十, 三万五千); None for estimates like 两三 or 几.

    >>> chinese("十"), chinese("两百零五"), chinese("一万二千"), chinese("三四")
    (10, 205, 12000, None)
    """
    total = section = 0
    digit: int | None = None
    for char in printed:
        if char in _DIGITS:
            if digit and char not in "〇零":
                return None
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (1 if digit is None and not section else digit or 0) * _UNITS[char]
            digit = None
        elif char in SCALES:
            counted = section + (digit or 0)
            total = (total + counted) * SCALES[char] if char == "亿" else total + counted * SCALES[char]
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)


def percent(printed: str) -> Number | None:
    """The number behind 百分之: 百, 九十八点五, 12.3."""
    whole, point, part = printed.partition("点")
    if not point:
        return number(whole)
    digits = "".join(str(_DIGITS[char]) for char in part if char in _DIGITS)
    value = number(whole)
    if value is None or not digits or len(digits) != len(part):
        return None
    return Decimal(f"{value}.{digits}")
