"""What a mutation makes of a document, and what is known of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

Value = int | float | None
Change = tuple[Value, Value]
"""The value that a cell printed, and the one that it prints now."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes `old` of what was became bytes `new` of what is."""

    old: range
    new: range


@dataclass(slots=True)
class Mutant:
    """A damaged document.

    Byte mutations tell `before` and `after` of the part that was edited (the file, a member of a zip, a
    stream of a PDF) and where. Tree mutations know the only `changes` of printed values that they made.
    """

    body: bytes
    note: str
    before: bytes = b""
    after: bytes = b""
    edits: list[Edit] = field(default_factory=list)
    changes: Counter[Change] | None = None
