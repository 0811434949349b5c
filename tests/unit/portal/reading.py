"""A naive second reader for the replica's own tests: rows of cells from HTML, Word and PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

import docx
import lxml.html
import pdfplumber

from tests.portal import labels
from tests.portal.model import Printed

Rows = list[list[str]]
"""The texts of each row's cells, from left to right; a merged cell stands once."""


def squeeze(text: str) -> str:
    """Without any white space, half-width brackets widened."""
    return re.sub(r"\s+", "", text.replace("\xa0", "")).translate(str.maketrans("()", "（）"))


def html_tables(page: str) -> list[Rows]:
    """All tables of a page that hold no other table."""
    tables = lxml.html.fromstring(page).iter("table")
    return [
        [_texts(row.iterchildren("td", "th")) for row in table.iter("tr")]
        for table in tables
        if next(table.iterdescendants("table"), None) is None
    ]


def _texts(cells: Iterable[lxml.html.HtmlElement]) -> list[str]:
    return [squeeze("".join(map(str, cell.itertext()))) for cell in cells]


def docx_tables(body: bytes) -> list[Rows]:
    """All tables of a Word document."""
    tables = []
    for table in docx.Document(io.BytesIO(body)).tables:
        rows = []
        for row in table.rows:
            once = {id(cell._tc): squeeze(cell.text) for cell in row.cells}
            rows.append(list(once.values()))
        tables.append(rows)
    return tables


def pdf_rows(path: Path) -> Rows:
    """All rows of all ruled tables, page after page."""
    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [[squeeze(cell) for cell in row if cell is not None] for table in tables for row in table]


def printed_rows(printed: Printed, form: str) -> Rows:
    """The rows of numbers that a document with these cells prints, in its order."""
    rows = [
        [squeeze(printed[f"disclosure.{code}.{measure}"]) for measure, _ in clause.measures]
        for clause in labels.clauses(form)
        for code, _ in clause.rows
    ]
    rows += [
        [squeeze(printed[f"applications.{row.code}.{column}"]) for column, _ in labels.applicants()]
        for row in labels.rows(form)
    ]
    channels = (
        f"review.{channel}.{outcome}" for channel, _ in labels.channels() for outcome, _ in labels.outcomes()
    )
    return [*rows, [squeeze(printed[code]) for code in channels]]


def labelled_rows(tables: list[Rows], form: str) -> Rows:
    """The numbers beside every official row label, in official order, and the last row of section 四.

    A label that repeats (（六）其他处理 beside its first item) is taken where the right count of cells follows it.
    """
    rows = [row for table in tables for row in table]
    found = []
    for clause in labels.clauses(form):
        found += [_beside(rows, label, len(clause.measures)) for _, label in clause.rows]
    found += [_beside(rows, squeeze(row.text), 7) for row in labels.rows(form)]
    review = [row for row in rows if len(row) >= 15 and not any("结果" in cell for cell in row)]
    return [*found, review[-1][:15]]


def _beside(rows: Rows, label: str, count: int) -> list[str]:
    for row in rows:
        if label in row:
            after = row[row.index(label) + 1 :]
            if len(after) in {count, count + 1} and not (len(after) > count and after[-1]):
                return after[:count]
    raise LookupError(f"no row {label} with {count} cells")
