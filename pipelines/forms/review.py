"""Section 四 as grids: administrative reconsideration (行政复议) and litigation (行政诉讼).

One row of 15 numbers: three channels of five outcomes each. Every column is found by the words above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models.vocabulary import vocabulary
from pipelines.document import Grid, GridCell
from pipelines.forms.applications import place
from pipelines.forms.geometry import (
    ColumnMap,
    Misfit,
    has_numbers,
    header_columns,
    kind,
    printed_width,
    row_cells,
)
from pipelines.forms.labels import key, label_book
from pipelines.forms.result import TableReading

Column = tuple[str, str]  # (channel, outcome)

_MIN_OUTCOMES = 3  # outcome labels that make rows the header of this table
_MAX_HEADER_ROWS = 6


def printed_order() -> list[Column]:
    """The 15 columns in the order of the form."""
    words = vocabulary()
    return [(channel, outcome) for channel in words.channels for outcome in words.outcomes]


def canonical_header() -> str:
    """The words of the header row by row, as they read when all spans are lost."""
    words = vocabulary()
    outcomes = "".join(words.outcomes.values())
    reconsideration = words.channels["reconsideration"]
    litigation, direct = words.channels["litigation_direct"].split("/")
    after = words.channels["litigation_after_reconsideration"].rsplit("/", 1)[-1]
    return key("".join((reconsideration, litigation, outcomes, direct, after, outcomes, outcomes)))


@dataclass(slots=True)
class ReviewReader:
    """Finds the header of section 四 and the one row of numbers below it."""

    grids: Sequence[Grid]
    reading: TableReading = field(default_factory=lambda: TableReading("review"))
    claimed: set[tuple[int, int]] = field(default_factory=set)
    columns: ColumnMap[Column] | None = None
    header_width: int = 0
    rows_read: int = 0
    cut_header: str | None = None

    def read(self) -> TableReading | None:
        """The table, or None where no grid prints it."""
        printed = False
        for number, grid in enumerate(self.grids):
            row = self._go_on(number, grid)
            while row < grid.n_rows:
                end = self._header_end(grid, row)
                if end is None:
                    row += 1
                    continue
                printed = True
                self.claimed.update((number, r) for r in range(row, end))
                if self._is_cut(number, grid, row, end):
                    self.cut_header = _text(grid, range(row, end))
                    break
                self._read_header(grid, range(row, end))
                row = self._read_numbers(number, grid, end)
        if printed and not self.rows_read:
            self.reading.note("row_missing", "error", "", "the header stands without a row of numbers")
        return self.reading.finish() if printed else None

    def _go_on(self, number: int, grid: Grid) -> int:
        """What the page before has left open: the rest of the header, or the row of numbers."""
        if self.cut_header is not None:
            return self._finish_header(number, grid)
        if self.columns is not None and self.rows_read == 0:
            return self._numbers_alone(number, grid)
        return 0

    def _is_cut(self, number: int, grid: Grid, start: int, end: int) -> bool:
        """Is this the upper part of a header at the foot of a page?"""
        if number + 1 == len(self.grids) or any(has_numbers(grid, row) for row in range(end, grid.n_rows)):
            return False
        columns = [self._column(texts) for _, texts in header_columns(grid, range(start, end))]
        if sorted(filter(None, columns)) == sorted(printed_order()):
            return False
        upper = _text(grid, range(start, end))
        return upper != canonical_header() and canonical_header().startswith(upper)

    def _finish_header(self, number: int, grid: Grid) -> int:
        assert self.cut_header is not None
        end = next((row for row in range(grid.n_rows) if has_numbers(grid, row)), grid.n_rows)
        whole = self.cut_header + _text(grid, range(end))
        self.cut_header = None
        if whole != canonical_header():
            self.reading.note("header_missing", "error", "", "the header is cut, and its parts do not fit", whole)
            return 0
        self.columns = ColumnMap(_in_order(), placed=False)
        self.reading.note("header_cut", "info", "", "the header is cut by a page; its columns are in order")
        self.claimed.update((number, row) for row in range(end))
        return self._read_numbers(number, grid, end)

    def _header_end(self, grid: Grid, start: int) -> int | None:
        """The row after the header that starts here, or None."""
        if not _names_channel(grid, start):
            return None
        end, outcomes = start, 0
        while end < min(grid.n_rows, start + _MAX_HEADER_ROWS) and not has_numbers(grid, end):
            if end > start and not any(kind(cell) == "label" for cell in row_cells(grid, end)):
                break
            outcomes += sum(
                1
                for cell in row_cells(grid, end)
                if cell.row == end and label_book().outcomes.code(cell.text) not in (None, "total")
            )
            end += 1
        split = _text(grid, range(start, end))
        return end if outcomes >= _MIN_OUTCOMES or split.count("维持") + split.count("纠正") >= 2 else None

    def _read_header(self, grid: Grid, rows: range) -> None:
        found: list[tuple[Column, range]] = []
        for slots, texts in header_columns(grid, rows):
            if column := self._column(texts):
                found.append((column, slots))
        columns = [column for column, _ in found]
        if sorted(columns) == sorted(printed_order()):
            usual = columns == printed_order()
            self.columns = ColumnMap(dict(found), width=printed_width(grid, rows), usual=usual)
        elif self._is_canonical(grid, rows):
            self.columns = ColumnMap(_in_order(), placed=False)
            self.reading.note("header_without_spans", "info", "", "columns were taken in the order of the header")
        else:
            once = {column: slots for column, slots in found if columns.count(column) == 1}
            self.columns = ColumnMap(once, usual=False)
            for column in printed_order():
                if (count := columns.count(column)) != 1:
                    rule = "column_repeated" if count else "column_missing"
                    detail = f"{count} columns have this heading"
                    self.reading.note(rule, "error", ".".join(column), detail)
        self.header_width = grid.n_cols

    def _column(self, texts: Sequence[str]) -> Column | None:
        """What stands above a column, from the channel down to the outcome."""
        book = label_book()
        channel = None
        own: list[str] = []
        for text in texts:
            if code := book.channels.code(text):
                channel = code
            elif not book.channel_groups.code(text):
                own.append(text)
        outcome = book.outcomes.match("".join(own)) if own else None
        if channel is None or outcome is None:
            return None
        if outcome.how == "near":
            detail = f"{outcome.printed!r} was taken for {outcome.official!r}"
            self.reading.note("label_near", "info", f"{channel}.{outcome.code}", detail, outcome.printed)
        return channel, outcome.code

    def _is_canonical(self, grid: Grid, rows: range) -> bool:
        cells = [cell for row in rows for cell in row_cells(grid, row)]
        spanned = any(cell.colspan > 1 or cell.rowspan > 1 for cell in cells)
        return not spanned and _text(grid, rows) == canonical_header()

    def _numbers_alone(self, number: int, grid: Grid) -> int:
        """The row of numbers may stand alone on the next page."""
        assert self.columns is not None
        if grid.n_rows == 0 or any(kind(cell) == "label" for cell in row_cells(grid, 0)):
            return 0
        if not has_numbers(grid, 0):
            return 0
        if grid.n_cols != self.header_width:
            self.columns = replace(self.columns, placed=False)
        self.reading.note("header_inherited", "info", "", "the row of numbers has no header of its own")
        return self._read_numbers(number, grid, 0)

    def _read_numbers(self, number: int, grid: Grid, start: int) -> int:
        """Read the rows of numbers below a header; the row after them."""
        row = start
        while row < grid.n_rows and not any(kind(cell) == "label" for cell in row_cells(grid, row)):
            cells = row_cells(grid, row)
            blank = all(kind(cell) == "blank" for cell in cells)
            if cells and not (blank and self.rows_read):
                self._read_values(grid, row)
            self.claimed.add((number, row))
            row += 1
        return max(row, start)

    def _read_values(self, grid: Grid, row: int) -> None:
        assert self.columns is not None
        self.rows_read += 1
        raw = " ".join(cell.text for cell in row_cells(grid, row)).strip()
        first = row_cells(grid, row)[0]
        before = GridCell("", row, first.col, colspan=0)  # this table has no row labels
        fit = self.columns.fit(grid, row, before) if self.columns.slots else Misfit("no column is known")
        if isinstance(fit, Misfit):
            self.reading.note("row_not_placed", "error", "", fit.reason, raw)
            self.reading.unread.update(vocabulary().channels)
            return
        if not grid.certain:
            self.reading.doubt("unknown")
        channels: dict[str, dict[str, GridCell]] = {}
        for (channel, outcome), cell in fit.cells.items():
            channels.setdefault(channel, {})[outcome] = cell
        for channel, cells in channels.items():
            self.reading.put(
                channel,
                {
                    outcome: self.reading.cell(
                        f"{channel}.{outcome}", cell.text, place(grid, cell), confidence=cell.confidence
                    )
                    for outcome, cell in cells.items()
                },
            )


def _in_order() -> dict[Column, range]:
    return {column: range(i, i + 1) for i, column in enumerate(printed_order())}


def _text(grid: Grid, rows: range) -> str:
    """The words of a header in reading order."""
    return key("".join(cell.text for row in rows for cell in row_cells(grid, row) if cell.row == row))


def _names_channel(grid: Grid, row: int) -> bool:
    book = label_book()
    texts = [cell.text for cell in row_cells(grid, row)]
    return any(book.channels.code(text) or book.channel_groups.code(text) for text in texts)
