"""Word files: what is printed and what is not, against python-docx where it has an opinion."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml.ns import qn

from pipelines.carriers import CarrierError, read_document
from pipelines.document import Document, Grid
from tests.unit.carriers.make_fixtures import DATA

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = (
    f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="urn:wps" xmlns:v="urn:v"><w:body>'
)


def read(body: bytes) -> Document:
    ((_, document),) = read_document(body)
    return document


def package(xml: str, **parts: str) -> bytes:
    """A .docx of this body; parts are named word_styles for word/styles.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{HEAD}{xml}</w:body></w:document>")
        for name, part in parts.items():
            archive.writestr(name.replace("_", "/") + ".xml", part)
    return out.getvalue()


def p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def lines(xml: str) -> list[str]:
    return read(package(xml)).lines


def saved(make: Callable[[docx.document.Document], object]) -> bytes:
    """A file written by python-docx."""
    document = docx.Document()
    make(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["writer.docx"])
def test_grids_agree_with_python_docx(name: str) -> None:
    ours = read((DATA / name).read_bytes()).grids
    theirs = docx.Document(str(DATA / name)).tables
    assert len(ours) == len(theirs) == 3
    for grid, table in zip(ours, theirs, strict=True):
        assert (grid.n_rows, grid.n_cols) == (len(table.rows), len(table.columns))
        for row, slots in enumerate(grid.rows()):
            assert [slot.text if slot else None for slot in slots] == [
                cell.text.strip() for cell in table.row_cells(row)
            ]


def test_merges_made_by_python_docx() -> None:
    def make(document: docx.document.Document) -> None:
        table = document.add_table(3, 4)
        for index, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = str(index)
        table.cell(0, 0).merge(table.cell(1, 1)).text = "block"
        table.cell(0, 3).merge(table.cell(2, 3)).text = "tall"

    (grid,) = read(saved(make)).grids
    assert [[slot.text if slot else None for slot in row] for row in grid.rows()] == [
        ["block", "block", "2", "tall"],
        ["block", "block", "6", "tall"],
        ["8", "9", "10", "tall"],
    ]
    assert grid.certain


@pytest.mark.parametrize(
    "xml, expected",
    [
        (
            p(r("2024") + "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>" + f"<w:ins>{r('年')}</w:ins>"),
            ["2024年"],
        ),
        (p(f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r('新')}</w:moveTo>"), ["新"]),
        (p("<w:r><w:fldChar/><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r>" + r("3")), ["3"]),
        (p(f'<w:fldSimple w:instr="DATE">{r("今天")}</w:fldSimple>'), ["今天"]),
        (p(f"<w:hyperlink>{r('链接')}</w:hyperlink><w:smartTag>{r('2024')}</w:smartTag>"), ["链接2024"]),
        (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>"), ["控件"]),
        (f"<w:sdt><w:sdtContent>{p(r('块'))}</w:sdtContent></w:sdt>", ["块"]),
        (p("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>"), ["一", "二\t三"]),
        (p("<w:r><w:t>0631</w:t><w:noBreakHyphen/><w:t>5352512</w:t></w:r>"), ["0631-5352512"]),
        (p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>" + r("见")), ["见"]),
        (p(r("注") + "<w:r><w:footnoteReference/></w:r>"), ["注"]),
        (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("是")), ["\ufffd是"]),
        (p(r("　空格　")) + p("") + p(r(" ")), ["空格"]),
    ],
)
def test_what_is_printed(xml: str, expected: list[str]) -> None:
    assert lines(xml) == expected


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p(r('框内'))}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp>{box}</wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape>{box}</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(p(r("外") + both + r("面"))) == ["外面", "框内"]
    old = (
        f"<w:r><mc:AlternateContent><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(p(old)) == ["框内"]


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"


def texts(xml: str) -> list[list[str | None]]:
    (grid,) = read(package(f"<w:tbl>{xml}</w:tbl>")).grids
    return [[slot.text if slot else None for slot in row] for row in grid.rows()]


def test_grid_before_and_after_deleted_rows_and_controls() -> None:
    rows = (
        f"<w:tr>{tc('a')}{tc('b')}{tc('c')}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/><w:gridAfter w:val='1'/></w:trPr>{tc('m')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{tc('x')}{tc('y')}{tc('z')}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr>{tc('1')}<w:sdt><w:sdtContent>{tc('2')}</w:sdtContent></w:sdt>{tc('3')}</w:tr>"
        "</w:sdtContent></w:sdt>"
    )
    assert texts(rows) == [["a", "b", "c"], [None, "m", None], ["1", "2", "3"]]


def test_old_horizontal_merges_and_lines_in_a_cell() -> None:
    rows = (
        "<w:tr>"
        + tc("a", '<w:hMerge w:val="restart"/>')
        + tc("", "<w:hMerge/>")
        + tc("b")
        + "</w:tr>"
        + f"<w:tr>{tc('1')}{tc('2')}<w:tc>{p(r('3'))}{p(r('4'))}</w:tc></w:tr>"
    )
    assert texts(rows) == [["a", "a", "b"], ["1", "2", "3\n4"]]


def test_a_vertical_merge_that_continues_nothing_is_shown_but_not_certain() -> None:
    rows = f"<w:tr>{tc('a')}{tc('b')}</w:tr><w:tr>{tc('c', '<w:vMerge/>')}{tc('d')}</w:tr>"
    (grid,) = read(package(f"<w:tbl>{rows}</w:tbl>")).grids
    assert [cell.text for cell in grid.cells] == ["a", "b", "c", "d"]
    assert not grid.certain


def test_a_table_that_arranges_the_page_dissolves() -> None:
    inner = f"<w:tbl><w:tr>{tc('a')}{tc('b')}</w:tr><w:tr>{tc('c')}{tc('d')}</w:tr></w:tbl>"
    document = read(package(f"<w:tbl><w:tr><w:tc>{p(r('左'))}{inner}</w:tc>{tc('右')}</w:tr></w:tbl>"))
    assert document.lines == ["左", "右"]
    assert [(grid.n_rows, grid.n_cols) for grid in document.grids] == [(2, 2)]


NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
    '<w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
    '<w:lvlText w:val="%1.%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf06c"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num></w:numbering>"
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    "</w:style>"
    '<w:style w:styleId="sub"><w:basedOn w:val="h"/></w:style><w:style w:styleId="loop"><w:basedOn w:val="loop"/>'
    "</w:style></w:styles>"
)


def numbered(text: str, number: int, level: int = 0) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return p(properties + r(text))


def test_automatic_numbers_are_part_of_the_text() -> None:
    xml = numbered("总体情况", 1) + numbered("甲", 1, 1) + numbered("乙", 1, 1) + numbered("点", 1, 2)
    xml += numbered("主动公开", 1) + numbered("丙", 1, 1) + numbered("", 1) + numbered("不编号", 0)
    xml += p('<w:pPr><w:pStyle w:val="sub"/></w:pPr>' + r("存在的问题")) + numbered("另一串", 2)
    xml += p('<w:pPr><w:pStyle w:val="loop"/></w:pPr>' + r("平"))
    document = read(package(xml, word_numbering=NUMBERING, word_styles=STYLES))
    assert document.lines == [
        "一、总体情况",
        "1.1. 甲",
        "1.2. 乙",
        "点",
        "二、主动公开",
        "2.1. 丙",
        "不编号",
        "三、存在的问题",
        "五、另一串",
        "平",
    ]


def test_strict_files_read_like_transitional_ones() -> None:
    strict = package(p(r("严格")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(out, "w") as new:
        xml = old.read("word/document.xml").replace(
            W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
        )
        new.writestr("word/document.xml", xml)
    assert read(out.getvalue()).lines == ["严格"]


def test_the_title_is_the_core_property() -> None:
    def make(document: docx.document.Document) -> None:
        document.core_properties.title = "年度报告"
        document.add_paragraph("正文")

    assert read(saved(make)).title == "年度报告"


def test_pictures_are_noted_and_a_file_of_pictures_needs_ocr() -> None:
    def make(document: docx.document.Document) -> None:
        document.add_paragraph("见图")
        run = document.add_paragraph().add_run()
        drawing = run._r.makeelement(qn("w:drawing"), {})
        drawing.append(drawing.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", {}))
        run._r.append(drawing)

    assert [code for code, _ in read(saved(make)).notes] == ["pictures"]
    assert refused(package(p(""))) == "no_text"


def refused(body: bytes) -> str:
    with pytest.raises(CarrierError) as caught:
        read_document(body)
    return caught.value.reason


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY a "bbbbbbbbbb">', '<!ENTITY % a SYSTEM "x.dtd"> %a;'],
)
def test_a_file_that_declares_entities_is_refused(declared: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<!DOCTYPE d [{declared}]>{HEAD}{p(r('z'))}</w:body></w:document>")
    with pytest.raises(CarrierError, match="entities") as caught:
        read(out.getvalue())
    assert caught.value.reason == "corrupt"


def test_a_document_within_the_document_is_noted() -> None:
    assert [code for code, _ in read(package(p(r("正文")) + '<w:altChunk r:id="x" xmlns:r="urn:r"/>')).notes] == [
        "embedded"
    ]


def test_bombs_and_broken_packages() -> None:
    bomb = package(f"<w:p>{'<w:r/>' * 10}</w:p>" + " " * (80 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert refused(bomb) == "too_large"
    whole = package(p(r("年报" * 500)) * 20)
    assert refused(whole.replace(b"PK\x05\x06", b"PK\x05\x07")) in ("unsupported", "corrupt")
    middle = len(whole) // 3
    assert refused(whole[:middle] + b"\xff" * 40 + whole[middle + 40 :]) == "corrupt"
    assert refused(package("<w:p><w:r>")) == "corrupt"
    nested = "<w:sdt><w:sdtContent>" * 3000
    assert refused(package(nested)) == "corrupt"


def test_a_package_with_a_password() -> None:
    body = bytearray(package(p(r("密"))))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(signature) + offset] |= 1  # the flag "encrypted"
    assert refused(bytes(body)) == "encrypted"


def test_spans_are_bounded() -> None:
    wide = "<w:tr>" + tc("a", '<w:gridSpan w:val="999999"/>') * 40 + "</w:tr>"
    rows = wide * 40
    assert refused(package(f"<w:tbl>{rows}</w:tbl>")) == "too_complex"


def test_grid_is_a_grid() -> None:
    assert isinstance(read((DATA / "writer.docx").read_bytes()).blocks[7], Grid)
