"""The site's directory changes as a whole, keeps what has not changed, and is never somebody else's."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pipelines.site import staging
from pipelines.site.staging import MANIFEST, SiteError, Staging


def _build(out: Path, files: dict[str, str], fingerprint: str = "1") -> Staging:
    with Staging(out) as under_way:
        for name, text in files.items():
            under_way.page(name, text, fingerprint)
        under_way.commit()
    return under_way


def _files(out: Path) -> dict[str, str]:
    return {str(f.relative_to(out)): f.read_text() for f in out.rglob("*") if f.is_file() and f.name != MANIFEST}


def test_unchanged_files_are_the_old_ones(tmp_path: Path) -> None:
    out = tmp_path / "site"
    _build(out, {"a.html": "a", "r/b.html": "b"})
    before = (out / "r/b.html").stat()
    second = _build(out, {"a.html": "other", "r/b.html": "b"})
    assert _files(out) == {"a.html": "other", "r/b.html": "b"}
    after = (out / "r/b.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert (second.written, second.kept) == (1, 2)  # the manifest names pages and fingerprints, both as before


def test_a_page_with_the_same_fingerprint_is_taken_over_with_its_pictures(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with Staging(out) as first:
        first.write("o/1.webp", b"picture")
        first.page("r/1.html", "page", "print", ["o/1.webp"])
        first.commit()
    with Staging(out) as second:
        assert not second.unchanged("r/1.html", "another")
        assert not second.unchanged("r/2.html", "print")
        assert second.unchanged("r/1.html", "print")
        second.commit()
    assert _files(out) == {"o/1.webp": "picture", "r/1.html": "page"}
    (out / "o/1.webp").unlink()
    with Staging(out) as third:
        assert not third.unchanged("r/1.html", "print")


def test_pages_that_are_gone_go(tmp_path: Path) -> None:
    out = tmp_path / "site"
    _build(out, {"a.html": "a", "b.html": "b"})
    _build(out, {"a.html": "a"})
    assert _files(out) == {"a.html": "a"}
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == ["site"]


def test_a_build_that_fails_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "site"
    _build(out, {"a.html": "a"})
    with pytest.raises(ZeroDivisionError), Staging(out) as under_way:
        under_way.page("a.html", "half", "2")
        _ = 1 / 0
    assert _files(out) == {"a.html": "a"}
    assert not under_way.new.exists()


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    out = tmp_path / "site"
    _build(out, {"a.html": "a"})
    (tmp_path / ".site.new").mkdir()
    (tmp_path / ".site.new" / "half.html").write_text("half")
    _build(out, {"a.html": "a"})
    assert _files(out) == {"a.html": "a"}


@pytest.mark.parametrize("content", ["notes.txt", MANIFEST])
def test_a_directory_of_somebody_else_is_left_alone(tmp_path: Path, content: str) -> None:
    out = tmp_path / "home"
    out.mkdir()
    (out / content).write_text("mine")
    with pytest.raises(SiteError, match="name another directory"):
        Staging(out).__enter__()
    assert (out / content).read_text() == "mine"


def test_an_empty_directory_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    _build(tmp_path / "site", {"a.html": "a"})
    assert _files(tmp_path / "site") == {"a.html": "a"}


def test_two_builds_do_not_write_one_site(tmp_path: Path) -> None:
    with Staging(tmp_path / "site"), pytest.raises(SiteError, match="another process"):
        Staging(tmp_path / "site").__enter__()


def test_where_directories_cannot_be_exchanged_they_are_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_exchange", lambda *_: False)
    _build(tmp_path / "site", {"a.html": "a"})
    _build(tmp_path / "site", {"a.html": "b"})
    assert _files(tmp_path / "site") == {"a.html": "b"}
    assert not (tmp_path / ".site.old").exists()


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    _build(tmp_path / "site", {"a.html": "a"})
    before = (tmp_path / "site" / "a.html").stat().st_mtime_ns
    monkeypatch.setattr(os, "link", refuse)
    _build(tmp_path / "site", {"a.html": "a"})
    assert (tmp_path / "site" / "a.html").stat().st_mtime_ns == before


def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    _build(tmp_path / "site", {"a.html": "a"})
    with pytest.raises(SiteError, match="make room"), Staging(tmp_path / "site"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert _files(tmp_path / "site") == {"a.html": "a"}


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SiteError, match="--out"):
        Staging(tmp_path / "file" / "site").__enter__()
