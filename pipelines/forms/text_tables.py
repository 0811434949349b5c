"""The three tables of the form in plain text, between the headings of their chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.vocabulary import vocabulary
from pipelines.forms.applications import LAST_ROW
from pipelines.forms.disclosure import AMOUNT, ANY_AMOUNT, header_unit, measure_kind, with_unit
from pipelines.forms.labels import LabelSet, Match, key, label_book
from pipelines.forms.lines import Found, Segment, Token, explained, find_label, in_order, segments, settle
from pipelines.forms.numbers import Measure, money_unit
from pipelines.forms.result import Table, TableReading
from pipelines.forms.sections import Heading, Line
from pipelines.report import Form, Place

_VERTICAL = frozenset("三、本年度办理结果")  # 三、本年度办理结果 printed one letter a line

TextReading = tuple[TableReading, set[int]]  # with the positions of the lines that the table takes

_OVER_COLUMNS = "申请人情况"  # stands above the columns of section 三, and nowhere else


@dataclass(slots=True)
class TextTable:
    """What the three text readers share: the lines, the reading, and which lines the table takes."""

    table: Table
    lines: Sequence[Line]
    reading: TableReading = field(init=False)
    used: set[int] = field(default_factory=set)
    unit: str | None = None  # printed in the heading of 采购总金额

    def __post_init__(self) -> None:
        self.reading = TableReading(self.table)
        self.reading.doubt("unknown")  # a text does not prove that a number stands where it was printed

    def use(self, segment: Segment, numbers: Sequence[Token]) -> None:
        self.used |= segment.lines | {token.line for token in numbers}

    def done(self) -> TextReading:
        """The reading, and every line from the table's first to its last."""
        taken = set(range(min(self.used), max(self.used) + 1)) if self.used else set()
        return self.reading.finish(), taken

    def put(
        self, row: str, columns: Sequence[str], numbers: Sequence[Token], kinds: Mapping[str, Measure]
    ) -> None:
        cells = {}
        for column, token in zip(columns, numbers, strict=True):
            line = self.lines[token.line]
            place = Place(page=line.page, line=line.index)
            kind = kinds.get(column, "count")
            cells[column] = self.reading.cell(f"{row}.{column}", token.text, place, kind)
            if column == ANY_AMOUNT:
                cells[column] = with_unit(cells[column], self.unit, self.reading, f"{row}.{column}")
        self.reading.put(row, cells)

    def row(
        self,
        segment: Segment,
        row: str,
        columns: Sequence[str],
        kinds: Mapping[str, Measure] | None = None,
    ) -> None:
        """Place a row's numbers under the columns, or refuse."""
        numbers, stray = settle(segment.numbers, len(columns))
        if len(numbers) != len(columns):
            self.reading.unread.add(row)
            detail = f"{len(numbers)} numbers for {len(columns)} columns"
            self.reading.note("number_count", "error", row, detail, segment.raw)
            return
        if stray:
            raw = " ".join(token.text for token in stray)
            self.reading.note("number_stray", "info", row, "a number on a line of its own was left out", raw)
        self.put(row, columns, numbers, kinds or {})

    def near(self, where: str, match: Match) -> None:
        if match.how == "near":
            detail = f"{match.printed!r} was taken for {match.official!r}"
            self.reading.note("label_near", "info", where, detail, match.printed)


def chapter(headings: Sequence[Heading], number: int, lines: Sequence[Line]) -> tuple[int, int]:
    """The lines [start, end) of a chapter; where its heading is lost, all between its neighbours'."""
    start = max((heading.end for heading in headings if heading.number <= number), default=0)
    end = min((heading.start for heading in headings if heading.number > number), default=len(lines))
    return start, end


def read_applications(lines: Sequence[Line], headings: Sequence[Heading]) -> TextReading | None:
    """Section 三: rows of seven numbers. None where the chapter prints no such row."""
    book = label_book()
    found = segments(lines, *chapter(headings, 3, lines))
    table = TextTable("applications", lines)
    header, rest, started, previous = "", "", False, ""
    columns = list(vocabulary().applicants)
    known = [*book.application_groups.exact, *book.applicant_groups.exact, *book.applicants.exact]
    for i, segment in enumerate(found):
        following = found[i + 1].text if i + 1 < len(found) else ""
        label = find_label(segment, following, book.applications, known)
        if label and label.match.code == "other.other" and not previous.startswith("other."):
            label = None
        before = segment.text[: label.start] if label else segment.text
        before = before.removeprefix(rest)
        rest = label.rest if label else ""
        if not started:
            header += before
        if label is None:
            if started and segment.numbers and previous != LAST_ROW:
                table.use(segment, segment.numbers)
                detail = "these numbers follow no label of the form"
                table.reading.note("row_unknown", "error", "", detail, segment.raw)
            continue
        if not started:
            started = True
            _check_applicants(table, header)
        elif not _is_filling(before):
            table.reading.note("text_between_rows", "warning", label.match.code, "unknown text", before)
        table.use(segment, segment.numbers)
        table.near(label.match.code, label.match)
        previous = label.match.code
        table.row(segment, previous, columns)
    return table.done() if started else None


def _check_applicants(table: TextTable, header: str) -> None:
    """The seven columns must be named, in the order of the form."""
    book = label_book()
    header = header[max(header.rfind(_OVER_COLUMNS), 0) :]
    for group in sorted(book.applicant_groups.exact, key=len, reverse=True):
        header = header.replace(group, "")
    names = [key(name) for code, name in vocabulary().applicants.items() if code != "total"]
    total = key(vocabulary().applicants["total"])
    order = in_order(header, names)
    if order is None or total[0] not in header:
        table.reading.note("header_missing", "error", "", "the table's columns have no readable headings", header)
    elif not order:
        table.reading.note("column_order", "error", "", "the columns are not in the order of the form", header)


def _is_filling(text: str) -> bool:
    """Group labels, the repeated header and letters of the vertical label between two rows."""
    book = label_book()
    known = [*book.application_groups.exact, *book.applicant_groups.exact, *book.applicants.exact]
    letters = _VERTICAL | set("".join(book.applicants.exact)) | set("".join(book.applicant_groups.exact))
    return explained(text, known, letters)


def read_disclosure(lines: Sequence[Line], headings: Sequence[Heading], form: Form) -> TextReading | None:
    """Section 二: under each header its rows. None where the chapter prints no such row."""
    book = label_book()
    found = segments(lines, *chapter(headings, 2, lines))
    items, measures = book.disclosure_items[form], book.disclosure_measures[form]
    table = TextTable("disclosure", lines)
    wanted = {item: list(row.measures) for item, row in vocabulary().disclosure[form].items()}
    kinds = {measure: measure_kind(measure) for row in wanted.values() for measure in row}
    columns: list[str] = []
    known = [*measures.exact, *book.disclosure_groups.exact]
    for i, segment in enumerate(found):
        if _OVER_COLUMNS in segment.text:
            break  # section 三 begins
        following = found[i + 1].text if i + 1 < len(found) else ""
        label = find_label(segment, following, items, known)
        before = segment.text[: label.start] if label else segment.text
        columns = _headers_in(table, before, measures) or columns
        if label is None:
            if columns and segment.numbers:
                table.use(segment, segment.numbers)
                detail = "these numbers follow no label of the form"
                table.reading.note("row_unknown", "error", "", detail, segment.raw)
            continue
        _read_item(table, segment, label, columns, wanted[label.match.code], kinds)
    if not (table.reading.cells or table.reading.unread):
        return None
    return table.done()


def _read_item(
    table: TextTable,
    segment: Segment,
    label: Found,
    columns: Sequence[str],
    wanted: Sequence[str],
    kinds: Mapping[str, Measure],
) -> None:
    item = label.match.code
    if not columns or not segment.numbers:
        return  # a sentence that ends with the name of an item
    table.use(segment, segment.numbers)
    table.near(item, label.match)
    if set(columns) != set(wanted):
        table.reading.unread.add(item)
        detail = f"the row asks for the columns {', '.join(wanted)}; above it stands {', '.join(columns)}"
        table.reading.note("column_missing", "error", item, detail, segment.raw)
        return
    table.row(segment, item, columns, kinds)


def _headers_in(table: TextTable, text: str, measures: LabelSet) -> list[str]:
    """The column headings in a text, in printed order."""
    found: dict[int, str] = {}
    for known in sorted(measures.exact, key=len, reverse=True):
        start = text.find(known)
        while start >= 0:
            found[start] = measures.exact[known]
            if measures.exact[known] == AMOUNT:
                _check_unit(table, text[start + len(known.removesuffix("单位万元")) :])
            elif measures.exact[known] == ANY_AMOUNT:
                table.unit = header_unit(known) or money_unit(text[start + len(known) :].removeprefix("单位"))
            text = text.replace(known, "\0" * len(known), 1)
            start = text.find(known)
    return [found[start] for start in sorted(found)]


def _check_unit(table: TextTable, after: str) -> None:
    unit = after.removeprefix("单位")
    if unit.startswith(("元", "千元", "百元", "亿元")):
        table.reading.note(
            "unit_mismatch", "error", f"*.{AMOUNT}", "the form's unit of this column is 万元", after[:10]
        )


def read_review(lines: Sequence[Line], headings: Sequence[Heading]) -> TextReading | None:
    """Section 四: one row of 15 numbers under a header. None where the chapter prints no such header."""
    words = vocabulary()
    table = TextTable("review", lines)
    outcomes = [key(name) for name in words.outcomes.values()]
    reconsideration = key(words.channels["reconsideration"])
    litigation, direct = map(key, words.channels["litigation_direct"].split("/"))
    after = key(words.channels["litigation_after_reconsideration"].rsplit("/", 1)[-1])
    columns = [(channel, outcome) for channel in words.channels for outcome in words.outcomes]
    header = ""
    for segment in segments(lines, *chapter(headings, 4, lines)):
        header += segment.text
        if direct not in header or after not in header or not segment.numbers:
            continue
        start = header.find(reconsideration)
        names = [reconsideration, litigation, *outcomes, direct, after, *outcomes, *outcomes]
        order = in_order(header[max(start, 0) :], names)
        if not order:
            rule, detail = (
                ("header_missing", "the table's columns have no readable headings")
                if order is None
                else ("column_order", "the columns are not in the order of the form")
            )
            table.reading.note(rule, "error", "", detail, header)
        table.use(segment, segment.numbers)
        numbers, stray = settle(segment.numbers, len(columns))
        if len(numbers) != len(columns):
            table.reading.unread.update(words.channels)
            detail = f"{len(numbers)} numbers for {len(columns)} columns"
            table.reading.note("number_count", "error", "", detail, segment.raw)
            return table.done()
        if stray:
            raw = " ".join(token.text for token in stray)
            table.reading.note("number_stray", "info", "", "a number on a line of its own was left out", raw)
        for channel in words.channels:
            own = [token for (c, _), token in zip(columns, numbers, strict=True) if c == channel]
            table.put(channel, list(words.outcomes), own, {})
        return table.done()
    return None
