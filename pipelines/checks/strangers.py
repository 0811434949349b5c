"""Is this a report at all? Columns of annual reports also list notices, guides, explainers and dead pages.

The headline may lie and the column proves nothing: the body decides (PORTALS.md §5).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.carriers.html.links import is_file
from pipelines.document import Document
from pipelines.identity.headline import classify_headline
from pipelines.report import AnnualReport

_SHORT = 600  # characters of a page that only says why it is empty
_MIN_CHAPTERS = 3
_ENCLOSED = 5  # chapters of a report that a notice publishes (关于印发《…年度报告》的通知)
_LISTED = 3  # headlines of reports that make a page a list
_LIST_LINES = 2000  # lines in which a list shows itself
_MARK_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class _Signs:
    chapters: tuple[re.Pattern[str], ...]
    signs: tuple[str, ...]
    marks: tuple[bytes, ...]
    phrases: tuple[str, ...]
    headline: Mapping[str, tuple[str, ...]]


@cache
def _signs() -> _Signs:
    raw = tomllib.loads(Path(__file__).with_name("strangers.toml").read_text(encoding="utf-8"))
    return _Signs(
        chapters=tuple(re.compile(pattern) for pattern in raw["body"]["chapters"]),
        signs=tuple(raw["body"]["signs"]),
        marks=tuple(mark.encode() for mark in raw["challenge"]["marks"]),
        phrases=tuple(raw["soft_404"]["phrases"]),
        headline={reason: tuple(words) for reason, words in raw["headline"].items()},
    )


def why_no_report(
    document: Document, report: AnnualReport, headline: str | None = None, body: bytes = b""
) -> str | None:
    """The reason why this document is no annual report, or None if it is one.

    `body` are the bytes as served: a challenge page has no text that could betray it.
    """
    text = visible_text(document)
    title = headline or document.title or ""
    if _states_numbers(report):
        return None
    if any(cell.value is not None for cell in report.indicators.values()):
        return "part_of_year" if _headline_reason(title) == "part_of_year" else None
    if len(text) < _SHORT and not _is_body(text):
        if document.carrier == "html" and any(mark in body[:_MARK_BYTES] for mark in _signs().marks):
            return "challenge"
        if not text:
            return "attachment_only" if document.links else "empty_page"
        if any(phrase in text for phrase in _signs().phrases):
            return "soft_404"
    reason = _headline_reason(title)
    if reason and not (reason == "notice" and _chapters(text) >= _ENCLOSED and not report.applications):
        return reason
    if not _is_body(text):
        if _lists_reports(document):
            return "list_page"
        if any(is_file(href) for href, _ in document.links):
            return "attachment_only"
        return "no_report_body"
    return None


def visible_text(document: Document) -> str:
    """All text of a document without white space."""
    texts = [*document.lines, *(cell.text for grid in document.grids for cell in grid.cells)]
    return re.sub(r"\s+", "", "".join(texts))


def _chapters(text: str) -> int:
    return sum(bool(pattern.search(text)) for pattern in _signs().chapters)


def _is_body(text: str) -> bool:
    chapters = _chapters(text)
    signed = any(sign in text for sign in _signs().signs)
    return chapters >= _MIN_CHAPTERS or (chapters == _MIN_CHAPTERS - 1 and signed and "年度报告" in text)


def _states_numbers(report: AnnualReport) -> bool:
    """Does a table of the form state anything? A blank form is the notice's annex, not a report."""
    stated = sum(cell.value is not None for cells in report.applications.values() for cell in cells.values())
    return stated > 0


def _headline_reason(headline: str) -> str | None:
    if not headline or classify_headline(headline).is_report:
        return None
    for reason, words in _signs().headline.items():
        if any(word in headline for word in words):
            return reason
    return None


def _lists_reports(document: Document) -> bool:
    seen = {line.strip() for line in document.lines[:_LIST_LINES] if 8 <= len(line.strip()) <= 120}
    found: set[tuple[str | None, int | None]] = set()
    for line in seen:
        verdict = classify_headline(line)
        if verdict.is_report:
            found.add((verdict.agency, verdict.year))
    return len(found) >= _LISTED
