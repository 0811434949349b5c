"""Numbers are read twice: a wrong one must not look right.

The witnesses for a number are the recogniser's first look; its second look, at another picture of the
same ink, that knows nothing but digits; the count of characters that stand apart; the shapes of strokes,
points and commas; and the other digits of the document (likeness.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.carriers.ocr import shapes, strips
from pipelines.carriers.ocr.engine import Text
from pipelines.carriers.ocr.ink import Blob, Picture
from pipelines.carriers.ocr.strips import characters, extent

ALPHABET = "0123456789.,-+/%—"
CERTAIN = 0.95  # confidence where shape or likeness settles a doubt
DOUBTFUL = 0.3  # and where the witnesses contradict each other

_NUMBER = re.compile(r"[\d.,+\-—/%\s]+")
# 1.属于国家秘密 and （一） are labels, 22件 and 22（其中修订16件） are none.
_LABEL = re.compile(r"[（(]?\d{1,2}[）)]?[.、．:：]\s*\D|[（(]\d{1,2}[）)]\s*\D")
_GROUPED = re.compile(r"\d{1,3}[.,]\d{3}$")  # whether a point or a comma stands there, its shape must tell
_THREE_DECIMALS = re.compile(r"\d{1,3}\.\d{3}$")
_MOST_WORDS = 20  # Chinese characters beside a number
_SHORT = 4  # characters that may all be lookalikes of digits
_LOOKALIKES = {
    **dict.fromkeys("OoQDU〇○口", "0"),
    **dict.fromkeys("Il|i!丨亅", "1"),
    **dict(zip("ZzSsBAbgqT", "2255846997", strict=True)),
}
_STROKES = frozenset(("", "1", "7", "/", "I", "l", "i", "|", "丿", "J", "ノ"))
_DASHES = frozenset(("", "-", "—", "–", "－", "_", "~", "一", "二", "=", "•", "·", "1", "11"))
_PALE = (205, 190, 175)  # grey levels
_WIDE_GAP = 0.9  # ems between two characters of one number, at most


@dataclass(slots=True)
class Figure:
    """A number under examination.

    `glyphs` and `sides` (logarithm of width by height) are those of its characters where these stand
    apart, one for each character of `text`, and `steps` the distances between their middles; `width` and
    `height` are the measures of the whole in pixels.
    """

    text: str
    confidence: float
    width: int = 0
    height: int = 0
    glyphs: list[shapes.Glyph] = field(default_factory=list, repr=False)
    sides: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    touching: bool = False

    def doubt(self, confidence: float = DOUBTFUL) -> None:
        self.confidence = min(self.confidence, confidence)


def is_figure(text: str) -> bool:
    """May this be the text of a number, rather than a label that begins with one?"""
    found = text.strip()
    if any(map(str.isdigit, found)):
        words = sum("\u4e00" <= character <= "\u9fff" for character in found)
        return words <= _MOST_WORDS and not _LABEL.match(found)
    return len(found) <= _SHORT and all(c in _LOOKALIKES or c in ALPHABET for c in found)


def is_number(text: str) -> bool:
    """Nothing but digits, what stands among them, and letters that look like them?"""
    return bool(_NUMBER.fullmatch(as_digits(text)))


def as_digits(text: str) -> str:
    return "".join(_LOOKALIKES.get(character, character) for character in text)


def stroke(line: Sequence[Blob], picture: Picture, first: Text, em: float) -> str | None:
    """`/`, `-` or `—` where a stroke is all the ink of a line, which its shape tells better; else None."""
    read = first.text.strip()
    if read in _DASHES and shapes.is_dash(line):
        return shapes.dash(line, em)
    if read in _STROKES and len(characters(line)) == 1 and shapes.is_slash(picture, line):
        return "/"
    return None


def examine(line: Sequence[Blob], picture: Picture, first: Text, second: Text, em: float) -> Figure:
    """Judge a number by both looks and by the shapes of its ink."""
    one, two = _joined(first.text), _joined(second.text)
    box = extent(line)
    figure = Figure(one or two, min(first.lowest, second.lowest), box.width, box.height)
    if one != two:
        if not one or as_digits(one) != two:
            figure.doubt()
            return figure
        figure.text = two  # 0 was taken for O
        figure.confidence = second.lowest
    if not is_number(figure.text):
        return figure
    groups = _characters(line, picture, len(figure.text), em)
    boxes = [extent(group) for group in groups]
    if any(right.x0 - left.x1 > _WIDE_GAP * em for left, right in pairwise(boxes)):
        figure.doubt()  # two numbers, between which a line is lost
    if len(groups) > len(figure.text):
        figure.doubt()  # ink that no look has read
    elif len(groups) == len(figure.text) and figure.text:
        figure.glyphs = shapes.glyphs(picture, boxes)
        figure.sides = [math.log(part.width / part.height) for part in boxes]
        figure.steps = [(right.x0 + right.x1 - left.x0 - left.x1) / 2 for left, right in pairwise(boxes)]
        slashed = any(c == "1" and shapes.is_slash(picture, g) for c, g in zip(figure.text, groups, strict=True))
        if slashed or not shapes.separators_fit(figure.text, groups):
            figure.doubt()
    else:
        figure.touching = True
        if _GROUPED.match(figure.text):
            figure.doubt()
    if _THREE_DECIMALS.match(figure.text):
        figure.doubt()  # worn print takes the tail from a comma
    if figure.text[0] in ".," or figure.text[-1] in ".,":
        figure.doubt()
    return figure


def _characters(line: Sequence[Blob], picture: Picture, expected: int, em: float) -> list[list[Blob]]:
    """The characters of a number, with their pale parts where these do not run together.

    Of the limits of what is pale, the first by which as many characters stand apart as were read.
    """
    for pale in _PALE:
        groups = characters(strips.whole(picture, line, em, pale))
        if len(groups) == expected:
            return groups
    return characters(line)


def _joined(text: str) -> str:
    """Without the spaces that the recogniser sees where digits are set wide."""
    return text.strip() if not is_number(text) else "".join(text.split())
