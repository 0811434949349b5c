"""Scans and pictures, rendered by poppler from a PDF that LibreOffice wrote, then made worse.

What the PDF's own text says is what the scan must say, or the cell must be marked as doubtful.
"""

from __future__ import annotations

import io
import random
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from pipelines.carriers import CarrierError, read_document
from pipelines.carriers.ocr import scroll
from pipelines.document import LOW_CONFIDENCE, Document, Grid, GridCell
from pipelines.reading import read_bytes
from tests.unit.carriers.make_fixtures import DATA

SOURCE = DATA / "writer_portrait.pdf"
DPI = 150


def read(body: bytes) -> Document:
    ((_, document),) = read_document(body)
    return document


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def cells(grid: Grid) -> dict[tuple[int, int], GridCell]:
    return {(cell.row, cell.col): cell for cell in grid.cells}


def wrong(found: Grid, printed: Grid) -> list[tuple[str, str]]:
    """Cells that say anything else than what is printed, without a mark of doubt: printed, found."""
    told = cells(found)
    assert told.keys() == cells(printed).keys()
    return [
        (cell.text, told[place].text)
        for place, cell in cells(printed).items()
        if _plain(told[place].text) != _plain(cell.text) and (told[place].confidence or 0) >= LOW_CONFIDENCE
    ]


def _plain(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("（）：", "():"))


@pytest.fixture(scope="module")
def printed() -> Grid:
    """The first table of the document, as its text layer says."""
    return read(SOURCE.read_bytes()).grids[0]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """Its first page."""
    stem = tmp_path_factory.mktemp("scan") / "page"
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-f", "1", "-l", "1", "-singlefile", str(SOURCE), str(stem)]
    subprocess.run(command, check=True)
    image = Image.open(Path(f"{stem}.pgm"))
    image.load()
    return image


@pytest.fixture(scope="module")
def place() -> dict[str, tuple[float, float, float, float]]:
    """Where some words stand on it, in pixels: left, top, right, bottom."""
    sheet = pypdfium2.PdfDocument(SOURCE)[0]
    text, height, factor = sheet.get_textpage(), sheet.get_height(), DPI / 72
    found = {}
    for word in ("5821", "二、主动公开", "第二十条第（一）项", "786.55"):
        at, count = text.search(word).get_next()
        boxes = [text.get_charbox(index) for index in range(at, at + count)]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        top, bottom = height - max(box[3] for box in boxes), height - min(box[1] for box in boxes)
        found[word] = (left * factor, top * factor, right * factor, bottom * factor)
    return found


@pytest.fixture(scope="module")
def table(page: Image.Image, place: dict[str, tuple[float, float, float, float]]) -> Image.Image:
    """The page without the prose above its table."""
    top = round((place["二、主动公开"][3] + place["第二十条第（一）项"][1]) / 2)
    return page.crop((0, top, page.width, min(round(place["786.55"][3]) + 60, page.height)))


def test_a_noisy_page_that_lies_askew_reads_as_it_is_printed(page: Image.Image, printed: Grid) -> None:
    grain = Image.effect_noise(page.size, 14).filter(ImageFilter.GaussianBlur(0.6))
    askew = page.rotate(1.3, resample=Image.Resampling.BICUBIC, fillcolor=255)
    document = read(png(ImageChops.add(askew, grain, offset=-128)))
    assert document.carrier == "image"
    assert wrong(document.grids[0], printed) == []
    doubtful = [cell for cell in document.grids[0].cells if (cell.confidence or 0) < LOW_CONFIDENCE]
    assert len(doubtful) <= 2
    prose = "".join(document.lines)
    assert "2024年政府信息公开工作年度报告" in prose
    assert "公开信息48条" in prose
    assert [code for code, _ in document.notes] == ["ocr"]


def test_a_page_fed_sideways_is_turned(table: Image.Image, printed: Grid) -> None:
    document = read(png(table.rotate(90, expand=True)))
    assert wrong(document.grids[0], printed) == []


@pytest.mark.parametrize("half", ["left", "right", "top", "bottom"])
def test_a_torn_digit_is_never_another_digit(
    table: Image.Image, page: Image.Image, place: dict[str, tuple[float, float, float, float]], half: str
) -> None:
    left, top, right, bottom = place["5821"]
    offset = page_top(table, page, place)
    width = (right - left) / 4
    box = {
        "left": (left + width, top, left + 1.5 * width, bottom),
        "right": (left + 1.5 * width, top, left + 2 * width, bottom),
        "top": (left + width, top, left + 2 * width, (top + bottom) / 2),
        "bottom": (left + width, (top + bottom) / 2, left + 2 * width, bottom),
    }[half]
    torn = table.copy()
    torn.paste(255, (round(box[0]), round(box[1]) - offset, round(box[2]) + 1, round(box[3]) - offset + 1))
    (cell,) = [cell for cell in read(png(torn)).grids[0].cells if (cell.row, cell.col) == (6, 1)]
    assert cell.confidence is not None
    assert cell.text == "5821" or cell.confidence < LOW_CONFIDENCE


def page_top(table: Image.Image, page: Image.Image, place: dict[str, tuple[float, float, float, float]]) -> int:
    """Rows of the page above the table's picture."""
    return min(round(place["786.55"][3]) + 60, page.height) - table.height


def test_a_blank_page_says_nothing() -> None:
    rng = random.Random(7)
    sheet = Image.new("L", (800, 1100), 250)
    for _ in range(200):
        sheet.putpixel((rng.randrange(800), rng.randrange(1100)), 60)
    with pytest.raises(CarrierError) as caught:
        read(png(sheet))
    assert caught.value.reason == "no_text"


def test_a_scan_of_which_next_to_nothing_is_legible_is_no_stranger(page: Image.Image) -> None:
    unfit = page.resize((page.width // 5, page.height // 5)).filter(ImageFilter.GaussianBlur(2)).resize(page.size)
    out = io.BytesIO()
    unfit.save(out, "PDF", resolution=DPI)
    (reading,) = read_bytes(out.getvalue())
    assert (reading.verdict, reading.reason) == ("unreadable", "no_text")


def test_a_picture_of_a_table_without_numbers_has_empty_cells(table: Image.Image) -> None:
    ruled = Image.new("L", (600, 300), 255)
    for x in (20, 200, 400, 580):
        ruled.paste(0, (x, 20, x + 2, 282))
    for y in (20, 100, 190, 280):
        ruled.paste(0, (20, y, 582, y + 2))
    both = Image.new("L", (table.width, table.height + ruled.height), 255)
    both.paste(table, (0, 0))
    both.paste(ruled, (100, table.height))
    *_, grid = read(png(both)).grids
    assert (grid.n_rows, grid.n_cols) == (3, 3)
    assert all(cell.text == "" and (cell.confidence or 0) >= LOW_CONFIDENCE for cell in grid.cells)


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * 64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("size", "reason"), [((60000, 60000), "too_large"), ((30, 30), "no_text"), ((400, 400), "corrupt")]
)
def test_pictures_are_bounded_before_they_are_decoded(size: tuple[int, int], reason: str) -> None:
    with pytest.raises(CarrierError) as caught:
        read(bomb(*size)[: 45 if reason == "corrupt" else None])
    assert caught.value.reason == reason


def test_a_file_of_too_many_pages_is_refused() -> None:
    pages = [Image.new("1", (60, 60), 1) for _ in range(41)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    with pytest.raises(CarrierError) as caught:
        read(out.getvalue())
    assert caught.value.reason == "too_complex"


def test_a_long_picture_is_cut_between_its_pages(page: Image.Image) -> None:
    sheet = np.asarray(page)
    long = np.vstack([sheet] * 3)
    pieces = list(scroll.cut(long))
    assert len(pieces) == 3
    assert sum(len(piece) for piece in pieces) == len(long)
    assert all(abs(len(piece) - len(sheet)) < 0.2 * len(sheet) for piece in pieces)


def test_a_long_table_is_never_cut(page: Image.Image) -> None:
    long = np.vstack([np.asarray(page)] * 3).copy()
    long[:, 100:103] = 0
    assert [len(piece) for piece in scroll.cut(long)] == [len(long)]
