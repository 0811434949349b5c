"""The printed tables of the three forms, in their official geometry."""

from __future__ import annotations

from collections.abc import Mapping

from tests.corpus.labels import (
    APPLICANTS,
    APPLICATIONS,
    CHANNELS,
    CORNER,
    DISCLOSURE,
    GROUPS,
    INDICATORS,
    LITIGATION,
    OUTCOMES,
    RESULTS,
    application_rows,
)
from tests.corpus.model import Box, Number, Table, printed

Gold = Mapping[str, Number | None]


def _value(gold: Gold, code: str, colspan: int = 1) -> Box:
    return Box(printed(gold[code]), "value", code, colspan=colspan)


def disclosure(form: str, gold: Gold, split: bool) -> list[Table]:
    """Section 二: one table of stacked sub-tables, or one table for each."""
    whole = Table("disclosure", [])
    tables: list[Table] = []
    for index, (article, columns, rows) in enumerate(DISCLOSURE[form]):
        spare = 3 - len(columns)  # the last column widens, so that every sub-table is four columns wide
        spans = [1] * (len(columns) - 1) + [1 + spare]
        body = [[Box(article, "title", f"article.{index}", colspan=4)]]
        heads = [
            Box(text, "head", code, colspan=s) for (code, text), s in zip(columns.items(), spans, strict=True)
        ]
        body.append([Box("信息内容", "head"), *heads])
        for row, label in rows.items():
            cells = [_value(gold, f"disclosure.{row}.{c}", s) for c, s in zip(columns, spans, strict=True)]
            body.append([Box(label, "label", row), *cells])
        whole.rows += body
        tables.append(Table(f"disclosure.{index}", body, header_rows=2))
    return tables if split else [whole]


def applications(form: str, gold: Gold, single_other: bool) -> Table:
    """Section 三: three header rows, group labels spanning their rows, seven columns of numbers."""
    rows = application_rows(form, single_other)
    inner = list(APPLICANTS.items())[1:-1]
    table = [
        [
            Box(CORNER, "head", "corner", rowspan=3, colspan=3),
            Box("申请人情况", "head", colspan=7),
        ],
        [
            Box(APPLICANTS["natural_person"], "head", "natural_person", rowspan=2),
            Box("法人或其他组织", "head", "organisations", colspan=5),
            Box(APPLICANTS["total"], "head", "total", rowspan=2),
        ],
        [Box(label, "head", code) for code, label in inner],
    ]
    results = [row for row in rows if row not in ("new_received", "carried_over", "carried_forward")]
    for row in rows:
        line: list[Box] = []
        if row == results[0]:
            line.append(Box(RESULTS, "group", "results", rowspan=len(results)))
        group, _, sub = row.partition(".")
        members = [r for r in rows if r.startswith(group + ".")]
        if row not in results:
            line.append(Box(APPLICATIONS[row], "label", row, colspan=3))
        elif not sub or row == "other.total":
            line.append(Box(APPLICATIONS[row], "label", row, colspan=2))
        else:
            if row == members[0]:
                line.append(Box(GROUPS[group], "group", group, rowspan=len(members)))
            line.append(Box(APPLICATIONS[row], "label", row))
        table.append([*line, *(_value(gold, f"applications.{row}.{column}") for column in APPLICANTS)])
    return Table("applications", table, header_rows=3)


def review(gold: Gold) -> Table:
    """Section 四: fifteen numbers under three header rows."""
    blocks = list(CHANNELS.items())
    top = [Box(blocks[0][1], "head", blocks[0][0], colspan=5), Box(LITIGATION, "head", "litigation", colspan=10)]
    middle = [Box(text, "head", f"{blocks[0][0]}.{code}", rowspan=2) for code, text in OUTCOMES.items()]
    middle += [Box(text, "head", code, colspan=5) for code, text in blocks[1:]]
    bottom = [Box(text, "head", f"{c}.{code}") for c, _ in blocks[1:] for code, text in OUTCOMES.items()]
    values = [_value(gold, f"review.{c}.{code}") for c in CHANNELS for code in OUTCOMES]
    return Table("review", [top, middle, bottom, values], header_rows=3)


def indicators(gold: Gold) -> Table:
    """政府信息公开情况统计表: label, unit, number; group lines carry dashes."""
    rows = [[Box("统计指标", "head", "label"), Box("单位", "head", "unit"), Box("统计数", "head", "number")]]
    for code, label, unit in INDICATORS:
        number = _value(gold, f"indicators.{code}") if unit else Box("——", "filler")
        rows.append([Box(label, "label" if unit else "group", code), Box(unit or "——", "filler", "unit"), number])
    return Table("indicators", rows, header_rows=1)
