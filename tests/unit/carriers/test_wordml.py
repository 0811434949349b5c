"""Word documents in one XML file, and pages saved as a mail: what Word calls .doc without it being one."""

from __future__ import annotations

import base64
import quopri

import pytest

from pipelines.carriers import CarrierError, read_document
from pipelines.document import Document, Grid

W2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
W2006 = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(body: bytes | str) -> Document:
    ((_, document),) = read_document(body.encode() if isinstance(body, str) else body, name="年报.doc")
    return document


def wordml(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        f'<w:wordDocument xmlns:w="{W2003}" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
        'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:st1="urn:x" '
        'xmlns:o="urn:schemas-microsoft-com:office:office"><o:DocumentProperties><o:Title>年报</o:Title>'
        f"</o:DocumentProperties><w:body><wx:sect>{body}<w:sectPr/></wx:sect></w:body></w:wordDocument>"
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def rows(grid: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in grid.rows()]


def test_word_2003_paragraphs() -> None:
    smart = "<w:p><st1:chsdate><w:r><w:t>2023</w:t></w:r></st1:chsdate><w:r><w:t>年</w:t></w:r></w:p>"
    content = "<aml:content><w:r><w:t>增</w:t></w:r></aml:content>"
    inserted = f'<aml:annotation w:type="Word.Insertion">{content}</aml:annotation>'
    deleted = inserted.replace("Insertion", "Deletion").replace("w:t>", "w:delText>")
    link = "<w:hlink><w:r><w:t>链</w:t></w:r></w:hlink>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"
    document = read(wordml(smart + f"<w:p>{inserted}{deleted}{link}{hidden}</w:p>"))
    assert document.lines == ["2023年", "增链"]
    assert (document.carrier, document.title) == ("docx", "年报")


def test_word_2003_prints_its_list_numbers() -> None:
    numbered = "<w:pPr><w:listPr><w:ilvl w:val='0'/><wx:t wx:val='{}'/></w:listPr></w:pPr>"
    silent = "<w:pPr><w:listPr><w:ilvl w:val='0'/></w:listPr></w:pPr>"
    document = read(wordml(p("a", numbered.format("一、")) + p("b", numbered.format("·")) + p("c", silent)))
    assert document.lines == ["一、a", "b", "c"]
    assert [code for code, _ in document.notes] == ["list_numbers"]


def test_word_2003_tables() -> None:
    restart, go_on = '<w:vmerge w:val="restart"/>', "<w:vmerge/>"
    body = (
        f"<w:tbl><w:tr>{tc('甲', restart)}{tc('乙', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
        f"<w:tr>{tc('', go_on)}{tc('1')}{tc('2')}</w:tr></w:tbl>"
    )
    (grid,) = read(wordml(body)).grids
    assert rows(grid) == [["甲", "乙", "乙"], ["甲", "1", "2"]]
    assert grid.certain


def test_a_flat_package() -> None:
    table = f"<w:tbl><w:tr>{tc('b')}{tc('1')}</w:tr></w:tbl>"
    main = f'<w:document xmlns:w="{W2006}"><w:body>{p("a")}{table}</w:body></w:document>'
    body = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{main}</pkg:xmlData></pkg:part></pkg:package>'
    )
    document = read(body)
    assert document.lines == ["a"]
    assert rows(document.grids[0]) == [["b", "1"]]


@pytest.mark.parametrize(
    "body",
    [
        wordml("").replace("w:body>", "w:other>"),
        wordml(p("&x;")).replace(
            "<w:wordDocument", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:wordDocument'
        ),
        wordml(p("a"))[:-30],
    ],
)
def test_broken_word_xml(body: str) -> None:
    with pytest.raises(CarrierError) as caught:
        read(body)
    assert caught.value.reason == "corrupt"


# --- web archives ------------------------------------------------------------------------------------------

PAGE = '<html><head><meta charset="{}"><title>年报</title></head><body><p>规章12件</p></body></html>'


def mht(part: bytes, *, head: str = "", encoding: str, charset: str = "") -> bytes:
    lines = (
        f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_b"; type="text/html"\r\n\r\n'
        f"This document is a Single File Web Page.\r\n\r\n--=_b\r\nContent-Location: file:///C:/a.htm\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\nContent-Type: text/html{charset}\r\n\r\n"
    )
    rest = b"\r\n--=_b\r\nContent-Location: file:///C:/a.png\r\nContent-Type: image/png\r\n\r\nx\r\n--=_b--\r\n"
    return lines.encode() + part + rest


@pytest.mark.parametrize(
    "body",
    [
        mht(quopri.encodestring(PAGE.format("gb2312").encode("gbk")), encoding="quoted-printable",
            charset="; charset=gb2312"),
        mht(base64.encodebytes(PAGE.format("utf-8").encode()), encoding="base64", charset='; charset="utf-8"'),
        mht(PAGE.format("utf-8").encode(), encoding="8bit"),
        mht(quopri.encodestring(PAGE.format("utf-8").encode()), encoding="quoted-printable",
            head="From: <Saved by Blink>\r\nSnapshot-Content-Location: http://www.example.gov.cn/\r\n"),
    ],
)  # fmt: skip
def test_a_page_saved_as_a_mail(body: bytes) -> None:
    document = read(body)
    assert (document.carrier, document.media_type, document.title) == ("html", "multipart/related", "年报")
    assert document.lines == ["规章12件"]


def test_the_part_that_the_archive_starts_with() -> None:
    body = (
        b'MIME-Version: 1.0\nContent-Type: multipart/related; start="<2>"; boundary=b\n\n'
        b"--b\nContent-Type: text/html\nContent-ID: <1>\n\n<p>1</p>\n"
        b"--b\nContent-Type: text/html\nContent-ID: <2>\n\n<p>2</p>\n--b--\n"
    )
    assert read(body).lines == ["2"]


@pytest.mark.parametrize(
    "rest", [b"", b"--b\nContent-Type: image/png\n\nx\n--b--\n", b"--b\nContent-Type: text/html\n\n\n--b--"]
)
def test_an_archive_without_a_page(rest: bytes) -> None:
    with pytest.raises(CarrierError) as caught:
        read(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + rest)
    assert caught.value.reason == "corrupt"
