"""Reports without a national table: 2008–2013 (条例 of 2007, art. 32), and any that tell it in prose.

There is no cell to read; what counts is that no table was overlooked. One that no reader knows is
kept row by row, and one that the prose promises and the document does not print is an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.document import Document
from pipelines.forms.chapters import cut_chapters, find_chapters
from pipelines.forms.labels import key, label_book
from pipelines.forms.result import FormResult
from pipelines.forms.sections import Line, sections_of
from pipelines.report import AnnualReport, Finding, Section

_MIN_CHAPTERS = 3
_MAX_RAW = 200


def read(document: Document, lines: Sequence[Line]) -> FormResult:
    """Read the chapters; an error finding where tables are unread, promised but missing, or chapters unsure."""
    lines = cut_chapters(lines)
    headings = find_chapters(lines)
    result = FormResult(AnnualReport(form="narrative"))
    result.report.sections = sections_of(lines, (), document.carrier, headings)
    if len(headings) < _MIN_CHAPTERS:
        detail = f"{len(headings)} chapters have a heading; is this a whole report?"
        result.findings.append(Finding("sections_unsure", "error", "sections", detail, cause="reading"))
    if not headings:
        result.report.sections = [Section("", "\n".join(text for line in lines if (text := line.text.strip())))]
    result.findings += _promised(lines)
    return result


def _promised(lines: Sequence[Line]) -> list[Finding]:
    """Words that stand beside a table, in a document without one."""
    for line in lines:
        own = key(line.text)
        for word in label_book().lost_tables:
            if word in own:
                detail = "the prose speaks of a table that the document does not print, or prints as a picture"
                return [
                    Finding("tables_missing", "error", "", detail, cause="reading", raw=line.text.strip()[:200])
                ]
    return []
