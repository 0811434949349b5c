"""Section 二 and 四 as offices really publish them (FORMATS.md §5), and blank cells anywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.forms import sample
from tests.unit.forms.changes import bare, relabel, side_by_side, with_blanks
from tests.unit.forms.readings import cells_of, errors_of, result_of, rules
from tests.unit.forms.sample import Rows, Td, page, table_html

# -- section 二


def _five_tables(rows: Rows) -> str:
    return side_by_side(rows[:4], rows[4:7], rows[7:11], rows[11:])


DISCLOSURE: dict[str, Callable[[Rows], str]] = {
    "spans lost": lambda rows: table_html(bare(rows)),
    "spans lost, blanks kept": lambda rows: table_html(with_blanks(rows, 4)),
    "one table each": _five_tables,
    "typos": lambda rows: table_html(
        relabel(
            lambda text: (
                text.replace("本年废止件数", "本年度止件数")
                .replace("现行有效件数", "现行有效件")
                .replace("行政许可", "政许可")
                .replace("行政处罚", "政处罚")
            )
        )(rows)
    ),
    "lost characters": lambda rows: table_html(
        relabel(lambda text: text.replace("本年废止件数", "年废止件数"))(rows)
    ),
    "two-line headings": lambda rows: table_html(relabel(lambda text: text.replace("本年制", "本年<br>制"))(rows)),
    "规范性文件": lambda rows: table_html(relabel(lambda text: text.replace("行政规范性", "规范性"))(rows)),
    "note in the label": lambda rows: table_html(
        relabel(lambda text: text.replace("规章", "规章（设区的市、自治州人民政府应提供相关数据）"))(rows)
    ),
    "year in the heading": lambda rows: table_html(
        relabel(lambda text: text.replace("本年处理决定数量", "处理决定数量(2023年办件量)"))(rows)
    ),
    "spaces": lambda rows: table_html(relabel(lambda t: t if t.replace(".", "").isdigit() else " ".join(t))(rows)),
    "article numbers lost": lambda rows: table_html(
        relabel(lambda text: "第二十条第" if text.startswith("第二十条") else text)(rows)
    ),
    "units": lambda rows: table_html(relabel(lambda text: text + "件" if text.isdigit() else text)(rows)),
    "万元": lambda rows: table_html(relabel(lambda text: text + "万元" if text == "786.25" else text)(rows)),
}


@pytest.mark.parametrize("name", DISCLOSURE)
def test_disclosure_table(name: str) -> None:
    result = result_of(page(second=DISCLOSURE[name](sample.disclosure_table())))
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def test_label_of_regulations_lost() -> None:
    rows = relabel(lambda text: "" if text == "规章" else text)(sample.disclosure_table())
    result = result_of(page(second=table_html(rows)))
    assert cells_of(result) == sample.gold()
    assert "label_lost" in rules(result, "warning")
    assert errors_of(result) == []


def test_thousands_separators() -> None:
    rows = relabel(lambda text: {"5821": "5,821"}.get(text, text))(sample.disclosure_table())
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
    "spans lost": lambda rows: table_html(bare(rows)),
    "spans lost, blanks kept": lambda rows: table_html(with_blanks(rows, 15)),
    "columns swapped": lambda rows: table_html(_swapped_outcomes(rows)),
    "numbers on the next page": lambda rows: side_by_side(rows[:3], rows[3:]),
    "header cut by a page": lambda rows: side_by_side(
        rows[:2], [[*(Td("") for _ in range(5)), *rows[2]], rows[3]]
    ),
    "header repeated": lambda rows: side_by_side(rows[:3], rows),
    "broken headings": lambda rows: table_html(
        relabel(lambda t: t if t.isdigit() else t.replace("结果", "<br>结果<br>").replace("总", "总<br>"))(rows)
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
    rows = relabel(lambda text: "" if text.isdigit() else text)(sample.applications_table())
    result = result_of(page(third=table_html(rows)))
    cells = [cell for row in result.report.applications.values() for cell in row.values()]
    assert len(cells) == 175
    assert {cell.value for cell in cells} == {None}
    assert errors_of(result) == []
