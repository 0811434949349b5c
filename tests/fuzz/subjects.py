"""The corpus's documents with their gold, by carrier."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.accuracy.measure import CORPUS, Cells, cells_of, gold_records


@dataclass(frozen=True, slots=True)
class Subject:
    """One labelled document; `cells` are the printed ones, `tables` those that the gold knows."""

    id: str
    path: Path
    carrier: str
    ocr: bool
    cells: Cells
    agency: str | None
    year: int | None

    @property
    def body(self) -> bytes:
        return self.path.read_bytes()

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(path.partition(".")[0] for path in self.cells)


@cache
def subjects() -> dict[str, Subject]:
    """id → document; archives are left out, their members are documents of their own."""
    return {
        record["id"]: Subject(
            record["id"],
            CORPUS / record["path"],
            record["carrier"],
            bool(record.get("ocr")),
            cells_of(record),
            record["agency"],
            record["year"],
        )
        for record in gold_records()
        if "members" not in record
    }
