"""The form of 2019: its own section 二, and sections 三 and 四 as in 2021 but for one row."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from pipelines.forms import FormResult, read_report
from pipelines.reading import read_bytes
from pipelines.report import Cell
from tests.portal import Portal
from tests.unit.forms import sample, sample2019
from tests.unit.forms.readings import cells_of, errors_of, findings_of, result_of, rules, text_document
from tests.unit.forms.sample import Rows, Td, table_html
from tests.unit.forms.sample2019 import disclosure_table, gold, page


def _replaced(old: str, new: str) -> bytes:
    """The report with one cell of section 二 printed otherwise."""
    rows = [
        [Td(new, td.rowspan, td.colspan) if td.text == old else td for td in row] for row in disclosure_table()
    ]
    assert rows != disclosure_table()
    return page(second=table_html(rows))


def _amount(body: bytes) -> Cell:
    return result_of(body).report.disclosure["procurement"]["amount"]


def test_every_cell_is_read() -> None:
    result = result_of(page())
    assert result.report.form == "2019"
    assert len(gold()) == 22 + 23 * 7 + 15
    assert cells_of(result) == gold()
    assert errors_of(result) == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [("+461", 461), ("增加3", 3), ("减少 4", -4), ("－2", -2), ("−7", -7), ("增12项", 12), ("0", 0)],
)
def test_changes_are_signed(printed: str, value: int) -> None:
    result = result_of(_replaced("增3", printed))
    assert result.report.disclosure["other_services"]["items_change"].value == value
    assert errors_of(result) == []


@pytest.mark.parametrize("printed", ["增3减1", "3以上", "约3", "新增三项"])
def test_changes_that_say_no_number_are_flagged(printed: str) -> None:
    result = result_of(_replaced("增3", printed))
    assert result.report.disclosure["other_services"]["items_change"].value is None
    assert errors_of(result)


@pytest.mark.parametrize("printed", ["-", "—", "/", "无", ""])
def test_a_change_not_stated_is_blank(printed: str) -> None:
    result = result_of(_replaced("增3", printed))
    cell = result.report.disclosure["other_services"]["items_change"]
    assert (cell.value, cell.raw) == (None, printed)
    assert errors_of(result) == []


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("251000元", Decimal(251000), "元"),
        ("477.35万元", Decimal("477.35"), "万元"),
        ("1,204,300.50 元", Decimal("1204300.50"), "元"),
        ("1.2亿元", Decimal("1.2"), "亿元"),
        ("88.6万", Decimal("88.6"), "万"),
        ("8040", Decimal(8040), None),
    ],
)
def test_the_amount_stands_as_printed_with_its_own_unit(printed: str, value: Decimal, unit: str | None) -> None:
    body = _replaced("8040", printed) if printed != "8040" else page()
    cell = _amount(body)
    assert (cell.value, cell.unit, cell.raw) == (value, unit, printed)
    assert errors_of(result_of(body)) == []
    assert ("unit_not_stated" in rules(result_of(body), "info")) == (unit is None)


@pytest.mark.parametrize("header", ["采购总金额(万元)", "采购总金额（单位：万元）", "采购总金额/万元"])
def test_a_unit_in_the_header_is_the_amounts(header: str) -> None:
    cell = _amount(_replaced("采购总金额", header))
    assert (cell.value, cell.unit) == (Decimal(8040), "万元")


def test_a_unit_in_the_cell_beats_that_in_the_header_and_is_on_record() -> None:
    rows = [
        [
            Td({"采购总金额": "采购总金额(万元)", "8040": "8040元"}.get(td.text, td.text), 1, td.colspan)
            for td in row
        ]
        for row in disclosure_table()
    ]
    result = result_of(page(second=table_html(rows)))
    assert result.report.disclosure["procurement"]["amount"].unit == "元"
    assert "unit_differs" in rules(result, "warning")


def test_headings_cut_short_are_read_by_their_order_and_on_record() -> None:
    rows = [
        [
            Td("本年新", td.rowspan, td.colspan) if td.text in ("本年新制作数量", "本年新公开数量") else td
            for td in row
        ]
        for row in disclosure_table()
    ]
    result = result_of(page(second=table_html(rows)))
    assert cells_of(result) == gold()
    assert "header_truncated" in rules(result, "warning")
    assert errors_of(result) == []


def test_headings_cut_to_a_single_character_are_refused() -> None:
    rows = [
        [Td("本" if td.text.startswith("本年新") else td.text, 1, td.colspan) for td in row]
        for row in disclosure_table()
    ]
    result = result_of(page(second=table_html(rows)))
    assert "regulations" not in result.report.disclosure
    assert "column_missing" in rules(result, "error")


def test_a_header_in_two_rows_is_put_together() -> None:
    rows: Rows = []
    for row in disclosure_table():
        if row[1:] and row[1].text == "本年新制作数量":
            rows.append([Td("信息内容", 2), Td("本年新"), Td("本年新"), Td("对外公开")])
            rows.append([Td("制作数量"), Td("公开数量"), Td("总数量")])
        else:
            rows.append(row)
    result = result_of(page(second=table_html(rows)))
    assert cells_of(result) == gold()
    assert "header_truncated" not in rules(result, "warning")
    assert errors_of(result) == []


def test_swapped_columns_are_read_by_their_headings() -> None:
    rows = [
        [row[0], row[2], row[1], *row[3:]] if len(row) == 4 and i < 4 else row
        for i, row in enumerate(disclosure_table())
    ]
    assert cells_of(result_of(page(second=table_html(rows)))) == gold()


def test_a_known_local_row_is_kept_as_a_finding() -> None:
    rows = disclosure_table()
    rows.insert(4, [Td("其他主动公开文件"), Td("17"), Td("18"), Td("190")])
    result = result_of(page(second=table_html(rows)))
    assert cells_of(result) == gold()
    assert errors_of(result) == []
    [finding] = [finding for finding in findings_of(result) if finding.rule == "local_row"]
    assert finding.raw == "其他主动公开文件 17 18 190"


def test_an_unknown_row_is_an_error() -> None:
    rows = disclosure_table()
    rows.insert(4, [Td("内部通报"), Td("17"), Td("18"), Td("190")])
    assert "row_unknown" in rules(result_of(page(second=table_html(rows))), "error")


@pytest.mark.parametrize("row", range(23))
def test_a_missing_row_is_an_error(row: int) -> None:
    rows = sample2019.applications_table()
    del rows[3 + row][-7:]
    assert errors_of(result_of(page(third=table_html(rows))))


def test_false_sums_are_findings() -> None:
    rows = sample2019.applications_table()
    rows[-3][-1] = Td("7")  # （六）其他处理, 总计
    found = rules(result_of(page(third=table_html(rows))), "error")
    assert {"I1_row_total", "I2_column_total"} <= found


def test_section_two_decides_where_section_three_is_of_the_other_generation() -> None:
    mixed = result_of(page(third=table_html(sample.applications_table())))
    assert mixed.report.form == "2019"
    assert "other.not_amended" in mixed.report.applications
    assert errors_of(mixed) == []
    assert "tables_of_two_forms" in rules(mixed, "warning")
    other = result_of(sample.page(third=table_html(sample2019.applications_table())))
    assert other.report.form == "2021"
    assert "other.total" in other.report.applications
    assert errors_of(other) == []
    assert "tables_of_two_forms" in rules(other, "warning")


def test_two_sections_two_are_ambiguous_and_kept() -> None:
    both = table_html(disclosure_table()) + table_html(sample.disclosure_table())
    result = result_of(page(second=both))
    assert result.report.form is None
    assert "form_ambiguous" in rules(result, "error")
    kept = [finding.raw for finding in findings_of(result) if finding.rule == "row_kept"]
    assert "行政许可 | 287 | +1036 | 5821" in kept


def _damaged(rng: random.Random) -> Rows:
    """Section 二, which no sum protects, with one cell lost, added, exchanged, or given another span."""
    rows = disclosure_table()
    row = rows[rng.choice([at for at, row in enumerate(rows) if len(row) > 2])]
    at = rng.randrange(len(row))
    match rng.randrange(5):
        case 0:
            del row[at]
        case 1:
            row.insert(at, Td(rng.choice(["", "4", "/"])))
        case 2:
            row[at] = Td("", row[at].rowspan, row[at].colspan)
        case 3:
            row[at] = Td(row[at].text, 1, 3 - row[at].colspan)
        case _:
            row[at] = Td(row[at].text, 2, row[at].colspan)
    return rows


@pytest.mark.parametrize("seed", range(60))
def test_damage_is_never_read_wrong_in_silence(seed: int) -> None:
    result = result_of(page(second=table_html(_damaged(random.Random(seed)))))
    read = cells_of(result)
    wrong = {path: n for path, n in read.items() if n is not None and n != gold()[path]}
    lost = [path for path, n in read.items() if n is None]
    assert not wrong or errors_of(result)
    assert not lost or all(_raw(result, path).strip() in ("", "/") for path in lost)


def _raw(result: FormResult, path: str) -> str:
    table, row, column = path.split(".", 1)[0], *path.split(".", 1)[1].rsplit(".", 1)
    cell: Cell = getattr(result.report, table)[row][column]
    return cell.raw


def test_the_tables_in_plain_text() -> None:
    result = read_report(text_document(_as_text()))
    assert result.report.form == "2019"
    assert cells_of(result) == gold()
    assert errors_of(result) == []


def _as_text() -> str:
    """The report as a PDF's text prints it, one row a line."""
    parts = ["威海市环翠区商务局2019年政府信息公开工作年度报告", sample2019.HEADINGS[0], "平稳。"]
    for heading, rows in zip(
        sample2019.HEADINGS[1:4],
        (disclosure_table(), sample2019.applications_table(), sample.review_table()),
        strict=True,
    ):
        parts += [heading, *(" ".join(td.text for td in row) for row in rows)]
    return "\n".join([*parts, *sample2019.HEADINGS[4:], "没有。"])


def test_the_replica_is_read_exactly() -> None:
    with Portal() as portal:
        reports = [report for report in portal.truth.reports if report.form == "2019"]
        assert len(reports) == 11
        for report in reports:
            for source in report.sources:
                [reading] = read_bytes(portal.answer(source.final).body, url=source.url)
                assert reading.verdict == "accepted", (report.agency, reading.reason)
                assert reading.report is not None
                for table, rows in report.cells.items():
                    read = getattr(reading.report, table)
                    assert {row: {c: cell.value for c, cell in cells.items()} for row, cells in read.items()} == {
                        row: {c: None if n is None else Decimal(str(n)) for c, n in cells.items()}
                        for row, cells in rows.items()
                    }
