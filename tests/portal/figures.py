"""Sparse numbers of a data file → the characters printed in every cell, sums included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.portal import labels

Numbers = Mapping[str, Sequence[int | str]]


def printed(record: Mapping[str, Any], form: str) -> dict[str, str]:
    """Cell code → printed characters; `blank`, `blank_all` and `printed` of the record come last."""
    cells = _disclosure(record.get("disclosure", {}), form)
    cells |= _applications(record.get("applications", {}), form)
    cells |= _review(record.get("review", {}))
    for part, sign in record.get("blank", {}).items():
        cells |= {code: sign for code, text in cells.items() if code.startswith(part) and text == "0"}
    for part in record.get("blank_all", ()):
        cells |= {code: "" for code in cells if code.startswith(part)}
    exact: dict[str, str] = record.get("printed", {})
    _known(exact, cells)
    return cells | exact


def _known(codes: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    unknown = set(codes) - set(known)
    if unknown:
        raise KeyError(f"data names cells that the form does not have: {sorted(unknown)}")


def _disclosure(numbers: Numbers, form: str) -> dict[str, str]:
    rows = {code: clause.measures for clause in labels.clauses(form) for code, _ in clause.rows}
    _known(numbers, rows)
    return {
        f"disclosure.{row}.{measure}": str(numbers[row][at]) if row in numbers else "0"
        for row, measures in rows.items()
        for at, (measure, _) in enumerate(measures)
    }


def _applications(numbers: Numbers, form: str) -> dict[str, str]:
    codes = [row.code for row in labels.rows(form)]
    _known(numbers, dict.fromkeys(codes))
    columns = [code for code, _ in labels.applicants()][:-1]
    table = {code: [int(n) for n in numbers.get(code, ())] for code in codes}
    for values in table.values():
        values.extend([0] * (len(columns) - len(values)))
    handled = [code for code in codes if code not in labels.NOT_RESULTS]
    table["processed_total"] = [sum(table[code][at] for code in handled) for at in range(len(columns))]
    cells: dict[str, str] = {}
    for code, values in table.items():
        cells |= {f"applications.{code}.{column}": str(n) for column, n in zip(columns, values, strict=True)}
        cells[f"applications.{code}.total"] = str(sum(values))
    return cells


def _review(numbers: Numbers) -> dict[str, str]:
    _known(numbers, dict(labels.channels()))
    cells: dict[str, str] = {}
    for channel, _ in labels.channels():
        values = [int(n) for n in numbers.get(channel, (0, 0, 0, 0))]
        for (outcome, _label), n in zip(labels.outcomes(), [*values, sum(values)], strict=True):
            cells[f"review.{channel}.{outcome}"] = str(n)
    return cells
