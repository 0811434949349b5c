"""A report without tables is accepted only where none can have been lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.report import AnnualReport, Finding, Identity

# From report year 2019 on the notices prescribe tables (国办公开办函〔2019〕60号, 〔2021〕30号); from 2014 on
# 国办发〔2014〕32号 does, but many offices sent theirs to the statistics system alone.
_TABLES_SINCE = 2019
_TABLE_SINCE = 2014


def check_narrative(report: AnnualReport, identity: Identity, findings: Iterable[Finding]) -> Iterator[Finding]:
    """A year whose form has tables; pictures, which may be tables, in a year that has one."""
    if report.form != "narrative" or identity.year is None:
        return
    if identity.year >= _TABLES_SINCE:
        detail = f"reports for {identity.year} have tables, and this one prints none that could be read"
        yield Finding("tables_missing", "error", "", detail, cause="reading")
    elif identity.year >= _TABLE_SINCE and any(finding.rule == "pictures" for finding in findings):
        detail = f"the pictures may be the table that reports for {identity.year} have"
        yield Finding("tables_missing", "error", "", detail, cause="reading")
