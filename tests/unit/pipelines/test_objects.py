"""The object store: whole or not at all, never changed."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipelines.objects import LocalStore, ObjectMissing, StoreError, StoreFull, StoreReadOnly

BODY = "政府信息公开工作年度报告".encode("gb18030")
DIGEST = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "var" / "objects")


def files(store: LocalStore) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


def test_put_and_get(store: LocalStore) -> None:
    assert not store.has(DIGEST)
    assert store.put(BODY) == DIGEST
    assert store.has(DIGEST)
    assert store.get(DIGEST) == BODY
    assert store.path(DIGEST) == store.root / DIGEST[:2] / DIGEST[2:4] / DIGEST
    assert stat.S_IMODE(store.path(DIGEST).stat().st_mode) == 0o444


def test_the_same_bytes_are_written_once(store: LocalStore) -> None:
    store.put(BODY)
    before = store.path(DIGEST).stat()
    store.put(BODY)
    assert store.path(DIGEST).stat() == before
    assert len(files(store)) == 1


def test_empty_bytes_are_an_object(store: LocalStore) -> None:
    assert store.get(store.put(b"")) == b""


def test_what_is_not_there(store: LocalStore) -> None:
    with pytest.raises(ObjectMissing, match=DIGEST):
        store.get(DIGEST)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", DIGEST.upper(), DIGEST[:-1], f"{DIGEST}\n"])
def test_only_digests_are_names(store: LocalStore, name: str) -> None:
    with pytest.raises(ValueError, match="sha256"):
        store.path(name)


def test_damage_is_noticed(store: LocalStore) -> None:
    path = store.path(store.put(BODY))
    path.chmod(0o644)
    path.write_bytes(BODY[:-1] + b"?")
    with pytest.raises(StoreError, match="damaged"):
        store.get(DIGEST)


def test_a_torn_object_is_written_again(store: LocalStore) -> None:
    path = store.path(store.put(BODY))
    path.chmod(0o644)
    path.write_bytes(BODY[:5])
    store.put(BODY)
    assert store.get(DIGEST) == BODY


@pytest.mark.parametrize(
    ("code", "error"),
    [(errno.ENOSPC, StoreFull), (errno.EDQUOT, StoreFull), (errno.EROFS, StoreReadOnly), (errno.EIO, StoreError)],
)
def test_a_failed_write_leaves_nothing(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch, code: int, error: type[StoreError]
) -> None:
    def fail(*_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fchmod", fail)
    with pytest.raises(error, match=str(store.root)):
        store.put(BODY)
    monkeypatch.undo()
    assert files(store) == []


def test_a_real_full_disk(tmp_path: Path) -> None:
    """/dev/full is no directory; a file size limit is the full disk that every user can make."""
    script = f"""
import resource, signal, sys
from pathlib import Path
from pipelines.objects import LocalStore, StoreFull
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    LocalStore(Path({str(tmp_path)!r})).put(b"x" * 5000)
except StoreFull as error:
    sys.exit(8)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == 8
    assert files(LocalStore(tmp_path)) == []


def test_many_writers_of_the_same_bytes(store: LocalStore) -> None:
    threads = [threading.Thread(target=store.put, args=(BODY,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files(store) == [store.path(DIGEST)]
    assert store.get(DIGEST) == BODY


def test_killed_in_the_middle_of_a_write(store: LocalStore) -> None:
    """A writer that dies between writing and renaming leaves no object, and the next one writes it."""
    script = f"""
import os
from pathlib import Path
from pipelines.objects import LocalStore
os.fsync = lambda _: os.kill(os.getpid(), 9)
LocalStore(Path({str(store.root)!r})).put({BODY!r})
"""
    store.root.mkdir(parents=True)
    store.path(DIGEST).parent.mkdir(parents=True)
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    assert not store.has(DIGEST)
    store.put(BODY)
    assert store.get(DIGEST) == BODY
