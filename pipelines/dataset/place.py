"""A directory that is seen under its name only when all its files are whole."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.objects import StoreError, StoreFull, StoreReadOnly

PACKAGE = "datapackage.json"
"""The file by which an export is known; it is written last."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextmanager
def whole_directory(path: Path) -> Iterator[Path]:
    """Yields `.NAME.part` beside `path`, which takes its name, in place of an older export, at the end.

    What a killed writer left there is written over. Raises StoreFull, StoreReadOnly, or StoreError: something
    that is no export is there already, or somebody else is writing it.
    """
    path = path.absolute()
    part, old = path.with_name(f".{path.name}.part"), path.with_name(f".{path.name}.old")
    with told(path):
        _only_an_export(path)
        part.mkdir(exist_ok=True)
        held = os.open(part, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _empty(part)
            try:
                yield part
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise
            for file in part.iterdir():
                sync(file)
            os.fsync(held)
            shutil.rmtree(old, ignore_errors=True)
            if path.exists():
                path.rename(old)
            part.rename(path)
            sync(path.parent)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            os.close(held)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Errors of the file system as errors of the store, which a command tells its user."""
    try:
        yield
    except BlockingIOError:
        raise StoreError(f"{path} is being written by another process; wait, or name another place.") from None
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull(f"No room for {path}: {error.strerror}. Make room, run again.") from None
        if error.errno in _READ_ONLY:
            raise StoreReadOnly(
                f"{path} cannot be written: {error.strerror}. Name a place of your own with --out."
            ) from None
        raise StoreError(f"{path} cannot be written: {error.strerror or error}.") from None


def sync(path: Path) -> None:
    """Bring a file or a directory to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _only_an_export(path: Path) -> None:
    if path.is_dir() and ((path / PACKAGE).exists() or not any(path.iterdir())):
        return
    if path.exists():
        raise StoreError(f"{path} is there already and is no export of this program; name another place.")


def _empty(part: Path) -> None:
    for entry in part.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
