"""What flows through the item pipelines: a capture, and what each of them adds to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.capture import Capture
from pipelines.report import Reading
from pipelines.saving import Saved


@dataclass(slots=True)
class Item:
    """A capture on its way: keep gives it digest and id, dedupe or read its readings, store what became of them.

    `outcome` is what is known before reading (`blocked`, `soft_404`, `no_report`): then nothing is read.
    """

    capture: Capture
    outcome: str | None = None
    digest: str | None = None
    capture_id: int | None = None
    readings: list[Reading] | None = None
    saved: list[Saved] = field(default_factory=list)

    @property
    def is_read(self) -> bool:
        """Whether this capture has a document to read: a kept body, not only a word on why there is none."""
        return self.outcome is None and self.digest is not None and self.capture.status in (200, 203, 304)
