"""What a row of a list says beside its link: publisher and 索引号, by the table's own headings or by labels."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.cms import fields
from crawler.cms.dom import lines
from crawler.cms.tables import labels
from crawler.cms.text import squeeze
from pipelines.evidence import Evidence

_KINDS = ("index_code", "publisher")
_MOST_CELLS = 20
_LONGEST_HEADING = 12  # characters


def labelled(text: str) -> bool:
    """Whether a text holds a label under which rows name their publisher or index code."""
    return any(label in text for kind in _KINDS for label in labels()[kind])


def row_evidence(row: HtmlElement) -> tuple[Evidence, ...]:
    """The row's evidence for its agency; nothing where it names none."""
    found = dict(_by_heading(row)) if row.tag == "tr" else {}
    if labelled(row.text_content()[:2_000]):
        printed = list(islice(lines(row), 60))
        for kind in _KINDS:
            if kind not in found and (value := fields.field(printed, kind)):
                found[kind] = value[0]
    return tuple(_evidence(found))


def _by_heading(row: HtmlElement) -> Iterator[tuple[str, str]]:
    """(kind, text) of the cells below a heading that is a known label."""
    table = next(row.iterancestors("table"), None)
    first = next(table.iter("tr"), None) if table is not None else None
    if first is None or first is row:
        return
    headings = [
        squeeze(cell.text_content()).replace(" ", "") for cell in islice(first.iter("th", "td"), _MOST_CELLS)
    ]
    cells = [squeeze(cell.text_content()) for cell in islice(row.iterchildren("td", "th"), _MOST_CELLS)]
    if len(headings) != len(cells) or any(len(heading) > _LONGEST_HEADING for heading in headings):
        return
    for kind in _KINDS:
        place = next((at for at, heading in enumerate(headings) if heading in labels()[kind]), None)
        if place is not None and cells[place]:
            yield kind, cells[place]


def _cells(row: HtmlElement) -> list[str]:
    return [squeeze(cell.text_content()) for cell in islice(row.iterchildren("td", "th"), _MOST_CELLS)]


def _evidence(found: dict[str, str]) -> Iterator[Evidence]:
    index, publisher = found.get("index_code", ""), found.get("publisher", "")
    if code := fields.index_code(index):
        yield Evidence("agency", "index_code", code, index)
    if publisher:
        yield Evidence("agency", "publisher", publisher, publisher)
