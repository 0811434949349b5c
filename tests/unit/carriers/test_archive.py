"""Archives: names, depth, neighbours of bad members, bombs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipelines.carriers import CarrierError, read_document, read_members
from pipelines.carriers.archive import unpack
from pipelines.document import Document
from pipelines.reading import read_bytes
from tests.corpus.hostile import archives
from tests.unit.carriers.make_fixtures import DATA

PAGE = "<html><body><p>示范县2023年政府信息公开工作年度报告</p></body></html>".encode()


def packed(**members: bytes) -> bytes:
    """An archive; _dot_ and __ stand for a dot and a slash in the names."""
    return listed([(name.replace("__", "/").replace("_dot_", "."), data) for name, data in members.items()])


def listed(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def renamed(body: bytes, old: bytes, new: bytes) -> bytes:
    """The same archive with other bytes as a name, which no flag explains."""
    assert len(old) == len(new)
    return body.replace(old, new)


def outcome(body: bytes) -> list[tuple[str | None, str]]:
    """Member and carrier, or the reason why it cannot be read."""
    return [
        (member.name, member.content.carrier if isinstance(member.content, Document) else member.content.reason)
        for member in read_members(body)
    ]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_of_chinese_desktops(encoding: str) -> None:
    name = "统计局.html".encode(encoding)
    body = renamed(packed(**{"x" * (len(name) - 5) + "_dot_html": PAGE}), b"x" * (len(name) - 5), name[:-5])
    assert outcome(body) == [("统计局.html", "html")]


def test_names_with_the_flag() -> None:
    assert outcome(listed([("2023年/统计局.html", PAGE)])) == [("2023年/统计局.html", "html")]


def test_reports_that_are_stored_as_they_are() -> None:
    """An archive without compression shows the head of its first member near its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in ("a.pdf", "b.pdf"):
            archive.writestr(name, (DATA / "chromium_portrait.pdf").read_bytes())
    assert outcome(out.getvalue()) == [("a.pdf", "pdf"), ("b.pdf", "pdf")]


def test_a_single_member_is_read() -> None:
    (reading,) = read_bytes(packed(a_dot_html=PAGE))
    assert (reading.member, reading.carrier) == ("a.html", "html")


def test_bad_members_leave_their_neighbours_alone() -> None:
    body = packed(a_dot_pdf=b"%PDF-1.4 torn", b_dot_html=PAGE, c_dot_doc=b"", d_dot_bin=b"\0\1\2", e_dot_html=PAGE)
    assert outcome(body) == [
        ("a.pdf", "corrupt"), ("b.html", "html"), ("c.doc", "empty"), ("d.bin", "unsupported"), ("e.html", "html"),
    ]  # fmt: skip
    readings = read_bytes(body)
    assert [reading.member for reading in readings] == ["a.pdf", "b.html", "c.doc", "d.bin", "e.html"]
    assert [(reading.verdict, reading.reason) for reading in readings if reading.carrier is None] == [
        ("unreadable", "corrupt"), ("unreadable", "empty"), ("unreadable", "unsupported"),
    ]  # fmt: skip
    assert readings[0].media_type == "application/pdf"
    assert [member for member, _ in read_document(body)] == ["b.html", "e.html"]


def test_a_member_whose_bytes_are_damaged() -> None:
    body = bytearray(listed([("a.html", PAGE * 50), ("b.html", PAGE)]))
    body[60:70] = bytes(10)
    assert outcome(bytes(body)) == [("a.html", "corrupt"), ("b.html", "html")]


def test_a_fault_of_a_reader_stays_with_its_member(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(source: object) -> Document:
        raise ZeroDivisionError("made up")

    monkeypatch.setattr("pipelines.carriers.text.read", fault)
    first, second = read_bytes(packed(a_dot_txt="年报".encode(), b_dot_html=PAGE))
    assert (first.verdict, first.reason) == ("unreadable", "reader_fault")
    assert "ZeroDivisionError" in first.findings[0].detail
    assert second.carrier == "html"


def test_archives_in_archives() -> None:
    inner = packed(c_dot_html=PAGE)
    for depth in range(2):
        inner = listed([(f"{depth}.zip", inner), (f"{depth}.html", PAGE)])
    assert outcome(inner) == [("1.zip/0.zip/c.html", "html"), ("1.zip/0.html", "html"), ("1.html", "html")]
    deeper = listed([("2.zip", inner), ("2.html", PAGE)])
    assert outcome(deeper) == [
        ("2.zip/1.zip/0.zip", "too_complex"),
        ("2.zip/1.zip/0.html", "html"),
        ("2.zip/1.html", "html"),
        ("2.html", "html"),
    ]


def test_what_desktops_leave_beside_documents_is_no_document() -> None:
    members = ["__MACOSX/._a.html", "x/Thumbs.db", ".DS_Store", "~$a.docx", "x/a.html"]
    assert outcome(listed([(name, PAGE) for name in members])) == [("x/a.html", "html")]


def test_a_name_that_occurs_twice_is_counted_up() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        body = listed([("a.html", PAGE), ("a.html", PAGE)])
    assert outcome(body) == [("a.html", "html"), ("a.html (2)", "html")]


def test_an_empty_archive_says_so() -> None:
    (reading,) = read_bytes(listed([]))
    assert (reading.verdict, reading.reason) == ("unreadable", "empty_archive")


def test_a_member_with_a_password(tmp_path: Path) -> None:
    body = archives.encrypted_flag(tmp_path / "x.zip").read_bytes()
    assert outcome(body) == [("report.doc", "encrypted")]


def test_bombs_end_as_too_large(tmp_path: Path) -> None:
    bomb = archives.flat_bomb(tmp_path / "bomb.zip", "report.html", 100).read_bytes()
    assert outcome(bomb) == [("report.html", "too_large")]
    assert outcome(listed([("bomb.zip", bomb), ("a.html", PAGE)])) == [
        ("bomb.zip/report.html", "too_large"), ("a.html", "html"),
    ]  # fmt: skip
    for make in (archives.overlapping, lambda path: archives.many_members(path, 2000)):
        with pytest.raises(CarrierError) as caught:
            list(unpack(make(tmp_path / "x.zip").read_bytes()))
        assert caught.value.reason == "too_large"


def test_the_budget_is_shared_by_the_members() -> None:
    body = listed([("a.html", bytes(100)), ("b.html", bytes(100)), ("c.html", bytes(100)), ("d.html", bytes(40))])
    found = {
        name: content if isinstance(content, bytes) else content.reason for name, content in unpack(body, 250)
    }
    assert found == {"a.html": bytes(100), "b.html": bytes(100), "c.html": "too_large", "d.html": bytes(40)}


def test_a_declared_size_is_not_believed(tmp_path: Path) -> None:
    body = archives.lying_sizes(tmp_path / "x.zip").read_bytes()
    assert outcome(body) == [("report.html", "corrupt")]


def test_a_million_nested_files_stay_bounded(tmp_path: Path) -> None:
    members = read_members(archives.itself(tmp_path / "x.zip").read_bytes())
    assert 0 < len(members) <= 1000
    assert {member.content.reason for member in members if isinstance(member.content, CarrierError)} <= {
        "too_complex", "too_large",
    }  # fmt: skip


def test_names_that_point_outside_are_only_names(tmp_path: Path) -> None:
    body = archives.escaping_names(tmp_path / "x.zip").read_bytes()
    names = [name for name, _ in outcome(body)]
    assert "../../escaped.html" in names
    assert not (tmp_path.parent / "escaped.html").exists()
