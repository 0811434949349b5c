"""OFD (GB/T 33190-2016) written by hand: a ZIP of XML with text objects and path objects.

`granularity` says how much text one TextObject holds, as different producers do it: a line, or a character.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from tests.corpus.model import Draft
from tests.corpus.paper import HEIGHT, WIDTH, Line, Page, advance, set_pages

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_ofd(draft: Draft, path: Path, granularity: str = "line", ruled: bool = True) -> Path:
    """Write the draft as an OFD package."""
    pages = set_pages(draft)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", _root(draft))
        package.writestr("Doc_0/Document.xml", _document(len(pages)))
        package.writestr("Doc_0/PublicRes.xml", _resources())
        for number, page in enumerate(pages):
            package.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", _content(page, number, granularity, ruled))
    return path


def _root(draft: Draft) -> str:
    return (
        f'{_HEAD}<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{draft.rng.getrandbits(128):032x}</ofd:DocID><ofd:Title>{escape(draft.headline)}</ofd:Title>"
        f"<ofd:CreationDate>{draft.published_on}</ofd:CreationDate><ofd:Creator>hand</ofd:Creator></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(pages: int) -> str:
    items = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages))
    return (
        f"{_HEAD}<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{items}</ofd:Pages></ofd:Document>"
    )


def _resources() -> str:
    return (
        f'{_HEAD}<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/>'
        "</ofd:Fonts></ofd:Res>"
    )


def _content(page: Page, number: int, granularity: str, ruled: bool) -> str:
    identifier = 1000 * (number + 1)
    objects: list[str] = []
    for x1, y1, x2, y2 in sorted(set(page.rules)) if ruled else []:
        identifier += 1
        width, height = max(x2 - x1, 0.25), max(y2 - y1, 0.25)
        objects.append(
            f'<ofd:PathObject ID="{identifier}" LineWidth="0.25" '
            f'Boundary="{x1:.3f} {y1:.3f} {width:.3f} {height:.3f}">'
            f"<ofd:AbbreviatedData>M 0 0 L {x2 - x1:.3f} {y2 - y1:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    for line in page.texts:
        for piece in _pieces(line) if granularity == "character" else [line]:
            if piece.text.strip():
                identifier += 1
                objects.append(_text_object(piece, identifier))
    return (
        f'{_HEAD}<ofd:Page {_NS}><ofd:Content><ofd:Layer ID="{identifier + 1}" Type="Body">'
        + "".join(objects)
        + "</ofd:Layer></ofd:Content></ofd:Page>"
    )


def _pieces(line: Line) -> list[Line]:
    x, pieces = line.x, []
    for character in line.text:
        pieces.append(Line(x, line.y, line.size, character))
        x += advance(character) * line.size
    return pieces


def _text_object(line: Line, identifier: int) -> str:
    """Boundary in page space, TextCode in object space; DeltaX runs are shortened with `g count step`."""
    widths = [advance(character) * line.size for character in line.text]
    delta = _runs(widths[:-1])
    attribute = f' DeltaX="{delta}"' if delta else ""
    return (
        f'<ofd:TextObject ID="{identifier}" Font="2" Size="{line.size:.3f}" '
        f'Boundary="{line.x:.3f} {line.y - line.size:.3f} {sum(widths):.3f} {line.size * 1.2:.3f}">'
        f'<ofd:TextCode X="0" Y="{line.size:.3f}"{attribute}>{escape(line.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _runs(steps: list[float]) -> str:
    parts: list[str] = []
    start = 0
    for end in range(1, len(steps) + 1):
        if end == len(steps) or steps[end] != steps[start]:
            count = end - start
            parts.append(
                f"g {count} {steps[start]:.3f}" if count > 2 else " ".join([f"{steps[start]:.3f}"] * count)
            )
            start = end
    return " ".join(parts)
