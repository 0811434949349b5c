"""The object store: originals by their sha256, each written once, whole, and never changed.

An object is kept before anything looks inside it. Writing goes through a temporary file in the same
file system, so that a name is only ever seen with all of its bytes on the disk.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.paths import var_dir

DIGEST = re.compile(r"[0-9a-f]{64}")

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class StoreError(Exception):
    """The object store cannot be used. The message says what to do."""


class StoreFull(StoreError):  # noqa: N818 - a state, as are the next two
    """No room, or no quota, for another object."""


class StoreReadOnly(StoreError):  # noqa: N818
    """The store, or its file system, does not allow writing."""


class ObjectMissing(StoreError):  # noqa: N818
    """The store does not hold this object."""


class ObjectStore:
    """Objects below `root`, spread over 256 × 256 directories by the first digits of their digests."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def key(self, digest: str) -> str:
        """Where an object lies, relative to the root: `ab/cd/abcd…`. ValueError for what is no digest."""
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"not a sha256 in lower-case hexadecimal: {digest!r}")
        return f"{digest[:2]}/{digest[2:4]}/{digest}"

    def path(self, digest: str) -> Path:
        """The object's file, whether it is there or not."""
        return self.root / self.key(digest)

    def has(self, digest: str) -> bool:
        """Whether the store holds the object."""
        return self.path(digest).is_file()

    def put(self, body: bytes) -> str:
        """Keep these bytes; returns their sha256. Raises StoreFull, StoreReadOnly, StoreError."""
        digest = hashlib.sha256(body).hexdigest()
        path = self.path(digest)
        # a file of another length is what a file system lost in a power cut
        if path.is_file() and path.stat().st_size == len(body):
            return digest
        with self._explained():
            _make_durable(path.parent, self.root)
            _write_whole(path, body)
        return digest

    def get(self, digest: str) -> bytes:
        """The object's bytes. Raises ObjectMissing; StoreError when they are no longer what they were."""
        path = self.path(digest)
        try:
            body = path.read_bytes()
        except FileNotFoundError:
            raise ObjectMissing(f"The store {self.root} does not hold {digest}.") from None
        except OSError as error:
            raise StoreError(f"The object {path} cannot be read: {error.strerror}.") from None
        if hashlib.sha256(body).hexdigest() != digest:
            raise StoreError(f"The object {path} is damaged: its bytes have another digest than its name.")
        return body

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise StoreFull(
                    f"No room for originals in {self.root}: {error.strerror}. Make room, run again."
                ) from None
            if error.errno in _READ_ONLY:
                raise StoreReadOnly(
                    f"Originals cannot be written to {self.root}: {error.strerror}. "
                    "Make it writable for this user, or set GONGKAI_VAR to a directory of your own."
                ) from None
            raise StoreError(f"Originals cannot be written to {self.root}: {error}.") from None


def store() -> ObjectStore:
    """The store of this installation, under var/objects."""
    return ObjectStore(var_dir() / "objects")


def _make_durable(directory: Path, root: Path) -> None:
    """Make the directory so that its own name survives a power cut."""
    if directory.is_dir():
        return
    if directory != root:
        _make_durable(directory.parent, root)
    directory.mkdir(parents=directory == root, exist_ok=True)
    _sync(directory.parent)


def _write_whole(path: Path, body: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
            file.flush()
            os.fchmod(file.fileno(), 0o444)
            os.fsync(file.fileno())
        temporary.rename(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _sync(path.parent)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
