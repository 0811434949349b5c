"""Tables as offices really publish them (FORMATS.md §5): each is read exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.forms import sample
from tests.unit.forms.changes import Change, bare, relabel, side_by_side, with_blanks
from tests.unit.forms.readings import cells_of, errors_of, result_of
from tests.unit.forms.sample import Rows, Td, page, table_html


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
    "spans lost": bare,
    "spans lost, blanks kept": lambda rows: with_blanks(rows, 10),
    "groups repeated": _repeated_groups,
    "one label column, group rows": lambda rows: _one_label_column(rows, joined=False),
    "one label column, joined labels": lambda rows: _one_label_column(rows, joined=True),
    "spaces in labels": relabel(_spaced),
    "other brackets and numbering": relabel(_renumbered),
    "numbering missing": relabel(_unnumbered),
    "quotes moved": relabel(lambda text: text.replace("3.危及“三安全一稳定”", "3. “ ”危及 三安全一稳定")),
    "bookmarks": relabel(lambda text: f"[bookmark: _Hlk66973412]{text}"),
    "结转下一年度": relabel(lambda text: text.replace("结转下年度", "结转下一年度")),
    "转结": relabel(lambda text: text.replace("结转下", "转结下")),
    "short labels": relabel(lambda text: {"1.申请": "1.逾期不补正", "2.申请": "2.逾期不缴费"}.get(text[:4], text)),
    "typo": relabel(lambda text: text.replace("5.要求行政机关确认或重新出具", "5.要求行政机关确认或从新出具")),
    "header over rows": _header_over_rows,
    "columns swapped": _swapped_columns,
    "ghost columns": _ghosts,
    "row shifted left": _shifted_other,
    "ordinal numbers": _ordinals,
    "blank remark column": _remark_column,
    "full-width digits": relabel(lambda text: text.translate({48 + i: 0xFF10 + i for i in range(10)})),
    "units": relabel(lambda text: f"{text}件" if text.isdigit() else text),
    "blanks round digits": relabel(lambda text: f"\u3000{text} " if text.isdigit() else text),
    "notes": relabel(lambda text: f"{text}（其中修订1件）" if text.isdigit() else text),
    "label broken in its cell": relabel(lambda text: text.replace("重新出具", "重新<br>出具")),
}


@pytest.mark.parametrize("name", APPLICATIONS)
def test_applications_table(name: str) -> None:
    rows = APPLICATIONS[name](sample.applications_table())
    result = result_of(page(third=table_html(rows)))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


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
    result = result_of(page(third=side_by_side(sample.applications_header(), sample.applications_body())))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


@pytest.mark.parametrize("at", range(4, 28))
def test_table_cut_by_a_page(at: int) -> None:
    first, second = _cut(sample.applications_table(), at)
    for tables in ((first, second), (first, sample.applications_header() + second)):
        result = result_of(page(third=side_by_side(*tables)))
        assert cells_of(result) == sample.gold()
        assert errors_of(result) == []


def test_header_cut_by_a_page() -> None:
    """Between its lines, and through the words of one of them."""
    head, body = sample.applications_header(), sample.applications_body()
    head[0][0] = replace(head[0][0], rowspan=2)
    rest = [[Td("", 1, 3), Td(""), *head[2], Td("")]]
    result = result_of(page(third=side_by_side(head[:2], rest + body)))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []
    upper = [Td(td.text[:2]) for td in head[2]]
    lower = [Td(td.text[2:]) for td in head[2]]
    lower[4] = Td("他")
    upper[4] = Td("其")
    top = [replace(td, rowspan=2) if td.text in ("自然人", "总计") else td for td in head[1]]
    first = [[replace(head[0][0], rowspan=3), head[0][1]], top, upper]
    result = result_of(page(third=side_by_side(first, [[Td("", 1, 3), Td(""), *lower, Td("")], *body])))
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
    result = result_of(page(third=side_by_side(first, second)))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def test_group_label_cut_by_a_page() -> None:
    first, second = _cut(sample.applications_table(), 17)
    first[-1] = [replace(td, text=td.text.replace("（四）无法提供", "（四）无")) for td in first[-1]]
    first[-2] = [replace(td, text=td.text.replace("（四）无法提供", "（四）无")) for td in first[-2]]
    second[0] = [replace(second[0][0], text="办理结果"), replace(second[0][1], text="法提供"), *second[0][2:]]
    result = result_of(page(third=side_by_side(first, second)))
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
