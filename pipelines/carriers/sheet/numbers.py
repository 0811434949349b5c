"""Stored numbers as a cell shows them."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal

_DIGITS = 15  # significant ones that spreadsheets keep and show
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
# Formats that every workbook knows by number: dates and times.
_BUILTIN_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)))
_BUILTIN_PERCENTS = frozenset((9, 10))
_LAST_DAY = 2_958_466  # 1 January 10000 as a spreadsheet counts days


def plain(value: float) -> str:
    """A number without an exponent and without a decimal part that it does not have.

    The 16th and 17th digit of a float are left out, as the programs do: 0.1 + 0.2 is shown as 0.3.
    """
    return f"{Decimal(f'{value or 0:.{_DIGITS}g}'):f}" if math.isfinite(value) else str(value)


def shown(value: float, number_format: str, *, builtin: int = 0, since_1904: bool = False) -> str:
    """A number under its number format: dates as 2024-01-05, shares as 50%, everything else exactly as stored."""
    bare = _LITERAL.sub("", number_format.partition(";")[0])
    if builtin in _BUILTIN_DATES or _DATE.search(bare):
        return _date(value, since_1904)
    if builtin in _BUILTIN_PERCENTS or "%" in bare:
        return plain(value * 100) + "%"
    return plain(value)


def _date(value: float, since_1904: bool) -> str:
    if not 0 <= value < _LAST_DAY:
        return plain(value)
    # Day 60 of the older count is 29 February 1900, which never was.
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if value < 60 else 30)  # noqa: DTZ001
    moment = start + timedelta(days=value)
    if value < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}"
