"""`make bench`: ratios, speeds, memory in tables; exit 1 when a target is missed, 2 when a program is missing."""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench import memory, ratios, speed

PARTS = ("pdf", "html", "doc", "speed", "memory")
TARGETS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("targets.toml").read_text(encoding="utf-8"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--only", nargs="*", choices=PARTS, default=list(PARTS), metavar="PART", help=" ".join(PARTS)
    )
    only = parser.parse_args().only
    console = Console(width=None if sys.stdout.isatty() else 120)
    try:
        missed = show_ratios(console, only)
    except ratios.ToolMissingError as error:
        console.print(str(error), style="bold red")
        return 2
    if "speed" in only:
        show_speeds(console)
    if "memory" in only:
        missed += show_memory(console)
    for line in missed:
        console.print(f"missed: {line}", style="bold red", highlight=False)
    return 1 if missed else 0


def show_ratios(console: Console, only: list[str]) -> list[str]:
    """The table of ratios; what misses its target, in words."""
    missed = []
    table = Table("processor time, ours / theirs", title="Ratios")
    for name in ("ours ms", "theirs ms", "ratio", "target"):
        table.add_column(name, justify="right")
    for part, measure in (("pdf", ratios.pdf), ("html", ratios.html), ("doc", ratios.doc)):
        for ratio in measure(TARGETS["ratio"][part]) if part in only else ():
            row = (f"{ratio.ours * 1000:.1f}", f"{ratio.theirs * 1000:.1f}", f"{ratio.value:.3f}")
            wanted = "" if ratio.target is None else f"≤ {ratio.target:g}"
            table.add_row(ratio.what, *row, wanted, style="red" if ratio.missed else None)
            if ratio.missed:
                missed.append(f"{ratio.what}: {ratio.value:.3f}, the target is {ratio.target:g}")
    if table.row_count:
        console.print(table)
    return missed


def show_speeds(console: Console) -> None:
    table = Table("carrier", title="Documents a second and core")
    for name in ("measured", "a second", "ms each"):
        table.add_column(name, justify="right")
    for found in speed.speeds():
        table.add_row(found.carrier, str(found.documents), f"{found.a_second:.1f}", f"{1000 / found.a_second:.0f}")
    console.print(table)


def show_memory(console: Console) -> list[str]:
    """The table of sizes; why they are not flat, in words."""
    target = TARGETS["memory"]
    found = memory.sizes(target["documents"], target["warm_up"])
    grown, slope = memory.growth(found, target["warm_up"])
    table = Table("documents read by one process", title="Resident memory")
    table.add_column("MB", justify="right")
    for read, size in found.items():
        table.add_row(str(read), f"{size:.1f}")
    table.add_section()
    table.add_row(f"growth since {target['warm_up']} (≤ {target['growth_mb']} MB)", f"{grown:+.1f}")
    table.add_row("slope, kB a document", f"{slope:+.2f}")
    console.print(table)
    if grown <= target["growth_mb"]:
        return []
    return [f"memory grew by {grown:.1f} MB after the warm-up, {target['growth_mb']} MB are allowed"]


if __name__ == "__main__":
    sys.exit(main())
