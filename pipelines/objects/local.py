"""Objects as read-only files in a directory.

Writing goes through a temporary file in the same file system, so that a name is only ever seen with all of its
bytes on the disk.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipelines.objects.base import (
    QUARANTINE,
    Entry,
    ObjectMissing,
    ObjectStore,
    StoreError,
    StoreFull,
    StoreReadOnly,
    digest_of,
    quarantined,
)

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class LocalStore(ObjectStore):
    """Objects below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.place = str(root)

    def path(self, digest: str) -> Path:
        """The object's file, whether it is there or not."""
        return self.root / self.key(digest)

    def size(self, digest: str) -> int | None:
        try:
            return self.path(digest).stat().st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(self.path(digest), error) from None

    def entries(self) -> Iterator[Entry]:
        return self._below(self.root)

    def set_aside(self, key: str) -> str:
        new = quarantined(key)
        with self._explained():
            _make_durable(self.root / QUARANTINE, self.root)
            with contextlib.suppress(FileNotFoundError):
                (self.root / key).rename(self.root / new)
            _sync(self.root / QUARANTINE)
            _sync((self.root / key).parent)
        return new

    def _below(self, directory: Path) -> Iterator[Entry]:
        try:
            with os.scandir(directory) as listed:
                found = sorted(listed, key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unreadable(directory, error) from None
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                if directory != self.root or entry.name != QUARANTINE:
                    yield from self._below(directory / entry.name)
                continue
            with contextlib.suppress(FileNotFoundError):  # a temporary file that has just got its name
                told = entry.stat(follow_symlinks=False)
                key = (directory / entry.name).relative_to(self.root).as_posix()
                yield Entry(key, told.st_size, datetime.fromtimestamp(told.st_mtime, UTC), digest_of(key))

    def _holds(self, key: str, body: bytes) -> bool | None:
        path = self.root / key
        try:
            return path.stat().st_size == len(body) and path.read_bytes() == body
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(path, error) from None

    def _write(self, key: str, body: bytes) -> None:
        path = self.root / key
        with self._explained():
            _make_durable(path.parent, self.root)
            _write_whole(path, body)

    def _read(self, key: str) -> bytes:
        path = self.root / key
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise ObjectMissing(f"The store {self.root} does not hold {path.name}.") from None
        except OSError as error:
            raise _unreadable(path, error) from None

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
                    "Make it writable for this user, or set GONGKAI_OBJECTS to a place of your own."
                ) from None
            raise StoreError(f"Originals cannot be written to {self.root}: {error}.") from None


def _unreadable(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path} cannot be read: {error.strerror}.")


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
