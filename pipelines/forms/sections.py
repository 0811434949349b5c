"""The six chapters of a report: where they begin, and their prose.

Two sets of headings are in use, the format's own and the wording of 条例 art. 50; both are in
labels.toml. A heading counts by its words, never by its number (`5、 存在的…`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipelines.document import Document, Paragraph
from pipelines.forms.labels import key, label_book
from pipelines.report import Section

CHAPTERS = 6

# Carriers whose lines end at the margin, not at the end of a paragraph.
_WRAPPED = frozenset({"pdf", "scan", "image", "ofd", "text"})
_ENDS = tuple("。！？；：!?;:”】")
_STARTS = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]|第[一二三四五六七八九十]+")
_MAX_HEADING = 60
_FEW = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of prose; `index` counts the document's paragraphs from 0."""

    index: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of chapter `number`, over the lines [start, end) of the list it was found in."""

    number: int
    start: int
    end: int
    text: str


def lines_of(document: Document) -> list[Line]:
    """The document's prose, line by line; a report printed on one line is cut at its headings."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    lines = [Line(index, paragraph.text, paragraph.page) for index, paragraph in enumerate(paragraphs)]
    return cut_at_headings(lines, label_book().sections.exact)


def cut_at_headings(lines: Sequence[Line], names: Mapping[str, str]) -> list[Line]:
    """Each heading of these names on a line of its own."""
    pattern = _numbered_heading(tuple(names))
    if len(ascending(named_headings(lines, names))) >= _FEW:
        return _cut_run_in(lines, pattern)
    return cut_within_lines(lines, names)


def cut_within_lines(lines: Sequence[Line], names: Mapping[str, str]) -> list[Line]:
    """Lines cut before and after every numbered heading of these names, wherever it stands."""
    pattern = _numbered_heading(tuple(names))
    return [Line(line.index, piece, line.page) for line in lines for piece in _cut(line.text, pattern)]


def find_headings(lines: Sequence[Line]) -> list[Heading]:
    """The headings of the form's six chapters."""
    return ascending(named_headings(lines, label_book().sections.exact))


def ascending(headings: Iterable[Heading]) -> list[Heading]:
    """The longest ascending row of headings.

    Of equally long ones the last: a contents page stands before the report.
    """
    best: dict[int, list[Heading]] = {}  # the longest row that ends with this chapter
    for heading in headings:
        before = [chain for number, chain in best.items() if number < heading.number]
        chain = [*max(before, key=_weight, default=[]), heading]
        if _weight(chain) > _weight(best.get(heading.number, [])):
            best[heading.number] = chain
    return max(best.values(), key=_weight, default=[])


def _weight(chain: Sequence[Heading]) -> tuple[int, int]:
    return len(chain), chain[-1].start if chain else -1


def named_headings(lines: Sequence[Line], names: Mapping[str, str]) -> Iterable[Heading]:
    """Lines, or pairs of lines, that print one of these names: key → number of the chapter."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    for position, i in enumerate(filled):
        text = lines[i].text
        if len(text) > _MAX_HEADING:
            continue
        own = key(text)
        if code := names.get(own):
            yield Heading(int(code), i, i + 1, text.strip())
        elif position + 1 < len(filled) and own and not text.rstrip().endswith(_ENDS):
            after = filled[position + 1]
            below = lines[after].text
            if len(below) <= _MAX_HEADING and (code := names.get(own + key(below))):
                yield Heading(int(code), i, after + 1, text.strip() + below.strip())


@cache
def _numbered_heading(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    spaced = "|".join(r"[\s、，,]*".join(map(re.escape, name)) for name in longest)
    return re.compile(rf"(?:[一二三四五六七八九]|[1-9])\s*[、.．]\s*(?:{spaced})")


def _cut(text: str, pattern: re.Pattern[str]) -> list[str]:
    """A paragraph cut before and after every numbered heading in it."""
    cuts = {0, len(text)}
    for match in pattern.finditer(text):
        cuts |= {match.start(), match.end()}
    places = sorted(cuts)
    return [text[a:b] for a, b in pairwise(places)] or [text]


def _cut_run_in(lines: Sequence[Line], pattern: re.Pattern[str]) -> list[Line]:
    """Lines that begin with a numbered heading and run on (一、总体情况 2024年…) are cut after it."""
    cut: list[Line] = []
    for line in lines:
        match = pattern.match(line.text.lstrip())
        rest = line.text.lstrip()[match.end() :] if match else ""
        if match and key(rest):
            cut += [Line(line.index, match[0], line.page), Line(line.index, rest, line.page)]
        else:
            cut.append(line)
    return cut


def sections_of(
    lines: Sequence[Line], tables: Collection[int], carrier: str, headings: Sequence[Heading] | None = None
) -> list[Section]:
    """The chapters' prose, under the six headings of the form or those given.

    `tables` are the positions in `lines` that belong to tables.
    """
    headings = find_headings(lines) if headings is None else headings
    ends = [*(heading.start for heading in headings), len(lines)][1:]
    sections = []
    for heading, end in zip(headings, ends, strict=True):
        body = [lines[i].text for i in range(heading.end, end) if i not in tables]
        text = _reflow(body) if carrier in _WRAPPED else "\n".join(line for line in map(str.strip, body) if line)
        sections.append(Section(heading.text, text))
    return sections


def _reflow(lines: Iterable[str]) -> str:
    """Lines broken at the margin joined into paragraphs."""
    paragraphs: list[str] = []
    for line in map(str.strip, lines):
        if not line:
            continue
        if paragraphs and not paragraphs[-1].endswith(_ENDS) and not _STARTS.match(line):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
    return "\n".join(paragraphs)
