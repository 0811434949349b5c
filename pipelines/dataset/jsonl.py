"""JSON Lines: one object a row, NULL as null, numbers with all their digits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipelines.dataset.tables import Column
from pipelines.dataset.values import dumps


def write(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows; returns how many."""
    keys = [f"{json.dumps(column.heading, ensure_ascii=False)}: " for column in columns]
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            count += 1
            pairs = (key + dumps(value) for key, value in zip(keys, row, strict=True))
            file.write("{" + ", ".join(pairs) + "}\n")
    return count
