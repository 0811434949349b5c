"""Reports whose tables come from two generations of the form: read as printed, and on record."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.report import AnnualReport, Finding

_SPLIT = frozenset({"other.not_amended", "other.fee_unpaid", "other.other"})


def check_generations(report: AnnualReport) -> Iterator[Finding]:
    """Section 二 decides the form; section 三 may be that of the other notice (60号 of 2019, 30号 of 2021)."""
    where = "applications"
    if report.form == "2021" and "other.total" in report.applications and not _SPLIT & set(report.applications):
        detail = "section 二 is that of 2021, section 三 has the single row （六）其他处理 of 2019"
        yield Finding("tables_of_two_forms", "warning", where, detail)
    if report.form == "2019" and _SPLIT & set(report.applications):
        detail = "section 二 is that of 2019, section 三 has the three rows of （六）其他处理 of 2021"
        yield Finding("tables_of_two_forms", "warning", where, detail)
