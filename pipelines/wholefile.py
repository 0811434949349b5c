"""A file that is seen under its name only when it is whole, whenever its writer is killed."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipelines.objects import StoreError, StoreFull, StoreReadOnly

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write `path` through `.NAME.part` beside it; what a killed writer left there is written over.

    Raises StoreFull, StoreReadOnly, or StoreError: somebody else is writing it, or the place is no directory.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.truncate(0)
            with part.open("r+b") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            part.rename(path)
        _sync(path.parent)
    except BlockingIOError:
        raise StoreError(
            f"{path} is being written by another process; wait for it, or name another file."
        ) from None
    except OSError as error:
        if error.errno in _FULL:
            part.unlink(missing_ok=True)
            raise StoreFull(f"No room for {path}: {error.strerror}. Make room, run again.") from None
        if error.errno in _READ_ONLY:
            raise StoreReadOnly(
                f"{path} cannot be written: {error.strerror}. Name a place of your own with --out."
            ) from None
        raise StoreError(f"{path} cannot be written: {error.strerror or error}.") from None


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
