"""The processor time that a worker has for one file: when it is up the system ends the process, whatever it does.

Processor time, for what a file comes to must not depend on what else the machine is doing. Recognising pages
takes longer than reading text, so a file whose pages must be recognised gets more.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass

OCR_FACTOR = 4.0  # 30 s become 120 s


@dataclass(slots=True)
class _Clock:
    """`extra` are the seconds that OCR may add to the file at hand."""

    extra: float = 0.0


_clock = _Clock()


def start(seconds: float) -> None:
    """Allow this process so many seconds of work from now on, its threads together; 0 for as long as it likes."""
    _clock.extra = (OCR_FACTOR - 1.0) * seconds
    signal.setitimer(signal.ITIMER_PROF, seconds)


def extend_for_ocr() -> None:
    """Allow the file at hand `OCR_FACTOR` times its time in all, however often this is called."""
    if _clock.extra:
        left, _ = signal.getitimer(signal.ITIMER_PROF)
        signal.setitimer(signal.ITIMER_PROF, left + _clock.extra)
        _clock.extra = 0.0
