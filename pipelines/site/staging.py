"""A directory that is replaced as a whole: a reader sees the old site or the new one, never a half.

The new site is made beside the old one. A file that has not changed is the old one itself (a hard link), so its
time stays and a web server's clients need not fetch it again. At the end the two directories change places in one
step.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

MANIFEST = ".gongkai-site.json"
_FORMAT = 1
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # renameat2(2)
_NOT_HERE = (errno.EINVAL, errno.ENOSYS)  # a file system or kernel without exchange


class SiteError(Exception):
    """The site cannot be written. The message says what to do."""


class Staging:
    """The new site under way. Use as a context manager; without `commit` nothing has happened.

    Raises SiteError: another build is writing the same directory, or it holds something that is no site of ours.
    """

    def __init__(self, out: Path) -> None:
        self.out = out.absolute()
        self.new = self.out.with_name(f".{self.out.name}.new")
        self.written = 0
        self.kept = 0
        self._pages: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Staging:
        try:
            self.out.parent.mkdir(parents=True, exist_ok=True)
            self._lock = self.out.with_name(f".{self.out.name}.lock").open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._before = self._manifest()
            shutil.rmtree(self.new, ignore_errors=True)  # of a build that was killed
            self.new.mkdir()
        except BlockingIOError:
            raise SiteError(f"{self.out} is being built by another process; wait for it.") from None
        except OSError as error:
            raise self._unwritable(error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.new, ignore_errors=True)
        self._lock.close()
        if isinstance(error, OSError):
            raise self._unwritable(error) from error

    def unchanged(self, page: str, fingerprint: str) -> bool:
        """Take over a page and its files if it was made from the same; says whether it was."""
        before = self._before.get(page)
        if before is None or before["of"] != fingerprint:
            return False
        files = [page, *before["files"]]
        if not all((self.out / file).is_file() for file in files):
            return False
        for file in files:
            self._link(file)
        self._pages[page] = before
        return True

    def page(self, page: str, text: str, fingerprint: str, files: Iterable[str] = ()) -> None:
        """Write a page that has a fingerprint; `files` were written for it."""
        self.write(page, text)
        self._pages[page] = {"of": fingerprint, "files": sorted(files)}

    def write(self, file: str, content: str | bytes) -> None:
        """Write a file, unless the old one is the same."""
        data = content.encode() if isinstance(content, str) else content
        old, new = self.out / file, self.new / file
        if old.is_file() and old.stat().st_size == len(data) and old.read_bytes() == data:
            self._link(file)
            return
        if not new.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(data)
            self.written += 1

    def commit(self) -> None:
        """Show the new site."""
        self.write(MANIFEST, json.dumps({"format": _FORMAT, "pages": self._pages}, sort_keys=True))
        if not self.out.exists():
            self.new.rename(self.out)
            return
        if not _exchange(self.new, self.out):
            aside = self.out.with_name(f".{self.out.name}.old")
            shutil.rmtree(aside, ignore_errors=True)
            self.out.rename(aside)
            self.new.rename(self.out)
            shutil.rmtree(aside, ignore_errors=True)

    def _link(self, file: str) -> None:
        new = self.new / file
        if new.exists():
            return
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self.out / file, new)
        except OSError:  # a file system without hard links
            shutil.copy2(self.out / file, new)
        self.kept += 1

    def _manifest(self) -> dict[str, dict[str, Any]]:
        """The pages of the old site. A directory of somebody else's is never replaced."""
        if not self.out.exists() or (self.out.is_dir() and not any(self.out.iterdir())):
            return {}
        try:
            known = json.loads((self.out / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise SiteError(
                f"{self.out} holds something that scrapy site did not make; name another directory with --out."
            ) from None
        pages: dict[str, dict[str, Any]] = known["pages"] if known.get("format") == _FORMAT else {}
        return pages

    def _unwritable(self, error: OSError) -> SiteError:
        hint = "name a directory below it: a mount itself cannot be replaced" if error.errno == errno.EBUSY else ""
        hint = hint or ("make room" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "name another with --out")
        return SiteError(f"{self.out} cannot be written: {error.strerror or error}; {hint}.")


def _exchange(one: Path, other: Path) -> bool:
    """Let two directories change places in one step; False where this system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        return False
    raise OSError(number, os.strerror(number))
