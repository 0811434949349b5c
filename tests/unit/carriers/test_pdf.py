"""Layouts and defects of PDFs, one at a time."""

from __future__ import annotations

import io
import re

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
from PIL import Image

from pipelines.carriers import CarrierError, ocr, read_document
from pipelines.carriers.pdf.page import PageContent
from pipelines.document import Document, Grid, GridCell
from tests.unit.carriers.make_fixtures import DATA
from tests.unit.carriers.test_whole_report import RULED, assert_applications
from tests.unit.carriers.tinypdf import FONTS, assemble, bar, frame, lattice, pdf, rule, stream, text

_NUMBER = re.compile(r"[\d.]+")
XS, YS = [100.0, 200.0, 300.0, 400.0], [600.0, 630.0, 660.0, 690.0]


def read(body: bytes) -> Document:
    ((_, document),) = read_document(body)
    return document


def table(document: Document) -> list[list[str | None]]:
    (grid,) = document.grids
    return [[cell.text if cell else None for cell in row] for row in grid.rows()]


def refused(body: bytes) -> str:
    with pytest.raises(CarrierError) as caught:
        read_document(body)
    return caught.value.reason


def words(rows: list[str], xs: list[float] = XS, ys: list[float] = YS) -> bytes:
    """Rows of words, top row first, each word in the slot of its column."""
    out = b""
    for y, row in zip(reversed(ys[:-1]), rows, strict=True):
        for x, word in zip(xs, row.split(), strict=False):
            if word != "_":
                out += text(x + 10, y + 10, word)
    return out


@pytest.mark.parametrize("name", RULED)
def test_the_grids_of_each_page_agree_with_pdfplumber(name: str) -> None:
    cells = [cell for grid in read((DATA / name).read_bytes()).grids for row in _by_row(grid) for cell in row]
    with pdfplumber.open(DATA / name) as other:
        rows = [row for page in other.pages for found in page.extract_tables() for row in found]
    theirs = [entry for row in rows for entry in row if entry and _NUMBER.fullmatch(entry)]
    ours = [cell.text for cell in cells if _NUMBER.fullmatch(cell.text)]
    assert len(ours) == 25 * 7 + 10 + 15
    # pdfplumber loses a row that stands against the page's end without a line below.
    assert len(ours) - len(theirs) in (0, 7)
    rest = iter(ours)
    assert all(number in rest for number in theirs), "the same numbers in the same order"


def _by_row(grid: Grid) -> list[list[GridCell]]:
    return [sorted((c for c in grid.cells if c.row == row), key=lambda c: c.col) for row in range(grid.n_rows)]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_is_shown_turned(rotate: int) -> None:
    source = pypdfium2.PdfDocument(DATA / "writer_portrait.pdf")
    for page in source:
        page.set_rotation(rotate)
    out = io.BytesIO()
    source.save(out)
    assert_applications(read(out.getvalue()).grids[1])


@pytest.mark.parametrize("matrix", [(0, 1, -1, 0, 842, 0), (-1, 0, 0, -1, 595, 842), (0, -1, 1, 0, 0, 595)])
def test_a_page_whose_content_is_turned(matrix: tuple[float, ...]) -> None:
    source = pypdfium2.PdfDocument(DATA / "writer_portrait.pdf")
    for page in source:
        page.set_mediabox(0, 0, 842, 842)
        box = pdfium_c.FS_RECTF(0, 842, 842, 0)
        assert pdfium_c.FPDFPage_TransFormWithClip(page, pdfium_c.FS_MATRIX(*matrix), box)
    out = io.BytesIO()
    source.save(out)
    assert_applications(read(out.getvalue()).grids[1])


LINES = lattice(XS, YS)
THIN_FILLS = b"".join(bar(XS[0], y, 300, 0.6) for y in YS) + b"".join(bar(x, YS[0], 0.6, 90) for x in XS)
CELL_FRAMES = b"".join(frame(x + 0.8, y + 0.8, 98.4, 28.4) for x in XS[:-1] for y in YS[:-1])
DOUBLE_LINES = lattice(XS, YS) + lattice([x + 2 for x in XS], [y + 2 for y in YS])
DASHES = b"".join(bar(x, y, 4, 0.5) for y in YS for x in range(100, 397, 7)) + b"".join(
    bar(x, y, 0.5, 4) for x in XS for y in range(600, 687, 7)
)
ONE_PATH = (
    b"0.5 w "
    + b" ".join(b"100 %d m 400 %d l" % (y, y) for y in YS)
    + b" ".join(b" %d 600 m %d 690 l" % (x, x) for x in XS)
    + b" S\n"
)
FILLED_AT_ONCE = (
    b" ".join(b"100 %d 300 0.5 re" % y for y in YS)
    + b" "
    + b" ".join(b"%d 600 0.5 90 re" % x for x in XS)
    + b" f\n"
)
OPEN_SIDES = b"".join(rule(100, y, 400, y) for y in YS) + b"".join(rule(x, 600, x, 690) for x in XS[1:-1])
WIDE_SPACING = b"".join(frame(x + 2.4, y + 2.4, 95.2, 25.2) for x in XS[:-1] for y in YS[:-1])


@pytest.mark.parametrize(
    "lines",
    [LINES, THIN_FILLS, CELL_FRAMES, DOUBLE_LINES, DASHES, ONE_PATH, FILLED_AT_ONCE, OPEN_SIDES, WIDE_SPACING],
    ids=["lines", "fills", "frames", "double", "dashes", "one path", "one fill", "open sides", "wide spacing"],
)
def test_lines_drawn_in_any_way(lines: bytes) -> None:
    document = read(pdf(lines + words(["a b c", "1 2 3", "4 _ 6"])))
    assert table(document) == [["a", "b", "c"], ["1", "2", "3"], ["4", "", "6"]]
    assert document.grids[0].certain


def test_a_missing_line_is_a_merged_cell() -> None:
    lines = b"".join(rule(100, y, 400, y) for y in (600, 630, 690)) + rule(200, 660, 400, 660)
    lines += (
        rule(100, 600, 100, 690) + rule(400, 600, 400, 690) + rule(200, 600, 200, 690) + rule(300, 600, 300, 660)
    )
    document = read(pdf(lines + words(["a b _", "_ 2 3", "4 5 6"])))
    assert table(document) == [["a", "b", "b"], ["a", "2", "3"], ["4", "5", "6"]]
    assert document.grids[0].certain


def test_cells_of_no_rectangular_shape_are_not_certain() -> None:
    lines = b"".join(rule(100, y, 400, y) for y in (600, 660, 690)) + rule(200, 630, 400, 630)
    lines += b"".join(rule(x, 600, x, 690) for x in (100, 300, 400)) + rule(200, 630, 200, 690)
    assert not read(pdf(lines + words(["a b c", "1 2 3", "4 5 6"]))).grids[0].certain


def test_a_frame_around_text_is_no_table() -> None:
    document = read(pdf(frame(50, 50, 495, 742) + text(100, 700, "年报") + lattice(XS, YS) + words(["a b c"] * 3)))
    assert document.lines == ["年报"]
    assert table(document) == [["a", "b", "c"]] * 3


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    outer = lattice([50, 450, 550], [500, 560, 740])
    document = read(pdf(outer + text(60, 520, "x") + LINES + words(["a b c", "1 2 3", "4 5 6"])))
    assert sorted(grid.n_cols for grid in document.grids) == [2, 3]


def test_lines_within_a_form_stand_where_the_form_stands() -> None:
    document = read(pdf(b"/X0 Do\n", forms=(LINES + words(["a b c", "1 2 3", "4 5 6"]),)))
    assert table(document)[1] == ["1", "2", "3"]


def test_a_form_that_contains_itself_ends() -> None:
    document = read(pdf(b"/X0 Do\n" + text(100, 700, "a"), forms=(b"/X0 Do\n" + LINES,)))
    assert document.lines == ["a"]


def test_wrapped_words_stay_in_order_and_double_printing_counts_once() -> None:
    bold = text(110, 670, "12", size=12) + text(110.3, 670, "12", size=12)
    wrapped = text(205, 675, "part one", size=9) + text(205, 664, "part two", size=9)
    document = read(pdf(LINES + bold + wrapped))
    assert table(document)[0][:2] == ["12", "part one\npart two"]


def test_digits_set_apart_are_not_joined() -> None:
    document = read(pdf(LINES + text(110, 670, "1 2") + text(210, 670, "3") + text(222, 670, "4")))
    assert table(document)[0][:2] == ["1 2", "3 4"]


def test_upright_letters_one_below_the_other_and_turned_words() -> None:
    upright = b"".join(text(110, 680 - 14 * index, char) for index, char in enumerate("办理"))
    turned = text(220, 640, "total", matrix="0 1 -1 0")
    lines = (
        rule(100, 600, 100, 690) + rule(200, 600, 200, 690) + rule(300, 600, 300, 690) + rule(400, 600, 400, 690)
    )
    lines += rule(100, 600, 400, 600) + rule(100, 690, 400, 690) + rule(300, 645, 400, 645)
    longer = text(310, 660, "upright words")
    assert table(read(pdf(lines + upright + turned + longer)))[0] == ["办\n理", "total", "upright words"]


def test_a_watermark_does_not_get_into_the_cells() -> None:
    mark = text(150, 600, "SECRET", size=40, matrix="0.7 0.7 -0.7 0.7")
    document = read(pdf(LINES + words(["a b c", "1 2 3", "4 5 6"]) + mark))
    assert table(document)[1] == ["1", "2", "3"]
    assert [code for code, _ in document.notes] == ["watermark"]


def test_page_numbers_are_left_out_and_heads_and_feet_kept_once() -> None:
    pages = [
        text(200, 820, "Annual report")
        + text(100, 500 - number, f"body {number}")
        + text(280, 30, f"- {number} -")
        + text(50, 15, f"http://x {number}/4")
        for number in range(1, 5)
    ]
    feet = [f"http://x {number}/4" for number in range(1, 5)]
    assert read(pdf(*pages)).lines == ["Annual report", "body 1", "body 2", "body 3", "body 4", *feet]


def test_bare_numbers_in_the_margin_are_page_numbers_only_if_they_count_on() -> None:
    def numbered(*numbers: int) -> list[str]:
        return read(pdf(*(text(100, 500, "x" * n) + text(280, 30, str(n)) for n in numbers))).lines

    assert numbered(3, 4, 5) == ["xxx", "xxxx", "xxxxx"]
    assert numbered(7) == ["xxxxxxx", "7"]
    assert numbered(2, 9) == ["xx", "2", "xxxxxxxxx", "9"]


def test_a_number_alone_in_the_text_is_no_page_number() -> None:
    assert read(pdf(text(280, 400, "- 3 -"))).lines == ["- 3 -"]


def test_heads_and_feet_do_not_part_a_table() -> None:
    frame = text(100, 825, "2025/1/20 10:00") + text(100, 15, "http://x")
    one = lattice(XS, [40, 70]) + words(["a b c"], XS, [40, 70]) + frame + text(500, 15, "1/2")
    two = lattice(XS, [780, 810]) + words(["1 2 3"], XS, [780, 810]) + frame + text(500, 15, "2/2")
    assert table(read(pdf(one, two))) == [["a", "b", "c"], ["1", "2", "3"]]


def seam(first: str, second: str) -> Document:
    """A table of three columns over two pages; a row of words each. The label column holds eight characters."""
    xs = [100.0, 200.0, 300.0, 400.0]
    top, bottom = [780.0, 810.0], [40.0, 70.0]
    return read(pdf(lattice(xs, bottom) + words([first], xs, bottom), lattice(xs, top) + words([second], xs, top)))


def test_parts_of_a_table_on_two_pages_are_one_grid() -> None:
    document = seam("第一行的标签 1 2", "第二行的标签 3 4")
    assert table(document) == [["第一行的标签", "1", "2"], ["第二行的标签", "3", "4"]]
    assert [cell.page for cell in document.grids[0].cells] == [1, 1, 1, 2, 2, 2]
    assert document.notes == []


def test_a_row_whose_words_go_on_is_put_together() -> None:
    document = seam("这一行的标签 1 2", "还没完 _ _")
    assert table(document) == [["这一行的标签\n还没完", "1", "2"]]
    assert [code for code, _ in document.notes] == ["row_joined"]
    late = seam("这一行的标签 _ _", "还没完 1 2")
    assert table(late) == [["这一行的标签\n还没完", "1", "2"]]


@pytest.mark.parametrize(
    "first, second",
    [
        ("规章 _ _", "文件 1 2"),  # a blank row, then another: the first label had room to go on
        ("这一行的标签 1 2", "2.下一行 _ _"),  # an item of a list begins
        ("这一行的标签 1 _", "还没完 _ 2"),  # numbers in both
        ("这一行的标签 总计 _", "还没完 1 2"),  # a header above numbers
    ],
)
def test_rows_that_may_be_two_stay_two(first: str, second: str) -> None:
    document = seam(first, second)
    assert document.grids[0].n_rows == 2
    assert document.notes == []


def test_a_header_that_is_repeated_on_the_next_page_appears_once() -> None:
    xs, first, second = [100.0, 200.0, 300.0], [40.0, 70.0, 100.0], [750.0, 780.0, 810.0]
    one = lattice(xs, first) + words(["name count", "a 1"], xs, first)
    two = lattice(xs, second) + words(["name count", "b 1"], xs, second)
    assert table(read(pdf(one, two))) == [["name", "count"], ["a", "1"], ["b", "1"]]


def test_tables_of_other_columns_or_with_text_between_stay_apart() -> None:
    top, bottom = [780.0, 810.0], [40.0, 70.0]
    one = lattice(XS, bottom) + words(["a b c"], XS, bottom)
    other = [100.0, 170.0, 240.0, 400.0]
    assert len(read(pdf(one, lattice(other, top) + words(["d e f"], other, top))).grids) == 2
    heading = text(100, 815, "heading") + lattice(XS, [700, 730]) + words(["d e f"], XS, [700, 730])
    assert len(read(pdf(one, heading)).grids) == 2


def test_columns_of_text_without_lines() -> None:
    content = b"".join(
        text(x, 700 - 20 * row, word)
        for row, entries in enumerate(["name one two", "first 1 2", "second 30 40", "third 5 6"])
        for x, word in zip((100, 250, 350), entries.split(), strict=True)
    )
    document = read(pdf(content))
    assert table(document) == [
        ["name", "one", "two"],
        ["first", "1", "2"],
        ["second", "30", "40"],
        ["third", "5", "6"],
    ]
    assert not document.grids[0].certain


def test_two_lines_with_gaps_are_no_table() -> None:
    content = text(100, 700, "left") + text(300, 700, "right") + text(100, 680, "more") + text(300, 680, "here")
    assert read(pdf(content)).lines == ["left\tright", "more\there"]


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that went to OCR, which here finds nothing."""
    numbers: list[int] = []

    def recognise(_: pypdfium2.PdfDocument, pages: list[int]) -> list[PageContent]:
        numbers.extend(pages)
        return [PageContent(number) for number in pages]

    monkeypatch.setattr(ocr, "recognise_pages", recognise)
    return numbers


@pytest.mark.parametrize("name", ["chromium_type3.pdf", "chromium_portrait.pdf", "writer_portrait.pdf"])
def test_fonts_that_do_not_name_their_characters_are_never_guessed(name: str, recognised: list[int]) -> None:
    body = (DATA / name).read_bytes()
    assert b"/ToUnicode" in body
    assert refused(body.replace(b"/ToUnicode", b"/XoUnicode")) == "no_text"
    assert recognised == list(range(1, len(pypdfium2.PdfDocument(body)) + 1))


def test_one_font_without_a_map_spoils_only_its_characters() -> None:
    body = (DATA / "writer_portrait.pdf").read_bytes()
    at = body.rindex(b"/ToUnicode")
    document = read(body[:at] + b"/XoUnicode" + body[at + 10 :])
    assert "no_unicode_map" in [code for code, _ in document.notes]
    shown = "".join(document.lines) + "".join(cell.text for grid in document.grids for cell in grid.cells)
    assert "\ufffd" in shown
    spoiled = [grid for grid in document.grids if any("\ufffd" in cell.text for cell in grid.cells)]
    assert all(not grid.certain for grid in spoiled)


def test_fonts_with_known_encodings_need_no_map() -> None:
    document = read(pdf(text(100, 700, "2024") + text(127, 700, "年度报告")))
    assert document.lines == ["2024年度报告"]
    assert document.notes == []


def picture(mode: str = "L") -> bytes:
    page = pypdfium2.PdfDocument(DATA / "writer_portrait.pdf")[0]
    out = io.BytesIO()
    page.render(scale=1).to_pil().convert(mode).save(out, "PDF")
    return out.getvalue()


def test_a_scan_is_recognised(recognised: list[int]) -> None:
    assert refused(picture()) == "no_text"
    assert recognised == [1]


def test_a_scanned_page_among_others_is_recognised(recognised: list[int]) -> None:
    whole = pypdfium2.PdfDocument.new()
    for body in (pdf(text(100, 700, "first")), picture()):
        whole.import_pages(pypdfium2.PdfDocument(body))
    out = io.BytesIO()
    whole.save(out)
    document = read(out.getvalue())
    assert document.lines == ["first"]
    assert recognised == [2]
    assert document.carrier == "pdf"
    assert [code for code, _ in document.notes] == ["ocr"]


def test_letters_turned_into_outlines_need_ocr(recognised: list[int]) -> None:
    glyph = b"%d %d m %d %d %d %d %d %d c h f\n"
    shapes = b"".join(glyph % (x, 700, x + 9, 700, x + 9, 712, x, 712) for x in range(50, 500, 8))
    assert refused(pdf(shapes)) == "no_text"
    assert [code for code, _ in read(pdf(text(100, 700, "first"), shapes)).notes] == ["ocr"]
    assert recognised == [1, 2]


def test_a_title_in_no_encoding_is_none() -> None:
    body = pdf(text(100, 700, "a")).replace(b"trailer << ", b"trailer << /Info << /Title <FEFFD800> >> ")
    assert read(body).title is None


def test_text_hidden_behind_a_picture_is_somebody_elses_ocr(recognised: list[int]) -> None:
    source = pypdfium2.PdfDocument(pdf(LINES + words(["a b c", "1 2 3", "4 5 6"]).replace(b"0 Tr", b"3 Tr")))
    page = source[0]
    image = pypdfium2.PdfImage.new(source)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.new("L", (60, 85))))
    image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(image)
    page.gen_content()
    out = io.BytesIO()
    source.save(out)
    assert refused(out.getvalue()) == "no_text"
    assert recognised == [1]


def test_passwords() -> None:
    assert read((DATA / "owner.pdf").read_bytes()).lines == ["示范县统计局公开信息48条。"]
    assert refused((DATA / "password.pdf").read_bytes()) == "encrypted"


def test_broken_files_end_with_a_reason_or_as_what_is_left_of_them() -> None:
    body = (DATA / "writer_portrait.pdf").read_bytes()
    for size in range(0, len(body), len(body) // 40):
        try:
            read(body[:size] or b"%PDF-")
        except CarrierError as error:
            assert error.reason in ("corrupt", "no_text")


def test_pages_that_contain_themselves() -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 100000 /Kids [2 0 R 2 0 R] >>",
    ]
    assert refused(assemble(objects)) in ("corrupt", "no_text", "too_complex")


def test_too_many_pages() -> None:
    assert refused(pdf(*[b""] * 500)) == "too_complex"


def test_the_title_is_the_files_own() -> None:
    assert read((DATA / "owner.pdf").read_bytes()).title == "示范县统计局2024年政府信息公开工作年度报告"


def test_cell_and_grid_types() -> None:
    (grid,) = read(pdf(LINES + words(["a b c", "1 2 3", "4 5 6"]))).grids
    assert isinstance(grid, Grid)
    assert grid.page == 1
    assert GridCell("a", 0, 0, page=1) in grid.cells


def test_filled_fields_and_typed_notes_are_part_of_the_page() -> None:
    def shown(words: bytes) -> bytes:
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 100 25] /Resources << /Font " + FONTS + b" >>"
        return stream(b"BT /F1 12 Tf 5 10 Td (" + words + b") Tj ET", head)

    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Annots [5 0 R 6 0 R] "
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>",
        b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        stream(LINES + words(["a b c", "1 _ _", "4 5 6"]), b"<<"),
        page + b"/Resources << /Font " + FONTS + b" >> >>",
        b"<< /Type /Annot /Subtype /FreeText /Rect [205 632 290 657] /F 4 /AP << /N 7 0 R >> >>",
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [305 632 390 657] /F 4 /AP << /N 8 0 R >> >>",
        shown(b"12"),
        shown(b"34"),
    ]
    assert table(read(assemble(objects)))[1] == ["1", "12", "34"]


def test_what_the_pages_edge_cuts_is_unreadable_not_shorter() -> None:
    xs = [300.0, 400.0, 500.0, 620.0]
    content = (
        lattice(xs, YS) + words(["a b c", "1 2 _", "4 5 _"], xs) + text(583, 640, "123") + text(565, 610, "58")
    )
    document = read(pdf(content))
    assert [row[2] for row in table(document)] == ["c", "1\ufffd\ufffd", "58\ufffd"]
    assert not document.grids[0].certain
    assert [code for code, _ in document.notes] == ["off_page"]


def test_a_number_over_a_line_is_not_certain() -> None:
    assert read(pdf(LINES + text(188, 670, "5821", size=12))).grids[0].certain is False
    assert read(pdf(LINES + text(178, 670, "58", size=12) + text(205, 670, "21"))).grids[0].certain


def test_rows_without_lines_between_them_are_not_certain() -> None:
    rows = b"".join(text(x + 10, y, str(n)) for n, x in enumerate(XS[:-1]) for y in (676, 664))
    assert read(pdf(LINES + rows)).grids[0].certain is False


def test_one_column_of_lines_is_no_table() -> None:
    lines = b"".join(rule(100, y, 400, y) for y in YS) + rule(100, 600, 100, 690) + rule(400, 600, 400, 690)
    document = read(pdf(lines + words(["name one two", "a 1 2", "b 3 4"])))
    assert table(document) == [["name", "one", "two"], ["a", "1", "2"], ["b", "3", "4"]]
    assert not document.grids[0].certain
