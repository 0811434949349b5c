"""Paragraphs of prose in one alphabet, without white space and quotation marks, each character in its place.

White space falls inside words and numbers, and half-width stands beside full-width; so patterns are matched
on folded text, while raw texts, quotes and offsets are those of the text as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.identity.text import simplified

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_PUNCTUATION = str.maketrans(",:;()!?[]#", "，：；（）！？〔〕♯")
# One character for one: digits, letters and dashes half-width, punctuation full-width.
_FOLD = (
    {wide: _PUNCTUATION.get(narrow, narrow) for wide, narrow in _FULL_WIDTH.items()}
    | _PUNCTUATION
    | str.maketrans("－—–―−‐～〜〖〗﹪", "------~~〔〕%")
)
# quotation marks stand around names, and in the way of words
_PIECE = re.compile(r"[^\s“”‘’\"\u00ad\u200b-\u200f\u2060\ufeff]+")
_CHINESE_YEAR = re.compile(r"[二2][〇○零◯ΟОoO0][〇○零◯ΟОoO0一二三四五六七八九\d]{2}(?=年)")
_YEAR_DIGITS = str.maketrans("〇○零◯ΟОoO一二三四五六七八九", "00000000123456789")

_NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．](?!\d)|第[一二三四五六七八九十]+")
_STOPS = (*"。！？!?", "报告")  # a full stop, or a headline
_HEADING = re.compile(
    r"（?[一二三四五六七八九十]{1,2}[）、.．][^，。；：]{2,40}(?:情况|事项|概述|措施|改进|问题|减免|说明)$"
)
_ROW = re.compile(r"[^，。；：]*(?:[^\S\n]+\d[\d.]*){3,}$")  # of a table
_RUNS_ON = tuple("，、；：,;:“")
_SHORT_LINE = 16
_SHORT_SHARE = 0.6

# What pdf text tears: a unit behind a gap where its number was, digits side by side, a bare 条 behind its noun.
_ORPHAN_UNIT = re.compile(
    r"(?<=[^\d\s.%：万亿余多约近第〇一二两三四五六七八九十百千每几数])[^\S\n]+"
    r"(?:人次|部分|[条件篇份期次场个名人宗项起年月日号元%])(?=[\s，。、；：）%]|组成|$)"
)
_ORPHAN_YEAR = re.compile(r"(?:^|[。；])\s*年(?=[，共全我本度])")
_ORPHAN_LABEL = re.compile(r"(?:电话|邮编|邮政编码|传真)：\s*(?=[，、；）。-])")
_ORPHAN_DIGITS = re.compile(r"(?<![\d.])\d{1,4}[^\S\n]+\d{1,4}(?!\d)")
_BARE_UNIT = re.compile(r"(?:信息|动态|职能|公开|解读|访谈|培训)[条次场期](?=[，。、；）])")
_CLOCK = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}：\d{2}(?:：\d{2})?")
_DIGIT = re.compile(r"\d")
SENTENCE_END = re.compile(r"[。！？；]")
_LONGEST_SUBHEADING = 24
_LONGEST = 400
_LONGEST_QUOTE = 300
_PROSE = re.compile(r"[，。；]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of section `section`: `text` folded and packed, `origin` the section as printed.

    A `torn` passage has numbers that the carrier tore from their words: no number in it can be trusted.
    """

    section: int
    text: str
    origin: str
    torn: bool
    _starts: list[int]
    _offsets: list[int]

    def offset(self, index: int) -> int:
        """The place in `origin` of the character `text[index]`."""
        piece = bisect_right(self._starts, index) - 1
        return self._offsets[piece] + index - self._starts[piece]

    def printed(self, start: int, end: int) -> str:
        """`text[start:end]` as printed, without the line breaks in it."""
        return re.sub(r"\s*\n\s*", "", self.origin[self.offset(start) : self.offset(end - 1) + 1])


def fold(text: str) -> str:
    """Digits and letters half-width, punctuation full-width, years in digits; the length stays."""
    folded = text.translate(_FOLD)
    simple = simplified(folded)
    if len(simple) == len(folded):
        folded = simple
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_YEAR_DIGITS), folded)


def passages(text: str, section: int) -> Iterator[Passage]:
    """The paragraphs of a section, lines that a margin broke joined."""
    folded = fold(text)
    for start, end in _paragraphs(folded):
        if passage := _passage(section, text, folded, start, end):
            yield passage


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where paragraphs start and end; a line that ends without a full stop runs on, unless it is a heading."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    if not lines:
        return
    short = min(_SHORT_LINE, _SHORT_SHARE * max(end - start for start, end in lines))
    begin, until = lines[0]
    last = text[begin:until].strip()
    for start, end in lines[1:]:
        line = text[start:end].strip()
        if _stands_alone(last, short) or _NUMBERED.match(line) or _ROW.match(line):
            yield begin, until
            begin = start
        until, last = end, line
    yield begin, until


def _stands_alone(line: str, short: float) -> bool:
    """Does a line end its paragraph: by a full stop, as a heading, or as a row of a table?"""
    if line.endswith(_STOPS) or (len(line) < short and not line.endswith(_RUNS_ON)):
        return True
    return bool(_HEADING.match(line) or _ROW.match(line))


def _passage(section: int, origin: str, folded: str, start: int, end: int) -> Passage | None:
    pieces: list[str] = []
    starts: list[int] = []
    offsets: list[int] = []
    length = 0
    for match in _PIECE.finditer(folded, start, end):
        piece, at = match[0], match.start()
        if pieces and pieces[-1][-1].isdigit() and piece[0].isdigit():
            piece, at = folded[at - 1] + piece, at - 1  # digits on two sides of a gap are not one number
        pieces.append(piece)
        starts.append(length)
        offsets.append(at)
        length += len(piece)
    if not pieces:
        return None
    return Passage(section, "".join(pieces), origin, _torn(folded[start:end]), starts, offsets)


def _torn(paragraph: str) -> bool:
    if not _DIGIT.search(paragraph):
        return False
    if any(orphan.search(paragraph) for orphan in (_ORPHAN_UNIT, _ORPHAN_YEAR, _ORPHAN_LABEL, _BARE_UNIT)):
        return True
    return _ORPHAN_DIGITS.search(_CLOCK.sub("", paragraph)) is not None


def is_prose(passage: Passage) -> bool:
    """Sentences, and not a row of a table or a heading."""
    return _PROSE.search(passage.text) is not None


def is_subheading(passage: Passage) -> bool:
    """A short line without a sentence in it: （一）政府网站公开情况, 2. 依申请公开方面。"""
    return len(passage.text) <= _LONGEST_SUBHEADING and not re.search(r"[，；]", passage.text)


def begin_of(breaks: re.Pattern[str], text: str, at: int) -> int:
    """Where the sentence or clause begins that covers `at`; a very long one is cut."""
    begin = max(0, at - _LONGEST)
    return max((match.end() for match in breaks.finditer(text, begin, at)), default=begin)


def sentence(passage: Passage, at: int) -> str:
    """The sentence as printed that covers `at`, a very long one cut."""
    start = begin_of(SENTENCE_END, passage.text, at)
    stop = SENTENCE_END.search(passage.text, at, at + _LONGEST)
    end = stop.end() if stop else min(at + _LONGEST, len(passage.text))
    if end - start > _LONGEST_QUOTE:
        start = max(start, at - _LONGEST_QUOTE // 2)
        end = min(end, at + _LONGEST_QUOTE // 2)
    return passage.printed(start, end).strip()
