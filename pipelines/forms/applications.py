"""Section 三 as grids: requests received and how they ended, by row label and by applicant.

国办公开办函〔2021〕30号: 25 rows × 7 columns (2019: 23 × 7). Rows are found by their own label, columns
by the header's text; a table may be cut over several grids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from models.vocabulary import vocabulary
from pipelines.document import Grid, GridCell
from pipelines.forms.choice import only_placement
from pipelines.forms.geometry import (
    ColumnMap,
    Misfit,
    has_numbers,
    header_columns,
    own_labels,
    printed_width,
    row_cells,
)
from pipelines.forms.labels import LabelSet, Match, key, label_book, match_below_group, without_thereof
from pipelines.forms.numbers import is_blank
from pipelines.forms.result import TableReading
from pipelines.forms.short_rows import ShortRow
from pipelines.report import Cell, Place

# These labels are also header words: alone they do not make a row of this table.
_AMBIGUOUS = frozenset({"other.other", "processed_total"})
_OTHER = "other.total"
_MIN_ROWS = 3  # rows that make a grid without header a part of this table
_MAX_HEADER_ROWS = 8
_MIN_STEM = 4  # characters of a label cut by a page break
LAST_ROW = "carried_forward"


def stem_of(stem: str, rest: str, labels: LabelSet) -> Match | None:
    """A label printed in two parts, `stem` and `rest`, if together they are one that is known."""
    if len(key(stem)) < _MIN_STEM or not key(rest):
        return None
    code = labels.exact.get(key(stem) + key(rest))
    return Match(code, "exact", key(stem) + key(rest), labels.keys[code][0]) if code else None


@dataclass(slots=True)
class ApplicationsReader:
    """Walks over the grids of a document and picks the rows of section 三."""

    grids: Sequence[Grid]
    reading: TableReading = field(default_factory=lambda: TableReading("applications"))
    claimed: set[tuple[int, int]] = field(default_factory=set)
    columns: ColumnMap[str] | None = None
    width: int = 0
    previous: str | None = None
    skip: tuple[int, int] | None = None
    cut_header: list[str] = field(default_factory=list)
    short: dict[str, ShortRow] = field(default_factory=dict)

    def read(self) -> TableReading | None:
        """The table, or None where no grid prints it."""
        for number, grid in enumerate(self.grids):
            self._read_grid(number, grid)
        self._drop_group_row()
        self._place_short()
        return self.reading.finish() if self.reading.cells or self.reading.unread else None

    def _drop_group_row(self) -> None:
        """（六）其他处理 on a row of its own without numbers is a group label if its three rows are printed."""
        table = self.reading.cells
        parts = any(row.startswith("other.") and row != _OTHER for row in table)
        if parts and all(is_blank(cell.raw) for cell in table.get(_OTHER, {}).values()):
            table.pop(_OTHER, None)

    def _not_placed(self, code: str, short: ShortRow) -> None:
        """A row that does not fit waits for the whole table, whose sums may place it."""
        if short.values is not None and code not in self.short and code not in self.reading.cells:
            self.short[code] = short
        else:
            self._give_up(code, short)

    def _give_up(self, code: str, short: ShortRow) -> None:
        self.reading.unread.add(code)
        self.reading.note("row_not_placed", "error", code, short.reason, short.raw)

    def _place_short(self) -> None:
        """Place the rows that have lost cells if all sums of the table leave one way to do it; on record."""
        known = {
            row: {code: cell.value for code, cell in cells.items()} for row, cells in self.reading.cells.items()
        }
        values = {code: short.values for code, short in self.short.items() if short.values is not None}
        usual = self.columns is not None and self.columns.usual
        clash = any(code in self.reading.cells for code in self.short) or bool(self.reading.unread)
        chosen = only_placement(known, values) if self.short and usual and not clash else None
        for code, short in self.short.items():
            if chosen is None:
                self._give_up(code, short)
                continue
            own = dict(zip(chosen[code], short.cells, strict=True))
            here = place(short.grid, short.label)
            self.reading.put(
                code,
                {
                    column: self.reading.cell(f"{code}.{column}", own[column].text, place(short.grid, own[column]))
                    if column in own
                    else Cell(None, "", here)
                    for column in vocabulary().applicants
                },
            )
            without = ", ".join(column for column in vocabulary().applicants if column not in own)
            detail = (
                f"the row has lost cells ({short.reason}); only without {without} do all sums of the table hold"
            )
            self.reading.note("row_chosen", "info", code, detail, short.raw)

    def _read_grid(self, number: int, grid: Grid) -> None:
        started = self.columns is not None and self.previous != LAST_ROW and self._continues(grid)
        if started:
            self._inherit(grid)
        row = self._header_goes_on(number, grid)
        started = started or row > 0
        body = self._is_body(grid)
        while row < grid.n_rows:
            if self._header_at(grid, row):
                end = self._header_end(grid, row)
                self._read_header(grid, range(row, end))
                self.claimed.update((number, r) for r in range(row, end))
                started, row = True, end
                continue
            if not started and body and self._starts(grid, row):
                started = True
                self._without_header(grid)
            if started and (number, row) != self.skip:
                self._read_row(number, grid, row)
                if self.previous == LAST_ROW and (number, row) in self.claimed:
                    started = False
            row += 1

    # -- header

    def _header_at(self, grid: Grid, row: int) -> bool:
        if has_numbers(grid, row):
            return False
        book = label_book()
        texts = [cell.text for cell in row_cells(grid, row)]
        groups = {book.applicant_groups.code(text) for text in texts} - {None, "corner"}
        applicants = {code for text in texts if (code := book.applicants.code(text))}
        return bool(groups) or len(applicants) >= 3

    def _header_end(self, grid: Grid, start: int) -> int:
        book = label_book()
        for row in range(start + 1, min(grid.n_rows, start + _MAX_HEADER_ROWS)):
            if has_numbers(grid, row):
                return row
            for cell in row_cells(grid, row):
                code = book.applications.code(cell.text)
                if (code and code not in _AMBIGUOUS) or book.application_groups.code(cell.text):
                    return row
        return min(grid.n_rows, start + _MAX_HEADER_ROWS)

    def _header_goes_on(self, number: int, grid: Grid) -> int:
        """The row after the rest of a header that a page break has cut; 0 if there is none."""
        end = self._header_end(grid, -1) if self.cut_header and self.previous is None else 0
        if end == 0 or end == grid.n_rows or self._header_at(grid, 0) != bool(self._applicants(grid, 0)):
            return 0
        self._read_header(grid, range(end))
        self.claimed.update((number, row) for row in range(end))
        return end

    def _applicants(self, grid: Grid, row: int) -> set[str]:
        found = {label_book().applicants.code(cell.text) for cell in row_cells(grid, row)}
        return found - {None}  # type: ignore[return-value]

    def _read_header(self, grid: Grid, rows: range) -> None:
        book = label_book()
        found: list[tuple[str, range]] = []
        for slots, texts in header_columns(grid, rows):
            own = [text for text in texts if not book.applicant_groups.code(text)]
            match = book.applicants.match("".join(own)) if own else None
            if match:
                found.append((match.code, slots))
                if match.how == "near":
                    self._near(f"*.{match.code}", match)
        codes = [code for code, _ in found]
        complete = set(codes) == set(vocabulary().applicants)
        if complete and len(codes) == len(set(codes)):
            usual = codes == list(vocabulary().applicants)
            self._use(ColumnMap(dict(found), width=printed_width(grid, rows), usual=usual), grid)
        elif self._is_canonical(grid, rows):
            self._use(ColumnMap(_in_form_order(), placed=False), grid)
            self.reading.note("header_without_spans", "info", "", "columns were taken in the order of the header")
        elif _makes_up_header(self.cut_header, words := _words(grid, rows)):
            self._use(ColumnMap(_in_form_order(), placed=False), grid)
            self.reading.note("header_cut", "info", "", "the header is cut by a page; its columns are in order")
        else:
            self.cut_header = words
            for code in sorted({code for code in codes if codes.count(code) > 1}):
                self.reading.note("column_repeated", "error", f"*.{code}", "two columns have this heading")
            first = dict(reversed(found))
            self._use(ColumnMap(dict(sorted(first.items(), key=lambda item: item[1].start)), usual=False), grid)

    def _is_canonical(self, grid: Grid, rows: range) -> bool:
        """A header whose spans are lost still prints its words in the order of the form."""
        if any(cell.colspan > 1 or cell.rowspan > 1 for row in rows for cell in row_cells(grid, row)):
            return False
        codes = [code for word in _words(grid, rows) if (code := label_book().applicants.code(word))]
        return _is_form_order(codes)

    def _use(self, columns: ColumnMap[str], grid: Grid) -> None:
        self.columns = columns
        self.width = grid.n_cols
        self._learn(grid)

    def _inherit(self, grid: Grid) -> None:
        assert self.columns is not None
        placed = self.columns.placed and grid.n_cols == self.width
        self.columns = replace(self.columns, placed=placed, starts={}, lengths=set())
        self._learn(grid)
        self.reading.note("header_inherited", "info", "", "a part of the table has no header of its own")

    def _without_header(self, grid: Grid) -> None:
        if self.columns is None:
            self.reading.note("header_missing", "error", "", "the table's columns have no headings")
            self.columns = ColumnMap(_in_form_order(), placed=False)
        self._learn(grid)

    def _learn(self, grid: Grid) -> None:
        assert self.columns is not None
        for row in range(grid.n_rows):
            for label in own_labels(grid, row, self._first_slot())[:1]:
                self.columns.learn(grid, row, label)

    # -- rows

    def _is_body(self, grid: Grid) -> bool:
        found = {code for cell in grid.cells if (code := label_book().applications.code(cell.text))}
        return len(found - _AMBIGUOUS) >= _MIN_ROWS

    def _starts(self, grid: Grid, row: int) -> bool:
        codes = {label_book().applications.code(label.text) for label in own_labels(grid, row, None)}
        return bool(codes - _AMBIGUOUS - {None})

    def _continues(self, grid: Grid) -> bool:
        """Does a grid without header go on with the rows of the table above?"""
        return any(
            has_numbers(grid, row) and label_book().applications.code(label.text)
            for row in range(grid.n_rows)
            for label in own_labels(grid, row, None)
        )

    def _first_slot(self) -> int | None:
        columns = self.columns
        if columns is None or not columns.placed or not columns.slots:
            return None
        return min(slots.start for slots in columns.slots.values())

    def _read_row(self, number: int, grid: Grid, row: int) -> None:
        labels = own_labels(grid, row, self._first_slot())
        label, match = self._identify(labels, number, row)
        if match is None or label is None:
            self._unidentified(labels, number, grid, row)
            return
        self.claimed.add((number, row))
        if match.how == "near":
            self._near(match.code, match)
        self.previous = match.code
        assert self.columns is not None
        fit = self.columns.fit(grid, row, label) if self.columns.slots else Misfit("no column is known")
        if isinstance(fit, Misfit):
            self._not_placed(match.code, ShortRow(grid, row, label, fit.reason))
            return
        if self.columns.placed:
            self.reading.placed(match.code, fit.how)
        if not grid.certain:
            self.reading.doubt("unknown")
        self.reading.put(
            match.code,
            {
                column: self.reading.cell(
                    f"{match.code}.{column}", cell.text, place(grid, cell), confidence=cell.confidence
                )
                for column, cell in fit.cells.items()
            },
        )

    def _identify(self, labels: Sequence[GridCell], number: int, row: int) -> tuple[GridCell | None, Match | None]:
        book = label_book()
        for label in labels:
            match = match_below_group(label.text, book.applications, book.application_groups)
            if match is None and (rest := self._next_label(number, row)):
                match = stem_of(label.text, rest[2], book.applications)
                if match:
                    self.skip = rest[:2]
                    self.claimed.add(rest[:2])
            if match and not (match.code == "other.other" and not (self.previous or "").startswith("other.")):
                return label, match
        return None, None

    def _next_label(self, number: int, row: int) -> tuple[int, int, str] | None:
        """The label of the next printed row if it has no numbers: the rest of a label cut by a page."""
        for n, grid, r in self._rows_after(number, row):
            if self._header_at(grid, r):
                continue
            labels = own_labels(grid, r, None)
            return (n, r, labels[0].text) if labels and not has_numbers(grid, r) else None
        return None

    def _rows_after(self, number: int, row: int) -> Iterator[tuple[int, Grid, int]]:
        for n in range(number, min(number + 2, len(self.grids))):
            grid = self.grids[n]
            for r in range(row + 1 if n == number else 0, grid.n_rows):
                yield n, grid, r

    def _unidentified(self, labels: Sequence[GridCell], number: int, grid: Grid, row: int) -> None:
        """A row of this table that no label explains: harmless without numbers, an error with them."""
        raw = " ".join(cell.text for cell in row_cells(grid, row)).strip()
        printed = labels[0].text if labels else ""
        if not has_numbers(grid, row):
            self.claimed.add((number, row))
            if printed and not label_book().application_groups.match(printed) and self.previous != LAST_ROW:
                self.reading.note("row_unknown", "warning", "", f"unknown row {printed!r} without numbers", raw)
        elif label_book().local_rows["applications"].code(without_thereof(printed)):
            self.claimed.add((number, row))
            self.reading.note("local_row", "info", "", f"{printed!r} is no row of the national form", raw)
        elif self.previous != LAST_ROW:
            self.claimed.add((number, row))
            what = f"no row of the form is called {printed!r}" if printed else "a row of numbers has no label"
            self.reading.note("row_unknown", "error", "", what, raw)

    def _near(self, where: str, match: Match) -> None:
        detail = f"{match.printed!r} was taken for {match.official!r}"
        self.reading.note("label_near", "info", where, detail, match.printed)


def place(grid: Grid, cell: GridCell) -> Place:
    return Place(page=cell.page or grid.page, table=grid.index, row=cell.row, col=cell.col)


def _words(grid: Grid, rows: range) -> list[str]:
    """The printed words of a header in reading order, without those that stand above several columns."""
    cells = [cell for row in rows for cell in row_cells(grid, row) if cell.row == row and not is_blank(cell.text)]
    groups = label_book().applicant_groups
    return [cell.text for cell in cells if not groups.code(cell.text)]


def _makes_up_header(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Do two parts of a header name all columns in order? A label may be cut in two: 商 | 业企业."""
    labels = label_book().applicants
    halves = [[word for word in part if labels.code(word) is None] for part in (upper, lower)]
    if len(halves[0]) != len(halves[1]):
        return False
    joined = ["".join(pair) for pair in zip(*halves, strict=True)]
    words = [
        *(word for word in upper if labels.code(word)),
        *joined,
        *(word for word in lower if labels.code(word)),
    ]
    return _is_form_order([labels.code(word) or "" for word in words])


def _is_form_order(codes: Sequence[str]) -> bool:
    """All columns once, in the order of the form; 总计 stands above the others' second line."""
    parts = [code for code in vocabulary().applicants if code != "total"]
    return [code for code in codes if code != "total"] == parts and codes.count("total") == 1


def _in_form_order() -> dict[str, range]:
    return {code: range(i, i + 1) for i, code in enumerate(vocabulary().applicants)}
