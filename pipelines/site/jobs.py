"""What a worker process does: pages from their data. Originals are strangers' files, so they are opened here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipelines.site.originals import Kept, Original, Picture, show
from pipelines.site.records import Report
from pipelines.site.render import render
from pipelines.site.sheets import sheets

Made = tuple[str, str, list[Picture]]
"""A page's path, its text, and the pictures that it shows."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to make. `report` and `kept` are a report page's alone: it takes more than its template."""

    path: str
    template: str
    fingerprint: str
    context: dict[str, Any] = field(default_factory=dict)
    report: Report | None = None
    kept: Kept | None = None
    problem: str | None = None  # why the original cannot be shown

    def without_original(self, problem: str) -> Job:
        """The same page where the original could not be opened."""
        return replace(self, kept=None, problem=problem)


def make(jobs: Sequence[Job]) -> list[Made]:
    """The pages of these jobs."""
    return [_make(job) for job in jobs]


def _make(job: Job) -> Made:
    context = dict(job.context)
    pictures: list[Picture] = []
    if job.report is not None:
        original = show(job.kept) if job.kept is not None else None
        if original is None and job.problem is not None:
            original = Original(problem=job.problem)
        tables, targets = sheets(job.report, original)
        context |= {"report": job.report, "original": original, "sheets": tables, "targets": targets}
        pictures = original.pictures if original else []
    return job.path, render(job.template, **context), pictures
