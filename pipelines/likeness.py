"""What of a report would not be the same in another one by chance: digests for finding content that stands twice.

Identical content under another agency or another year is flagged (v_findings, rule `content.elsewhere`), never
merged away. Small offices often report nothing but zeros, so few numbers or little prose are no evidence.
"""

from __future__ import annotations

import re

from pipelines.cells import cells
from pipelines.codec import digest
from pipelines.report import AnnualReport

FEWEST_NUMBERS = 4  # different ones, each above
SMALL = 9
SHORTEST_PROSE = 300  # characters without spaces

_SPACE = re.compile(r"\s+")
_YEAR = re.compile(r"20\d\d")


def numbers_digest(report: AnnualReport) -> str | None:
    """Digest of all numbers above zero with their places; None where too few of them are telling."""
    numbers = {path: str(cell.value) for path, cell in cells(report) if cell.value}
    values = [cell.value for _, cell in cells(report) if cell.value is not None]
    telling = {value for value in values if not -SMALL <= value <= SMALL}
    return digest(numbers) if len(telling) >= FEWEST_NUMBERS else None


def prose_digest(report: AnnualReport, agency: str | None) -> str | None:
    """Digest of the prose but for spaces, years and the agency's name; None where there is too little of it."""
    text = _SPACE.sub("", "".join(f"{section.heading}\n{section.text}" for section in report.sections))
    if agency:
        text = text.replace(agency, "")
    text = _YEAR.sub("", text)
    return digest(text) if len(text) >= SHORTEST_PROSE else None
