"""Whole tables and their columns: split, joined, swapped, widened, missing."""

from __future__ import annotations

from tests.corpus.compose import replace_block
from tests.corpus.deviations import deviation
from tests.corpus.geometry import cut, insert_column, label_in, row_of, values_in
from tests.corpus.labels import CHANNELS, LITIGATION, OUTCOMES
from tests.corpus.model import Box, Draft, Table, Text, printed


@deviation("columns.ghost")
def ghost(draft: Draft) -> None:
    """Empty columns inside the tables, as Word's split cells leave them."""
    for table in draft.tables():
        insert_column(table, draft.rng.randint(table.width // 2, table.width - 1))
        insert_column(table, 1)


@deviation("columns.trailing")
def trailing(draft: Draft) -> None:
    for table in draft.tables():
        insert_column(table, table.width)


@deviation("columns.remarks")
def remarks(draft: Draft) -> None:
    """A column 备注 at the right edge of section 三."""
    table = draft.tables("applications")[0]
    insert_column(table, table.width, "备注", "", rowspan=3)


@deviation("columns.extra_applicant")
def extra_applicant(draft: Draft) -> None:
    """A column of the office's own after 总计: 其中网络申请."""
    table = draft.tables("applications")[0]
    insert_column(table, table.width, "其中：网络申请", "0", rowspan=3)


@deviation("columns.swapped_outcomes")
def swapped_outcomes(draft: Draft) -> None:
    """结果纠正 before 结果维持, header and numbers alike."""
    for row in draft.tables("review")[0].rows:
        for i in [i for i, box in enumerate(row) if (box.code or "").endswith(".upheld")]:
            row[i], row[i + 1] = row[i + 1], row[i]


@deviation("columns.swapped_applicants")
def swapped_applicants(draft: Draft) -> None:
    """科研机构 before 商业企业, header and numbers alike."""
    for row in draft.tables("applications")[0].rows:
        for i, box in enumerate(row):
            if (box.code or "").endswith("commercial_enterprise"):
                row[i], row[i + 1] = row[i + 1], row[i]
                break


@deviation("columns.total_first")
def total_first(draft: Draft) -> None:
    """总计 as the first number column."""
    table = draft.tables("applications")[0]
    natural, organisations, total = table.rows[1]
    table.rows[1] = [total, natural, organisations]
    for row in table.rows[3:]:
        numbers = values_in(row)
        row[:] = [box for box in row if box.kind != "value"] + [numbers[-1], *numbers[:-1]]


@deviation("columns.missing_total")
def missing_total(draft: Draft) -> None:
    table = draft.tables("applications")[0]
    table.rows[0][1].colspan = 6
    for row in table.rows:
        row[:] = [
            b for b in row if b.code != "total" and not (b.kind == "value" and (b.code or "").endswith(".total"))
        ]
    draft.gold = {
        k: n for k, n in draft.gold.items() if not (k.startswith("applications.") and k.endswith(".total"))
    }


@deviation("columns.quarter_and_year")
def quarter_and_year(draft: Draft) -> None:
    """2014: 本季 and 本年 side by side; the report's own number is that of the year."""
    table = draft.tables("indicators")[0]
    table.rows[0][2].text = "本年统计数"
    insert_column(table, 2, "本季统计数", "0")
    for row in table.rows[1:]:
        if row[-1].kind == "value":
            row[2].text = printed(int(draft.gold[row[-1].code or ""] or 0) // 4)


@deviation("columns.three_levels")
def three_levels(draft: Draft) -> None:
    """2014: 区政府 / 区直单位 / 乡镇街道 side by side; a township fills the last."""
    table = draft.tables("indicators")[0]
    table.rows[0][2].text = "乡镇街道统计数"
    insert_column(table, 2, "区直单位统计数", "")
    insert_column(table, 2, "区政府统计数", "")


@deviation("columns.serial_and_code")
def serial_and_code(draft: Draft) -> None:
    """2014: a serial number before the label and a code after the unit."""
    table = draft.tables("indicators")[0]
    insert_column(table, 0, "序号", "")
    insert_column(table, 3, "代码", "")
    for index, row in enumerate(table.rows[1:], start=1):
        row[0].text, row[3].text = str(index), f"{index:02d}"


@deviation("columns.transposed_review")
def transposed_review(draft: Draft) -> None:
    """Section 四 standing: outcomes down, channels across."""
    old = draft.tables("review")[0]
    head = [
        [Box("", "head", rowspan=2), Box("行政复议", "head", rowspan=2), Box(LITIGATION, "head", colspan=2)],
        [Box(text, "head") for code, text in CHANNELS.items() if code != "reconsideration"],
    ]
    body = [
        [
            Box(label),
            *(Box(printed(draft.gold[f"review.{c}.{code}"]), "value", f"review.{c}.{code}") for c in CHANNELS),
        ]
        for code, label in OUTCOMES.items()
    ]
    replace_block(draft, old, [Table("review", [*head, *body], 2)])


@deviation("tables.header_apart")
def header_apart(draft: Draft) -> None:
    """Table 三 as a header table and a body table."""
    table = draft.tables("applications")[0]
    replace_block(draft, table, list(cut(table, table.header_rows)))


@deviation("tables.cut")
def cut_between_rows(draft: Draft) -> None:
    """Table 三 in two pieces without a second header, cut inside a group."""
    table = draft.tables("applications")[0]
    replace_block(draft, table, list(cut(table, row_of(table, "unavailable.needs_creation"))))


@deviation("tables.cut_with_header")
def cut_with_header(draft: Draft) -> None:
    table = draft.tables("applications")[0]
    replace_block(draft, table, list(cut(table, row_of(table, "denied.internal_affairs"), repeat_header=True)))


@deviation("tables.cut_in_row")
def cut_in_row(draft: Draft) -> None:
    """A page break through a row: the end of its label stands in the next piece, without numbers."""
    table = draft.tables("applications")[0]
    index = row_of(table, "unavailable.needs_creation")
    label = label_in(table.rows[index])
    half = len(label.text) // 2
    rest = [Box(label.text[half:], "filler"), *(Box("", "filler") for _ in range(7))]
    label.text = label.text[:half]
    table.rows.insert(index + 1, rest)
    for box in table.boxes("group"):
        if box.code in ("results", "unavailable"):
            box.rowspan += 1
    replace_block(draft, table, list(cut(table, index + 1)))


@deviation("tables.cut_indicators")
def cut_indicators(draft: Draft) -> None:
    """2014: the nine blocks on two pages, the header on both."""
    table = draft.tables("indicators")[0]
    replace_block(draft, table, list(cut(table, row_of(table, "3.3"), repeat_header=True)))


@deviation("tables.pictures")
def pictures(draft: Draft) -> None:
    """All tables are pictures that the page only points to: nothing is left to read."""
    for table in draft.tables():
        replace_block(draft, table, [Text(f"W02022011{draft.rng.randint(10000, 99999)}.png", "picture")])
    draft.gold = {}


@deviation("tables.omitted")
def omitted(draft: Draft) -> None:
    """Sections 二 to 四 are empty, the headline says 【图文】."""
    draft.blocks = [block for block in draft.blocks if not isinstance(block, Table)]
    draft.gold = {}
    for text in draft.texts("title"):
        text.text = f"【图文】{text.text}"


@deviation("tables.caption_left")
def caption_left(draft: Draft) -> None:
    """“该部分以表格形式报告。表格如下:” above each table."""
    for table in draft.tables():
        replace_block(draft, table, [Text("该部分以表格形式报告。表格如下:"), table])


@deviation("tables.review_rows_twice")
def review_rows_twice(draft: Draft) -> None:
    """Section 四 with last year's line under this year's, neither dated: the page does not tell which is which."""
    table = draft.tables("review")[0]
    draft.gold = {k: n for k, n in draft.gold.items() if not k.startswith("review.")}
    table.rows.append([Box(str(draft.rng.randint(0, 3)), "filler") for _ in range(15)])
