"""A report's page: the tables in the official layout, each cell with its place and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.site.layout import Heading, Table, marked, tables
from pipelines.site.originals import Original
from pipelines.site.records import Note, Place, Report
from pipelines.site.render import number

_RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell to show. `kind`: "", "blank" (printed without a number), "absent" (not printed). `raw` is what is
    printed where it is not the number itself; `at` is page,table,row,column,line; `to` an id in the original.
    `notes` are numbers of findings, `worst` the gravest severity among them."""

    path: str
    text: str
    kind: str = ""
    raw: str = ""
    at: str = ""
    to: str = ""
    note: str = ""
    notes: tuple[int, ...] = ()
    worst: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A heading with the findings about its row, column or block."""

    heading: Heading
    notes: tuple[int, ...] = ()
    worst: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to show; `missing` where the report prints none of its numbers."""

    table: Table
    heads: Sequence[Sequence[Head]]
    lines: Sequence[tuple[Sequence[Head], Sequence[Cell]]]
    notes: tuple[int, ...]
    missing: bool


def sheets(report: Report, original: Original | None) -> tuple[list[Sheet], dict[int, str]]:
    """The tables, and for each numbered finding (from 1) the id of the cell or heading that it marks."""
    laid = tables(report.form, report.values.keys())
    known = {path for table in laid for line in table.lines for path in line.paths}
    known |= {h.path for table in laid for row in _headings(table) for h in row if h.path}
    known |= {table.block for table in laid}
    where: dict[str, list[int]] = defaultdict(list)
    targets = {}
    for count, note in enumerate(report.notes, 1):
        if place := marked(note.place, known):
            where[place].append(count)
            targets[count] = anchor(place)
    return [_sheet(table, report, original, where) for table in laid], targets


def anchor(path: str) -> str:
    """The id of a cell or heading on the page."""
    return "c-" + path.replace("*", "_")


def _headings(table: Table) -> Iterable[Sequence[Heading]]:
    return [*table.heads, *(line.headings for line in table.lines)]


def _sheet(table: Table, report: Report, original: Original | None, where: Mapping[str, Sequence[int]]) -> Sheet:
    def head(heading: Heading) -> Head:
        found = tuple(where.get(heading.path or "", ()))
        return Head(heading, found, _worst(found, report.notes))

    def cell(path: str) -> Cell:
        return _cell(path, report, original, tuple(where.get(path, ())))

    lines = [([head(h) for h in line.headings], [cell(path) for path in line.paths]) for line in table.lines]
    notes = tuple(where.get(table.block, ())) if table.caption else ()
    missing = all(cell.kind == "absent" for _, cells in lines for cell in cells)
    return Sheet(table, [[head(h) for h in row] for row in table.heads], lines, notes, missing)


def _cell(path: str, report: Report, original: Original | None, found: tuple[int, ...]) -> Cell:
    worst = _worst(found, report.notes)
    place = report.places.get(path)
    if path not in report.values:
        return Cell(path, "", "absent", notes=found, worst=worst)
    text = number(report.values[path])
    if place is None:
        return Cell(path, text, "" if text else "blank", notes=found, worst=worst)
    raw = place.raw.strip()
    return Cell(
        path,
        text,
        kind="" if text else "blank",
        raw=raw if raw != text else "",
        at=at(place),
        to=(original.anchor(place) or "") if original else "",
        note=" ".join(part for part in (place.note, place.unit) if part),
        notes=found,
        worst=worst,
        corrected=place.was_corrected,
    )


def at(place: Place) -> str:
    """page,table,row,column,line, each from 1 and empty where there is none."""
    zero = (place.table, place.row, place.col, place.line)  # these count from 0 in the database
    return ",".join(
        ["" if place.page is None else str(place.page), *("" if n is None else str(n + 1) for n in zero)]
    )


def _worst(found: Sequence[int], notes: Sequence[Note]) -> str:
    return min((notes[count - 1].severity for count in found), key=_RANK.__getitem__, default="")
