"""政府信息公开情况统计表: every line by its label, whatever columns an office added."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from pipelines.forms import FormResult, read_report
from pipelines.reading import read_bytes
from tests.unit.forms import sample2014
from tests.unit.forms.readings import errors_of, findings_of, result_of, rules, text_document
from tests.unit.forms.sample import Gold, Rows, Td, table_html
from tests.unit.forms.sample2014 import gold, lines, page, printed, rows

Change = Callable[[Rows], Rows]


def _cells(result: FormResult) -> Gold:
    return {
        f"indicators.{code}": None if cell.value is None else float(cell.value)
        for code, cell in result.report.indicators.items()
    }


def _read(table: Rows) -> FormResult:
    return result_of(page(table_html(table)))


def _with(code: str, number: str, unit: str | None = None) -> Rows:
    """The table with another number, or unit, in one line."""
    table = rows()
    row = next(i for i, line in enumerate(lines(), start=1) if line[0] == code)
    table[row][2] = Td(number)
    if unit is not None:
        table[row][1] = Td(unit)
    return table


def _columns(header: str, row: str) -> Rows:
    """A table with other columns, parted by blanks; `row` is a format of i, label, unit and n, _ an empty cell."""
    filled = [
        row.format(i=i, label=label, unit=unit, n=n) for i, (_, label, unit, n) in enumerate(lines(), start=1)
    ]
    return [[Td("" if text == "_" else text) for text in line.split(" ")] for line in (header, *filled)]


def test_every_line_is_read() -> None:
    result = result_of(page())
    assert result.report.form == "2014"
    assert len(gold()) == 58
    assert _cells(result) == gold()
    assert errors_of(result) == []


def test_the_prose_keeps_its_chapters() -> None:
    sections = result_of(page()).report.sections
    assert [section.heading for section in sections] == [text for text in sample2014.PROSE[1:] if "、" in text[:2]]
    assert sections[1].text == "全年主动公开政府信息4711条。"


def test_a_page_of_the_table_alone_is_a_report() -> None:
    [reading] = read_bytes(page(prose=sample2014.PROSE[:1]))
    assert (reading.verdict, reading.identity.year) == ("accepted", 2016)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param("序号 统计指标 单位 代码 统计数", "{i} {label} {unit} {i:02d} {n}", id="ordinals and codes"),
        pytest.param("统计指标 统计数 单位 备注", "{label} {n} {unit} _", id="numbers before units"),
        pytest.param("指标名称 数量", "{label} {n}", id="no units"),
        pytest.param("统计指标 单位 本季统计数 本年统计数", "{label} {unit} 7 {n}", id="quarter and year"),
        pytest.param("统计指标 单位 合计 区直单位 乡镇街道", "{label} {unit} {n} 3 4", id="all offices together"),
        pytest.param(
            "统计指标 单位 区政府统计数 区直单位统计数 乡镇街道统计数",
            "{label} {unit} _ _ {n}",
            id="one level filled",
        ),
        pytest.param("统计指标 单位 统计数 上年统计数", "{label} {unit} {n} 9", id="the year before"),
        pytest.param("统计指标 单位 统计数 _", "{label} {unit} {n} _", id="an empty column"),
    ],
)
def test_columns_that_offices_add(header: str, row: str) -> None:
    result = _read(_columns(header, row))
    assert _cells(result) == gold()
    assert errors_of(result) == []


def test_which_column_was_taken_is_on_record() -> None:
    table = _columns("统计指标 单位 本季统计数 本年统计数", "{label} {unit} 7 {n}")
    [finding] = [finding for finding in findings_of(_read(table)) if finding.rule == "number_column"]
    assert "本年统计数 was taken" in finding.detail


@pytest.mark.parametrize(
    ("header", "numbers"),
    [
        ("区政府统计数 区直单位统计数", "{n} 5"),
        ("统计数 统计数", "{n} 5"),
        ("2016年 2015年", "{n} 5"),
        ("本季统计数", "{n}"),
        ("合计 区直单位", "_ {n}"),
        ("_ _", "{n} 5"),
        ("乡镇街道 历年累计", "_ {n}"),
        ("上年同期", "{n}"),
    ],
)
def test_columns_that_cannot_be_told_apart_are_refused(header: str, numbers: str) -> None:
    table = _columns(f"统计指标 单位 {header}", "{label} {unit} " + numbers)
    result = _read(table)
    assert result.report.indicators == {}
    assert "number_column" in rules(result, "error")
    kept = [finding.raw or "" for finding in findings_of(result) if finding.rule == "row_kept"]
    assert any("当面申请数" in raw and "41" in raw for raw in kept)


def test_two_halves_side_by_side() -> None:
    own = rows()[1:]
    half = (len(own) + 1) // 2
    right = [*own[half:], [Td(""), Td(""), Td("")]]
    header = [Td(text) for text in ("统计指标", "单位", "统计数") * 2]
    result = _read([header, *([*a, *b] for a, b in zip(own[:half], right, strict=False))])
    assert _cells(result) == gold()
    assert errors_of(result) == []


def test_labels_in_columns_by_their_level() -> None:
    table: Rows = [[Td("统计指标", 1, 3), Td("单位"), Td("统计数")]]
    for code, label, unit, number in lines():
        level = min(code.count("."), 2)
        texts = ["", "", ""]
        texts[level] = label
        table.append([Td(text) for text in (*texts, unit, number)])
    assert _cells(_read(table)) == gold()


def test_the_header_on_two_rows() -> None:
    table: Rows = [
        [Td("统计指标", 2), Td("单位", 2), Td("统计数", 1, 2)],
        [Td("本季"), Td("本年")],
        *([Td(label), Td(unit), Td("2"), Td(n)] for _, label, unit, n in lines()),
    ]
    result = _read(table)
    assert _cells(result) == gold()
    assert errors_of(result) == []


def test_a_table_without_header_has_one_column_of_numbers() -> None:
    result = _read(rows()[1:])
    assert _cells(result) == gold()
    assert errors_of(result) == []
    assert "header_missing" in rules(result, "warning")


def test_a_table_cut_over_pages() -> None:
    table = rows()
    parts = [table[:20], table[20:45], [table[0], *table[45:]]]
    result = result_of(page("<p>—2—</p>".join(map(table_html, parts))))
    assert _cells(result) == gold()
    assert errors_of(result) == []


def test_a_label_cut_over_two_rows() -> None:
    table = rows()
    at = next(i for i, row in enumerate(table) if row[0].text.startswith("（四）政府信息公开专项经费"))
    label = table[at][0].text
    table[at : at + 1] = [
        [Td(label[:15]), Td(""), Td("")],
        [Td(label[15:]), table[at][1], table[at][2]],
    ]
    assert _cells(_read(table)) == gold()
    table[at + 1][0] = Td("编辑管理及网站的经费")  # not the rest of the label
    assert "row_unknown" in rules(_read(table), "error")


def test_labels_with_spaces_other_brackets_and_numbering() -> None:
    table = [
        [Td(" ".join(row[0].text).replace("（", "(").replace("）", ")").replace(".", "、")), *row[1:]]
        for row in rows()
    ]
    result = _read([rows()[0], *table[1:]])
    assert _cells(result) == gold()
    assert errors_of(result) == []


def test_the_same_label_in_two_blocks_is_told_apart() -> None:
    table = rows()
    short = next(row for row in table if row[0].text.startswith("（一）维持具体行政行为或者"))
    short[0] = Td("（一）维持具体行政行为数")
    result = _read(table)
    assert _cells(result) == gold()
    lost = [row for row in table if not row[0].text.startswith(("四、", "五、"))]
    assert errors_of(_read(lost))


def test_local_rows_are_kept_with_their_numbers() -> None:
    table = rows()
    table[4:4] = [
        [Td("其中：重点领域公开政府信息数"), Td("条"), Td("24")],
        [Td("1.主动公开“三公经费”信息数"), Td("条"), Td("10")],
        [Td("2.全文电子化率"), Td("%"), Td("100%")],
    ]
    result = _read(table)
    assert _cells(result) == gold()
    assert errors_of(result) == []
    local = {finding.raw: finding.severity for finding in findings_of(result) if finding.rule == "local_row"}
    assert local == {
        "其中：重点领域公开政府信息数 条 24": "info",
        "1.主动公开“三公经费”信息数 条 10": "warning",
        "2.全文电子化率 % 100%": "info",
    }


def test_the_foot_of_the_table_is_no_data() -> None:
    table = [*rows(), [Td("联系电话"), Td(""), Td("5222557")], [Td("填报人：李某 联系电话 5222557", 1, 3)]]
    result = _read(table)
    assert _cells(result) == gold()
    assert not [finding for finding in findings_of(result) if "5222557" in (finding.raw or "")]


@pytest.mark.parametrize(
    ("code", "number", "unit", "rule"),
    [
        ("7", "3500", "元", "unit_mismatch"),
        ("8.4", "12.5", "条", "unit_mismatch"),
        ("6", "62", "万元", "unit_mismatch"),
        ("6", "6.5", None, "cell_not_whole"),
        ("6", "60余", None, "cell_approximate"),
        ("6", "约62件", None, "cell_approximate"),
        ("6", "若干", None, "cell_not_a_number"),
        ("6", "6 2", None, "cell_digits_joined"),
    ],
)
def test_numbers_that_cannot_stand(code: str, number: str, unit: str | None, rule: str) -> None:
    assert rule in rules(_read(_with(code, number, unit)), "error")


@pytest.mark.parametrize(
    ("number", "value"), [("１２．５", 12.5), ("12.50万元", 12.5), ("-", None), ("", None), ("0", 0)]
)
def test_money_may_have_a_fraction(number: str, value: float | None) -> None:
    result = _read(_with("8.4", number))
    assert _cells(result)["indicators.8.4"] == value
    assert errors_of(result) == []


def test_a_number_that_slipped_beside_its_column_is_not_a_blank() -> None:
    table = rows()
    row = next(row for row in table if row[0].text.startswith("3.政策解读"))
    row[1:] = [row[2], Td("")]
    result = _read(table)
    assert "2.2.3" not in result.report.indicators
    assert "row_not_placed" in rules(result, "error")


def test_a_row_that_slipped_under_the_labels_is_not_a_blank() -> None:
    table: Rows = [[Td("统计指标", 1, 3), Td("单位"), Td("统计数")]]
    for code, label, unit, n in lines():
        slipped = code == "2.2.3"
        table.append([Td(text) for text in ((label, unit, n, "", "") if slipped else ("", "", label, unit, n))])
    result = _read(table)
    assert "2.2.3" not in result.report.indicators
    assert "row_not_placed" in rules(result, "error")


def test_a_near_miss_of_a_line_that_is_there_is_another_line() -> None:
    table = rows()
    table.insert(8, [Td("2.政府网站公开政务信息数"), Td("条"), Td("77")])
    result = _read(table)
    assert _cells(result) == gold()
    assert "local_row" in rules(result, "warning")


@pytest.mark.parametrize(
    "caption", ["2016年第三季度政府信息公开情况统计表", "政府信息公开情况统计表（2016年1-6月）"]
)
def test_a_table_of_a_part_of_the_year_is_no_years_table(caption: str) -> None:
    assert "period_not_a_year" in rules(result_of(page(caption=caption)), "error")


@pytest.mark.parametrize("caption", ["政府信息公开情况统计表（2015年度）", "2015年政府信息公开情况统计表"])
def test_the_table_of_another_year_goes_to_review(caption: str) -> None:
    [reading] = read_bytes(page(caption=caption))
    assert (reading.verdict, reading.reason) == ("review", "table_year_differs")
    [reading] = read_bytes(page(caption=caption.replace("2015", "2016")))
    assert reading.verdict == "accepted"
    inside = table_html([[Td(caption, 1, 3)], *rows()])
    assert read_bytes(page(inside))[0].reason == "table_year_differs"


def test_a_page_of_a_quarters_table_is_no_report() -> None:
    title = "2016年第三季度政府信息公开情况统计表"
    body = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{table_html(rows())}</body></html>"
    [reading] = read_bytes(body.encode())
    assert (reading.verdict, reading.reason) == ("not_a_report", "part_of_year")


def test_the_table_printed_twice_is_not_one_report() -> None:
    assert "table_repeated" in rules(result_of(page(table_html(rows()) * 2)), "error")
    other = [[Td(td.text.replace("4", "5")) if i == 2 else td for i, td in enumerate(row)] for row in rows()]
    assert "row_conflict" in rules(result_of(page(table_html(rows()) + table_html(other))), "error")


@pytest.mark.parametrize("code", [code for code, _, unit, _ in lines() if unit != "——"])
def test_a_missing_line_is_an_error(code: str) -> None:
    own = next(i for i, line in enumerate(lines(), start=1) if line[0] == code)
    table = rows()
    del table[own]
    assert f"indicators.{code}" in {finding.where for finding in errors_of(_read(table))}


# -- plain text


def _text(of: Callable[[str, str, str], str], header: str = "统计指标 单位 统计数") -> FormResult:
    body = [of(label, unit, n) for _, label, unit, n in lines()]
    text = "\n".join([*sample2014.PROSE, "附件", sample2014.CAPTION, header, *body, "联系电话：5222557"])
    return read_report(text_document(text))


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(lambda label, unit, n: f"{label} {unit} {n}", id="a row a line"),
        pytest.param(lambda label, unit, n: f"{label}\n{unit}\n{n}", id="a cell a line"),
        pytest.param(lambda label, unit, n: f"{label}\t{unit}\t{n}", id="tabs"),
        pytest.param(lambda label, unit, n: f"{label[:16]} {unit} {n}\n{label[16:]}".strip(), id="wrapped"),
        pytest.param(lambda label, unit, n: f"{label[:14]}\n{label[14:]} {unit} {n}".strip(), id="wrapped above"),
    ],
)
def test_the_table_in_plain_text(of: Callable[[str, str, str], str]) -> None:
    result = _text(of)
    assert _cells(result) == gold()
    assert errors_of(result) == []
    assert len(result.report.sections) == 6


def test_blank_cells_in_text_leave_their_lines_missing() -> None:
    result = _text(lambda label, unit, n: f"{label} {unit} {n}".replace(" 33", ""))
    assert {finding.where for finding in errors_of(result)} == {"indicators.2.2.2"}


def test_two_numbers_a_line_are_refused_in_text() -> None:
    result = _text(lambda label, unit, n: f"{label} {unit} 3 {n}" if unit != "——" else label)
    assert result.report.indicators == {}
    assert "number_count" in rules(result, "error")


def test_page_numbers_between_two_lines_are_left_out() -> None:
    result = _text(lambda label, unit, n: f"{label} {unit} {n}" + ("\n- 3 -" if label.startswith("六") else ""))
    assert _cells(result) == gold()
    assert errors_of(result) == []


def test_a_second_number_on_a_line_of_its_own_is_refused() -> None:
    result = _text(lambda label, unit, n: f"{label} {unit} 7\n{n}" if unit != "——" else label)
    assert result.report.indicators == {}
    assert "number_count" in rules(result, "error")


# -- damage


def _damaged(rng: random.Random) -> Rows:
    """The table with one cell lost, doubled, moved, or a row's labels exchanged with the next."""
    table = rows()
    at = rng.randrange(1, len(table))
    row = table[at]
    match rng.randrange(4):
        case 0:
            del row[rng.randrange(len(row))]
        case 1:
            row.insert(rng.randrange(3), Td(rng.choice(["", "4"])))
        case 2:
            row[1], row[2] = row[2], row[1]
        case _:
            spot = rng.randrange(len(row))
            row[spot] = Td("")
    return table


@pytest.mark.parametrize("seed", range(100))
def test_damage_is_never_read_wrong_in_silence(seed: int) -> None:
    result = _read(_damaged(random.Random(seed)))
    wrong = {path: n for path, n in _cells(result).items() if n is not None and n != gold()[path]}
    lost = {path for path, n in gold().items() if _cells(result).get(path, n) is None}
    blanked = {path for path in lost if result.report.indicators[path.removeprefix("indicators.")].raw == ""}
    assert not wrong or errors_of(result)
    assert lost == blanked  # a blank is read only where a blank is printed


def test_the_sample_prints_what_it_says() -> None:
    assert (printed("3.1"), printed("7"), printed("8.4")) == ("130", "0.35", "12.5")
