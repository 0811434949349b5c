"""What recognising pages costs: `python -m tests.bench.ocr [DOCUMENTS]`, over all of the corpus that needs it.

One process reads the scans, pictures and pages of curves one after the other, as a crawl's reader does: its
processor time and the most memory that it held.
"""

from __future__ import annotations

import argparse
import resource
import sys
from dataclasses import dataclass
from statistics import mean, median

import psutil
import pypdfium2
from rich.console import Console
from rich.table import Table

from tests.bench.clock import cost
from tests.bench.documents import Measured, documents
from tests.bench.memory import MB


@dataclass(frozen=True, slots=True)
class Recognised:
    """`seconds` of processor time for one document of so many pages."""

    carrier: str
    pages: int
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ocr", description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, help="only so many (default: all)")
    asked = parser.parse_args().documents
    console = Console(width=None if sys.stdout.isatty() else 120)
    scans = [document for document in documents() if document.ocr][:asked]
    before = _peak()
    loading = cost(scans[0].read) - cost(scans[0].read)
    found = [Recognised(scan.carrier, _pages(scan), cost(scan.read)) for scan in scans]
    table = Table(title="Recognising pages: seconds of processor time")
    for name in ("carrier", "documents", "pages", "a page", "a document, mean", "median", "most"):
        table.add_column(name, justify="left" if name == "carrier" else "right")
    for carrier in (*sorted({each.carrier for each in found}), "all"):
        those = [each for each in found if carrier in (each.carrier, "all")]
        seconds, pages = [each.seconds for each in those], sum(each.pages for each in those)
        figures = (sum(seconds) / pages, mean(seconds), median(seconds), max(seconds))
        table.add_row(carrier, str(len(those)), str(pages), *(f"{figure:.1f}" for figure in figures))
    console.print(table)
    console.print(f"loading the models: {loading:.1f} s")
    resident = psutil.Process().memory_info().rss / MB
    console.print(
        f"memory: {before:.0f} MB before the first page, {_peak():.0f} at most, {resident:.0f} after the last"
    )
    return 0


def _pages(document: Measured) -> int:
    if document.path.suffix != ".pdf":
        return 1
    with pypdfium2.PdfDocument(document.path) as pdf:
        return len(pdf)


def _peak() -> float:
    """MB, of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
