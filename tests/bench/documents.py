"""The corpus's documents that are measured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypdfium2

from pipelines.reading import read_bytes
from tests.accuracy.measure import CORPUS, gold_records

PAGES = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """A labelled document; `form` is None for archives and pages that are no report."""

    id: str
    path: Path
    carrier: str
    form: str | None
    made_by: str
    ocr: bool
    borderless: bool

    @property
    def body(self) -> bytes:
        return self.path.read_bytes()

    def read(self) -> None:
        """Completely, as the crawler's worker does it: carrier, identity, form, facts, checks, verdict."""
        read_bytes(self.body, name=self.path.name)


@cache
def documents() -> tuple[Measured, ...]:
    """All documents of the corpus that must be accepted, and the archives."""
    return tuple(
        Measured(
            record["id"],
            CORPUS / record["path"],
            record["carrier"],
            record["form"],
            record["made_by"],
            bool(record.get("ocr")),
            any("borderless" in deviation for deviation in record["deviations"]),
        )
        for record in gold_records()
        if record.get("expect", "accepted") == "accepted"
    )


def of_carrier(carrier: str) -> list[Measured]:
    """Those of one carrier that need no OCR."""
    return [document for document in documents() if document.carrier == carrier and not document.ocr]


def ruled_pdfs() -> list[Measured]:
    """Reports of five pages with ruling lines, as LibreOffice and Chromium print them."""
    return [
        document
        for document in of_carrier("pdf")
        if document.form == "2021" and not document.borderless and _pages(document.path) == PAGES
    ]


def _pages(path: Path) -> int:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return len(pdf)
    finally:
        pdf.close()
