"""Cells and rows moved, deleted, doubled: in pages, in Word files, in OpenDocument texts.

Not in sheets: there a cell that moves is printed under another column, and nobody can tell.
"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence

from lxml import etree, html

from tests.fuzz.mutant import Change, Mutant, Value
from tests.fuzz.printed import number_of, page_text

Changes = Counter[Change]
_ROWS = ("tr", "table-row")
_CELLS = ("td", "th", "tc", "table-cell")
_PARTS = ("word/document.xml", "content.xml")
_MIN_ROWS = 3
_NUMBER = re.compile(r"\d+")


def mutate_tree(body: bytes, rng: random.Random) -> Mutant | None:
    """One to two mutations of a table; None where the document has no table that could be mutated."""
    if body.startswith(b"PK"):
        return _in_package(body, rng)
    if body.startswith((b"%PDF", b"{\\rtf")) or b"\0\0\0" in body[:64]:
        return None
    root = html.document_fromstring(page_text(body))
    for meta in [meta for meta in root.iter("meta") if {"charset", "http-equiv"} & set(meta.keys())]:
        _remove(meta)
    changes, note = _mutate(root, rng)
    if note is None:
        return None
    page = b'<meta charset="utf-8">' + etree.tostring(root, method="html", encoding="utf-8")
    return Mutant(page, note, changes=changes)


def _in_package(body: bytes, rng: random.Random) -> Mutant | None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(buffer, "w") as target:
        names = source.namelist()
        part = next((name for name in _PARTS if name in names), None)
        if part is None or ("mimetype" in names and source.read("mimetype").endswith(b"spreadsheet")):
            return None
        root = etree.fromstring(source.read(part))
        changes, note = _mutate(root, rng)
        if note is None:
            return None
        for info in source.infolist():
            content = etree.tostring(root, encoding="utf-8") if info.filename == part else source.read(info)
            target.writestr(info, content, info.compress_type)
    return Mutant(buffer.getvalue(), note, changes=changes)


def _mutate(root: etree._Element, rng: random.Random) -> tuple[Changes, str | None]:
    tables = [rows for rows in _tables(root) if len(rows) >= _MIN_ROWS]
    if not tables:
        return Counter(), None
    changes: Changes = Counter()
    notes = []
    for _ in range(rng.choice((1, 1, 2))):
        rows = rng.choice(tables)
        rows = [row for row in rows if row.getparent() is not None]
        mutation = rng.choice(MUTATIONS)
        if rows:
            changes += mutation(rows, rng)
            notes.append(mutation.__name__)
    return changes, " + ".join(notes)


def _tables(root: etree._Element) -> list[list[etree._Element]]:
    """The rows of each innermost table."""
    by_table: dict[etree._Element, list[etree._Element]] = {}
    for row in root.iter(etree.Element):
        inner = row.iterdescendants(etree.Element)
        if _local(row) in _ROWS and not any(_local(element) in _ROWS for element in inner):
            table = next((above for above in row.iterancestors() if _local(above) in ("table", "tbl")), None)
            if table is not None:
                by_table.setdefault(table, []).append(row)
    return list(by_table.values())


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if _local(cell) in _CELLS]


def _text(cell: etree._Element) -> str:
    return "".join(map(str, cell.itertext()))


def _value(cell: etree._Element) -> Value:
    return number_of(_text(cell))


def _pick(rows: Sequence[etree._Element], rng: random.Random) -> etree._Element | None:
    """A cell that holds a number or nothing: a label that moved would be another report."""
    cells = [cell for row in rows for cell in _cells(row) if not re.search(r"[^\W\d_]", _text(cell))]
    return rng.choice(cells) if cells else None


def delete_cell(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    cell = _pick(rows, rng)
    if cell is not None:
        _remove(cell)
    return Counter()


def double_cell(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    cell = _pick(rows, rng)
    if cell is not None:
        cell.addnext(copy.deepcopy(cell))
    return Counter()


def insert_blank(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    cell = _pick(rows, rng)
    if cell is not None:
        blank = copy.deepcopy(cell)
        for element in blank.iter(etree.Element):
            element.text = element.tail = None
        cell.addprevious(blank)
    return Counter()


def swap_cells(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    """Two numbers change places: the report now prints them there."""
    one, other = _pick(rows, rng), _pick(rows, rng)
    if one is None or other is None or one is other:
        return Counter()
    first, second = _value(one), _value(other)
    place, holder = etree.Element("swap"), one.getparent()
    assert holder is not None
    one.addprevious(place)
    other.addprevious(one)
    holder.replace(place, other)
    return Counter([(first, second), (second, first)])


def move_cell(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    """A cell is taken out of its row and set down in another, or in the same: then its numbers change places."""
    one, other = _pick(rows, rng), _pick(rows, rng)
    if one is None or other is None or one is other:
        return Counter()
    home, target = one.getparent(), other.getparent()
    assert home is not None
    before = [_value(cell) for cell in _cells(home)]
    other.addprevious(one)
    return Counter(zip(before, map(_value, _cells(home)), strict=True) if home is target else ())


def change_number(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    """Another number is printed."""
    cell = _pick(rows, rng)
    if cell is None:
        return Counter()
    texts = [element for element in cell.iter(etree.Element) if element.text and _NUMBER.search(element.text)]
    if not texts:
        return Counter()
    before = _value(cell)
    element = rng.choice(texts)
    element.text = _NUMBER.sub(str(rng.choice((0, 1, 7, 30, 412))), element.text or "", count=1)
    return Counter([(before, _value(cell))])


def widen(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    """A cell claims two columns."""
    cell = _pick(rows, rng)
    if cell is not None and _local(cell) in ("td", "th"):
        cell.set(rng.choice(("colspan", "rowspan")), str(rng.choice((1, 2, 3))))
    return Counter()


def delete_row(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    _remove(rng.choice(rows))
    return Counter()


def double_row(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    row = rng.choice(rows)
    row.addnext(copy.deepcopy(row))
    return Counter()


def swap_rows(rows: Sequence[etree._Element], rng: random.Random) -> Changes:
    """Labels move with their numbers."""
    at = rng.randrange(1, len(rows)) if len(rows) > 1 else 0
    rows[at - 1].addprevious(rows[at])
    return Counter()


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


MUTATIONS: tuple[Callable[[Sequence[etree._Element], random.Random], Changes], ...] = (
    delete_cell,
    double_cell,
    insert_blank,
    swap_cells,
    move_cell,
    change_number,
    change_number,
    widen,
    delete_row,
    double_row,
    swap_rows,
)
