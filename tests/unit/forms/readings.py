"""Reading helpers for the tests of forms and checks."""

from __future__ import annotations

from pipelines.carriers import read_document
from pipelines.checks import check_report
from pipelines.document import Document, Paragraph
from pipelines.forms import FormResult, read_report
from pipelines.report import Finding, Identity
from tests.unit.forms.sample import Gold

IDENTITY = Identity(agency="威海市人民政府", year=2024)


def result_of(body: bytes) -> FormResult:
    """A file read by its carrier and its form."""
    [(_, document)] = read_document(body)
    return read_report(document)


def text_document(text: str) -> Document:
    """A document of bare lines, as an extraction from PDF gives them."""
    return Document("pdf", "application/pdf", [Paragraph(line) for line in text.splitlines() if line.strip()])


def cells_of(result: FormResult) -> Gold:
    """Every cell that was read, by its code path."""
    found: Gold = {}
    for table in ("disclosure", "applications", "review"):
        for row, cells in getattr(result.report, table).items():
            for column, cell in cells.items():
                found[f"{table}.{row}.{column}"] = None if cell.value is None else float(cell.value)
    return found


def findings_of(result: FormResult) -> list[Finding]:
    return check_report(result, IDENTITY)


def errors_of(result: FormResult) -> list[Finding]:
    return [finding for finding in findings_of(result) if finding.severity == "error"]


def is_clean(result: FormResult) -> bool:
    """Would this reading be accepted, agency and year given?"""
    return not errors_of(result)


def rules(result: FormResult, severity: str) -> set[str]:
    return {finding.rule for finding in findings_of(result) if finding.severity == severity}
