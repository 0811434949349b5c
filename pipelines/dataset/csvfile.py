"""CSV as Excel opens it right: UTF-8 with a byte order mark, CRLF, no text that passes for another thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipelines.dataset.tables import Column
from pipelines.dataset.values import plain

# OWASP's list, and the guard itself, so that taking one apostrophe off gives the text back
_FORMULA = re.compile(r"[=+\-@\t\r']")
# What a spreadsheet takes for a number or a date, and shows as another: codes of more than 15 digits, zeros in
# front or at the end, 1.2.1 and 2024-12 as a day, 3E5, 1,234; 3.1 and 371002 stay what they are.
_TURNED = re.compile(
    r"\d{16,}|0\d+|\d+\.\d*0|\d+(?:\.\d+)?e[+-]?\d+"
    r"|\d{1,4}(?:\.\d{1,4}){2,}|\d{1,4}(?:[-/:,]\d{1,4})+|(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}日)?",
    re.I,
)
_SPECIAL = re.compile(r'[",\r\n]|^\s|\s$')


def write(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows, with a header; returns how many. NULL is an empty field, an empty text is ""."""
    guarded = [column.kind in ("string", "array", "object") for column in columns]
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(_quoted(column.heading) for column in columns) + "\r\n")
        for row in rows:
            count += 1
            fields = (
                "" if value is None else text(value) if guard else plain(value)
                for guard, value in zip(guarded, row, strict=True)
            )
            file.write(",".join(fields) + "\r\n")
    return count


def text(value: Any) -> str:
    """A text as a field: an apostrophe before what a spreadsheet would run or turn, quotes where needed."""
    shown = plain(value)
    guard = _FORMULA.match(shown) or _TURNED.fullmatch(shown)
    return _quoted(f"'{shown}" if guard else shown)


def _quoted(shown: str) -> str:
    if shown and not _SPECIAL.search(shown):
        return shown
    return '"' + shown.replace('"', '""') + '"'
