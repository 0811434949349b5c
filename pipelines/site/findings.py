"""All findings as data for the page that filters them: scripts, for file:// forbids to fetch JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.site.catalogue import as_script
from pipelines.site.explain import explain
from pipelines.site.places import named
from pipelines.site.records import Note, Report
from pipelines.site.render import number

_DETAIL = 300  # characters; the report's page has the whole
Row = Sequence[str | None]


class Findings:
    """Gathers findings. `counted` is how many there are by severity."""

    def __init__(self) -> None:
        self.counted = {"error": 0, "warning": 0, "info": 0}
        self._reports: dict[bool, list[Sequence[Any]]] = {True: [], False: []}
        self._places: dict[str, Sequence[str]] = {}

    def add(self, report: Report) -> None:
        """The findings of a report."""
        for grave in (True, False):
            notes = [_row(note) for note in report.notes if (note.severity != "info") == grave]
            if notes:
                of = (report.agency_id, report.agency, report.year, report.site, report.verdict)
                self._reports[grave].append((*of, notes))
        for note in report.notes:
            self.counted[note.severity] += 1
            self._places[note.place] = named(note.place)

    def scripts(self) -> Iterator[tuple[str, str]]:
        """(file, script): errors and warnings, and apart from them the notes: many, and seldom asked for."""
        places = as_script({place: words for place, words in sorted(self._places.items()) if words})
        yield "data/findings.js", f"window.FINDINGS={as_script(self._reports[True])};\nwindow.PLACES={places};\n"
        yield "data/notes.js", f"window.NOTES={as_script(self._reports[False])};\n"


def _row(note: Note) -> Row:
    """The detail stands twice: as it is stored, in English, and in Chinese (None: explanations.toml lacks it)."""
    chinese = explain(note.detail)
    words = (_short(note.detail), chinese and _short(chinese))
    return (note.rule, note.severity, note.cause, note.place, number(note.left), number(note.right), *words)


def _short(detail: str) -> str:
    return detail if len(detail) <= _DETAIL else detail[:_DETAIL] + "…"
