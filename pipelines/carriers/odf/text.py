"""The text of OpenDocument paragraphs as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from pipelines.carriers.odf.package import repeated
from pipelines.carriers.ooxml import attribute, child, local

MAX_SPACES = 1000
_SKIPPED = frozenset(
    (
        "note",
        "annotation",
        "annotation-end",
        "tracked-changes",
        "hidden-text",
        "hidden-paragraph",
        "script",
        "desc",
    )
)
_FRAMES = frozenset(("frame", "custom-shape", "rect", "text-box", "g"))
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class Line:
    """A paragraph's text; shapes that hang in it are put aside, pictures are counted."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: int = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def read_line(paragraph: etree._Element, is_hidden: Callable[[str | None], bool]) -> Line:
    """The text of a paragraph or heading. `is_hidden` tells of a text style whether it hides its text."""
    line = Line()
    _walk(paragraph, line, is_hidden)
    return line


def _walk(element: etree._Element, line: Line, is_hidden: Callable[[str | None], bool]) -> None:
    line.pieces.append(_collapsed(element.text))
    for inner in element:
        match local(inner):
            case "s":
                line.pieces.append(" " * repeated(inner, "c", MAX_SPACES))
            case "tab":
                line.pieces.append("\t")
            case "line-break":
                line.pieces.append("\n")
            case "ruby":
                base = child(inner, "ruby-base")
                if base is not None:
                    _walk(base, line, is_hidden)
            case "image" | "object" | "object-ole":
                line.pictures += 1
            case name if name in _FRAMES:
                _shape(inner, line)
            case name if name in _SKIPPED or (name == "span" and is_hidden(attribute(inner, "style-name"))):
                pass
            case _:
                _walk(inner, line, is_hidden)
        line.pieces.append(_collapsed(inner.tail))


def _shape(element: etree._Element, line: Line) -> None:
    """The text boxes of a shape, outermost first."""
    found = [box for box in element.iter("{*}text-box", "{*}custom-shape", "{*}rect") if len(box)]
    outermost = [box for box in found if not any(other in box.iterancestors() for other in found)]
    line.boxes.extend(outermost)
    if not outermost and next(element.iter("{*}image", "{*}object"), None) is not None:
        line.pictures += 1


def _collapsed(text: str | None) -> str:
    """White space of the XML is one space; more are written as text:s."""
    return _SPACE.sub(" ", text) if text else ""
