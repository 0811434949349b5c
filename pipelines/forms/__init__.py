"""`Document` → `AnnualReport`: one module a generation of the form, found and read by labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipelines.document import Document
from pipelines.forms import form2014, form2019, form2021, narrative
from pipelines.forms.detect import detect
from pipelines.forms.result import FormResult
from pipelines.forms.sections import Line, lines_of, sections_of
from pipelines.forms.tabs import with_tab_grids
from pipelines.forms.unread import unread_tables
from pipelines.report import AnnualReport, Finding, Form

__all__ = ["FormResult", "read_report"]

_READERS: Mapping[Form, Callable[[Document, Sequence[Line]], FormResult]] = {
    "2021": form2021.read,
    "2019": form2019.read,
    "2014": form2014.read,
    "narrative": narrative.read,
}
# Forms that have tables of their own: another one beside them is an addition, not the report's.
_WITH_TABLES = ("2021", "2019", "2014")

# Notes of a carrier that something printed is, or may be, missing from the document.
_LOST = frozenset({"damaged", "broken_page", "broken_font", "truncated", "trailing_data"})


def read_report(document: Document) -> FormResult:
    """Read a document by the form that it prints.

    A form that cannot be told gives the prose and an error finding that says so. Tables that no reader
    took are kept as findings, row by row.
    """
    document = with_tab_grids(document)
    lines = lines_of(document)
    forms = detect(document, lines)
    form: Form | None = forms[0] if len(forms) == 1 else None
    if form is None:
        report = AnnualReport(sections=sections_of(lines, (), document.carrier))
        result = FormResult(report, [_not_read(forms)])
    else:
        result = _READERS[form](document, lines)
    result.findings[:0] = [_noted(code, message) for code, message in document.notes]
    if form in _WITH_TABLES:
        result.findings += unread_tables(document.grids, (), result.grids, "warning")
    else:
        result.findings += unread_tables(document.grids, lines, result.grids, "error")
    return result


def _noted(code: str, message: str) -> Finding:
    """What the carrier has to say; where it has lost a part, no cell that looks blank is known to be."""
    lost = code in _LOST
    return Finding(code, "error" if lost else "warning", "", message, cause="reading" if lost else None)


def _not_read(forms: Sequence[Form]) -> Finding:
    if forms:
        detail = f"the tables print words of several forms: {', '.join(forms)}"
        return Finding("form_ambiguous", "error", "", detail, cause="reading")
    detail = "the chapters with tables are there, but no table could be recognised in them"
    return Finding("tables_missing", "error", "", detail, cause="reading")
