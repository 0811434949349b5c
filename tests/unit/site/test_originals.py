"""Originals as text and pictures: a cell is where the reader says it is, and nothing of the markup is left."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pipelines.cells import cells
from pipelines.reading import read_bytes
from pipelines.site.originals import MORE_TEXT, SCANNED, Kept, Original, Slot, show
from pipelines.site.records import Place as Shown
from tests.site_world import CORPUS


def _texts(original: Original) -> dict[str, str]:
    """Anchor → text."""
    found = {}
    for block in original.blocks:
        if isinstance(block, tuple):
            found[block[0]] = block[1]
        else:
            found |= {slot.anchor: slot.text for row in block for slot in row}
    return found


def _shown(
    raw: str, page: int | None, table: int | None, row: int | None, col: int | None, line: int | None
) -> Shown:
    return Shown(raw, None, None, None, page, table, row, col, line, False, None, None, None)


@pytest.mark.parametrize(
    "path", ["2021/html", "2021/pdf", "2021/docx", "2021/doc", "2021/text", "2019/html", "2014/html", "2021/sheet"]
)
def test_every_cell_is_found_where_it_was_read(path: str) -> None:
    file = min((CORPUS / path).iterdir())
    body = file.read_bytes()
    report = read_bytes(body, name=file.name)[0].report
    assert report is not None
    original = show(Kept(body, "o", {"name": file.name}))
    assert original.problem is None
    texts = _texts(original)
    checked = 0
    for code, cell in cells(report):
        place = cell.place
        anchor = original.anchor(_shown(cell.raw, place.page, place.table, place.row, place.col, place.line))
        if place.table is None and place.line is None:
            continue
        assert anchor is not None, code
        assert cell.raw.strip() in texts[anchor], code
        checked += 1
    assert checked > 30


def test_a_pdf_is_pictures_too() -> None:
    body = min((CORPUS / "2021/pdf").iterdir()).read_bytes()
    pictures = show(Kept(body, "name")).pictures
    assert [picture.page for picture in pictures] == list(range(1, len(pictures) + 1))
    with Image.open(io.BytesIO(pictures[0].data)) as image:
        assert (image.format, image.size) == ("WEBP", (pictures[0].width, pictures[0].height))
        inks = image.convert("L").histogram()
        assert sum(inks[:100]) > 1000  # there is ink on the paper
        assert sum(inks[250:]) > sum(inks[:100])


def test_a_scan_is_not_recognised_again() -> None:
    body = min((CORPUS / "2021/scan").glob("*.pdf")).read_bytes()
    original = show(Kept(body, "name", recognised=True))
    assert original.pictures
    assert original.blocks == []
    assert original.notes == [SCANNED]


def test_a_member_of_an_archive_is_the_one_that_was_read() -> None:
    body = min((CORPUS / "2021/archive").glob("*.zip")).read_bytes()
    member = read_bytes(body)[0].member
    assert member
    assert show(Kept(body, "name", member=member)).blocks
    assert "no other.html" in (show(Kept(body, "name", member="other.html")).problem or "")


@pytest.mark.parametrize("body", [b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\n broken", b"\0" * 100, b""])
def test_what_cannot_be_opened_says_so(body: bytes) -> None:
    original = show(Kept(body, "name"))
    assert original.problem
    assert original.blocks == []


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(out, "PNG")
    assert "pixels" in (show(Kept(out.getvalue(), "name", recognised=True)).problem or "")


def test_long_text_is_cut_and_says_so() -> None:
    page = b"<html><body>" + b"<p>" + "长".encode() * 1000 + b"</p>"
    original = show(Kept(page + (b"<p>" + "文".encode() * 1000 + b"</p>") * 400 + b"</body></html>", "name"))
    assert MORE_TEXT in original.notes
    assert sum(len(text) for text in _texts(original).values()) < 250_000


def test_spans_and_holes_keep_the_columns_under_each_other() -> None:
    page = "<table><tr><td rowspan=2>甲<td>乙<td>丙<tr><td colspan=2>丁</table>" * 1
    blocks = show(Kept(f"<html><body><p>政府信息公开</p>{page}</body></html>".encode(), "name")).blocks
    rows = next(block for block in blocks if isinstance(block, list))
    assert rows[0][0] == Slot("甲", 2, 1, "o0-0-0")
    assert rows[1] == [Slot("丁", 1, 2, "o0-1-1")]
