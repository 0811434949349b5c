"""The sums that the form itself demands (FORMATS.md §1.4), each a finding if it does not hold.

I1  总计 = the six applicants, in every row of section 三
I2  （七）总计 = every way in which requests ended, in every column
I3  新收 + 上年结转 = （七）总计 + 结转下年度, in every column (the printed 勾稽关系)
I4  总计 = 维持 + 纠正 + 其他 + 尚未审结, in each of the three blocks of section 四

Blank is not zero: a sum that holds only if blanks count as zero says so, and a blank total over
parts above zero is broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.vocabulary import vocabulary
from pipelines.forms.choice import NOT_OUTCOMES, OTHER_PARTS, all_outcomes, outcome_rows
from pipelines.report import AnnualReport, Cause, Cell, Finding, Number

Causes = Mapping[str, Cause]


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells of the two sides of an identity, left = right."""

    rule: str
    where: str
    left: Sequence[Cell]
    right: Sequence[Cell]
    cause: Cause


def check_identities(report: AnnualReport, causes: Causes) -> list[Finding]:
    """All identities over what was read; sums with a missing cell are left to the completeness check."""
    sums = [*_applications(report, causes), *_review(report, causes)]
    return [finding for each in sums if (finding := judge(each)) is not None]


def check_joined(report: AnnualReport, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Digits read over a gap ("1 2" as 12) stand only where a sum of stated numbers proves them."""
    for finding in findings:
        table, _, path = finding.where.partition(".")
        row = path.rpartition(".")[0]
        if finding.rule != "cell_digits_joined" or table not in ("applications", "review"):
            continue
        cells = getattr(report, table).get(row, {})
        parts = [cell.value for code, cell in cells.items() if code != "total" and cell.value is not None]
        total = cells["total"].value if "total" in cells else None
        if not parts or total is None or sum(parts) != total:
            detail = "digits with spaces between them, and no sum that proves them one number"
            yield Finding("digits_unproved", "error", finding.where, detail, cause="reading", raw=finding.raw)


def _applications(report: AnnualReport, causes: Causes) -> Iterator[Sum]:
    table, cause = report.applications, causes.get("applications", "unknown")
    parts = [code for code in vocabulary().applicants if code != "total"]
    for row, cells in table.items():
        if all(code in cells for code in vocabulary().applicants):
            yield Sum(
                "I1_row_total", f"applications.{row}", [cells[code] for code in parts], [cells["total"]], cause
            )
    ended = outcome_rows(table)
    for column in vocabulary().applicants:
        of = {row: cells[column] for row, cells in table.items() if column in cells}
        where = f"applications.*.{column}"
        if "processed_total" in of and ended and all(row in of for row in ended) and all_outcomes(table):
            yield Sum("I2_column_total", where, [of[row] for row in ended], [of["processed_total"]], cause)
        if all(row in of for row in NOT_OUTCOMES):
            left = [of["new_received"], of["carried_over"]]
            yield Sum("I3_balance", where, left, [of["processed_total"], of["carried_forward"]], cause)
        if "other.total" in of and all(row in of for row in OTHER_PARTS):
            yield Sum("I2_other_total", where, [of[row] for row in OTHER_PARTS], [of["other.total"]], cause)


def _review(report: AnnualReport, causes: Causes) -> Iterator[Sum]:
    outcomes = vocabulary().outcomes
    for channel, cells in report.review.items():
        if all(code in cells for code in outcomes):
            parts = [cells[code] for code in outcomes if code != "total"]
            cause = causes.get("review", "unknown")
            yield Sum("I4_review_total", f"review.{channel}", parts, [cells["total"]], cause)


def judge(each: Sum) -> Finding | None:
    """None where the identity holds as printed, or where nothing is stated at all."""
    cells = [*each.left, *each.right]
    blanks = sum(cell.value is None for cell in cells)
    if blanks == len(cells):
        return None
    left, right = _total(each.left), _total(each.right)
    raw = f"{_raw(each.left)} = {_raw(each.right)}"
    if left == right:
        if not blanks:
            return None
        detail = f"holds only if {blanks} blank cells count as zero"
        return Finding(each.rule, "info", each.where, detail, None, left, right, raw)
    if len(each.right) == 1 and all(cell.value is None for cell in each.left):
        detail = "only the total is stated, so it cannot be proved"
        return Finding(each.rule, "warning", each.where, detail, None, None, right, raw)
    blank_total = len(each.right) == 1 and each.right[0].value is None
    detail = "the total is blank, its parts are not" if blank_total else f"{left} is not {right}"
    if blanks and not blank_total:
        detail += f" ({blanks} blank cells counted as zero)"
    return Finding(each.rule, "error", each.where, detail, each.cause, left, None if blank_total else right, raw)


def _total(cells: Sequence[Cell]) -> Number:
    return sum((cell.value for cell in cells if cell.value is not None), 0)


def _raw(cells: Sequence[Cell]) -> str:
    return " + ".join(cell.raw.strip() or "(blank)" for cell in cells)
