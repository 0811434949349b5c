"""Resident memory of one process that reads thousands of documents: it must not grow.

python -m tests.bench.memory 2000 500      documents, and after how many each size is told
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, islice

import psutil

from tests.bench.documents import documents

_SEED = 3
MB = 1024**2


def sizes(count: int, step: int) -> dict[int, float]:
    """Documents read → MB resident, in a process that does nothing else."""
    command = [sys.executable, "-m", "tests.bench.memory", str(count), str(step)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {int(read): size for read, size in json.loads(done.stdout).items()}


def growth(found: dict[int, float], warm_up: int) -> tuple[float, float]:
    """(MB grown since the warm-up, kB a document: the slope of the line through the sizes since then)."""
    since = {read: size for read, size in found.items() if read >= warm_up}
    mean_read, mean_size = sum(since) / len(since), sum(since.values()) / len(since)
    spread = sum((read - mean_read) ** 2 for read in since)
    slope = sum((read - mean_read) * (size - mean_size) for read, size in since.items()) / spread
    return since[max(since)] - since[min(since)], slope * 1024


def _read(count: int, step: int) -> Iterator[tuple[int, float]]:
    """All documents without OCR, again and again, in an order that is always the same."""
    every = [document for document in documents() if not document.ocr]
    random.Random(_SEED).shuffle(every)
    process = psutil.Process()
    for number, document in enumerate(islice(cycle(every), count), 1):
        document.read()
        if number % step == 0:
            yield number, round(process.memory_info().rss / MB, 1)


if __name__ == "__main__":
    print(json.dumps(dict(_read(int(sys.argv[1]), int(sys.argv[2])))))
