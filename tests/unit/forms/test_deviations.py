"""Tables as offices really publish them (FORMATS.md §5): each is read exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipelines.carriers import read_document
from pipelines.forms import read_report
from tests.unit.forms import sample
from tests.unit.forms.readings import cells_of, errors_of, result_of, rules
from tests.unit.forms.sample import Rows, Td, page, table_html

Change = Callable[[Rows], Rows]


def _bare(rows: Rows) -> Rows:
    """All spans lost."""
    return [[Td(td.text) for td in row] for row in rows]


def _with_blanks(rows: Rows, width: int) -> Rows:
    """Spans lost, but blank cells stand where the spans reached to the right."""
    return [
        [cell for td in row for cell in (Td(td.text), *(Td("") for _ in range(td.colspan - 1)))] for row in rows
    ]


def _relabel(change: Callable[[str], str]) -> Change:
    return lambda rows: [[replace(td, text=change(td.text)) for td in row] for row in rows]


def _repeated_groups(rows: Rows) -> Rows:
    """Group labels on each row instead of a span."""
    out = sample.applications_header()
    for row in sample.applications_body()[:2]:
        out.append(row)
    numbers = sample.applications()
    for code, label in sample.GRANTED:
        out.append([Td("三、本年度办理结果"), Td(label, 1, 2), *(Td(str(n)) for n in numbers[code])])
    for name, members in sample.GROUPS:
        for code, label in members:
            out.append([Td("三、本年度办理结果"), Td(name), Td(label), *(Td(str(n)) for n in numbers[code])])
    out.append(
        [Td("三、本年度办理结果"), Td("（七）总计", 1, 2), *(Td(str(n)) for n in numbers["processed_total"])]
    )
    return [*out, sample.applications_body()[-1]]


def _one_label_column(rows: Rows, joined: bool) -> Rows:
    """Labels in one column, the group's on a row of its own or before each label."""
    _, *rest = sample.applications_header()[0]
    out: Rows = [[Td("项目", 3), *rest], *sample.applications_header()[1:]]
    numbers = {code: [Td(str(n)) for n in row] for code, row in sample.applications().items()}
    out += [[Td(row[0].text), *row[1:]] for row in sample.applications_body()[:2]]
    if not joined:
        out.append([Td("三、本年度办理结果", 1, 8)])
    out += [[Td(label), *numbers[code]] for code, label in sample.GRANTED]
    for name, members in sample.GROUPS:
        if not joined:
            out.append([Td(name), *(Td("") for _ in range(7))])
        out += [[Td(name + label if joined else label), *numbers[code]] for code, label in members]
    out.append([Td("（七）总计"), *numbers["processed_total"]])
    out.append([Td("四、结转下年度继续办理"), *numbers["carried_forward"]])
    return out


def _header_over_rows(rows: Rows) -> Rows:
    head = [
        [Td("", 4, 3), Td("申请人情况", 1, 7)],
        [Td("自然"), Td("法人或其他组织", 1, 5), Td("总计", 3)],
        [Td("人", 2), Td("商业"), Td("科研"), Td("社会公益"), Td("法律服务"), Td("其他", 2)],
        [Td("企业"), Td("机构"), Td("组织"), Td("机构")],
    ]
    return head + sample.applications_body()


def _swapped_columns(rows: Rows) -> Rows:
    """科研机构 and 社会公益组织 change places, headings and numbers."""
    head = sample.applications_header()
    head[2][1], head[2][2] = head[2][2], head[2][1]
    body = []
    for row in sample.applications_body():
        cells = list(row)
        cells[-5], cells[-4] = cells[-4], cells[-5]
        body.append(cells)
    return head + body


def _ghosts(rows: Rows) -> Rows:
    """An empty column in the middle under a wide heading, and one at the end."""
    head = [
        [Td("", 3, 3), Td("申请人情况", 1, 8), Td("", 3)],
        [Td("自然人", 2, 2), Td("法人或其他组织", 1, 5), Td("总计", 2)],
        sample.applications_header()[2],
    ]
    body = [[*row[:-7], Td(""), *row[-7:], Td("")] for row in sample.applications_body()]
    return head + body


def _shifted_other(rows: Rows) -> Rows:
    """3.其他 stands two cells too far left."""
    return [[*row, Td(""), Td("")] if row[0].text == "3.其他" else row for row in _without_one_row_of_spans(rows)]


def _without_one_row_of_spans(rows: Rows) -> Rows:
    out = []
    for row in rows:
        cells = [replace(td, rowspan=21) if td.text == "三、本年度办理结果" else td for td in row]
        cells = [replace(td, rowspan=2) if td.text == "（六）其他处理" else td for td in cells]
        out.append(cells)
    # （七）总计 now begins at the left edge
    return [[replace(row[0], colspan=3), *row[1:]] if row[0].text == "（七）总计" else row for row in out]


def _ordinals(rows: Rows) -> Rows:
    """A column of ordinal numbers before the labels."""
    head = [list(row) for row in sample.applications_header()]
    head[0] = [Td("序号", 3), *head[0]]
    return head + [[Td(str(i)), *row] for i, row in enumerate(sample.applications_body(), 1)]


def _remark_column(rows: Rows) -> Rows:
    head = [list(row) for row in sample.applications_header()]
    head[0].append(Td("备注", 3))
    return head + [[*row, Td("")] for row in sample.applications_body()]


def _spaced(text: str) -> str:
    return text if text.isdigit() else " ".join(text)


def _renumbered(text: str) -> str:
    text = text.replace("（", "(").replace("）", ")").replace("“", "").replace("”", "")
    return text[0] + "、" + text[2:] if text[:1].isdigit() and text[1:2] == "." else text


def _unnumbered(text: str) -> str:
    for mark in (
        "一、",
        "二、",
        "三、",
        "四、",
        *(f"（{n}）" for n in "一二三四五六七"),
        *(f"{n}." for n in range(1, 9)),
    ):
        text = text.removeprefix(mark)
    return text


APPLICATIONS: dict[str, Change] = {
    "spans lost": _bare,
    "spans lost, blanks kept": lambda rows: _with_blanks(rows, 10),
    "groups repeated": _repeated_groups,
    "one label column, group rows": lambda rows: _one_label_column(rows, joined=False),
    "one label column, joined labels": lambda rows: _one_label_column(rows, joined=True),
    "spaces in labels": _relabel(_spaced),
    "other brackets and numbering": _relabel(_renumbered),
    "numbering missing": _relabel(_unnumbered),
    "quotes moved": _relabel(lambda text: text.replace("3.危及“三安全一稳定”", "3. “ ”危及 三安全一稳定")),
    "bookmarks": _relabel(lambda text: f"[bookmark: _Hlk66973412]{text}"),
    "结转下一年度": _relabel(lambda text: text.replace("结转下年度", "结转下一年度")),
    "转结": _relabel(lambda text: text.replace("结转下", "转结下")),
    "short labels": _relabel(
        lambda text: {"1.申请": "1.逾期不补正", "2.申请": "2.逾期不缴费"}.get(text[:4], text)
    ),
    "typo": _relabel(lambda text: text.replace("5.要求行政机关确认或重新出具", "5.要求行政机关确认或从新出具")),
    "header over rows": _header_over_rows,
    "columns swapped": _swapped_columns,
    "ghost columns": _ghosts,
    "row shifted left": _shifted_other,
    "ordinal numbers": _ordinals,
    "blank remark column": _remark_column,
    "full-width digits": _relabel(lambda text: text.translate({48 + i: 0xFF10 + i for i in range(10)})),
    "units": _relabel(lambda text: f"{text}件" if text.isdigit() else text),
    "blanks round digits": _relabel(lambda text: f"\u3000{text} " if text.isdigit() else text),
    "notes": _relabel(lambda text: f"{text}（其中修订1件）" if text.isdigit() else text),
    "label broken in its cell": _relabel(lambda text: text.replace("重新出具", "重新<br>出具")),
}


@pytest.mark.parametrize("name", APPLICATIONS)
def test_applications_table(name: str) -> None:
    rows = APPLICATIONS[name](sample.applications_table())
    result = result_of(page(third=table_html(rows)))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def _join(*tables: Rows) -> str:
    return "".join(f"{table_html(table)}<p>- 3 -</p>" for table in tables)


def _cut(rows: Rows, at: int) -> tuple[Rows, Rows]:
    """A table cut by a page: the group labels that reach over the cut end there, and come back blank."""
    first, second = [list(row) for row in rows[:at]], [list(row) for row in rows[at:]]
    open_spans = []
    for r, row in enumerate(first):
        for c, td in enumerate(row):
            if r + td.rowspan > at:
                open_spans.append(Td("", r + td.rowspan - at))
                first[r][c] = replace(td, rowspan=at - r)
    second[0] = [*open_spans, *second[0]]
    return first, second


def test_header_and_body_in_two_tables() -> None:
    result = result_of(page(third=_join(sample.applications_header(), sample.applications_body())))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


@pytest.mark.parametrize("at", range(4, 28))
def test_table_cut_by_a_page(at: int) -> None:
    first, second = _cut(sample.applications_table(), at)
    for tables in ((first, second), (first, sample.applications_header() + second)):
        result = result_of(page(third=_join(*tables)))
        assert cells_of(result) == sample.gold()
        assert errors_of(result) == []


def test_header_cut_by_a_page() -> None:
    """Between its lines, and through the words of one of them."""
    head, body = sample.applications_header(), sample.applications_body()
    head[0][0] = replace(head[0][0], rowspan=2)
    rest = [[Td("", 1, 3), Td(""), *head[2], Td("")]]
    result = result_of(page(third=_join(head[:2], rest + body)))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []
    upper = [Td(td.text[:2]) for td in head[2]]
    lower = [Td(td.text[2:]) for td in head[2]]
    lower[4] = Td("他")
    upper[4] = Td("其")
    top = [replace(td, rowspan=2) if td.text in ("自然人", "总计") else td for td in head[1]]
    first = [[replace(head[0][0], rowspan=3), head[0][1]], top, upper]
    result = result_of(page(third=_join(first, [[Td("", 1, 3), Td(""), *lower, Td("")], *body])))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def test_row_cut_by_a_page() -> None:
    first, second = _cut(sample.applications_table(), 22)
    row = first[-1]
    assert row[-8].text.startswith("4.无正当理由")
    first[-1] = [*row[:-8], Td("4.无正当理由"), *row[-7:]]
    second[0:0] = [[*second[0][:2], Td("大量反复申请"), *(Td("") for _ in range(7))]]
    second[1] = second[1][2:]
    second[0] = [replace(td, rowspan=td.rowspan + 1) if i < 2 else td for i, td in enumerate(second[0])]
    result = result_of(page(third=_join(first, second)))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def test_group_label_cut_by_a_page() -> None:
    first, second = _cut(sample.applications_table(), 17)
    first[-1] = [replace(td, text=td.text.replace("（四）无法提供", "（四）无")) for td in first[-1]]
    first[-2] = [replace(td, text=td.text.replace("（四）无法提供", "（四）无")) for td in first[-2]]
    second[0] = [replace(second[0][0], text="办理结果"), replace(second[0][1], text="法提供"), *second[0][2:]]
    result = result_of(page(third=_join(first, second)))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def test_all_tables_in_one() -> None:
    heading = "三、收到和处理政府信息公开申请情况"
    rows = [
        *sample.disclosure_table(),
        [Td(heading, 1, 10)],
        *sample.applications_table(),
        [Td("四、政府信息公开行政复议、行政诉讼情况", 1, 10)],
        *sample.review_table(),
    ]
    result = result_of(page(table_html(rows), "", ""))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def test_tables_inside_layout_tables() -> None:
    inner = [sample.disclosure_table(), sample.applications_table(), sample.review_table()]
    wrapped = [f"<table><tr><td>{table_html(rows)}</td></tr></table>" for rows in inner]
    result = result_of(page(*wrapped))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


@pytest.mark.parametrize("cell", [sample.WORD_CELL, sample.WPS_CELL])
def test_word_and_wps_markup(cell: str) -> None:
    tables = [sample.disclosure_table(), sample.applications_table(), sample.review_table()]
    result = result_of(page(*(table_html(rows, cell) for rows in tables)))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def test_headings_of_the_regulation() -> None:
    headings = (
        "一、总体情况",
        "二、行政机关主动公开政府信息情况",
        "三、行政机关收到和处理政府信息公开申请情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    )
    result = result_of(page(headings=headings))
    assert [section.heading for section in result.report.sections] == list(headings)
    assert result.report.sections[0].text == "2024年主动公开政府信息89条。"
    assert cells_of(result) == sample.gold()


def _single_other_row(rows: Rows) -> Rows:
    """（六）其他处理 as one row, as the form of 2019 has it."""
    numbers = sample.applications()
    total = [
        sum(numbers[row][c] for row in ("other.not_amended", "other.fee_unpaid", "other.other")) for c in range(7)
    ]
    out: Rows = []
    for row in rows:
        labels = [td.text for td in row]
        if "（六）其他处理" in labels:
            out.append([Td("（六）其他处理", 1, 2), *(Td(str(n)) for n in total)])
        elif not (labels[0].startswith("2.申请人") or labels[0] == "3.其他"):
            out.append([replace(td, rowspan=20) if td.text == "三、本年度办理结果" else td for td in row])
    return out


def test_single_row_for_other() -> None:
    result = result_of(page(third=table_html(_single_other_row(sample.applications_table()))))
    table = result.report.applications
    numbers = sample.applications()
    for c, (column, _) in enumerate(sample.APPLICANTS):
        parts = ("other.not_amended", "other.fee_unpaid", "other.other")
        assert table["other.total"][column].value == sum(numbers[row][c] for row in parts)
    assert not {"other.not_amended", "other.fee_unpaid", "other.other"} & set(table)
    assert errors_of(result) == []


# -- section 二


def _five_tables(rows: Rows) -> str:
    return _join(rows[:4], rows[4:7], rows[7:11], rows[11:])


DISCLOSURE: dict[str, Callable[[Rows], str]] = {
    "spans lost": lambda rows: table_html(_bare(rows)),
    "spans lost, blanks kept": lambda rows: table_html(_with_blanks(rows, 4)),
    "one table each": _five_tables,
    "typos": lambda rows: table_html(
        _relabel(
            lambda text: (
                text.replace("本年废止件数", "本年度止件数")
                .replace("现行有效件数", "现行有效件")
                .replace("行政许可", "政许可")
                .replace("行政处罚", "政处罚")
            )
        )(rows)
    ),
    "lost characters": lambda rows: table_html(
        _relabel(lambda text: text.replace("本年废止件数", "年废止件数"))(rows)
    ),
    "two-line headings": lambda rows: table_html(
        _relabel(lambda text: text.replace("本年制", "本年<br>制"))(rows)
    ),
    "规范性文件": lambda rows: table_html(_relabel(lambda text: text.replace("行政规范性", "规范性"))(rows)),
    "note in the label": lambda rows: table_html(
        _relabel(lambda text: text.replace("规章", "规章（设区的市、自治州人民政府应提供相关数据）"))(rows)
    ),
    "year in the heading": lambda rows: table_html(
        _relabel(lambda text: text.replace("本年处理决定数量", "处理决定数量(2023年办件量)"))(rows)
    ),
    "spaces": lambda rows: table_html(
        _relabel(lambda t: t if t.replace(".", "").isdigit() else " ".join(t))(rows)
    ),
    "article numbers lost": lambda rows: table_html(
        _relabel(lambda text: "第二十条第" if text.startswith("第二十条") else text)(rows)
    ),
    "units": lambda rows: table_html(_relabel(lambda text: text + "件" if text.isdigit() else text)(rows)),
    "万元": lambda rows: table_html(_relabel(lambda text: text + "万元" if text == "786.25" else text)(rows)),
}


@pytest.mark.parametrize("name", DISCLOSURE)
def test_disclosure_table(name: str) -> None:
    result = result_of(page(second=DISCLOSURE[name](sample.disclosure_table())))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def test_label_of_regulations_lost() -> None:
    rows = _relabel(lambda text: "" if text == "规章" else text)(sample.disclosure_table())
    result = result_of(page(second=table_html(rows)))
    assert cells_of(result) == sample.gold()
    assert "label_lost" in rules(result, "warning")
    assert errors_of(result) == []


def test_thousands_separators() -> None:
    rows = _relabel(lambda text: {"5821": "5,821"}.get(text, text))(sample.disclosure_table())
    result = result_of(page(second=table_html(rows)))
    cell = result.report.disclosure["licences"]["handled"]
    assert (cell.value, cell.raw) == (5821, "5,821")
    assert errors_of(result) == []


# -- section 四


def _swapped_outcomes(rows: Rows) -> Rows:
    """结果纠正 before 结果维持, in the first block."""
    out = [list(row) for row in rows]
    for row in (out[1], out[3]):
        row[0], row[1] = row[1], row[0]
    return out


REVIEW: dict[str, Callable[[Rows], str]] = {
    "spans lost": lambda rows: table_html(_bare(rows)),
    "spans lost, blanks kept": lambda rows: table_html(_with_blanks(rows, 15)),
    "columns swapped": lambda rows: table_html(_swapped_outcomes(rows)),
    "numbers on the next page": lambda rows: _join(rows[:3], rows[3:]),
    "header cut by a page": lambda rows: _join(rows[:2], [[*(Td("") for _ in range(5)), *rows[2]], rows[3]]),
    "header repeated": lambda rows: _join(rows[:3], rows),
    "broken headings": lambda rows: table_html(
        _relabel(lambda t: t if t.isdigit() else t.replace("结果", "<br>结果<br>").replace("总", "总<br>"))(rows)
    ),
    "blank row below": lambda rows: table_html([*rows, [Td("") for _ in range(15)]]),
}


@pytest.mark.parametrize("name", REVIEW)
def test_review_table(name: str) -> None:
    result = result_of(page(fourth=REVIEW[name](sample.review_table())))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


# -- blanks


@pytest.mark.parametrize("blank", ["", "&nbsp;", "-", "—", "——", "/", "／", "无", "－"])
def test_not_stated_is_null_with_the_raw_text(blank: str) -> None:
    """A row with nothing stated but its parts, its total and one more."""
    rows = sample.applications_table()
    target = next(row for row in rows if row[0].text == "2.重复申请")
    kept = {-7, -1}  # natural persons and the total
    numbers = sample.applications()["not_processed.duplicate"]
    assert numbers[0] != numbers[6]
    blanked = [td if i - len(target) in kept or i == 0 else Td(blank) for i, td in enumerate(target)]
    rows[rows.index(target)] = blanked
    result = result_of(page(third=table_html(rows)))
    cells = result.report.applications["not_processed.duplicate"]
    assert [cell.value for cell in cells.values()] == [numbers[0], None, None, None, None, None, numbers[6]]
    assert cells["legal_service"].raw == blank.replace("&nbsp;", "")


def test_blank_table_is_all_null() -> None:
    rows = _relabel(lambda text: "" if text.isdigit() else text)(sample.applications_table())
    result = result_of(page(third=table_html(rows)))
    cells = [cell for row in result.report.applications.values() for cell in row.values()]
    assert len(cells) == 175
    assert {cell.value for cell in cells} == {None}
    assert errors_of(result) == []


# -- what must be flagged


def _set(row: str, column: int, text: str) -> Change:
    """One cell of section 三 changed."""

    def apply(rows: Rows) -> Rows:
        target = next(r for r in rows if any(td.text == row for td in r))
        target[len(target) - 7 + column] = Td(text)
        return rows

    return apply


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
    "total blank over parts": (_set("2.重复申请", 6, ""), "I1_row_total"),
    "total zero over parts": (_set("2.重复申请", 6, "0"), "I1_row_total"),
    "estimate": (_set("2.重复申请", 1, "约10"), "cell_approximate"),
    "text for a number": (_set("2.重复申请", 1, "见附件"), "cell_not_a_number"),
    "text for the first number": (_set("2.重复申请", 0, "见附件"), "cell_not_a_number"),
    "fraction": (_set("2.重复申请", 1, "1.5"), "cell_not_whole"),
    "money": (_set("2.重复申请", 1, "3万元"), "cell_unit_mismatch"),
    "below zero": (_set("2.重复申请", 1, "-3"), "cell_negative"),
    "glued zeros": (_set("2.重复申请", 1, "000"), "cell_not_a_number"),
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
    rows = _set("2.重复申请", 6, "9999")(sample.applications_table())
    found = errors_of(result_of(page(third=table_html(rows))))
    assert {(f.rule, f.where, f.cause) for f in found} == {
        ("I1_row_total", "applications.not_processed.duplicate", "published"),
        ("I2_column_total", "applications.*.total", "published"),
    }


def test_digits_with_spaces_stand_where_a_sum_proves_them() -> None:
    number = str(sample.applications()["new_received"][3])
    spaced = " ".join(number)
    label = "一、本年新收政府信息公开申请数量"
    result = result_of(page(third=table_html(_set(label, 3, spaced)(sample.applications_table()))))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []
    assert "cell_digits_joined" in rules(result, "warning")
    alone = sample.applications_table()
    for column in range(6):
        alone = _set(label, column, "")(alone)
    alone = _set(label, 6, "35 19")(alone)
    assert "digits_unproved" in rules(result_of(page(third=table_html(alone))), "error")


def test_fee_in_yuan_is_not_taken_for_ten_thousands() -> None:
    rows = _relabel(lambda text: text.replace("单位：万元", "单位：元"))(sample.disclosure_table())
    assert "unit_mismatch" in rules(result_of(page(second=table_html(rows))), "error")
    rows = _relabel(lambda text: text + "元" if text == "786.25" else text)(sample.disclosure_table())
    result = result_of(page(second=table_html(rows)))
    assert "cell_unit_mismatch" in rules(result, "error")
    assert result.report.disclosure["fees"]["amount_10k_yuan"].value is None


def test_a_second_report_on_the_same_page_is_seen() -> None:
    table = table_html(sample.applications_table())
    assert "table_repeated" in rules(result_of(page(third=table + table)), "error")
    other = table_html(_set("2.重复申请", 0, "77")(sample.applications_table()))
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
