"""Tables in plain text: labels, possibly wrapped over lines, each followed by its numbers.

A text is cut into segments, a run of words and the run of numbers after it. A row is a segment whose
words end with its label and which has exactly one number a column: blank cells leave no trace in a
text, so a row with fewer numbers is refused, never shifted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.forms.labels import LabelSet, Match, key
from pipelines.forms.numbers import is_value
from pipelines.forms.sections import Line

PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页(?:\s*[,，/共]+\s*\d{1,4}\s*页?)?)\s*"
)
_NUMERALS = frozenset("一二三四五六七八九十0123456789")
_MIN_STEM = 4  # characters of a label before its numbers, where it goes on after them
_MAX_JOINED = 6  # lines that a wrapped label may take


@dataclass(frozen=True, slots=True)
class Token:
    """One printed number. `line` is the position in the list of lines."""

    text: str
    line: int


@dataclass(slots=True)
class Segment:
    """Words, one key a printed line, and the numbers that follow them."""

    words: list[tuple[int, str]] = field(default_factory=list)
    numbers: list[Token] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(word for _, word in self.words)

    @property
    def raw(self) -> str:
        return " ".join([*(word for _, word in self.words[-3:]), *(token.text for token in self.numbers)])

    @property
    def lines(self) -> set[int]:
        return {line for line, _ in self.words} | {token.line for token in self.numbers}


def segments(lines: Sequence[Line], start: int, end: int) -> list[Segment]:
    """Lines [start, end) as alternating runs of words and numbers; printed page numbers are left out."""
    found = [Segment()]
    for position in range(start, end):
        text = lines[position].text
        if PAGE_NUMBER.fullmatch(text):
            continue
        words: list[str] = []
        for token in [*text.split(), None]:
            number = token is not None and is_value(token)
            if words and (number or token is None):
                if found[-1].numbers:
                    found.append(Segment())
                if own := key("".join(words)):
                    found[-1].words.append((position, own))
                words = []
            if token is not None and number:
                found[-1].numbers.append(Token(token, position))
            elif token is not None:
                words.append(token)
    return found


def settle(numbers: Sequence[Token], wanted: int) -> tuple[list[Token], list[Token]]:
    """(the row's numbers, stray ones): a lone number on a line of its own is no part of a row that is
    complete on one line, but a page number or a torn digit."""
    if len(numbers) == wanted:
        return list(numbers), []
    by_line: dict[int, list[Token]] = {}
    for token in numbers:
        by_line.setdefault(token.line, []).append(token)
    complete = [tokens for tokens in by_line.values() if len(tokens) == wanted]
    others = [tokens for tokens in by_line.values() if len(tokens) != wanted]
    first = next(iter(by_line.values()), [])
    if wanted > 1 and len(complete) == 1 and complete[0] is first and all(len(rest) == 1 for rest in others):
        return complete[0], [rest[0] for rest in others]
    return list(numbers), []


@dataclass(frozen=True, slots=True)
class Found:
    """A row label at the end of a segment's words; `start` is where it begins in them."""

    match: Match
    start: int
    rest: str = ""  # what of the label is printed after the numbers


def find_label(segment: Segment, following: str, labels: LabelSet, known: Collection[str]) -> Found | None:
    """The label that ends right before the segment's numbers, or is wrapped round them.

    `following` are the words after the numbers; `known` may stand before a label on its line.
    """
    text = segment.text
    for label in sorted(labels.exact, key=len, reverse=True):
        start = len(text) - len(label)
        if text.endswith(label) and _begins_line(segment, start, known):
            code = labels.exact[label]
            rest = _tail(label, following, (other for other, c in labels.exact.items() if c == code))
            return Found(Match(code, "exact", label, labels.keys[code][0]), start, rest)
    for label, code in labels.exact.items():
        for cut in range(len(label) - 1, _MIN_STEM - 1, -1):
            start = len(text) - cut
            wrapped = text.endswith(label[:cut]) and following.startswith(label[cut:])
            if wrapped and _begins_line(segment, start, known):
                return Found(Match(code, "exact", label, labels.keys[code][0]), start, label[cut:])
    return _near(segment, labels, known)


def _tail(known: str, following: str, longer: Iterable[str]) -> str:
    """The rest of a longer wording of the same label, if the text after the numbers begins with it."""
    tails = [other.removeprefix(known) for other in longer if other.startswith(known) and other != known]
    return max((tail for tail in tails if following.startswith(tail)), key=len, default="")


def _begins_line(segment: Segment, start: int, known: Collection[str]) -> bool:
    """Does a label begin with its line, but for known words and numbering?"""
    offset = 0
    for _, word in segment.words:
        if offset <= start < offset + len(word):
            return explained(word[: start - offset], known)
        offset += len(word)
    return False


def _near(segment: Segment, labels: LabelSet, known: Collection[str]) -> Found | None:
    text = segment.text
    for count in range(min(len(segment.words), _MAX_JOINED), 0, -1):
        joined = "".join(word for _, word in segment.words[-count:])
        bare = next((joined.removeprefix(word) for word in known if joined.startswith(word)), joined)
        match = labels.match(bare)
        if match and match.how == "near":
            return Found(match, len(text) - len(bare))
    return None


def explained(text: str, known: Iterable[str], letters: Iterable[str] = ()) -> bool:
    """Is a text made of known labels, numbering and the letters of vertical labels alone?"""
    for label in sorted(known, key=len, reverse=True):
        text = text.replace(label, "")
    return set(text) <= _NUMERALS | set(letters)


def in_order(header: str, labels: Sequence[str]) -> bool | None:
    """Does a header name its columns in this order? None if it does not name them all.

    Headers broken over several lines arrive interleaved (商 科 社会 业 企 业 研 机 …): then all the
    letters must be there, and the labels must begin in order.
    """
    places = []
    rest = header
    for label in sorted(set(labels), key=len, reverse=True):
        if rest.count(label) == labels.count(label):
            places += [(m.start(), label) for m in re.finditer(re.escape(label), rest)]
            rest = rest.replace(label, "\0" * len(label))
    if len(places) == len(labels):
        return [label for _, label in sorted(places)] == list(labels)
    if Counter("".join(labels)) - Counter(header):
        return None
    position = -1
    distinct = list(dict.fromkeys(labels))
    for label in distinct:
        position = header.find(label[0], position + 1)
        if position < 0:
            return False
    return all(
        _first_difference_in_order(header, left, right)
        for i, left in enumerate(distinct)
        for right in distinct[i + 1 :]
        if left[0] == right[0]
    )


def _first_difference_in_order(header: str, left: str, right: str) -> bool:
    """结果维持 before 结果纠正: is 维 printed before 纠?"""
    a, b = next(((a, b) for a, b in zip(left, right, strict=False) if a != b), ("", ""))
    return header.find(a) <= header.find(b)
