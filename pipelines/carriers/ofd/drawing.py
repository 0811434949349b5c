"""What an OFD page draws: characters with their boxes, ruling lines, pictures. In points, y downwards."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from lxml import etree

from pipelines.carriers.limits import MAX_FORM_DEPTH, MAX_PAGE_CHARS, MAX_PAGE_OBJECTS
from pipelines.carriers.ofd.matrix import IDENTITY, Matrix, apply, then
from pipelines.carriers.ofd.package import Numbers, OfdPage, children, given, numbers
from pipelines.carriers.pdf.geometry import Box, Char
from pipelines.document import CarrierError

POINTS = 72 / 25.4  # a millimetre
UNREADABLE = "\ufffd"
_ASCENT, _DESCENT = 0.86, 0.14  # of the size, as in the usual Chinese fonts
_NARROW = 0.5  # of the size: the advance of a Latin letter or digit
_SLANT = 0.06  # radians; text that leans more is a watermark
_THIN, _MIN_LENGTH = 4.0, 2.5  # points: a shape no thicker is a line; a shorter one is a dot
_MAX_PATH = 400_000  # characters of path data; more is a drawing
_STEP = re.compile(r"([SMLQBACZ])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_COUNT = re.compile(r"\d{1,12}")
_DRESS = frozenset(("FillColor", "StrokeColor", "CGTransform", "Clips", "Actions", "Border"))  # of a text
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
_RADICALS = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))  # codes of subset fonts for what they print
_MEANINGLESS = frozenset(("Cc", "Co", "Cn", "Cs"))
_FALSE = ("false", "0")

Point = tuple[float, float]


@dataclass(slots=True)
class Drawing:
    """The marks of a page. `chars` come with the quadrant in which they run (0 right, 3 downwards)."""

    chars: list[tuple[int, Char]] = field(default_factory=list)
    slanted: str = ""
    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)
    pictured: float = 0.0  # square points
    drawings: int = 0


def read_drawing(page: OfdPage, units: dict[str, etree._Element]) -> Drawing:
    """Everything that the page and its templates draw. Raises CarrierError("too_complex")."""
    reader = _Reader(units)
    for content in page.contents:
        reader.walk(content, (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0), 0)
    return reader.drawing


class _Reader:
    def __init__(self, units: dict[str, etree._Element]) -> None:
        self.units = units
        self.drawing = Drawing()
        self._left = MAX_PAGE_OBJECTS

    def walk(self, parent: etree._Element, matrix: Matrix, depth: int) -> None:
        """The objects in a layer, block or shared graphic; `matrix` leads from there to the page."""
        for name, element in children(parent):
            self._left -= 1
            if self._left < 0:
                raise CarrierError("too_complex", f"a page draws more than {MAX_PAGE_OBJECTS} objects")
            if (element.get("Visible") or "").lower() in _FALSE or element.get("Alpha") == "0":
                continue
            if name in ("Layer", "PageBlock"):
                self._within(element, matrix, depth)
            elif name == "TextObject":
                self._text(element, then(_placed(element), matrix))
            elif name == "PathObject":
                self._path(element, then(_placed(element), matrix))
            elif name == "ImageObject":
                self._picture(element, matrix)
            elif name == "CompositeObject":
                unit = self.units.get(element.get("ResourceID") or "")
                content = None if unit is None else next((c for n, c in children(unit) if n == "Content"), None)
                if content is not None:
                    self._within(content, then(_placed(element), matrix), depth)
            elif name != "PageArea":  # which some programs write here
                self._refuse_text(name, element)

    def _refuse_text(self, name: str, element: etree._Element) -> None:
        """What the format does not know may be left out only if it prints nothing."""
        if "".join(map(str, element.itertext())).strip():
            raise CarrierError(
                "corrupt", f"a page has text in an unknown object {name[:40]}; fetch the file again"
            )

    def _within(self, element: etree._Element, matrix: Matrix, depth: int) -> None:
        if depth < 4 * MAX_FORM_DEPTH:
            self.walk(element, matrix, depth + 1)

    def _picture(self, element: etree._Element, matrix: Matrix) -> None:
        box = numbers(element.get("Boundary"))
        if len(box) == 4:
            self.drawing.pictured += abs(box[2] * box[3] * (matrix[0] * matrix[3] - matrix[1] * matrix[2]))

    # --- text --------------------------------------------------------------------------------------------

    def _text(self, element: etree._Element, matrix: Matrix) -> None:
        name = "size" if element.get("Size") is None and element.get("size") is not None else "Size"
        size = given(element, name, 1)
        fill, stroke = (element.get("Fill") or "true").lower(), (element.get("Stroke") or "").lower()
        if size[0] <= 0 or (fill in _FALSE and stroke not in ("true", "1")):
            return
        stretch = given(element, "HScale", 1, (1.0,))
        angle = math.atan2(matrix[1], matrix[0])
        quarter = round(angle / (math.pi / 2))
        slanted = abs(angle - quarter * math.pi / 2) > _SLANT
        spaced = False
        for char, box in self._glyphs(element, size[0], stretch[0], matrix):
            if char.isspace():
                spaced = True
            elif slanted:
                self.drawing.slanted += char
            else:
                self.drawing.chars.append((-quarter % 4, Char(*box, char, spaced)))
                spaced = False
        if len(self.drawing.chars) > MAX_PAGE_CHARS:
            raise CarrierError("too_complex", f"a page holds more than {MAX_PAGE_CHARS} characters")

    def _glyphs(
        self, element: etree._Element, size: float, stretch: float, matrix: Matrix
    ) -> Iterator[tuple[str, Box]]:
        x = y = 0.0
        for name, code in children(element):
            if name != "TextCode":
                if name not in _DRESS:
                    self._refuse_text(name, code)
                continue
            (x,), (y,) = given(code, "X", 1, (x,)), given(code, "Y", 1, (y,))
            text = (code.text or "")[: MAX_PAGE_CHARS + 1]
            right = _deltas(code.get("DeltaX"), len(text))
            below = _deltas(code.get("DeltaY"), len(text))
            at_x, at_y = x, y
            for index, char in enumerate(text):
                natural = size * stretch * (_NARROW if char.isascii() else 1.0)
                step = right[index] if index < len(right) else 0.0 if below else natural
                width = min(natural, step) if step > 0.2 * natural else natural
                box = (at_x, at_y - _ASCENT * size, at_x + width, at_y + _DESCENT * size)
                yield _shown(char), _mapped(box, matrix)
                at_x += step
                at_y += below[index] if index < len(below) else 0.0

    # --- lines -------------------------------------------------------------------------------------------

    def _path(self, element: etree._Element, matrix: Matrix) -> None:
        stroke = (element.get("Stroke") or "true").lower() not in _FALSE
        fill = (element.get("Fill") or "false").lower() not in _FALSE
        data = next((inner.text or "" for name, inner in children(element) if name == "AbbreviatedData"), "")
        if len(data) > _MAX_PATH:
            self.drawing.drawings += 1
            return
        parts = [[apply(matrix, x, y) for x, y in part] for part in _subpaths(data)]
        points = [point for part in parts for point in part]
        if not points or not (stroke or fill) or self._line(points):
            return
        self.drawing.drawings += 1
        if stroke:
            for part in parts:
                for pair in pairwise(part):
                    self._line(pair)
        elif len(parts) > 1:
            for part in parts:
                self._line(part)

    def _line(self, points: Sequence[Point]) -> bool:
        """Keep the box around the points if it is a line; True if it was one, or too small to be anything."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        width, height = box.x1 - box.x0, box.y1 - box.y0
        if height <= _THIN and height <= width:
            if width >= _MIN_LENGTH:
                self.drawing.across.append(box)
            return True
        if width <= _THIN:
            if height >= _MIN_LENGTH:
                self.drawing.down.append(box)
            return True
        return False


def _placed(element: etree._Element) -> Matrix:
    """From an object's own space to that of what holds it."""
    a, b, c, d, e, f = given(element, "CTM", 6, IDENTITY)
    x, y, _, _ = given(element, "Boundary", 4)
    return a, b, c, d, e + x, f + y


def _mapped(box: tuple[float, float, float, float], matrix: Matrix) -> Box:
    x0, y0, x1, y1 = box
    corners = [apply(matrix, x, y) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


@lru_cache(maxsize=8192)
def _shown(char: str) -> str:
    code = ord(char)
    if any(code in codes for codes in _RADICALS):
        return unicodedata.normalize("NFKC", char)
    return UNREADABLE if unicodedata.category(char) in _MEANINGLESS and not char.isspace() else char


def _deltas(text: str | None, count: int) -> Numbers:
    """Steps from character to character; `g 3 4.2` stands for 4.2 three times. At most `count`."""
    steps: list[float] = []
    pieces = iter((text or "").split())
    for piece in pieces:
        times = next(pieces, "") if piece == "g" else "1"
        step = numbers(next(pieces, None) if piece == "g" else piece)
        if not _COUNT.fullmatch(times) or not step:
            raise CarrierError("corrupt", "a page has text whose steps are no numbers; fetch the file again")
        steps += [step[0]] * min(int(times), count)
        if len(steps) >= count:
            break
    return tuple(steps[:count])


def _subpaths(data: str) -> Iterator[list[Point]]:
    """The corners of each part of a path, its start repeated where it is closed; curves count as chords."""
    if _STEP.sub("", data).strip():
        raise CarrierError("corrupt", "a page has a line that goes nowhere; fetch the file again")
    points: list[Point] = []
    command = ""
    arguments: list[float] = []
    for letter, number in _STEP.findall(data):
        if letter:
            command, arguments = letter, []
            if letter in "CZ" and points:
                points.append(points[0])
            continue
        arguments.append(float(number))
        if len(arguments) == _ARGUMENTS.get(command, 0):
            point = (arguments[-2], arguments[-1])
            arguments = []
            if command in "SM":
                if len(points) > 1:
                    yield points
                points = []
            points.append(point)
    if len(points) > 1:
        yield points
