"""Documents a second and core, by carrier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.clock import cost
from tests.bench.documents import documents

_RECOGNISED = 2  # documents of a carrier that needs OCR, which takes seconds a page


@dataclass(frozen=True, slots=True)
class Speed:
    """`a_second`: documents in a second of processor time."""

    carrier: str
    documents: int
    a_second: float


def speeds() -> Iterator[Speed]:
    """Every carrier of the corpus; those with OCR by a few documents."""
    carriers = sorted({(document.ocr, document.carrier) for document in documents()})
    for ocr, carrier in carriers:
        measured = [document for document in documents() if (document.ocr, document.carrier) == (ocr, carrier)]
        measured = measured[:_RECOGNISED] if ocr else measured
        measured[0].read()  # loads what the carrier needs
        spent = sum(cost(document.read) for document in measured)
        yield Speed(f"{carrier} (OCR)" if ocr else carrier, len(measured), len(measured) / spent)
