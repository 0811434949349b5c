"""A report as a sequence of headings, paragraphs and grids, before any markup."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.portal import labels
from tests.portal.model import Report


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell; a newline in the text is a line break inside the cell."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows and the relative widths of its columns; `ghost`: its last column is empty and nameless."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    ghost: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one of the six sections."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


Block = Heading | Paragraph | Grid


def grids(report: Report) -> tuple[list[Grid], Grid, Grid]:
    """The tables of section 二 (one, or one a clause), 三 and 四, with the report's deviations."""
    two = _section_2(report)
    if "split2" not in report.layout:
        two = [Grid(tuple(row for grid in two for row in grid.rows), two[0].widths)]
    return [_deviate(grid, report) for grid in two], _deviate(_section_3(report), report), _section_4(report)


def _section_2(report: Report) -> list[Grid]:
    found = []
    for clause in labels.clauses(report.form):
        spans = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[len(clause.measures)]
        rows: list[tuple[Cell, ...]] = [(Cell(clause.title, 4),)]
        header = [
            Cell(_measure(label, report), span) for (_, label), span in zip(clause.measures, spans, strict=True)
        ]
        rows.append((Cell("信息内容"), *header))
        for code, label in clause.rows:
            numbers = (report.printed[f"disclosure.{code}.{measure}"] for measure, _ in clause.measures)
            cells = [Cell(text, span, number=True) for text, span in zip(numbers, spans, strict=True)]
            rows.append((Cell(label), *cells))
        found.append(Grid(tuple(rows), (34, 22, 22, 22)))
    return found


def _measure(label: str, report: Report) -> str:
    if "typo_repealed" in report.layout and label == "本年废止件数":
        return "本年度止件数"  # met in a real report (FORMATS.md §5)
    return label


def _section_3(report: Report) -> Grid:
    names = [label for _, label in labels.applicants()]
    rows: list[tuple[Cell, ...]] = [
        (Cell(labels.corner().replace("，等于", "，\n等于"), 3, 3), Cell("申请人情况", 7)),
        (Cell(names[0], 1, 2), Cell("法人或其他组织", 5), Cell(names[-1], 1, 2)),
        tuple(Cell(name) for name in names[1:-1]),
    ]
    printed = labels.rows(report.form)
    results = [row for row in printed if row.code not in {"new_received", "carried_over", "carried_forward"}]
    merged = "blanked" not in report.layout
    seen: set[str] = set()
    for row in printed:
        numbers = [
            Cell(report.printed[f"applications.{row.code}.{column}"], number=True)
            for column, _ in labels.applicants()
        ]
        if row not in results:
            rows.append((Cell(row.text, 3), *numbers))
            continue
        head: list[Cell] = []
        if row is results[0]:
            head.append(Cell(labels.results(), 1, len(results) if merged else 1))
        elif not merged:
            head.append(Cell(""))
        shifted = "other3_shifted" in report.layout and row.code == "other.other"
        if not row.group or shifted:
            head.append(Cell(row.text, 2))
        else:
            members = [r for r in results if r.group == row.group]
            if "other3_shifted" in report.layout and members[-1].code == "other.other":
                members.pop()
            if row.group not in seen:
                head.append(Cell(row.group, 1, len(members) if merged else 1))
            elif not merged:
                head.append(Cell(""))
            seen.add(row.group)
            head.append(Cell(row.text))
        rows.append((*head, *numbers))
    return Grid(tuple(rows), (5, 12, 27, 8, 8, 8, 8, 8, 8, 8))


def _section_4(report: Report) -> Grid:
    outcomes = labels.outcomes()
    names = [
        f"{label[:2]}\n{label[2:]}" if report.style == "word" and len(label) == 4 else label
        for _, label in outcomes
    ]
    channels = labels.channels()
    numbers = [report.printed[f"review.{channel}.{outcome}"] for channel, _ in channels for outcome, _ in outcomes]
    rows: tuple[tuple[Cell, ...], ...] = (
        (Cell(channels[0][1], 5), Cell("行政诉讼", 10)),
        (*(Cell(name, 1, 2) for name in names), Cell(channels[1][1], 5), Cell(channels[2][1], 5)),
        tuple(Cell(name) for name in names * 2),
        tuple(Cell(text, number=True) for text in numbers),
    )
    return Grid(rows, (7,) * 15)


def _deviate(grid: Grid, report: Report) -> Grid:
    rows = grid.rows
    if "spaced" in report.layout:
        wide = {"规章": "规 章", "总计": "总 计", "商业企业": "商 业 企 业", "自然人": "自 然 人", "其他": "其 他"}
        rows = tuple(tuple(replace(cell, text=wide.get(cell.text, cell.text)) for cell in row) for row in rows)
    if "halfwidth" in report.layout:
        half = str.maketrans("（）", "()")
        rows = tuple(tuple(replace(cell, text=cell.text.translate(half)) for cell in row) for row in rows)
    if "ghost" in report.layout:
        return Grid(tuple((*row, Cell("")) for row in rows), (*grid.widths, 1), ghost=True)
    return replace(grid, rows=rows)
