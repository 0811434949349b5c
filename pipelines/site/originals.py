"""The original beside the numbers: what the carrier sees of it as text and tables, and its pages as pictures.

Originals are strangers' files: nothing of their markup, scripts, styles or addresses is passed on. A page is shown
as its `Document`, escaped like any other text; a PDF as pictures of its pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pypdfium2
from PIL import Image

from pipelines.carriers import media, read_document
from pipelines.carriers.archive import unpack
from pipelines.carriers.sniff import sniff
from pipelines.document import CarrierError, Document, Grid
from pipelines.pages import FurtherPage, join
from pipelines.site.records import Place

MAX_PICTURES = 30  # pages of a PDF that are shown
MAX_TEXT = 200_000  # characters of the transcript
WIDTH = 1100  # pixels of a page's picture: small print of a table is legible
MAX_HEIGHT = 4000
MAX_PIXELS = 60_000_000  # of a picture that is decoded
QUALITY = 60  # WebP; text on paper
MORE_PAGES = "只显示前若干页，其余从略。"
MORE_TEXT = "文字过长，其余从略。"
SCANNED = "由扫描件识别，此处只显示页面图像。"


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept original: its bytes, and what the reader is told of them (keyword arguments of `read_bytes`)."""

    body: bytes
    name: str
    told: Mapping[str, Any] = field(default_factory=dict)
    further: Sequence[FurtherPage] = ()
    member: str = ""
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as WebP; `file` is its name, `page` counts from 1."""

    file: str
    page: int
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a transcribed table. `anchor` is the element's id."""

    text: str
    rowspan: int
    colspan: int
    anchor: str


@dataclass(slots=True)
class Original:
    """What is shown of an original. `blocks` are (anchor, text) of a paragraph, or the rows of a table."""

    blocks: list[tuple[str, str] | list[list[Slot]]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str | None = None
    reason: str | None = None  # of the problem: a code of the catalogue
    document: Document | None = None

    def anchor(self, place: Place) -> str | None:
        """The id of what is shown at this place."""
        if self.document is None:
            return None
        if place.table is not None and place.row is not None and place.col is not None:
            grid = next((grid for grid in self.document.grids if grid.index == place.table), None)
            cell = grid.at(place.row, place.col) if grid else None
            return f"o{place.table}-{cell.row}-{cell.col}" if cell else None
        return f"ol{place.line}" if place.line is not None and place.line < len(self.document.lines) else None


def show(kept: Kept) -> Original:
    """What can be shown of it; an original that cannot be read is its pictures, or the problem."""
    shown = Original()
    body = kept.body
    try:
        body = _member(kept)
        kind = sniff(body)
        if kind == media.PDF:
            shown.pictures = list(_pages(body, kept.name, shown))
        elif kind in media.PICTURES:
            shown.pictures = [_picture(_decoded(body), kept.name, 1)]
        if kept.recognised:
            shown.notes.append(SCANNED)
        else:
            shown.document = _document(kept, body)
            shown.blocks = list(_blocks(shown.document, shown))
    except CarrierError as error:
        shown.problem, shown.reason = str(error), error.reason
    except Exception as fault:  # a library's or the reader's own: the page is made all the same, and says so
        shown.problem = f"{type(fault).__name__}: {fault}"
    return shown


def _member(kept: Kept) -> bytes:
    """The file itself, or the member of the archive that was read."""
    if not kept.member:
        return kept.body
    for name, content in unpack(kept.body):
        if name == kept.member:
            if isinstance(content, CarrierError):
                raise content
            return content
    raise CarrierError("corrupt", f"the archive holds no {kept.member}; read it again (scrapy reread)")


def _document(kept: Kept, body: bytes) -> Document:
    told = partial(read_document, charset=kept.told.get("charset"), container=kept.told.get("container"))
    document = told(body, name=kept.member or kept.told.get("name"), url=kept.told.get("url"))[0][1]
    if kept.further:
        join(document, kept.further, lambda page: told(page.body or b"", url=page.url)[0][1])
    return document


def _blocks(document: Document, shown: Original) -> Iterator[tuple[str, str] | list[list[Slot]]]:
    left, line = MAX_TEXT, 0
    for block in document.blocks:
        if left <= 0:
            shown.notes.append(MORE_TEXT)
            return
        if isinstance(block, Grid):
            if rows := _rows(block):
                left -= sum(len(slot.text) for row in rows for slot in row)
                yield rows
        else:
            left -= len(block.text)
            yield f"ol{line}", block.text[:MAX_TEXT]
            line += 1


def _rows(grid: Grid) -> list[list[Slot]]:
    """The cells where they begin; a hole stays an empty cell, so that the columns stand under each other."""
    rows: list[list[Slot]] = []
    for number in range(grid.n_rows):
        row: list[Slot] = []
        for column in range(grid.n_cols):
            cell = grid.at(number, column)
            if cell is None:
                row.append(Slot("", 1, 1, f"o{grid.index}-{number}-{column}"))
            elif (cell.row, cell.col) == (number, column):
                height = min(cell.rowspan, grid.n_rows - number)
                width = min(cell.colspan, grid.n_cols - column)
                row.append(Slot(cell.text[:MAX_TEXT], height, width, f"o{grid.index}-{number}-{column}"))
        rows.append(row)
    return rows


def _pages(body: bytes, name: str, shown: Original) -> Iterator[Picture]:
    with pypdfium2.PdfDocument(body) as pdf:
        for number in range(min(len(pdf), MAX_PICTURES)):
            page = pdf[number]
            width, height = page.get_size()
            scale = min(WIDTH / max(width, 1), MAX_HEIGHT / max(height, 1))
            yield _picture(page.render(scale=scale, may_draw_forms=False).to_pil(), name, number + 1)
            page.close()
        if len(pdf) > MAX_PICTURES:
            shown.notes.append(MORE_PAGES)


def _decoded(body: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(body))
    if image.width * image.height > MAX_PIXELS:
        raise CarrierError("too_large", f"the picture has {image.width} × {image.height} pixels")
    return image


def _picture(image: Image.Image, name: str, page: int) -> Picture:
    image = image.convert("RGB")
    image.thumbnail((WIDTH, MAX_HEIGHT))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=2)
    return Picture(f"o/{name}-{page}.webp", page, image.width, image.height, out.getvalue())
