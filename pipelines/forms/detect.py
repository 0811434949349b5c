"""Which generation of the form a document prints, judged by the words in its tables.

Never by the report's year and never by the notice it cites: real reports for 2023 use the layout of
2019, and one that cites 60号 has the layout of 2021.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.document import Document
from pipelines.forms.labels import key, label_book
from pipelines.forms.sections import Line, find_headings
from pipelines.report import Form

# Words that also occur in prose: a text without grids needs two of them.
_ENOUGH_IN_TEXT = {"2021": 1, "2019": 1, "2014": 2}
_FORMS: dict[str, Form] = {"2021": "2021", "2019": "2019", "2014": "2014"}
# Chapters that only the forms with tables have in this wording.
_TABLE_CHAPTERS = frozenset({2, 3, 4})


def detect(document: Document, lines: Sequence[Line]) -> list[Form]:
    """The forms whose table words are printed; more than one where they contradict each other.

    `["narrative"]` is a report that prints no table and has not the chapters of a form with tables;
    an empty list is a report whose tables are missing or not recognised.
    """
    printed = [key(cell.text) for grid in document.grids for cell in grid.cells]
    found = _hits("".join(f"{text}\n" for text in printed), dict.fromkeys(_FORMS, 1))
    if not found:
        found = _hits("".join(key(line.text) for line in lines), _ENOUGH_IN_TEXT)
    if found:
        return found
    chapters = {heading.number for heading in find_headings(lines)}
    return [] if chapters >= _TABLE_CHAPTERS else ["narrative"]


def _hits(text: str, enough: dict[str, int]) -> list[Form]:
    words = label_book().detectors
    return [form for name, form in _FORMS.items() if sum(word in text for word in words[name]) >= enough[name]]
