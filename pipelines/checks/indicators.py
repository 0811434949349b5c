"""The sums of the table of 2014 (FORMATS.md §3), each a finding if it does not hold.

J1  收到申请数 = 当面 + 传真 + 网络 + 信函
J2  申请办结数 = 按时 + 延期
J3  申请答复数 = its eight answers
J4  不同意公开答复数 = its six reasons
J5  行政复议数量, 行政诉讼数量 = their three outcomes
J6  工作人员数 = 专职 + 兼职
J7  a part is not more than its whole: a warning, for offices count the parts otherwise

The channels of 主动公开 are no sum: one item on several channels counts once. Requests closed are not
requests answered, and those received are not those closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from models.vocabulary import vocabulary
from pipelines.checks.identities import Causes, Sum, judge
from pipelines.report import AnnualReport, Cell, Finding, Identity

_YEAR = re.compile(r"(20\d\d)\s*年")
_SUMS = {
    "J1_requests": ("3.1", ("3.1.1", "3.1.2", "3.1.3", "3.1.4")),
    "J2_closed": ("3.2", ("3.2.1", "3.2.2")),
    "J3_answers": ("3.3", tuple(f"3.3.{n}" for n in range(1, 9))),
    "J4_refusals": ("3.3.4", tuple(f"3.3.4.{letter}" for letter in "abcdef")),
    "J5_reconsideration": ("4", ("4.1", "4.2", "4.3")),
    "J5_litigation": ("5", ("5.1", "5.2", "5.3")),
    "J6_staff": ("8.3", ("8.3.1", "8.3.2")),
}
_PARTS = (("1.1.a", "1.1.b"), ("1.1.a", "1.1"), ("2.2.1.a", "2.2.1"), ("2.2.2.a", "2.2.2"))


def check_indicators(report: AnnualReport, causes: Causes) -> Iterator[Finding]:
    """All identities over what was read; sums with a missing line are left to the completeness check."""
    cells, cause = report.indicators, causes.get("indicators", "unknown")
    for rule, (whole, parts) in _SUMS.items():
        if whole in cells and all(part in cells for part in parts):
            left = [cells[part] for part in parts]
            found = judge(Sum(rule, f"indicators.{whole}", left, [cells[whole]], cause))
            if found is not None:
                yield found
    for part, whole in _PARTS:
        yield from _not_more(cells, part, whole)


def check_table_year(findings: Iterable[Finding], identity: Identity) -> Iterator[Finding]:
    """The table of another year may have been left in, or its caption."""
    for finding in findings:
        year = _YEAR.search(finding.raw or "")
        if finding.rule == "table_year" and year and identity.year not in (None, int(year[1])):
            detail = f"the table is of {year[1]}, the report of {identity.year}"
            yield Finding("table_year_differs", "error", "indicators", detail, "published", raw=finding.raw)


def _not_more(cells: Mapping[str, Cell], part: str, whole: str) -> Iterator[Finding]:
    if part not in cells or whole not in cells:
        return
    left, right = cells[part].value, cells[whole].value
    if left is not None and right is not None and left > right:
        lines = vocabulary().indicators
        detail = f"{lines[part].label} is more than {lines[whole].label}"
        raw = f"{cells[part].raw.strip()} > {cells[whole].raw.strip()}"
        yield Finding("J7_not_more", "warning", f"indicators.{part}", detail, None, left, right, raw)
