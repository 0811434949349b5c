"""`Document` → `AnnualReport`: one module a generation of the form, found and read by labels."""

from __future__ import annotations

from pipelines.document import Document
from pipelines.forms import form2021
from pipelines.forms.detect import detect
from pipelines.forms.result import FormResult
from pipelines.forms.sections import lines_of, sections_of
from pipelines.forms.tabs import with_tab_grids
from pipelines.report import AnnualReport, Finding, Form

__all__ = ["FormResult", "read_report"]

_READERS = {"2021": form2021.read}


def read_report(document: Document) -> FormResult:
    """Read a document by the form that it prints.

    A form that cannot be read, or cannot be told, gives the prose and an error finding that says so.
    """
    document = with_tab_grids(document)
    lines = lines_of(document)
    forms = detect(document, lines)
    notes = [Finding(code, "warning", "", message) for code, message in document.notes]
    form: Form | None = forms[0] if len(forms) == 1 else None
    if form in _READERS:
        result = _READERS[form](document, lines)
        result.findings[:0] = notes
        return result
    report = AnnualReport(form=form, sections=sections_of(lines, (), document.carrier))
    return FormResult(report, [*notes, _not_read(forms)])


def _not_read(forms: list[Form]) -> Finding:
    if len(forms) == 1:
        return Finding(
            f"form_{forms[0]}_not_read_yet", "error", "", f"no reader for the {forms[0]} form yet", cause="reading"
        )
    if forms:
        detail = f"the tables print words of several forms: {', '.join(forms)}"
        return Finding("form_ambiguous", "error", "", detail, cause="reading")
    detail = "the chapters with tables are there, but no table could be recognised in them"
    return Finding("tables_missing", "error", "", detail, cause="reading")
