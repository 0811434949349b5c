"""The chapters of reports before 2019: the seven of the Regulations of 2007 (art. 32), and free ones.

A heading is a known name, or any short line numbered 一、 to 二十、. Where a numeral is printed it
decides the order, for reports leave chapters out and number the rest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipelines.forms.labels import label_book
from pipelines.forms.sections import Heading, Line, ascending, cut_at_headings, cut_within_lines, named_headings

_NUMERALS = "一二三四五六七八九"
_NUMBERED = re.compile(r"\s*(?:第)?([一二三四五六七八九十]{1,3})(?:部分|章)?\s*[、.．\s]\s*(\S.*)")
_MAX_TITLE = 36
_PROSE = re.compile(r"[。；！？;!?]|[：:]$")


def cut_chapters(lines: Sequence[Line]) -> list[Line]:
    """The lines with each known heading on a line of its own; inside of lines too, if that finds more."""
    names = label_book().chapters.exact
    cut, pieces = cut_at_headings(lines, names), cut_within_lines(lines, names)
    if len(pieces) <= len(cut):
        return cut
    return pieces if len(find_chapters(pieces)) > len(find_chapters(cut)) else cut


def find_chapters(lines: Sequence[Line], tables: Collection[int] = ()) -> list[Heading]:
    """The longest ascending row of chapters; `tables` are the positions in `lines` that belong to tables."""
    named = {heading.start: heading for heading in named_headings(lines, label_book().chapters.exact)}
    numbered = {heading.start: heading for heading in _numbered(lines)}
    for start, heading in named.items():
        if start in numbered:
            numbered[start] = Heading(numbered[start].number, start, heading.end, heading.text)
    found = {**named, **numbered}
    return ascending(found[start] for start in sorted(found) if start not in tables)


def _numbered(lines: Sequence[Line]) -> Iterator[Heading]:
    for i, line in enumerate(lines):
        match = _NUMBERED.fullmatch(line.text.rstrip())
        number = _value(match[1]) if match else 0
        if match and number and len(match[2]) <= _MAX_TITLE and not _PROSE.search(match[2]):
            yield Heading(number, i, i + 1, line.text.strip())


def _value(numeral: str) -> int:
    """一 to 二十九; 0 for what is no numeral."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS.find(numeral) + 1 if len(numeral) == 1 else 0
    return 10 * (_NUMERALS.find(tens) + 1 if tens else 1) + (_NUMERALS.find(ones) + 1 if ones else 0)
