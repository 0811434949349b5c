"""Changes to the sample's tables that several tests make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.unit.forms.sample import Rows, Td, table_html

Change = Callable[[Rows], Rows]


def relabel(change: Callable[[str], str]) -> Change:
    return lambda rows: [[replace(td, text=change(td.text)) for td in row] for row in rows]


def set_number(row: str, column: int, text: str) -> Change:
    """One cell of section 三 changed."""

    def apply(rows: Rows) -> Rows:
        target = next(r for r in rows if any(td.text == row for td in r))
        target[len(target) - 7 + column] = Td(text)
        return rows

    return apply


def bare(rows: Rows) -> Rows:
    """All spans lost."""
    return [[Td(td.text) for td in row] for row in rows]


def with_blanks(rows: Rows, width: int) -> Rows:
    """Spans lost, but blank cells stand where the spans reached to the right."""
    return [
        [cell for td in row for cell in (Td(td.text), *(Td("") for _ in range(td.colspan - 1)))] for row in rows
    ]


def side_by_side(*tables: Rows) -> str:
    return "".join(f"{table_html(table)}<p>- 3 -</p>" for table in tables)
