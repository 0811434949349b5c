"""Where a key stands in a TOML text: tomllib keeps no positions, and a lint message wants a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]")
_LONG_STRING = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'')


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line (from 1) of the deepest part of `path` that can be found, None for the whole file.

    `path` is a key path such as ("columns", 3, "year"). Good for files with one key or array item a line.
    """
    lines = _LONG_STRING.sub(lambda match: '""' + "\n" * match[0].count("\n"), text).splitlines()
    start, end, found = 0, len(lines), None
    for depth, part in enumerate(path):
        if isinstance(part, int):
            where = _nth_item(lines, start, end, part)
        else:
            where = _key(lines, start, end, part, inner=depth > 0)
        if where is None:
            break
        start, end = where
        found = start + 1
    return found


def _key(lines: list[str], start: int, end: int, key: str, inner: bool) -> tuple[int, int] | None:
    """The lines [from, to) of a key's value: an assignment, or a table with all its repetitions."""
    before = r"(?:^|[{,])" if inner else "^"
    assignment = re.compile(rf"{before}\s*[\"']?{re.escape(key)}[\"']?\s*=")
    in_table = False
    for number in range(start, end):
        header = _HEADER.match(lines[number])
        if header and not inner:
            in_table = True
            if header[1] == key:
                return number, _table_end(lines, number, end, key)
        elif not in_table and assignment.search(lines[number]):
            return number, _value_end(lines, number, end)
    return None


def _table_end(lines: list[str], start: int, end: int, key: str) -> int:
    others = (n for n in range(start, end) if (header := _HEADER.match(lines[n])) and header[1] != key)
    return next(others, end)


def _value_end(lines: list[str], start: int, end: int) -> int:
    if lines[start].count("[") <= lines[start].count("]"):
        return start + 1
    return next((n + 1 for n in range(start + 1, end) if re.match(r"\s*\]", lines[n])), end)


def _nth_item(lines: list[str], start: int, end: int, index: int) -> tuple[int, int] | None:
    """The lines of an array's item: a `[[table]]`, or one value a line; None where all share a line."""
    headers = [n for n in range(start, end) if _HEADER.match(lines[n])]
    items = headers or [n for n in range(start + 1, end) if re.match(r"\s*[{\"'\d]", lines[n])]
    if index >= len(items):
        return None
    if headers and index + 1 < len(items):
        return items[index], items[index + 1]
    return items[index], end if headers else items[index] + 1
