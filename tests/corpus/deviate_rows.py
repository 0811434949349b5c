"""Rows and their labels: groups repeated, dropped, cut; rows shifted, wrapped, added, left out."""

from __future__ import annotations

from dataclasses import replace

from tests.corpus.deviations import deviation
from tests.corpus.geometry import covering, delete_row, insert_row, label_in, row_of, values_in
from tests.corpus.labels import GROUPS, RESULTS
from tests.corpus.model import Box, Draft, Table, printed


def _applications(draft: Draft) -> Table:
    return draft.tables("applications")[0]


def _without(table: Table, codes: set[str]) -> None:
    for row in table.rows:
        row[:] = [box for box in row if not (box.kind == "group" and box.code in codes)]


def _flatten_labels(table: Table, width: int) -> None:
    """All labels and the corner as wide as `width` columns."""
    for row in table.rows:
        for box in row:
            if box.kind == "label" or box.code == "corner":
                box.colspan = width


@deviation("rows.repeated_groups")
def repeated_groups(draft: Draft) -> None:
    table = _applications(draft)
    rebuilt = []
    for index, row in enumerate(table.rows):
        line = []
        for r, _, box in covering(table, index):
            if box.kind == "group":
                line.append(replace(box, rowspan=1))
            elif r == index:
                line.append(box)
        rebuilt.append(line if index >= table.header_rows else row)
    table.rows = rebuilt


@deviation("rows.groups_without_span")
def groups_without_span(draft: Draft) -> None:
    """Group labels on their first row only and no rowspan: rows of 8, 9 or 10 cells."""
    for box in _applications(draft).boxes("group", "label"):
        box.rowspan = box.colspan = 1


@deviation("rows.one_label_column")
def one_label_column(draft: Draft) -> None:
    """The group labels are gone, one column of labels is left."""
    table = _applications(draft)
    _without(table, {"results", *GROUPS})
    _flatten_labels(table, 1)


@deviation("rows.two_label_columns")
def two_label_columns(draft: Draft) -> None:
    """Without 三、本年度办理结果, with the groups."""
    table = _applications(draft)
    _without(table, {"results"})
    for box in table.boxes("label", "head"):
        if box.colspan > 1 and box.code not in (None, "organisations"):
            box.colspan = 2


@deviation("rows.group_rows")
def group_rows(draft: Draft) -> None:
    """One label column; each group label on a row of its own above its members."""
    table = _applications(draft)
    groups = {id(box): box for box in table.boxes("group")}
    rebuilt: list[list[Box]] = []
    for row in table.rows:
        own = [box for box in row if id(box) in groups]
        rebuilt += [[Box(box.text, "group", box.code), *(Box("", "filler") for _ in range(7))] for box in own]
        rebuilt.append([box for box in row if id(box) not in groups])
    table.rows = rebuilt
    _flatten_labels(table, 1)


@deviation("rows.joined_labels")
def joined_labels(draft: Draft) -> None:
    """One label column whose text joins the group and the row: （三）不予公开1.属于国家秘密."""
    table = _applications(draft)
    for row in table.rows[table.header_rows :]:
        label = label_in(row)
        group = (label.code or "").partition(".")[0]
        if group in GROUPS and label.code != "other.total":
            label.text = GROUPS[group] + label.text
    _without(table, {"results", *GROUPS})
    _flatten_labels(table, 1)


@deviation("rows.vertical_results")
def vertical_results(draft: Draft) -> None:
    """三 / 、 / 本 / 年 / 度 …: one character a line."""
    for box in _applications(draft).boxes("group"):
        if box.code == "results":
            box.text = "\n".join(box.text)


@deviation("rows.cut_group_label")
def cut_group_label(draft: Draft) -> None:
    """（四）无 | 法提供: a page break through a group label."""
    table = _applications(draft)
    index = row_of(table, "unavailable")
    box = next(box for box in table.rows[index] if box.code == "unavailable")
    rest = Box(box.text[4:], "group", None, box.rowspan - 1)
    box.text, box.rowspan = box.text[:4], 1
    table.rows[index + 1].insert(0, rest)


@deviation("rows.shifted")
def shifted(draft: Draft) -> None:
    """3.其他 starts at the left edge, two columns too early, and its numbers with it."""
    table = _applications(draft)
    index = row_of(table, "other.other")
    for box in table.boxes("group"):
        if box.code in ("other", "results"):
            box.rowspan -= 1 if box.code == "other" else 2
    row = table.rows[index]
    row += [Box("", "filler"), Box("", "filler")]
    label_in(table.rows[index + 1]).colspan = 3


@deviation("rows.shifted_label")
def shifted_label(draft: Draft) -> None:
    """3.其他 starts at the left edge; its numbers stand in their columns."""
    table = _applications(draft)
    index = row_of(table, "other.other")
    for box in table.boxes("group"):
        if box.code in ("other", "results"):
            box.rowspan -= 1 if box.code == "other" else 2
    label_in(table.rows[index]).colspan = 3
    label_in(table.rows[index + 1]).colspan = 3


@deviation("rows.wrapped_label")
def wrapped_label(draft: Draft) -> None:
    """A label wrapped over two rows, the seven numbers on the second."""
    table = _applications(draft)
    for code in ("not_processed.reconfirmation", "partially_granted"):
        index = row_of(table, code)
        row = table.rows[index]
        label, numbers = label_in(row), values_in(row)
        half = len(label.text) // 2
        rest = Box(label.text[half:], "filler", colspan=label.colspan)
        label.text = label.text[:half]
        insert_row(table, index + 1, [rest, *numbers])
        _lengthen(table, index)
        row[:] = [box for box in row if box.kind != "value"] + [Box("", "filler") for _ in numbers]


def _lengthen(table: Table, index: int) -> None:
    """Groups that ended on this row end on the next."""
    for r, _, box in covering(table, index):
        if box.kind == "group" and r + box.rowspan == index + 1:
            box.rowspan += 1


@deviation("rows.missing")
def missing(draft: Draft) -> None:
    """A row of zeros left out by the office."""
    table = _applications(draft)
    code = next(
        box.code
        for box in table.boxes("label")
        if box.code and box.code.startswith(("denied.", "not_processed."))
        and not box.code.endswith(("state_secret", "petition"))
        and draft.gold[f"applications.{box.code}.total"] == 0
    )  # fmt: skip
    delete_row(table, row_of(table, code))
    draft.gold = {key: n for key, n in draft.gold.items() if not key.startswith(f"applications.{code}.")}


@deviation("rows.duplicated")
def duplicated(draft: Draft) -> None:
    """2.重复申请 printed twice with different numbers: the row cannot be known."""
    table = _applications(draft)
    index = row_of(table, "not_processed.duplicate")
    label, numbers = label_in(table.rows[index]), values_in(table.rows[index])
    second = [Box(printed(draft.rng.randint(1, 9)), "filler") for _ in numbers]
    insert_row(table, index + 1, [Box(label.text, "label", label.code, colspan=label.colspan), *second])
    draft.gold = {k: n for k, n in draft.gold.items() if not k.startswith("applications.not_processed.duplicate.")}


@deviation("rows.local_disclosure")
def local_disclosure(draft: Draft) -> None:
    """Hubei's 其他主动公开文件 below 规范性文件."""
    table = draft.tables("disclosure")[0]
    index = row_of(table, "normative_documents")
    extra = [Box(printed(draft.rng.randint(10, 90)), "filler") for _ in range(3)]
    insert_row(table, index + 1, [Box("其他主动公开文件", "filler"), *extra])


@deviation("rows.local_2014")
def local_2014(draft: Draft) -> None:
    """Rows that a province added to the statistical table."""
    table = draft.tables("indicators")[0]
    fiscal, emergency, audit = (draft.rng.randint(1, 12) for _ in range(3))
    rows = [
        ("其中：重点领域公开政府信息数", "条", fiscal + emergency + audit),
        ("1.主动公开财政预决算、“三公经费”信息数", "条", fiscal),
        ("2.主动公开安全生产信息数", "条", emergency),
        ("3.主动公开审计结果信息数", "条", audit),
    ]
    index = row_of(table, "1.1.b")
    for label, unit, number in reversed(rows):
        boxes = [Box(label, "filler"), Box(unit, "filler"), Box(str(number), "filler")]
        insert_row(table, index + 1, boxes)


@deviation("rows.split_digits")
def split_digits(draft: Draft) -> None:
    """The digits of one number in two cells: “1 | 2”; the row grows by a cell."""
    table = _applications(draft)
    for row in table.rows:
        for position, box in enumerate(row):
            if box.kind == "value" and box.code and len(box.text) > 1 and box.code.endswith("natural_person"):
                row.insert(position + 1, Box(box.text[1:], "filler"))
                box.text = box.text[0]
                break


@deviation("rows.glued")
def glued(draft: Draft) -> None:
    """规章000: a row in one cell."""
    for table in draft.tables("disclosure"):
        for row in table.rows:
            if values_in(row):
                row[:] = [Box("".join(box.text for box in row), "label", colspan=4)]


@deviation("rows.results_heading_only")
def results_heading_only(draft: Draft) -> None:
    """三、本年度办理结果 as a full row above its rows."""
    table = _applications(draft)
    index = row_of(table, "granted")
    _without(table, {"results"})
    for row in table.rows[index:-1]:
        first = row[0]
        if first.kind == "group" or (label_in(row) is first and first.colspan == 2):
            first.colspan += 1
    insert_row(table, index, [Box(RESULTS, "group", "results", colspan=10)])
