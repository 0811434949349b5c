"""`make accuracy`: carrier × form – documents, cells, exact, flagged, silently wrong; exit 1 below a floor."""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.accuracy.measure import Score, gold_records, measure

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))


def floor_of(carrier: str) -> dict[str, Any]:
    """The floor of a carrier: its own, or that of all."""
    family = "ocr" if carrier.startswith("ocr ") else "all"
    return {**FLOORS[family], **FLOORS.get(carrier, {})}


def failures(scores: dict[tuple[str, str], Score]) -> list[str]:
    """What is below its floor, in words."""
    said = []
    by_carrier: dict[str, Score] = {}
    for (carrier, _), score in scores.items():
        by_carrier.setdefault(carrier, Score()).add(score)
    for carrier, score in sorted(by_carrier.items()):
        floor = floor_of(carrier)
        exact = score.plain_exact / score.plain_cells if score.plain_cells else 1.0
        if exact < floor["exact"]:
            said.append(f"{carrier}: {exact:.4%} of the cells are exact, the floor is {floor['exact']:.2%}")
        if len(score.wrong) > floor["silently_wrong"]:
            said.append(f"{carrier}: {len(score.wrong)} cells are silently wrong")
        if score.surprises:
            said.append(f"{carrier}: {len(score.surprises)} documents have another verdict than expected")
    return said


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy")
    parser.add_argument("only", nargs="*", help="beginnings of ids: f21-html f19-")
    arguments = parser.parse_args()
    records = [
        record for record in gold_records() if not arguments.only or record["id"].startswith(tuple(arguments.only))
    ]
    records.sort(key=lambda record: not record.get("ocr"))  # what takes long must not come last
    scores = measure(records)
    console = Console(width=None if sys.stdout.isatty() else 120)
    table = Table("carrier", "form")
    for name in ("documents", "as expected", "cells", "exact", "flagged", "silently wrong"):
        table.add_column(name, justify="right")
    for (carrier, form), score in sorted(scores.items()):
        counts = (score.documents, score.as_expected, score.cells, score.exact, score.flagged, len(score.wrong))
        table.add_row(carrier, form, *map(str, counts))
    whole = Score()
    for score in scores.values():
        whole.add(score)
    counts = (whole.documents, whole.as_expected, whole.cells, whole.exact, whole.flagged, len(whole.wrong))
    table.add_section()
    table.add_row("all", "", *map(str, counts), style="bold")
    console.print(table)
    for line in whole.wrong:
        console.print(f"SILENTLY WRONG  {line}", style="red", highlight=False)
    for line in whole.surprises:
        console.print(f"unexpected verdict  {line}", highlight=False)
    failed = failures(scores)
    if not arguments.only and whole.documents < FLOORS["corpus"]["documents"]:
        failed.append(f"{whole.documents} documents are labelled, the floor is {FLOORS['corpus']['documents']}")
    for line in failed:
        console.print(f"below the floor: {line}", style="bold red", highlight=False)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
