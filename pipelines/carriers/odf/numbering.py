"""Automatic numbers of lists and headings in OpenDocument: printed, but in no text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from pipelines.carriers.numerals import numeral
from pipelines.carriers.odf.package import OpenDocument, repeated
from pipelines.carriers.ooxml import attribute, local

_LEVELS = 10
_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "chineseLegalSimplified",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth",
}


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    prefix: str
    suffix: str
    start: int
    shown: int  # levels whose numbers are printed


@dataclass(slots=True)
class _Run:
    """A list that is being read: its style, its counters, and whether the next label is still to be printed."""

    style: str
    counters: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)
    depth: int = 0
    pending: bool = False


class Numbering:
    """Labels of paragraphs in lists and of numbered headings, in document order: each call counts on."""

    def __init__(self, document: OpenDocument) -> None:
        self._styles = {
            attribute(entry, "name") or "": _levels(entry)
            for entry in document.styled("list-style", "outline-style")
        }
        self._ended: dict[str, list[int | None]] = {}  # by style and by id: the counters of the last such list
        self._outline = _Run("Outline")
        self._open: list[_Run] = []

    @contextmanager
    def list(self, element: etree._Element) -> Iterator[None]:
        """Within a text:list."""
        outer = self._open[-1] if self._open else None
        style = attribute(element, "style-name")
        if outer is not None:
            outer.depth += 1
            if outer.depth < _LEVELS:
                outer.counters[outer.depth] = None
            try:
                yield
            finally:
                outer.depth -= 1
            return
        run = _Run(style or "")
        before = self._ended.get(f"#{attribute(element, 'continue-list')}")
        if before is None and attribute(element, "continue-numbering") == "true":
            before = self._ended.get(run.style)
        if before is not None:
            run.counters = list(before)
        self._open.append(run)
        try:
            yield
        finally:
            self._open.pop()
            self._ended[run.style] = run.counters
            if (name := attribute(element, "id")) is not None:
                self._ended[f"#{name}"] = run.counters

    def item(self, element: etree._Element) -> None:
        """A text:list-item begins; its first paragraph prints the number."""
        run = self._open[-1]
        level = self._level(run, run.depth)
        if level is None:
            return
        current = run.counters[run.depth]
        start = attribute(element, "start-value")
        following = level.start if current is None else current + 1
        run.counters[run.depth] = repeated(element, "start-value", 10_000) if start else following
        run.counters[run.depth + 1 :] = [None] * (_LEVELS - run.depth - 1)
        run.pending = True

    def label(self, paragraph: etree._Element) -> str:
        """What is printed before this paragraph, "" for nothing."""
        if self._open:
            run = self._open[-1]
            if not run.pending:
                return ""
            run.pending = False
            return self._print(run)
        if local(paragraph) != "h":
            return ""
        return self._heading(repeated(paragraph, "outline-level", _LEVELS) - 1)

    def _heading(self, depth: int) -> str:
        run = self._outline
        level = self._level(run, depth)
        if level is None:
            return ""
        run.depth = depth
        current = run.counters[depth]
        run.counters[depth] = level.start if current is None else current + 1
        run.counters[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return self._print(run)

    def _level(self, run: _Run, depth: int) -> _Level | None:
        return self._styles.get(run.style, {}).get(depth)

    def _print(self, run: _Run) -> str:
        level = self._level(run, run.depth)
        if level is None or not level.style:
            return ""
        numbers = []
        for depth in range(max(run.depth - level.shown + 1, 0), run.depth + 1):
            other = self._level(run, depth)
            value = run.counters[depth]
            if other is not None and other.style:
                numbers.append(numeral(other.start if value is None else value, other.style))
        label = level.prefix + ".".join(numbers) + level.suffix
        return label + " " if label[-1:].isascii() else label


def _levels(style: etree._Element) -> dict[int, _Level]:
    """Depth from 0 → how it is numbered; bullets and levels without a format have an empty style."""
    levels = {}
    for entry in style:
        if local(entry) not in ("list-level-style-number", "outline-level-style"):
            continue
        form = attribute(entry, "num-format") or ""
        levels[repeated(entry, "level", _LEVELS) - 1] = _Level(
            style=_STYLES.get(form, "decimal") if form else "",
            prefix=attribute(entry, "num-prefix") or "",
            suffix=attribute(entry, "num-suffix") or "",
            start=repeated(entry, "start-value", 10_000),
            shown=repeated(entry, "display-levels", _LEVELS),
        )
    return levels
