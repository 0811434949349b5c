"""Word, spreadsheet and OFD packages with bombs inside, references to the outside, and macros."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.corpus.hostile.text import laughs

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
_TITLE = "石桥县人民政府2023年政府信息公开工作年度报告"


def files(folder: Path, canary: str) -> Iterator[Path]:
    """All of them."""
    yield from _word(folder, canary)
    yield from _sheets(folder, canary)
    yield from _open_document(folder, canary)
    yield from _ofd(folder)
    yield from _compound(folder)


def package(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A ZIP of these parts; `mimetype` first and stored, as OpenDocument asks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return path


def docx(
    body: str, rels: str = "", document_type: str = "", extra: dict[str, str | bytes] | None = None
) -> dict[str, str | bytes]:
    """The parts of a minimal Word document."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": _relations(_relation("r1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(rels),
        "word/document.xml": f"{_XML}{document_type}<w:document {_W} {_R}><w:body>"
        f"<w:p><w:r><w:t>{_TITLE}</w:t></w:r></w:p>{body}</w:body></w:document>",
        **(extra or {}),
    }


def _relations(inner: str) -> str:
    names = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return f"{_XML}<Relationships {names}>{inner}</Relationships>"


def _relation(identifier: str, kind: str, target: str, mode: str = "Internal") -> str:
    return f'<Relationship Id="{identifier}" Type="{_RELS}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def _word(folder: Path, canary: str) -> Iterator[Path]:
    cell = "<w:tc><w:p><w:r><w:t>0</w:t></w:r></w:p></w:tc>"
    table = "<w:tbl><w:tr>" + cell * 3 + "</w:tr></w:tbl>"
    yield package(folder / "text-300MB.docx", docx("<w:p><w:r><w:t>" + " " * (300 << 20) + "</w:t></w:r></w:p>"))
    yield package(
        folder / "billion-laughs.docx",
        docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", document_type=laughs("w:document")),
    )
    secret = '<!DOCTYPE w:document [<!ENTITY s SYSTEM "file:///etc/passwd">]>'
    yield package(
        folder / "external-entity.docx", docx("<w:p><w:r><w:t>&s;</w:t></w:r></w:p>", document_type=secret)
    )
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    yield package(folder / "nested-tables-3000.docx", docx(deep))
    span = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    yield package(folder / "gridspan-2000000000.docx", docx(span * 10))
    yield package(folder / "tables-20000.docx", docx(table * 20_000))
    rels = (
        _relation("r2", "attachedTemplate", f"{canary}t.dotm", "External")
        + _relation("r3", "image", f"{canary}i.png", "External")
        + _relation("r4", "aFChunk", f"{canary}c.html", "External")
        + _relation("r5", "oleObject", "file:///etc/passwd", "External")
    )
    yield package(folder / "external-references.docx", docx(f'<w:altChunk r:id="r4"/>{table}', rels))
    macro = _relation("r2", "vbaProject", "vbaProject.bin").replace(_RELS, _RELS_MICROSOFT)
    source = b'Sub AutoOpen()\r\nShell "touch /tmp/macro-ran"\r\nEnd Sub\r\n'
    yield package(folder / "macro.docm", docx(table, macro, extra={"word/vbaProject.bin": _cfb_header() + source}))
    yield package(folder / "no-document-part.docx", {"[Content_Types].xml": f"{_XML}<Types/>"})


def _sheets(folder: Path, canary: str) -> Iterator[Path]:
    def xlsx(
        sheet: str, document_type: str = "", extra: dict[str, str | bytes] | None = None
    ) -> dict[str, str | bytes]:
        names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        return {
            "[Content_Types].xml": f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
            "_rels/.rels": _relations(_relation("r1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f"{_XML}<workbook {names} {_R}><sheets>"
            '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(_relation("r1", "worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f"{_XML}{document_type}<worksheet {names}><sheetData>{sheet}"
            "</sheetData></worksheet>",
            **(extra or {}),
        }

    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>0</t></is></c></row>'
    yield package(folder / "last-cell-of-the-sheet.xlsx", xlsx('<row r="1"><c r="A1"><v>1</v></c></row>' + far))
    wrong = '<row r="99999999999"><c r="ZZZZZZ99999999999"><v>1e999</v></c></row>'
    yield package(folder / "impossible-references.xlsx", xlsx(wrong))
    yield package(
        folder / "billion-laughs.xlsx",
        xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>', laughs("worksheet")),
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200_001))
    yield package(folder / "rows-200000.xlsx", xlsx(rows))
    dde = (
        '<row r="1"><c r="A1"><f>DDE("cmd","/c touch /tmp/dde-ran","1")</f><v>1</v></c>'
        f'<c r="B1"><f>WEBSERVICE("{canary}")</f></c></row>'
    )
    yield package(folder / "formulas-that-fetch.xlsx", xlsx(dde))


def _open_document(folder: Path, canary: str) -> Iterator[Path]:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    names = (
        f'xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0" '
        f'xmlns:draw="{office}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )

    def parts(kind: str, inner: str, document_type: str = "") -> dict[str, str | bytes]:
        body = "spreadsheet" if kind.endswith("spreadsheet") else "text"
        return {
            "mimetype": kind,
            "content.xml": f"{_XML}{document_type}<office:document-content {names}>"
            f"<office:body><office:{body}>{inner}</office:{body}></office:body></office:document-content>",
        }

    sheet, writer = "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.text"
    repeated = (
        '<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>0</text:p></table:table-cell></table:table-row></table:table>'
    )
    yield package(folder / "repeated-17-billion-cells.ods", parts(sheet, repeated))
    yield package(folder / "repeated-17-billion-cells.odt", parts(writer, repeated))
    spanning = repeated.replace("number-rows-repeated", "x").replace(
        "number-columns-repeated", "number-columns-spanned"
    )
    yield package(folder / "spanned-columns.ods", parts(sheet, spanning.replace("16384", "999999999")))
    yield package(folder / "billion-laughs.ods", parts(sheet, "<table:table>&j;</table:table>", laughs("x")))
    yield package(folder / "billion-laughs.odt", parts(writer, "<text:p>&j;</text:p>", laughs("x")))
    spaces = '<text:p><text:s text:c="2000000000"/></text:p>'
    yield package(folder / "two-billion-spaces.odt", parts(writer, spaces))
    image = f'<text:p><draw:frame><draw:image xlink:href="{canary}x.png"/></draw:frame></text:p>'
    section = f'<text:section><text:section-source xlink:href="{canary}x.odt"/></text:section>'
    yield package(folder / "external-references.odt", parts(writer, image + section))


def _ofd(folder: Path) -> Iterator[Path]:
    names = 'xmlns:ofd="http://www.ofdspec.org/2016"'

    def parts(
        content: str, pages: str = "", document_type: str = "", root: str = "Doc_0/Document.xml"
    ) -> dict[str, str | bytes]:
        return {
            "OFD.xml": f"{_XML}<ofd:OFD {names}><ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot>"
            "</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"{_XML}<ofd:Document {names}><ofd:CommonData><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
            + (pages or '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>')
            + "</ofd:Pages></ofd:Document>",
            "Doc_0/Pages/Page_0/Content.xml": f"{_XML}{document_type}<ofd:Page {names}><ofd:Content>"
            f"<ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
        }

    def text(code: str, attributes: str = "") -> str:
        return (
            '<ofd:TextObject ID="9" Font="2" Size="4" Boundary="10 10 90 9">'
            f'<ofd:TextCode X="0" Y="4" {attributes}>{code}</ofd:TextCode></ofd:TextObject>'
        )

    yield package(folder / "billion-laughs.ofd", parts(text("&j;"), document_type=laughs("ofd:Page")))
    yield package(folder / "delta-run-of-a-billion.ofd", parts(text(_TITLE, 'DeltaX="g 1000000000 3.2"')))
    same = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_0/Content.xml"/>' for n in range(100_000))
    yield package(folder / "hundred-thousand-pages.ofd", parts(text(_TITLE), same))
    yield package(folder / "root-outside.ofd", parts(text(_TITLE), root="../../../../etc/passwd"))
    yield package(
        folder / "page-outside.ofd", parts(text("x"), '<ofd:Page ID="1" BaseLoc="/../../../etc/passwd"/>')
    )
    itself = '<ofd:Page ID="1" BaseLoc="Document.xml"/>'
    yield package(folder / "page-is-the-document.ofd", parts(text("x"), itself))
    path = (
        '<ofd:PathObject ID="3" Boundary="0 0 9e9 9e9"><ofd:AbbreviatedData>'
        + "M 0 0 L 1 1 " * 300_000
        + "</ofd:AbbreviatedData></ofd:PathObject>"
    )
    yield package(folder / "path-of-300000-segments.ofd", parts(path + text(_TITLE)))
    yield package(folder / "not-numbers.ofd", parts(text(_TITLE, 'DeltaX="nan inf g x 1e400"')))


def _cfb_header(fat: int = 0, directory: int = 1) -> bytes:
    """The 512-byte header of an OLE compound file."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack("<I", fat) + b"\xff" * (436 - 4)


def _compound(folder: Path) -> Iterator[Path]:
    """Compound files (.doc, .xls) whose sector chains run in circles or out of the file."""
    circle = struct.pack("<128I", 0xFFFFFFFD, 1, *[2] * 126)  # the directory's sector follows itself
    entry = "Root Entry".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBBIII", 22, 5, 1, 1, 1, 1)
    directory = (entry + bytes(128 - len(entry))) * 4  # siblings and child are each other
    for suffix in ("doc", "xls"):
        path = folder / f"sector-chain-in-a-circle.{suffix}"
        path.write_bytes(_cfb_header() + circle + directory)
        yield path
        path = folder / f"sectors-beyond-the-end.{suffix}"
        path.write_bytes(_cfb_header(fat=0x7FFFFFFF, directory=0x7FFFFFFF) + bytes(2048))
        yield path
