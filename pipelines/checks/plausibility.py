"""Numbers that add up and still cannot be: warnings, never errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.report import AnnualReport, Finding, Identity

# 规章 are made by ministries, provinces, 设区的市 and 自治州 (立法法 art. 91, 93); townships and bureaux that
# report some have counted their 规章制度.
_MAKES_REGULATIONS = re.compile(
    r"(?:省|自治区|市|自治州|盟|国务院)(?:人民)?政府(?:办公[厅室])?$|^(?:中华人民共和国|国家).*[部委署局]$"
)


def check_plausibility(report: AnnualReport, identity: Identity) -> Iterator[Finding]:
    """Regulations of an agency that cannot make any."""
    if identity.agency is None or _MAKES_REGULATIONS.search(identity.agency):
        return
    for measure, cell in report.disclosure.get("regulations", {}).items():
        if cell.value:
            where = f"disclosure.regulations.{measure}"
            detail = f"{identity.agency} has no power to make 规章; these may be 规章制度 or 规范性文件"
            yield Finding("regulations_implausible", "warning", where, detail, left=cell.value, raw=cell.raw)
