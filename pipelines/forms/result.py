"""What the form readers hand on: the report, what was noticed while reading, and how certain each table is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipelines.forms import numbers
from pipelines.forms.numbers import Measure
from pipelines.report import AnnualReport, Cause, Cell, Finding, Place, Severity

Table = Literal["disclosure", "applications", "review", "indicators"]

# A recogniser that is less sure than this of a cell may have misread it.
MIN_CONFIDENCE = 0.9

MAX_FINDINGS = 200  # a table; the form has 175 cells
MAX_RAW = 500  # characters of raw text in a finding

# How a broken identity is explained, from the surest reading to the least sure.
_DOUBT: dict[Cause, int] = {"published": 0, "unknown": 1, "reading": 2}

_EXPLAIN: dict[numbers.Problem, tuple[Severity, str]] = {
    "not_a_number": ("error", "this is not a number"),
    "not_whole": ("error", "a count must be whole"),
    "negative": ("error", "a count cannot be below zero"),
    "approximate": ("error", "this is an estimate, not a count"),
    "unit_mismatch": ("error", "the unit in the cell is not the unit of the column"),
    "digits_joined": ("warning", "digits with spaces between them were read as one number"),
    "multiplier": ("warning", "the number is printed with a multiplier"),
}


@dataclass(slots=True)
class TableReading:
    """One table as read: `cells[row][column]`, and the cause that a broken sum in it would have.

    A label that was printed but whose numbers could not be placed stands in `unread`: it is on
    record as a finding and is not missing. `realigned` are rows that did not stand under the header.
    """

    table: Table
    cells: dict[str, dict[str, Cell]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    cause: Cause = "published"
    realigned: list[str] = field(default_factory=list)

    def doubt(self, cause: Cause) -> None:
        """Something makes this reading less than certain."""
        if _DOUBT[cause] > _DOUBT[self.cause]:
            self.cause = cause

    def note(self, rule: str, severity: Severity, where: str, detail: str, raw: str | None = None) -> None:
        """Put a finding about this table on record; an error about reading casts doubt on its sums."""
        path = f"{self.table}.{where}" if where else self.table
        cause: Cause | None = None
        if severity == "error":
            cause = "reading"
            self.doubt(cause)
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(Finding(rule, severity, path, detail, cause=cause, raw=raw and raw[:MAX_RAW]))
        elif len(self.findings) == MAX_FINDINGS:
            detail = f"more than {MAX_FINDINGS} findings; this is no table of the form"
            self.findings.append(Finding("findings_cut", "error", self.table, detail, cause="reading"))

    def cell(
        self, where: str, text: str, place: Place, measure: Measure = "count", confidence: float | None = None
    ) -> Cell:
        """Parse a cell's text; what is doubtful about it goes on record."""
        parsed = numbers.parse(text, measure)
        if parsed.problem:
            severity, detail = _EXPLAIN[parsed.problem]
            if parsed.problem == "digits_joined" and self.table in ("disclosure", "indicators"):
                severity = "error"  # no sum proves the joining right in every row of these tables
            self.note(f"cell_{parsed.problem}", severity, where, detail, raw=text)
        if confidence is not None:
            self.doubt("reading")
            if confidence < MIN_CONFIDENCE:
                detail = f"recognised with confidence {confidence:.2f}; compare with the original"
                self.note("low_confidence", "error", where, detail, raw=text)
        return Cell(parsed.value, text, place, parsed.note, parsed.unit, confidence)

    def placed(self, row: str, how: Literal["columns", "order", "distance"]) -> None:
        """Remember how a row's numbers found their columns."""
        if how != "columns":
            self.realigned.append(row)
        if how == "distance":
            self.doubt("unknown")

    def put(self, row: str, cells: dict[str, Cell]) -> None:
        """Keep a row; the same row printed twice must say the same."""
        known = self.cells.get(row)
        if known is None:
            self.cells[row] = cells
        elif {code: cell.value for code, cell in known.items()} == {
            code: cell.value for code, cell in cells.items()
        }:
            self.note("row_repeated", "warning", row, "the row is printed twice with the same numbers")
        else:
            raw = " / ".join(" ".join(cell.raw for cell in row.values()) for row in (known, cells))
            del self.cells[row]  # neither reading can be trusted
            self.unread.add(row)
            self.note("row_conflict", "error", row, "the row is printed twice with different numbers", raw)

    def finish(self) -> TableReading:
        """Sum up on record what concerns many rows."""
        if self.realigned:
            detail = "these rows do not stand under the header; their numbers were taken in order"
            self.note("rows_realigned", "info", "", detail, raw=", ".join(self.realigned))
        repeated = sum(finding.rule == "row_repeated" for finding in self.findings)
        if len(self.cells) > 1 and repeated >= len(self.cells):
            self.note("table_repeated", "error", "", "the table is printed twice; is this one report?")
        return self


@dataclass(slots=True)
class FormResult:
    """A document read by its form. `causes` names, per table, how a broken identity is to be explained,
    `unread` the rows whose numbers are printed but could not be placed, `grids` the grids (by their
    number among the document's) of which at least one row was read."""

    report: AnnualReport
    findings: list[Finding] = field(default_factory=list)
    causes: dict[str, Cause] = field(default_factory=dict)
    unread: dict[str, set[str]] = field(default_factory=dict)
    grids: set[int] = field(default_factory=set)
