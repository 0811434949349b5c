"""Material shared with other repositories, where this machine has it."""

from __future__ import annotations

from pathlib import Path

SHARED = Path(__file__).parents[1] / ".." / "shared"
SEEDS = SHARED / "seeds"


def seed_files() -> list[Path]:
    """The five seed texts; an empty list where the shared material is not at hand."""
    return sorted(SEEDS.glob("*.txt"))
