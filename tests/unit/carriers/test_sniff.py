from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipelines.carriers import CarrierError, read_document
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
