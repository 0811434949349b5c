"""Which generation of the form a document prints, judged by the words in its tables.

Never by the report's year and never by the notice it cites: real reports for 2023 use the layout of
2019, and one that cites 60号 has the layout of 2021. Section 二 decides between these two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.document import Document
from pipelines.forms.labels import key, label_book
from pipelines.forms.sections import Line, find_headings
from pipelines.report import Form

# Words of the table of 2014 also stand in prose and in local tables: two of them are needed.
_ENOUGH: Mapping[Form, int] = {"2021": 1, "2019": 1, "2014": 2}
# Chapters that only the forms with tables have in this wording.
_TABLE_CHAPTERS = frozenset({2, 3, 4})


def detect(document: Document, lines: Sequence[Line]) -> list[Form]:
    """The forms whose table words are printed; more than one where they contradict each other.

    `["narrative"]` is a report that prints no table of a national form and has not the chapters of one;
    an empty list is a report whose tables are missing or not recognised.
    """
    grids = "".join(f"{key(cell.text)}\n" for grid in document.grids for cell in grid.cells)
    prose = "".join(key(line.text) for line in lines)
    book = label_book()
    for text in (grids, prose):
        if found := _printed(text, book.detectors, _ENOUGH):
            return found
    for text in (grids, prose):
        if found := _printed(text, book.detectors_of_applications, {"2021": 1, "2019": 2}):
            return found[:1]
    chapters = {heading.number for heading in find_headings(lines)}
    return [] if chapters >= _TABLE_CHAPTERS else ["narrative"]


def _printed(text: str, words: Mapping[str, Sequence[str]], enough: Mapping[Form, int]) -> list[Form]:
    return [form for form, least in enough.items() if sum(word in text for word in words[form]) >= least]
