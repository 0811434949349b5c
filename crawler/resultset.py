"""Rows of a query as a table for people, and exactly as CSV or JSON for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

Row = Sequence[Any]

MAX_TABLE = 10_000  # rows; a table needs all of them in memory to know its columns' widths
_WHOLE = 20  # columns of the screen: what is not wider is never broken over lines
_BROKEN = 14  # columns of the screen that anything wider needs at least
_BETWEEN = 3  # columns of the screen between two columns of a table

# what a page printed must not command the reader's terminal
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPECIAL = re.compile(r'[",\r\n]')
_NUMBER = re.compile(r"-?\d+(\.\d+)?|")


def write_table(names: Sequence[str], rows: Iterable[Row], out: TextIO, spare: Sequence[str] = ()) -> bool:
    """A table: framed on a terminal, aligned text elsewhere. Returns whether all rows were shown.

    A terminal that is too narrow leaves out columns of `spare`, the first of them first; where that is not enough,
    each row becomes a block, a value a line.
    """
    iterator = iter(rows)
    shown = [[_shown(value) for value in row] for row in islice(iterator, MAX_TABLE)]
    numeric = [all(map(_NUMBER.fullmatch, column)) for column in zip(*shown, strict=True)] or [False] * len(names)
    if out.isatty():
        _framed(names, shown, numeric, spare, out)
    else:
        _aligned(names, shown, numeric, out)
    return next(iterator, None) is None


def write_csv(names: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """CSV with a header; NULL is empty, an empty string is "" (as PostgreSQL's COPY writes it)."""
    for row in chain([names], rows):
        out.write(",".join(map(_csv, row)) + "\n")


def write_json(names: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """A JSON array with one object a line. Decimals keep all their digits."""
    keys = [json.dumps(name, ensure_ascii=False) for name in names]
    out.write("[")
    for number, row in enumerate(rows):
        pairs = ", ".join(f"{key}: {_json(value)}" for key, value in zip(keys, row, strict=True))
        out.write(f"{',' if number else ''}\n{{{pairs}}}")
    out.write("\n]\n")


def _framed(
    names: Sequence[str], rows: list[list[str]], numeric: list[bool], spare: Sequence[str], out: TextIO
) -> None:
    console = Console(file=out, highlight=False)
    widths = [max(map(cell_len, column)) for column in zip(names, *rows, strict=True)]
    kept = _fitting(names, widths, spare, console.width)
    if kept is None:
        for number, row in enumerate(rows, 1):
            console.print(_block(number, names, row), soft_wrap=True)
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for at in kept:
        side: JustifyMethod = "right" if numeric[at] else "left"
        table.add_column(Text(names[at]), justify=side, overflow="fold", no_wrap=widths[at] <= _WHOLE)
    for row in rows:
        table.add_row(*(Text(row[at]) for at in kept))
    console.print(table)


def _fitting(names: Sequence[str], widths: Sequence[int], spare: Sequence[str], room: int) -> list[int] | None:
    """Which columns a screen of `room` shows; None where it holds no table of them."""
    kept = list(range(len(names)))
    for name in (*spare, None):
        least = [width if width <= _WHOLE else _BROKEN for width in (widths[at] for at in kept)]
        if sum(least) + _BETWEEN * len(kept) <= room + 1:
            return kept
        kept = [at for at in kept if names[at] != name]
    return None


def _block(number: int, names: Sequence[str], row: Sequence[str]) -> Text:
    """A row as lines of its own, without what is empty."""
    wide = max(map(cell_len, names))
    text = Text(f"{number}", style="bold")
    for name, value in zip(names, row, strict=True):
        if value:
            text.append(f"\n  {name}{' ' * (wide - cell_len(name))}  {value}", style="not bold")
    return text


def _aligned(names: Sequence[str], rows: list[list[str]], numeric: list[bool], out: TextIO) -> None:
    """Nothing is cut for a file or a pipe."""
    lines = [list(names), *([value.replace("\n", " ") for value in row] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        out.write("  ".join(_padded(*cell) for cell in zip(line, widths, numeric, strict=True)).rstrip() + "\n")


def _padded(value: str, width: int, right: bool) -> str:
    space = " " * (width - cell_len(value))  # Chinese characters take two columns
    return space + value if right else value + space


def _shown(value: Any) -> str:
    return "" if value is None else CONTROL.sub("\ufffd", plain(value))


def _csv(value: Any) -> str:
    if value is None:
        return ""
    text = plain(value)
    return '"' + text.replace('"', '""') + '"' if not text or _SPECIAL.search(text) else text


def plain(value: Any) -> str:
    """A string as it is, a structure as JSON, everything else as PostgreSQL or JSON spells it."""
    if isinstance(value, str):
        return value
    spelt = _json(value)
    return spelt if isinstance(value, dict | list) else spelt.strip('"')


def _json(value: Any) -> str:
    match value:
        case Decimal() if value.is_finite():
            return f"{value:f}"
        case dict():
            pairs = (f"{json.dumps(str(key), ensure_ascii=False)}: {_json(item)}" for key, item in value.items())
            return "{" + ", ".join(pairs) + "}"
        case list():
            return "[" + ", ".join(map(_json, value)) + "]"
        case bool() | int() | None:
            return json.dumps(value)
        case float() if value - value == 0:  # finite
            return json.dumps(value)
        case _:
            return json.dumps(str(value), ensure_ascii=False)
