"""Was a wrong cell printed by the mutation, or misread? Decided without the reader, from the file alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeVar

from tests.accuracy.measure import cells_of
from tests.fuzz.mutant import Change, Mutant, Value
from tests.fuzz.printed import Placed, placed_numbers, text_of
from tests.fuzz.subjects import Subject

T = TypeVar("T")

_TOKEN = re.compile(r"\d+(?:\.\d+)?")
_CHINESE = re.compile(r"[\u4e00-\u9fff\d]")


def silently_wrong(subject: Subject, mutant: Mutant, reading: dict[str, Any]) -> list[str]:
    """What an accepted reading (as JSON) says and the mutated document does not; empty if all is well."""
    if reading["verdict"] != "accepted":
        return []
    found = cells_of(reading)
    paths = [path for path in {**subject.cells, **found} if path.partition(".")[0] in subject.tables]
    differ = {
        path: (subject.cells.get(path), found.get(path))
        for path in paths
        if subject.cells.get(path) != found.get(path) or path not in found
    }
    unexcused = differ and _unexcused(differ, subject, mutant)
    wrong = [f"{path}: printed {differ[path][0]}, read {differ[path][1]}" for path in unexcused]
    identity = {"agency": (reading["agency"] or {}).get("name"), "year": reading["year"]}
    for what, read in identity.items():
        gold = getattr(subject, what)
        if gold is not None and read != gold and not _rewrites(subject, mutant, str(gold)):
            wrong.append(f"{what}: printed {gold}, read {read}")
    return wrong


def _unexcused(differ: Mapping[str, Change], subject: Subject, mutant: Mutant) -> list[str]:
    """The paths whose change of value the mutation did not make."""
    if mutant.changes is not None:
        left = Counter(mutant.changes)
        return [path for path, change in differ.items() if not _take(left, change)]
    removed, added = _touched(subject, mutant)
    return [
        path
        for path, (gold, read) in differ.items()
        if (gold is not None and not _take(removed, gold)) or (read is not None and not _take(added, read))
    ]


def _take(left: Counter[T], wanted: T) -> bool:
    left[wanted] -= 1
    return left[wanted] >= 0


def _touched(subject: Subject, mutant: Mutant) -> tuple[Counter[Value], Counter[Value]]:
    """The numbers that the mutation took away from their places, and those that it put somewhere."""
    before = placed_numbers(subject.body)
    if before is None:
        return (
            _near(mutant.before, [edit.old for edit in mutant.edits]),
            _near(mutant.after, [edit.new for edit in mutant.edits]),
        )
    try:
        after = placed_numbers(mutant.body) or Counter()
    except Exception:  # the other program gives up where ours read on: nothing excuses a difference
        return Counter(), Counter()
    return _values(before - after), _values(after - before)


def _values(placed: Placed) -> Counter[Value]:
    return Counter(value for _, value in placed.elements())


def _near(data: bytes, spans: list[range]) -> Counter[Value]:
    """Numbers of a binary file that overlap these bytes, as 8- or 16-bit text."""
    found: Counter[Value] = Counter()
    for span in spans:
        start, end = max(span.start - 40, 0), min(span.stop + 40, len(data))
        window = data[start:end]
        for text, width, shift in (
            (window.decode("latin-1"), 1, 0),
            (window.decode("utf-16-le", "replace"), 2, 0),
            (window[1:].decode("utf-16-le", "replace"), 2, 1),
        ):
            for match in _TOKEN.finditer(text):
                first, last = start + shift + match.start() * width, start + shift + match.end() * width
                if first <= span.stop and last >= span.start:
                    value = float(match.group())
                    found[int(value) if value.is_integer() else value] += 1
    return found


def _rewrites(subject: Subject, mutant: Mutant, name: str) -> bool:
    """Did the mutation change how often the document prints this name or year?"""
    if mutant.changes is not None:
        return False
    try:
        before, after = text_of(subject.body), text_of(mutant.body)
    except Exception:  # the other program gives up where ours read on
        return False
    if before is not None and after is not None:
        return before != after and _count(before, name) != _count(after, name)
    return any(_prints(mutant.before, edit.old) or _prints(mutant.after, edit.new) for edit in mutant.edits)


def _count(text: str, name: str) -> int:
    return re.sub(r"\s", "", text).count(name)


def _prints(data: bytes, span: range) -> bool:
    window = data[max(span.start - 2, 0) : span.stop + 2]
    encodings = ("gb18030", "utf-8", "utf-16-le")
    return any(_CHINESE.search(window[shift:].decode(code, "ignore")) for code in encodings for shift in (0, 1))
