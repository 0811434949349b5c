"""Objects behind a storage URI, through fsspec: S3 and its like, where an upload is whole or is not there."""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import fsspec

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

_FULL = re.compile(r"QuotaExceeded|StorageFull|InsufficientStorage|No space left", re.I)
_READ_ONLY = re.compile(r"AccessDenied|Forbidden|AllAccessDisabled|read.only|Permission denied", re.I)
_MD5 = re.compile(r'"?([0-9a-f]{32})"?')  # the ETag of an S3 object that was put in one piece


class RemoteStore(ObjectStore):
    """Objects below a URI. Written only where nothing is yet: a conditional put where the back end has one."""

    def __init__(self, uri: str) -> None:
        self.place = uri.rstrip("/")
        try:
            # another machine writes here too: a listing that is remembered is wrong
            self.fs, root = fsspec.url_to_fs(self.place, use_listings_cache=False, skip_instance_cache=True)
        except ImportError as error:
            raise StoreError(
                f"GONGKAI_OBJECTS={uri}: {error}. For S3: pip install 'gongkai[s3]' (the package s3fs)."
            ) from None
        except ValueError as error:
            raise StoreError(f"GONGKAI_OBJECTS={uri}: {error}.") from None
        self.root = str(root).rstrip("/")

    def size(self, digest: str) -> int | None:
        told = self._info(self.key(digest))
        return None if told is None else int(told["size"])

    def entries(self) -> Iterator[Entry]:
        for directory in self._directories():
            with self._explained("listed"):
                found: dict[str, Any] = self.fs.find(directory, detail=True)
            for path in sorted(found):
                key = self._relative(path)
                yield Entry(key, int(found[path]["size"]), _modified(found[path]), digest_of(key))

    def set_aside(self, key: str) -> str:
        new = quarantined(key)
        with self._explained("written to"), suppress(FileNotFoundError):
            self.fs.mv(self._path(key), self._path(new))
        return new

    def _directories(self) -> list[str]:
        """The places right below the root, so that no listing is longer than a 256th of the store."""
        with self._explained("listed"):
            try:
                listed = self.fs.ls(self.root, detail=False)
            except FileNotFoundError:
                return []
        return sorted(path for path in listed if self._relative(path).rstrip("/") != QUARANTINE)

    def _path(self, key: str) -> str:
        return f"{self.root}/{key}"

    def _relative(self, path: str) -> str:
        return path.removeprefix(self.root).lstrip("/")

    def _info(self, key: str) -> dict[str, Any] | None:
        with self._explained("read"):
            try:
                told: dict[str, Any] = self.fs.info(self._path(key))
            except FileNotFoundError:
                return None
        return told

    def _holds(self, key: str, body: bytes) -> bool | None:
        told = self._info(key)
        if told is None:
            return None
        if int(told["size"]) != len(body):
            return False
        whole = _MD5.fullmatch(str(told.get("ETag", "")))
        if whole and whole[1] == hashlib.md5(body, usedforsecurity=False).hexdigest():
            return True
        return self._read(key) == body

    def _write(self, key: str, body: bytes) -> None:
        with self._explained("written to"):
            try:
                self.fs.pipe_file(self._path(key), body, mode="create")
            except FileExistsError:  # another machine was faster; content has one name, so these are its bytes
                return
            except NotImplementedError:  # no conditional put: the same bytes may be written twice
                self.fs.pipe_file(self._path(key), body)

    def _read(self, key: str) -> bytes:
        with self._explained("read"):
            try:
                body: bytes = self.fs.cat_file(self._path(key))
            except FileNotFoundError:
                raise ObjectMissing(f"The store {self.place} does not hold {key.rpartition('/')[2]}.") from None
        return body

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        """Each back end has errors of its own; those of the store are for people."""
        try:
            yield
        except StoreError:
            raise
        except Exception as error:
            code, said = getattr(error, "errno", None), f"{type(error).__name__}: {error}"
            if code in (errno.ENOSPC, errno.EDQUOT) or _FULL.search(said):
                raise StoreFull(f"No room for originals in {self.place}: {said}. Make room, run again.") from None
            if isinstance(error, PermissionError) or _READ_ONLY.search(said):
                raise StoreReadOnly(
                    f"{self.place} cannot be {what}: {said}. Check the credentials and their rights."
                ) from None
            raise StoreError(
                f"{self.place} cannot be {what}: {said}. Check GONGKAI_OBJECTS and that the store answers."
            ) from None


def _modified(told: dict[str, Any]) -> datetime | None:
    """When an object was written, by the name that the back end has for it."""
    for name in ("LastModified", "last_modified", "updated", "mtime", "modified", "created"):
        value = told.get(name)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
    return None
