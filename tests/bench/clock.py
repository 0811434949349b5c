"""Processor time of this process and of those it started."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable
from statistics import median


def cost(action: Callable[[], object]) -> float:
    """Seconds of processor time that one call takes, its child processes included.

    What ran before is cleared away first: nobody pays for another's garbage.
    """
    gc.collect()
    before = _spent()
    action()
    return _spent() - before


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def turns(ours: Callable[[], object], theirs: Callable[[], object], repeats: int) -> tuple[float, float]:
    """The median cost in s of two actions that take turns; a first round, which loads both, does not count."""
    ours()
    theirs()
    pairs = [(cost(ours), cost(theirs)) for _ in range(repeats)]
    return median(own for own, _ in pairs), median(other for _, other in pairs)
