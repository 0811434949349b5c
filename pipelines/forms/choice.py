"""Rows of section 三 that have lost cells: where their numbers belong, if the form's sums leave one answer.

The only place where sums serve the reading: 总计 in every row, （七）总计 and 新收 + 结转 = 总计 + 结转下年度 in
every column (国办公开办函〔2021〕30号). No number is ever changed: they are only assigned to columns, in their
printed order; a column that gets none is blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from math import comb, prod

from models.vocabulary import vocabulary
from pipelines.report import Number

Row = Mapping[str, Number | None]

MOST_PLACEMENTS = 3000
NOT_OUTCOMES = ("new_received", "carried_over", "processed_total", "carried_forward")
OTHER_PARTS = ("other.not_amended", "other.fee_unpaid", "other.other")
_OTHER = "other.total"


def outcome_rows(rows: Iterable[str]) -> list[str]:
    """The rows that （七）总计 adds up: the single row （六）其他处理 counts where its parts are not printed."""
    present = set(rows)
    split = all(row in present for row in OTHER_PARTS)
    return [
        row
        for row in vocabulary().applications
        if row not in NOT_OUTCOMES
        and row in present
        and not (row == _OTHER and split)
        and not (row in OTHER_PARTS and _OTHER in present and not split)
    ]


def all_outcomes(rows: Iterable[str]) -> bool:
    """Are all rows there that （七）总计 adds up?"""
    present = set(rows)
    missing = {row for row in vocabulary().applications if row not in NOT_OUTCOMES and row not in present}
    return not missing or missing == {_OTHER} or missing == set(OTHER_PARTS)


def only_placement(
    known: Mapping[str, Row], short: Mapping[str, Sequence[Number | None]]
) -> dict[str, tuple[str, ...]] | None:
    """For each short row the columns of its values, if exactly one way of placing all of them keeps every sum.

    `known` are the rows that are read, `short` the values of the others in their order, fewer than columns.
    None where no placement fits, where several do (blanks and zeros that could change places among them), where
    a short row states nothing above zero, or where the table is not whole, so that a column would prove nothing.
    """
    rows = {*known, *short}
    columns = tuple(vocabulary().applicants)
    whole = all_outcomes(rows) and all(row in rows for row in NOT_OUTCOMES)
    if not whole or not all(any(values) for values in short.values()):
        return None
    if any(set(row) != set(columns) for row in known.values()):
        return None
    if prod(comb(len(columns), len(values)) for values in short.values()) > MOST_PLACEMENTS:
        return None
    ways = [list(_row_placements(values, columns)) for values in short.values()]
    fitting: list[tuple[Row, ...]] = []
    for placed in product(*ways):
        if _columns_hold({**known, **dict(zip(short, placed, strict=True))}, columns):
            fitting.append(placed)
            if len(fitting) > 1:
                return None
    if not fitting:
        return None
    return {row: tuple(placed) for row, placed in zip(short, fitting[0], strict=True)}


def _row_placements(values: Sequence[Number | None], columns: Sequence[str]) -> Iterable[Row]:
    """The ways to put the values under columns in which the row adds up to a total that is stated."""
    for chosen in combinations(columns, len(values)):
        row = dict(zip(chosen, values, strict=True))
        total = row.get("total")
        if total is not None and total == sum(value or 0 for code, value in row.items() if code != "total"):
            yield row


def _columns_hold(table: Mapping[str, Row], columns: Sequence[str]) -> bool:
    ended = outcome_rows(table)
    for column in columns:
        of = {row: cells.get(column) or 0 for row, cells in table.items()}
        if sum(of[row] for row in ended) != of["processed_total"]:
            return False
        if of["new_received"] + of["carried_over"] != of["processed_total"] + of["carried_forward"]:
            return False
    return True
