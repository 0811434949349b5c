"""Where a key stands in a TOML text: tomllib keeps no positions, and a lint message wants a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TABLE = re.compile(r"^\s*\[(?!\[)\s*([\w.-]+)\s*\]")
_ARRAY = re.compile(r"^\s*\[\[\s*([\w.-]+)\s*\]\]")


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line (from 1) of the deepest part of `path` that can be found, None for the whole file.

    `path` is a key path such as ("columns", 3, "year"). Multi-line strings are not looked into.
    """
    lines = _without_long_strings(text).splitlines()
    start, end, found = 0, len(lines), None
    for depth, part in enumerate(path):
        if isinstance(part, int):
            where = _nth_item(lines, start, end, str(path[depth - 1]), part)
        else:
            where = _key(lines, start, end, part)
        if where is None:
            break
        start, end = where
        found = start + 1
    return found


def _without_long_strings(text: str) -> str:
    """The text with the insides of triple-quoted strings blanked, line for line."""
    return re.sub(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'', lambda m: '""' + "\n" * m[0].count("\n"), text)


def _key(lines: list[str], start: int, end: int, key: str) -> tuple[int, int] | None:
    assignment = re.compile(rf"(?:^|[{{,])\s*[\"']?{re.escape(key)}[\"']?\s*=")
    for number in range(start, end):
        header = _TABLE.match(lines[number]) or _ARRAY.match(lines[number])
        if header and header[1] == key:
            return number, end
        if assignment.search(lines[number]):
            return number, end
    return None


def _nth_item(lines: list[str], start: int, end: int, array: str, index: int) -> tuple[int, int] | None:
    """The lines of item `index` of an array: `[[array]]` blocks, or one `{ … }` or value a line."""
    headers = [n for n in range(start, end) if (match := _ARRAY.match(lines[n])) and match[1] == array]
    if headers:
        if index >= len(headers):
            return None
        return headers[index], headers[index + 1] if index + 1 < len(headers) else end
    items = [n for n in range(start + 1, end) if re.match(r"\s*[{\"'\d]", lines[n])]
    closing = next((n for n in range(start, end) if re.match(r"\s*\]\s*$", lines[n])), start)
    items = [n for n in items if n < closing]
    return (items[index], items[index] + 1) if index < len(items) else None
