"""Objects behind a storage URI: memory:// and a real S3 interface (moto's server) on loopback."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from pipelines.objects import (
    LocalStore,
    ObjectDamaged,
    ObjectMissing,
    ObjectStore,
    RemoteStore,
    StoreError,
    StoreReadOnly,
    store,
    store_at,
)

BODY = "政府信息公开工作年度报告".encode("gb18030")
DIGEST = hashlib.sha256(BODY).hexdigest()
KEY = f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["memory", "s3", "directory"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new, empty place; for S3 with a bucket."""
    if request.param == "memory":
        return f"memory://{tmp_path.name}-{os.getpid()}"
    if request.param == "directory":
        return str(tmp_path / "objects")
    return _bucket(request.getfixturevalue("s3"), monkeypatch)


def _bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "no_proxy": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    name = f"b{os.urandom(6).hex()}"
    boto3.client("s3").create_bucket(Bucket=name)
    return f"s3://{name}/originals"


def opened(place: str) -> ObjectStore:
    return RemoteStore(place) if "://" in place else LocalStore(Path(place))


def spoil(kept: ObjectStore, bytes_: bytes) -> None:
    """Other bytes under the object's name, as a failing disk leaves them."""
    if isinstance(kept, RemoteStore):
        kept.fs.pipe_file(f"{kept.root}/{KEY}", bytes_)
    else:
        assert isinstance(kept, LocalStore)
        kept.path(DIGEST).chmod(0o644)
        kept.path(DIGEST).write_bytes(bytes_)


def test_put_get_size_and_list(place: str) -> None:
    kept = opened(place)
    assert list(kept.entries()) == []
    assert kept.size(DIGEST) is None
    with pytest.raises(ObjectMissing, match=DIGEST):
        kept.get(DIGEST)
    assert kept.put(BODY) == DIGEST == kept.put(BODY)
    assert kept.get(DIGEST) == BODY
    assert kept.size(DIGEST) == len(BODY)
    others = sorted([kept.put(f"{n}".encode()) for n in range(20)] + [DIGEST])
    assert [entry.digest for entry in kept.entries()] == others
    assert all(entry.modified is not None for entry in kept.entries())


@pytest.mark.parametrize("other", [b"torn", BODY[:-1] + b"?"])
def test_other_bytes_are_set_aside_never_overwritten(place: str, other: bytes) -> None:
    kept = opened(place)
    kept.put(BODY)
    spoil(kept, other)
    with pytest.raises(ObjectDamaged, match=r"scrapy verify --repair"):
        kept.get(DIGEST)
    kept.put(BODY)
    assert kept.get(DIGEST) == BODY
    assert [entry.digest for entry in kept.entries()] == [DIGEST]
    if isinstance(kept, RemoteStore):
        [aside] = kept.fs.find(f"{kept.root}/quarantine")
        assert kept.fs.cat_file(aside) == other
    else:
        [path] = (Path(place) / "quarantine").iterdir()
        assert path.read_bytes() == other


def test_two_processes_put_the_same_object_at_once(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = _bucket(s3, monkeypatch)
    script = f"""
import sys
from pipelines.objects import store_at
kept = store_at({place!r})
for number in range(30):
    kept.put(b"original %d" % number)
"""
    writers = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(2)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    kept = RemoteStore(place)
    assert len(list(kept.entries())) == 30
    assert kept.get(hashlib.sha256(b"original 7").hexdigest()) == b"original 7"
    assert not kept.fs.exists(f"{kept.root}/quarantine")


def test_a_conditional_put_never_replaces(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine writes between our look and our put."""
    kept = RemoteStore(_bucket(s3, monkeypatch))
    monkeypatch.setattr(kept, "_holds", lambda *_: None)
    kept.put(BODY)
    before = kept.fs.info(f"{kept.root}/{KEY}")["LastModified"]
    kept.put(BODY)
    assert kept.fs.info(f"{kept.root}/{KEY}")["LastModified"] == before


def test_a_bucket_that_is_not_there_is_told(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = _bucket(s3, monkeypatch).replace("/originals", "x/originals")
    with pytest.raises(StoreError, match="GONGKAI_OBJECTS"):
        store_at(place).put(BODY)


def test_a_refusal_is_read_only(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = RemoteStore(_bucket(s3, monkeypatch))

    def refused(*_: object, **__: object) -> None:
        raise PermissionError("Access Denied")

    monkeypatch.setattr(kept.fs, "pipe_file", refused)
    with pytest.raises(StoreReadOnly, match="rights"):
        kept.put(BODY)


def test_the_environment_names_the_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GONGKAI_OBJECTS", "memory://named")
    assert store() is store()
    assert store().place == "memory://named"
    monkeypatch.setenv("GONGKAI_OBJECTS", f"file://{tmp_path}")
    assert isinstance(store(), LocalStore)
    monkeypatch.setenv("GONGKAI_OBJECTS", "nonsense://x")
    with pytest.raises(StoreError, match="nonsense"):
        store()
