"""The tables as the forms print them: headings with their spans, and which code stands in which cell.

Made from the vocabulary's labels, whose parts are parted by "/": 三、本年度办理结果/（三）不予公开/1.属于国家秘密.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from models.codes import OTHER_PARTS, OTHER_TOTAL
from models.vocabulary import DisclosureItem, vocabulary
from pipelines.site.catalogue import catalogue

DEPTH = 3  # columns of row headings in section 三
_SUBTOTAL = "小计（所印）"


@dataclass(frozen=True, slots=True)
class Heading:
    """A printed heading; `scope` is that of the element th, `path` the code path that it heads (* for any row)."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    scope: str = "row"
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A printed row: its headings, and the code paths of its cells from left to right."""

    headings: Sequence[Heading]
    paths: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table. `block` is its code; `heads` are rows of column headings, `lines` all others."""

    block: str
    caption: str
    heads: Sequence[Sequence[Heading]]
    lines: Sequence[Line]


def tables(form: str | None, paths: Collection[str]) -> list[Table]:
    """The tables of a form; a cell of `paths` has its place even where the form does not print it."""
    if form == "2014":
        return [_indicators()]
    if form not in ("2019", "2021"):
        return []
    return [*_disclosure(form), _applications(form, paths), _review()]


def _disclosure(form: str) -> Iterator[Table]:
    """Section 二: a part for each article of the Regulations, with columns of its own."""
    parts: dict[str, dict[str, DisclosureItem]] = {}
    for item, printed in vocabulary().disclosure[form].items():
        parts.setdefault(catalogue().articles[item], {})[item] = printed
    for number, (article, items) in enumerate(parts.items()):
        measures = next(iter(items.values())).measures
        header = [Heading("信息内容", scope="col")]
        header += [Heading(text, scope="col") for text in measures.values()]
        lines = [
            Line(
                [Heading(printed.label, path=f"disclosure.{item}")],
                [f"disclosure.{item}.{measure}" for measure in printed.measures],
            )
            for item, printed in items.items()
        ]
        over = [Heading(article, colspan=len(measures) + 1, scope="colgroup")]
        yield Table("disclosure", "" if number else "主动公开政府信息情况", [over, header], lines)


def _applications(form: str, paths: Collection[str]) -> Table:
    """Section 三."""
    applicants = vocabulary().applicants
    one, *organisations, total = applicants
    heads = [
        [
            Heading("", rowspan=3, colspan=DEPTH, scope=""),
            Heading("申请人情况", colspan=len(applicants), scope="colgroup"),
        ],
        [
            Heading(applicants[one], rowspan=2, scope="col", path=f"applications.*.{one}"),
            Heading("法人或其他组织", colspan=len(organisations), scope="colgroup"),
            Heading(applicants[total], rowspan=2, scope="col", path=f"applications.*.{total}"),
        ],
        [Heading(applicants[code], scope="col", path=f"applications.*.{code}") for code in organisations],
    ]
    rows = _application_rows(form, paths)
    spans = dict(enumerate(_spans([label for _, label in rows])))
    lines = [
        Line(
            [_row_heading(heading, f"applications.{code}") for heading in spans[number]],
            [f"applications.{code}.{applicant}" for applicant in applicants],
        )
        for number, (code, _) in enumerate(rows)
    ]
    return Table("applications", "收到和处理政府信息公开申请情况", heads, lines)


def _application_rows(form: str, paths: Collection[str]) -> list[tuple[str, tuple[str, ...]]]:
    """(code, parts of the label) in printed order; （六） as the form prints it, and as the report does."""
    labels = vocabulary().applications
    printed = {path.split(".", 1)[1].rpartition(".")[0] for path in paths if path.startswith("applications.")}
    parted = form == "2021" or bool(printed & OTHER_PARTS)
    rows: list[tuple[str, tuple[str, ...]]] = []
    for code, label in labels.items():
        if code == OTHER_TOTAL or (code in OTHER_PARTS and not parted):
            continue
        if code == "processed_total" and (OTHER_TOTAL in printed or not parted):
            parts = tuple(labels[OTHER_TOTAL].split("/"))
            rows.append((OTHER_TOTAL, (*parts, _SUBTOTAL) if parted else parts))
        rows.append((code, tuple(label.split("/"))))
    return rows


def _row_heading(heading: Heading, path: str) -> Heading:
    """The innermost heading is the row's own."""
    return (
        Heading(heading.text, heading.rowspan, heading.colspan, heading.scope, path) if heading.path else heading
    )


def _spans(labels: Sequence[tuple[str, ...]]) -> Iterator[list[Heading]]:
    """The headings that begin in each row: a part that several rows share spans them."""
    for number, parts in enumerate(labels):
        headings = []
        for level, part in enumerate(parts):
            prefix, last = parts[: level + 1], level == len(parts) - 1
            if last:
                headings.append(Heading(part, 1, DEPTH - level, "row", "own"))
            elif number == 0 or labels[number - 1][: level + 1] != prefix:
                shared = 1
                while number + shared < len(labels) and labels[number + shared][: level + 1] == prefix:
                    shared += 1
                headings.append(Heading(part, shared, 1, "rowgroup"))
        yield headings


def _review() -> Table:
    """Section 四: one row of fifteen numbers."""
    channels, outcomes = vocabulary().channels, vocabulary().outcomes
    width = len(outcomes)
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, label in channels.items():
        group, _, rest = label.partition("/")
        groups.setdefault(group, []).append((code, rest))
    first, second = [], []
    for group, members in groups.items():
        alone = len(members) == 1
        path = f"review.{members[0][0]}" if alone else None
        first.append(Heading(group, 2 if alone else 1, width * len(members), "colgroup", path))
        second += [Heading(rest, 1, width, "colgroup", f"review.{code}") for code, rest in members if rest]
    third = [Heading(text, scope="col") for _ in channels for text in outcomes.values()]
    paths = [f"review.{channel}.{outcome}" for channel in channels for outcome in outcomes]
    return Table("review", "政府信息公开行政复议、行政诉讼情况", [first, second, third], [Line([], paths)])


def _indicators() -> Table:
    """The table of 2014; a group line has no number."""
    heads = [[Heading(text, scope="col") for text in ("统计指标", "单位", "统计数")]]
    lines = [
        Line([Heading(line.label, path=f"indicators.{code}")], [f"indicators.{code}"])
        for code, line in vocabulary().indicators.items()
    ]
    return Table("indicators", "政府信息公开情况统计表", heads, lines)


def marked(place: str, known: Collection[str]) -> str | None:
    """The cell or heading that a finding's place marks: the place itself, else what it lies in; None for none."""
    while place and place not in known:
        place = place.rpartition(".")[0]
    return place or None
