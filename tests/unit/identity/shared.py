"""The design's samples and seeds, where this repository lies beside them."""

from __future__ import annotations

import csv
from pathlib import Path

SHARED = Path(__file__).parents[4] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))


def headlines(path: Path) -> list[tuple[str, str, str, str]]:
    """(label, title, agency, year) of a list of headlines; a literal \\n in a title is a line break."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["label"], row["title"].replace("\\n", "\n"), row["agency"], row["year"]) for row in rows]
