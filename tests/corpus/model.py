"""What a report of the corpus consists of before any program lays it out.

A `Draft` is a sequence of paragraphs and tables plus its gold: what a careful person would copy
out of the finished document. Deviations change both together.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Number = int | float
Kind = Literal["title", "head", "group", "label", "value", "filler"]
TextKind = Literal[
    "title", "subtitle", "heading", "subheading", "body", "signature", "date", "note", "caption", "picture"
]


@dataclass(slots=True)
class Box:
    """A table cell that is written once, at the upper left corner of the slots it spans.

    `code` is the gold path of a value (`applications.granted.total`) and the row or column code of a label.
    """

    text: str
    kind: Kind = "label"
    code: str | None = None
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Table:
    """Rows of boxes as HTML writes them: a slot covered by a span from above or from the left has no box."""

    name: str
    rows: list[list[Box]]
    header_rows: int = 0

    def boxes(self, *kinds: Kind) -> Iterator[Box]:
        for row in self.rows:
            yield from (box for box in row if not kinds or box.kind in kinds)

    def placed(self) -> list[tuple[int, int, Box]]:
        """Every box with the row and column of its upper left slot."""
        taken: set[tuple[int, int]] = set()
        result: list[tuple[int, int, Box]] = []
        for r, row in enumerate(self.rows):
            c = 0
            for box in row:
                while (r, c) in taken:
                    c += 1
                result.append((r, c, box))
                taken |= {(r + i, c + j) for i in range(box.rowspan) for j in range(box.colspan)}
                c += box.colspan
        return result

    @property
    def width(self) -> int:
        return max((c + box.colspan for _, c, box in self.placed()), default=0)


@dataclass(slots=True)
class Text:
    """A paragraph; `kind` tells a writer how to set it."""

    text: str
    kind: TextKind = "body"


Block = Text | Table


@dataclass(frozen=True, slots=True)
class Agency:
    """An invented authority. `short` is how its own prose names it (我局), `place` the region it belongs to."""

    name: str
    short: str
    place: str
    scale: Literal["town", "bureau", "county", "city"]


@dataclass(slots=True)
class Draft:
    """One report on its way to a file. `gold` maps a code path to the printed number, None for a blank cell."""

    id: str
    form: str
    rng: random.Random
    agency: Agency
    year: int
    headline: str
    published_on: str
    gold: dict[str, Number | None] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    metas: dict[str, str] = field(default_factory=dict)

    def tables(self, name: str = "") -> list[Table]:
        """All tables whose name starts with `name`, in printed order."""
        return [b for b in self.blocks if isinstance(b, Table) and b.name.startswith(name)]

    def texts(self, *kinds: TextKind) -> list[Text]:
        return [b for b in self.blocks if isinstance(b, Text) and (not kinds or b.kind in kinds)]

    def values(self, prefix: str = "") -> list[Box]:
        """The boxes of gold numbers, in printed order."""
        return [
            box
            for table in self.tables()
            for box in table.boxes("value")
            if box.code is not None and box.code in self.gold and box.code.startswith(prefix)
        ]

    def labels(self, prefix: str = "") -> list[Box]:
        return [b for t in self.tables(prefix) for b in t.boxes("label", "group", "head", "title")]

    def box(self, code: str) -> Box:
        """The one box that prints this value."""
        found = [box for box in self.values() if box.code == code]
        if len(found) != 1:
            raise LookupError(f"{self.id}: {code} is printed {len(found)} times")
        return found[0]

    def put(self, code: str, value: Number | None, text: str | None = None) -> None:
        """Print another number in a cell, and say so in the gold."""
        self.box(code).text = text if text is not None else printed(value)
        self.gold[code] = value


def printed(value: Number | None) -> str:
    """A number as an office types it: no trailing zeros, nothing for a blank."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
