"""What stands in a cell, or in a piece of a line: from its ink to its text, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.carriers.ocr import engine, figures, strips
from pipelines.carriers.ocr.engine import Text
from pipelines.carriers.ocr.figures import CERTAIN, DOUBTFUL, Figure
from pipelines.carriers.ocr.ink import Blob, Picture
from pipelines.carriers.ocr.sheet import Sheet
from pipelines.document import LOW_CONFIDENCE

_EMPTY = 0.97  # confidence that a cell without ink is empty
UNREADABLE = "\ufffd"


@dataclass(slots=True)
class Entry:
    """The ink of one cell or piece of a line, `lines` of it from top to bottom, then what they say.

    `left_out` is ink that belongs to no line (specks, remains of ruling lines); `doubtful` says that
    some of it may be a part of the text. After recognition `texts` has a text for each line; those of
    numbers stand in `figures`, by line, and are final only when all numbers of the document were compared.
    """

    lines: list[list[Blob]] = field(default_factory=list)
    left_out: list[Blob] = field(default_factory=list)
    doubtful: bool = False
    texts: list[str] = field(default_factory=list)
    odds: list[float] = field(default_factory=list)
    figures: dict[int, Figure] = field(default_factory=dict)

    @property
    def text(self) -> str:
        lines = [self.figures[n].text if n in self.figures else text for n, text in enumerate(self.texts)]
        return "\n".join(line for line in lines if line)

    @property
    def confidence(self) -> float:
        """0 for ink that could not be read, too."""
        if not self.lines:
            return 0.0 if self.doubtful else _EMPTY
        found = [self.figures[n].confidence if n in self.figures else odds for n, odds in enumerate(self.odds)]
        numbers = sum(figures.is_number(figure.text) for figure in self.figures.values())
        if self.figures and (self.doubtful or numbers > 1):
            found.append(DOUBTFUL)  # two numbers in a cell: a line between them was not seen
        return min(found) if self.text else 0.0


def recognise(entries: Sequence[Entry], sheet: Sheet) -> None:
    """Read all lines; those that are numbers, or hard to read, a second time."""
    places = [(entry, number) for entry in entries for number in range(len(entry.lines))]
    firsts = engine.recognise([_cut(entry, number, sheet, wider=False) for entry, number in places])
    digits: list[tuple[Entry, int, Text]] = []
    mixed: list[tuple[Entry, int, Text]] = []
    words: list[tuple[Entry, int, Text]] = []
    for (entry, number), first in zip(places, firsts, strict=True):
        entry.texts.append(first.text.strip())
        entry.odds.append(first.mean)
        stroke = figures.stroke(entry.lines[number], sheet.clean, first, sheet.em)
        if stroke is not None:
            entry.figures[number] = Figure(stroke, CERTAIN)
        elif not first.text.strip() or figures.is_number(first.text):
            digits.append((entry, number, first))
        elif figures.is_figure(first.text):
            mixed.append((entry, number, first))
        elif first.lowest < LOW_CONFIDENCE:
            words.append((entry, number, first))
    for again, alphabet in ((digits, figures.ALPHABET), (mixed, None)):
        seconds = engine.recognise([_cut(entry, n, sheet, wider=True) for entry, n, _ in again], alphabet)
        for (entry, number, first), second in zip(again, seconds, strict=True):
            line = entry.lines[number]
            entry.figures[number] = figures.examine(line, sheet.clean, first, second, sheet.em)
    _reread_words(words, sheet)


def _reread_words(words: Sequence[tuple[Entry, int, Text]], sheet: Sheet) -> None:
    """A label with a doubtful character gets a second look; the surer of the two is taken."""
    seconds = engine.recognise([_cut(entry, number, sheet, wider=True) for entry, number, _ in words])
    for (entry, number, first), second in zip(words, seconds, strict=True):
        if second.lowest > first.lowest and not figures.is_figure(second.text):
            entry.texts[number], entry.odds[number] = second.text.strip(), second.mean


def without_doubtful_digits(text: Text) -> str:
    """A line of prose, its digits as U+FFFD where they are not certain: a number is never a guess."""
    return "".join(
        UNREADABLE if character.isdigit() and odds < LOW_CONFIDENCE else character
        for character, odds in zip(text.text, text.odds, strict=True)
    ).strip()


def _cut(entry: Entry, number: int, sheet: Sheet, *, wider: bool) -> Picture:
    others = [blob for n, line in enumerate(entry.lines) if n != number for blob in line]
    cut = strips.cut_wider if wider else strips.cut
    return cut(sheet.clean, entry.lines[number], [*others, *entry.left_out], sheet.em)
