"""Tables that no reader took, kept row by row as findings: what was printed is not lost.

A table counts if it prints at least two numbers that are no date, telephone or count of clicks: layout
tables and the head matter of portals do not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from pipelines.document import Grid
from pipelines.forms.geometry import kind, row_cells
from pipelines.forms.labels import key, label_book
from pipelines.forms.numbers import is_value
from pipelines.forms.sections import Line
from pipelines.report import Finding, Severity

_MIN_NUMBERS = 2
_MIN_LINES = 3
_MAX_ROWS = 200  # kept of one document
_MAX_RAW = 400  # characters kept of a row
_MAX_LABEL = 40
_SENTENCE = re.compile(r"[，。；：！？,;:!?]")


def unread_tables(
    grids: Sequence[Grid], lines: Sequence[Line], read: Collection[int], severity: Severity
) -> Iterator[Finding]:
    """A finding for each table beside those `read` (by their number), then its rows.

    Of `lines` those count that look like rows: a table without lines in a text or a PDF.
    """
    rows: list[tuple[str, str]] = []
    total = 0
    for number, grid in enumerate(grids):
        if number in read or not _states_numbers(grid):
            continue
        where = f"table.{grid.index}"
        yield Finding("table_unknown", severity, where, _says("".join(key(cell.text) for cell in grid.cells)))
        kept = range(min(grid.n_rows, _MAX_ROWS - len(rows)))
        rows += ((where, " | ".join(cell.text for cell in row_cells(grid, row))) for row in kept)
        total += grid.n_rows
    if found := rows_in_text(lines):
        yield Finding("table_unknown", severity, "text", _says("".join(map(key, found))))
        rows += (("text", line) for line in found[: _MAX_ROWS - len(rows)])
        total += len(found)
    for where, raw in rows:
        detail = "a row of a table that was not read"
        yield Finding("row_kept", "info", where, detail, raw=raw.strip()[:_MAX_RAW])
    if total > len(rows):
        yield Finding("rows_not_kept", "warning", "table", f"{total - len(rows)} more rows stand in the original")


def rows_in_text(lines: Sequence[Line]) -> list[str]:
    """Lines that print a label and numbers (传真申请数 条 14 3), or a label with its number on the next line.

    Sentences whose digits were torn out do not count, nor does a contents page.
    """
    found = [line.text.strip() for line in lines if _is_row(line.text)]
    pairs = [
        f"{above.text.strip()} {below.text.strip()}"
        for above, below in pairwise(lines)
        if _is_digits(below.text) and _is_label(above.text) and not _is_contact(above.text)
    ]
    return [row for rows in (found, pairs) if len(rows) >= _MIN_LINES for row in rows]


def _is_row(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and _is_digits(words[-1]) and _is_label(" ".join(words[:-1])) and not _is_contact(text)


def _is_label(text: str) -> bool:
    own = text.strip()
    if not 1 < len(own) <= _MAX_LABEL or _SENTENCE.search(own) or is_value(own):
        return False
    names = key(own)
    return bool(names) and names not in label_book().chapters.exact and names not in label_book().sections.exact


def _is_digits(text: str) -> bool:
    return any(map(str.isdigit, text)) and is_value(text)


def _states_numbers(grid: Grid) -> bool:
    found = 0
    for row in range(grid.n_rows):
        cells = row_cells(grid, row)
        if not _is_contact("".join(cell.text for cell in cells)):
            found += sum(_is_digits(cell.text) for cell in cells if cell.row == row and kind(cell) == "value")
        if found >= _MIN_NUMBERS:
            return True
    return False


def _is_contact(text: str) -> bool:
    own = key(text)
    return any(word in own for word in label_book().no_rows)


def _says(text: str) -> str:
    for name, words in label_book().local_tables.items():
        if any(word in text for word in words):
            return f"a table of {name}, which is no national form; its rows are kept as findings"
    return "a table with numbers that no reader knows; its rows are kept as findings"
