"""What cannot be read for certain is on record as an error, and nothing else is read wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.carriers import read_document
from pipelines.forms import read_report
from tests.unit.forms import sample
from tests.unit.forms.changes import Change, relabel, set_number
from tests.unit.forms.readings import cells_of, errors_of, result_of, rules
from tests.unit.forms.sample import Rows, Td, page, table_html


def _drop_column(index: int) -> Change:
    """A column gone from header and body."""

    def apply(rows: Rows) -> Rows:
        head = sample.applications_header()
        head[0][1] = replace(head[0][1], colspan=6)
        if index == 6:
            del head[1][2]
        else:
            head[1][1] = replace(head[1][1], colspan=4)
            del head[2][index - 1]
        body = sample.applications_body()
        return head + [[*row[:-7], *(td for i, td in enumerate(row[-7:]) if i != index)] for row in body]

    return apply


def _extra_column(rows: Rows) -> Rows:
    head = [list(row) for row in sample.applications_header()]
    head[0].append(Td("其中：线上", 3))
    return head + [[*row, Td("4")] for row in sample.applications_body()]


def _extra_row(rows: Rows) -> Rows:
    return [*rows[:8], [Td("9.本省自设情形"), *(Td("1") for _ in range(7))], *rows[8:]]


def _split_digits(rows: Rows) -> Rows:
    """A number's digits in two cells, as a lost ruling line leaves them."""
    row = next(r for r in rows if r[0].text == "（七）总计")
    row[-7:-6] = [Td(row[-7].text[0]), Td(row[-7].text[1:])]
    return rows


def _merged_value(rows: Rows) -> Rows:
    row = next(r for r in rows if r[0].text == "2.重复申请")
    row[-7:-5] = [replace(row[-7], colspan=2)]
    return rows


FLAGGED: dict[str, tuple[Change, str]] = {
    "no 总计 column": (_drop_column(6), "cell_missing"),
    "no 科研机构 column": (_drop_column(2), "cell_missing"),
    "extra column with numbers": (_extra_column, "row_not_placed"),
    "extra row with numbers": (_extra_row, "row_unknown"),
    "row gone": (lambda rows: rows[:10] + rows[11:], "row_missing"),
    "digits split into cells": (_split_digits, "row_not_placed"),
    "a number over two columns": (_merged_value, "row_not_placed"),
    "total blank over parts": (set_number("2.重复申请", 6, ""), "I1_row_total"),
    "total zero over parts": (set_number("2.重复申请", 6, "0"), "I1_row_total"),
    "estimate": (set_number("2.重复申请", 1, "约10"), "cell_approximate"),
    "text for a number": (set_number("2.重复申请", 1, "见附件"), "cell_not_a_number"),
    "text for the first number": (set_number("2.重复申请", 0, "见附件"), "cell_not_a_number"),
    "fraction": (set_number("2.重复申请", 1, "1.5"), "cell_not_whole"),
    "money": (set_number("2.重复申请", 1, "3万元"), "cell_unit_mismatch"),
    "below zero": (set_number("2.重复申请", 1, "-3"), "cell_negative"),
    "glued zeros": (set_number("2.重复申请", 1, "000"), "cell_not_a_number"),
    "row twice with other numbers": (
        lambda rows: [*rows[:9], [rows[8][0], *(Td("1") for _ in range(7))], *rows[9:]],
        "row_conflict",
    ),
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flagged(name: str) -> None:
    """Read right or on record: what has a value has the right one, unless the document prints another."""
    change, rule = FLAGGED[name]
    result = result_of(page(third=table_html(change(sample.applications_table()))))
    assert rule in rules(result, "error")
    gold = sample.gold()
    changed = "applications.not_processed.duplicate."
    wrong = {path for path, n in cells_of(result).items() if n != gold[path]}
    assert not {path for path in wrong if not path.startswith(changed)}


def test_a_false_sum_in_a_certain_table_is_published() -> None:
    rows = set_number("2.重复申请", 6, "9999")(sample.applications_table())
    found = errors_of(result_of(page(third=table_html(rows))))
    assert {(f.rule, f.where, f.cause) for f in found} == {
        ("I1_row_total", "applications.not_processed.duplicate", "published"),
        ("I2_column_total", "applications.*.total", "published"),
    }


def test_digits_with_spaces_stand_where_a_sum_proves_them() -> None:
    number = str(sample.applications()["new_received"][3])
    spaced = " ".join(number)
    label = "一、本年新收政府信息公开申请数量"
    result = result_of(page(third=table_html(set_number(label, 3, spaced)(sample.applications_table()))))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []
    assert "cell_digits_joined" in rules(result, "warning")
    alone = sample.applications_table()
    for column in range(6):
        alone = set_number(label, column, "")(alone)
    alone = set_number(label, 6, "35 19")(alone)
    assert "digits_unproved" in rules(result_of(page(third=table_html(alone))), "error")


def test_fee_in_yuan_is_not_taken_for_ten_thousands() -> None:
    rows = relabel(lambda text: text.replace("单位：万元", "单位：元"))(sample.disclosure_table())
    assert "unit_mismatch" in rules(result_of(page(second=table_html(rows))), "error")
    rows = relabel(lambda text: text + "元" if text == "786.25" else text)(sample.disclosure_table())
    result = result_of(page(second=table_html(rows)))
    assert "cell_unit_mismatch" in rules(result, "error")
    assert result.report.disclosure["fees"]["amount_10k_yuan"].value is None


def test_a_second_report_on_the_same_page_is_seen() -> None:
    table = table_html(sample.applications_table())
    assert "table_repeated" in rules(result_of(page(third=table + table)), "error")
    other = table_html(set_number("2.重复申请", 0, "77")(sample.applications_table()))
    assert "row_conflict" in rules(result_of(page(third=table + other)), "error")


def test_blanks_in_inferred_columns_are_not_trusted() -> None:
    """A number between blanks could stand in any column of a row: its sum holds in each."""
    rows = sample.applications_table()
    target = next(row for row in rows if row[0].text == "2.重复申请")
    target[1:] = [Td("7"), *(Td("") for _ in range(5)), Td("7")]
    [(_, document)] = read_document(page(third=table_html(rows)))
    assert "blank_place_uncertain" not in rules(read_report(document), "error")
    document.carrier = "pdf"
    for grid in document.grids:
        grid.certain = False
    assert "blank_place_uncertain" in rules(read_report(document), "error")
