"""Builds hostile and broken files into a directory: `hostile_files(directory)`.

Nothing large is committed: bombs are a few kilobytes that unfold. `canary` is written wherever a file names
something outside itself, so that a test can listen there and prove that nothing ever comes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.corpus.hostile import archives, broken, office, pdf, pictures, text

SEEDS = Path(__file__).with_name("seeds")
CANARY = "http://canary.invalid/"
_BUILDERS = (archives, text, office, pdf, pictures, broken)


def hostile_files(directory: Path, canary: str = CANARY) -> list[Path]:
    """Write every hostile file below `directory`; the list is in a fixed order, names say what each file does."""
    directory.mkdir(parents=True, exist_ok=True)
    return list(_build(directory, canary))


def _build(directory: Path, canary: str) -> Iterator[Path]:
    for module in _BUILDERS:
        folder = directory / module.__name__.rsplit(".", 1)[-1]
        folder.mkdir(exist_ok=True)
        yield from module.files(folder, canary)
    for seed in sorted(SEEDS.iterdir()):
        yield Path(shutil.copy(seed, directory / seed.name))


if __name__ == "__main__":
    for built in hostile_files(Path(sys.argv[1])):
        print(built.stat().st_size, built)
