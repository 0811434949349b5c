"""Section 二 as grids: what was disclosed on the agency's own initiative (条例 art. 20).

One grid of stacked sub-tables or one grid each; every sub-table brings its own header, and every row
is found by its label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.vocabulary import DisclosureItem, vocabulary
from pipelines.document import Grid, GridCell
from pipelines.forms.applications import place
from pipelines.forms.geometry import (
    ColumnMap,
    Misfit,
    has_numbers,
    header_columns,
    own_labels,
    printed_width,
    row_cells,
)
from pipelines.forms.labels import LabelSet, Match, key, label_book, plain
from pipelines.forms.numbers import Measure, is_blank
from pipelines.forms.result import TableReading
from pipelines.report import Cell, Form

_UNIT = re.compile(r"\(单位[::]?([^()]*)\)|\(([^()]*元)\)|[/:]?([万亿]?元)$")
_MONEY_UNIT = "万元"
_MIN_STEM = 2  # characters of a heading that is cut short
_MIN_COLUMNS = 2  # with such headings
AMOUNT = "amount_10k_yuan"
ANY_AMOUNT = "amount"  # 采购总金额: the form of 2019 states no unit
_KINDS: Mapping[str, Measure] = {AMOUNT: "amount_10k_yuan", ANY_AMOUNT: "amount", "items_change": "signed"}


def measure_kind(measure: str) -> Measure:
    """How the numbers of a column are to be read."""
    return _KINDS.get(measure, "count")


def header_unit(text: str) -> str | None:
    """The unit printed in a header: 本年收费金额（单位：万元） → 万元.

    >>> header_unit("本年收费金额（单位：万元）"), header_unit("本年收费金额(元)"), header_unit("采购总金额/万元")
    ('万元', '元', '万元')
    """
    match = _UNIT.search(plain(text))
    return (match[1] or match[2] or match[3]) if match else None


def with_unit(cell: Cell, header: str | None, reading: TableReading, where: str) -> Cell:
    """A cell of 采购总金额 with the unit printed beside the number, else with that of the heading."""
    if cell.value is None:
        return cell
    if cell.unit is None and header is None:
        reading.note("unit_not_stated", "info", where, "the amount is printed without a unit", cell.raw)
    elif cell.unit is not None and header is not None and cell.unit != header:
        detail = f"the column is headed {header}, the number is printed in {cell.unit}"
        reading.note("unit_differs", "warning", where, detail, cell.raw)
    return cell if cell.unit is not None else replace(cell, unit=header)


Heading = tuple[Match, range, str]  # of a column: what it is, the slots below it, its text


@dataclass(slots=True)
class DisclosureReader:
    """Walks over the grids of a document and picks the rows of section 二 of one form."""

    grids: Sequence[Grid]
    form: Form
    reading: TableReading = field(default_factory=lambda: TableReading("disclosure"))
    claimed: set[tuple[int, int]] = field(default_factory=set)
    columns: ColumnMap[str] | None = None
    width: int = 0
    unit: str | None = None
    unlabelled: list[tuple[Grid, int]] = field(default_factory=list)

    def read(self) -> TableReading | None:
        """The table, or None where no grid prints it."""
        for number, grid in enumerate(self.grids):
            if self.columns is not None and grid.n_cols != self.width:
                self.columns = None
            for row in range(grid.n_rows):
                self._read_row(number, grid, row)
        self._name_the_nameless()
        return self.reading.finish() if self.reading.cells or self.reading.unread else None

    @property
    def _items(self) -> Mapping[str, DisclosureItem]:
        return vocabulary().disclosure[self.form]

    @property
    def _item_labels(self) -> LabelSet:
        return label_book().disclosure_items[self.form]

    def _read_row(self, number: int, grid: Grid, row: int) -> None:
        if (number, row) in self.claimed:
            return
        labels = own_labels(grid, row, None)
        if depth := self._read_header(grid, row):
            self.claimed.update((number, row + i) for i in range(depth))
        elif self.columns is None:
            return  # an item's name counts only under a header of this table
        elif labels and (match := self._item_labels.match(labels[0].text)):
            self.claimed.add((number, row))
            self._read_item(grid, row, labels[0], match)
        else:
            self._between(number, grid, row, labels)

    def _read_header(self, grid: Grid, row: int) -> int:
        """Read the column headings that begin in this row; the number of rows they take, 0 if there are none."""
        if has_numbers(grid, row):
            return 0
        found = self._headings(grid, range(row, row + 1))
        depth = 1
        if not self._is_complete(found) and row + 1 < grid.n_rows and not has_numbers(grid, row + 1):
            two = self._headings(grid, range(row, row + 2))  # 本年新 above 制作数量
            if self._is_complete(two):
                found, depth = two, 2
        rows = range(row, row + depth)
        if not self._is_complete(found):
            found = self._headings_cut_short(grid, rows) or found
        if not found:
            return 0
        codes = [match.code for match, _, _ in found]
        for match, _, text in found:
            if match.how == "near":
                self._near(f"*.{match.code}", match)
            self._check_unit(match.code, text)
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            self.reading.note("column_repeated", "error", f"*.{code}", "two columns have this heading")
        slots = {match.code: slots for match, slots, _ in found}
        self.columns = ColumnMap(slots, width=printed_width(grid, rows), usual=self._is_usual(codes))
        self.width = grid.n_cols
        return depth

    def _headings(self, grid: Grid, rows: range) -> list[Heading]:
        """The column headings in these rows that are known."""
        labels = label_book().disclosure_measures[self.form]
        columns = [(slots, "".join(texts)) for slots, texts in header_columns(grid, rows)]
        return [(match, slots, text) for slots, text in columns if (match := labels.match(text))]

    def _headings_cut_short(self, grid: Grid, rows: range) -> list[Heading]:
        """本年新 | 本年新 | 对外公开总数量: headings without their ends, if only one sub-table fits them."""
        labels = label_book().disclosure_measures[self.form]
        groups = label_book().disclosure_groups
        columns = [(slots, "".join(texts)) for slots, texts in header_columns(grid, rows)]
        printed = [(slots, text) for slots, text in columns if key(text) and not groups.code(text)]
        fitting = [
            measures
            for measures in dict.fromkeys(tuple(item.measures) for item in self._items.values())
            if len(measures) == len(printed)
            and all(self._may_stand_for(text, code) for (_, text), code in zip(printed, measures, strict=True))
        ]
        if len(fitting) != 1 or len(printed) < _MIN_COLUMNS:
            return []
        texts = " | ".join(text for _, text in printed)
        detail = f"headings cut short were taken, by their order, for {', '.join(fitting[0])}"
        self.reading.note("header_truncated", "warning", "", detail, texts)
        return [
            (Match(code, "exact", key(text), labels.keys[code][0]), slots, text)
            for (slots, text), code in zip(printed, fitting[0], strict=True)
        ]

    def _may_stand_for(self, text: str, measure: str) -> bool:
        labels = label_book().disclosure_measures[self.form]
        known = labels.code(text)
        if known is not None:
            return known == measure
        return len(key(text)) >= _MIN_STEM and labels.keys[measure][0].startswith(key(text))

    def _is_complete(self, found: Sequence[Heading]) -> bool:
        codes = {match.code for match, _, _ in found}
        return any(codes == set(item.measures) for item in self._items.values())

    def _is_usual(self, codes: Sequence[str]) -> bool:
        return any(list(codes) == list(item.measures) for item in self._items.values())

    def _check_unit(self, measure: str, text: str) -> None:
        unit = header_unit(text)
        if measure == ANY_AMOUNT:
            self.unit = unit
        elif measure == AMOUNT and (unit or _MONEY_UNIT) != _MONEY_UNIT:
            detail = f"the column is in {unit}, the form's unit is {_MONEY_UNIT}"
            self.reading.note("unit_mismatch", "error", f"*.{AMOUNT}", detail, text)

    def _read_item(self, grid: Grid, row: int, label: GridCell, match: Match) -> None:
        if match.how == "near":
            self._near(match.code, match)
        wanted = self._items[match.code].measures
        columns = self.columns
        if columns is None or set(columns.slots) != set(wanted):
            self.reading.unread.add(match.code)
            printed = ", ".join(columns.slots) if columns else "nothing"
            detail = f"the row asks for the columns {', '.join(wanted)}; above it stands {printed}"
            self.reading.note("column_missing", "error", match.code, detail, _text(grid, row))
            return
        self._put(grid, row, label, match.code, columns)

    def _put(self, grid: Grid, row: int, label: GridCell, item: str, columns: ColumnMap[str]) -> None:
        fit = columns.fit(grid, row, label)
        if isinstance(fit, Misfit):
            self.reading.unread.add(item)
            self.reading.note("row_not_placed", "error", item, fit.reason, _text(grid, row))
            return
        self.reading.placed(item, fit.how)
        if not grid.certain:
            self.reading.doubt("unknown")
        cells = {
            measure: self.reading.cell(
                f"{item}.{measure}", cell.text, place(grid, cell), measure_kind(measure), cell.confidence
            )
            for measure, cell in fit.cells.items()
        }
        if ANY_AMOUNT in cells:
            cells[ANY_AMOUNT] = with_unit(cells[ANY_AMOUNT], self.unit, self.reading, f"{item}.{ANY_AMOUNT}")
        self.reading.put(item, cells)

    def _between(self, number: int, grid: Grid, row: int, labels: Sequence[GridCell]) -> None:
        """A row under a header of this table that is neither header nor item."""
        if not has_numbers(grid, row):
            if labels and label_book().disclosure_groups.match(labels[0].text):
                self.claimed.add((number, row))
            return
        if labels and self._belongs_elsewhere(labels):
            self.columns = None
            return
        self.claimed.add((number, row))
        if labels and label_book().local_rows["disclosure"].code(labels[0].text):
            detail = f"{labels[0].text!r} is a local addition to the form"
            self.reading.note("local_row", "info", "", detail, _text(grid, row))
        elif labels:
            detail = f"no row of the form is called {labels[0].text!r}"
            self.reading.note("row_unknown", "error", "", detail, _text(grid, row))
        else:
            self.unlabelled.append((grid, row))

    def _belongs_elsewhere(self, labels: Sequence[GridCell]) -> bool:
        return any(label_book().applications.code(label.text) for label in labels)

    def _name_the_nameless(self) -> None:
        """A row whose label is lost is named only if one row of its sub-table is missing, and it alone."""
        for grid, row in self.unlabelled:
            columns = self._columns_above(grid, row)
            missing = [
                item
                for item, entry in self._items.items()
                if columns is not None
                and set(entry.measures) == set(columns.slots)
                and item not in self.reading.cells
                and item not in self.reading.unread
            ]
            first = row_cells(grid, row)[0]
            if columns is None or len(missing) != 1 or len(self.unlabelled) != 1 or not is_blank(first.text):
                self.reading.note("row_unknown", "error", "", "a row of numbers has no label", _text(grid, row))
                continue
            self._put(grid, row, first, missing[0], columns)
            detail = "the row's label is lost; it is the only row that its sub-table lacks"
            self.reading.note("label_lost", "warning", missing[0], detail, _text(grid, row))
            self.reading.doubt("unknown")

    def _columns_above(self, grid: Grid, row: int) -> ColumnMap[str] | None:
        labels = label_book().disclosure_measures[self.form]
        for above in range(row - 1, -1, -1):
            found = {
                match.code: slots
                for slots, texts in header_columns(grid, range(above, above + 1))
                if texts and (match := labels.match(texts[0]))
            }
            if found:
                return ColumnMap(found, width=printed_width(grid, range(above, above + 1)))
        return None

    def _near(self, where: str, match: Match) -> None:
        detail = f"{match.printed!r} was taken for {match.official!r}"
        self.reading.note("label_near", "info", where, detail, match.printed)


def _text(grid: Grid, row: int) -> str:
    return " ".join(cell.text for cell in row_cells(grid, row)).strip()
