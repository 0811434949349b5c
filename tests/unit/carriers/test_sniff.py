from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipelines.carriers import CarrierError, media, read_document
from pipelines.carriers.sniff import sniff
from tests.unit.carriers.make_fixtures import DATA

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    "name, media_type",
    [
        ("writer.doc", "application/msword"),
        ("writer.docx", DOCX),
        ("writer_portrait.pdf", "application/pdf"),
        ("word.html", "text/html"),
        ("writer.html", "text/html"),
    ],
)
def test_files_of_other_programs(name: str, media_type: str) -> None:
    assert sniff((DATA / name).read_bytes()) == media_type


@pytest.mark.parametrize(
    "body, media_type",
    [
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>x", "text/html"),
        (b"\xff\xfe" + "<html>年报".encode("utf-16-le"), "text/html"),
        ("年报<p>一</p><p>二</p><p>三</p>".encode(), "text/html"),
        (b'<?xml version="1.0"?><html xmlns="x">', "text/html"),
        (b'<?xml version="1.0"?><w:wordDocument>', "application/xml"),
        ("（网址：<http://www.example.gov.cn>）查阅。a<b".encode(), "text/plain"),
        (b"<http://www.example.gov.cn>", "text/plain"),
        ("二〇二四年\t0\t0".encode("gb18030"), "text/plain"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", "multipart/related"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"junk before\n%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0", "image/png"),
        (b"Rar!\x1a\x07\0", "application/vnd.rar"),
        (b"\0\1\2\3", "application/octet-stream"),
        (b"PK\x03\x04 torn", "application/zip"),
        (zipped(OFD_dot_xml=b"<x/>"), "application/ofd"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text-web"), media.ODT),  # LibreOffice, of a web page
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet-template"), media.ODS),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.graphics"), media.ODP),
        (zipped(a_dot_doc=b"x"), "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "application/x-ole-storage"),
    ],
)
def test_content_decides(body: bytes, media_type: str) -> None:
    assert sniff(body) == media_type


@pytest.mark.parametrize(
    "body, reason",
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b'<?xml version="1.0"?><books/>', "unsupported"),
        (b"\0\1\2\3", "unsupported"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage\0".encode("utf-16-le"),
            "encrypted",
        ),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(CarrierError) as caught:
        read_document(body, name="年报.doc")
    assert caught.value.reason == reason
    assert "年报.doc" in str(caught.value)


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.carriers.MAX_BYTES", 10)
    with pytest.raises(CarrierError) as caught:
        read_document(b"x" * 11)
    assert caught.value.reason == "too_large"


def test_the_name_is_never_believed() -> None:
    ((_, document),) = read_document(
        (DATA / "writer.docx").read_bytes(), name="年报.pdf", declared_type="text/html"
    )
    assert document.carrier == "docx"


def test_a_lying_extension_of_a_page(tmp_path: Path) -> None:
    ((_, document),) = read_document("<html><body><p>年报</p></body></html>".encode(), name="a.doc")
    assert document.carrier == "html"


WORDML = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
ODF = "application/vnd.oasis.opendocument"


@pytest.mark.parametrize(
    "body, media_type",
    [
        (f'<?xml version="1.0"?><?mso-application x="y"?><w:wordDocument {WORDML}>', media.WORD_XML),
        (f"<w:wordDocument {WORDML} >", media.WORD_XML),
        ('<?xml version="1.0"?><w:wordDocument>', media.XML),  # of no namespace that we know
        ('<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">',
         media.FLAT_OPC),
        ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', media.SHEET_XML),
        ('<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId>', media.HTML),
        ('<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><table>', media.HTML),
        (f'<?xml version="1.0"?>\n<office:document a="b" office:mimetype="{ODF}.text">', media.FODT),
        (f'<?xml version="1.0"?><office:document office:mimetype="{ODF}.spreadsheet">', media.FODS),
        ("From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
         '\ttype="text/html";\r\n\tboundary="b"\r\n\r\n', media.MHTML),
        ("MIME-Version: 1.0\nContent-Type: text/html; charset=gb2312\n\n<html>", media.MHTML),
        ("申请人：张三\nMIME-Version: 1.0 是什么", media.TEXT),
        ("Note: a\nContent-Type: text/html\n", media.TEXT),
        ("\ufeff\r\n{\\rtf1", media.RTF),
    ],
)  # fmt: skip
def test_office_files_in_one_text(body: str, media_type: str) -> None:
    assert sniff(body.encode()) == media_type
    if media_type not in (media.RTF, media.MHTML):
        assert sniff(b"\xff\xfe" + body.encode("utf-16-le")) == media_type


@pytest.mark.parametrize(
    "body, media_type",
    [
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", media.XLS),
        (b"\x09\x08\x08\x00\x00\x05\x05\x00", media.XLS),
        (zipped(xl__workbook_dot_bin=b"x"), media.XLSB),
        (zipped(mimetype=f"{ODF}.spreadsheet-template".encode()), media.ODS),
        (b"\x1f\x8b\x08", media.GZIP),
        (b"7z\xbc\xaf\x27\x1c", media.SEVEN_ZIP),
    ],
)
def test_office_files_in_bytes(body: bytes, media_type: str) -> None:
    assert sniff(body) == media_type


@pytest.mark.parametrize(
    "name, carrier",
    [
        ("writer.rtf", "rtf"), ("writer.odt", "odt"), ("writer.fodt", "odt"), ("calc.xls", "sheet"),
        ("calc.xlsx", "sheet"), ("calc.ods", "sheet"), ("calc.xml", "sheet"), ("word.html", "html"),
        ("writer.doc", "doc"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("given", ["年报.pdf", "年报.doc", "年报.xls", "年报.wps", "年报.et", "年报"])
def test_files_under_a_wrong_name(name: str, carrier: str, given: str) -> None:
    ((_, document),) = read_document((DATA / name).read_bytes(), name=given, declared_type="application/pdf")
    assert document.carrier == carrier
