"""What every object store promises, and the errors by which it says that it cannot keep a promise."""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

DIGEST = re.compile(r"[0-9a-f]{64}")
QUARANTINE = "quarantine"
"""Below the root: damaged bytes and strays, set aside and never deleted."""


class StoreError(Exception):
    """The object store cannot be used. The message says what to do."""


class StoreFull(StoreError):  # noqa: N818 - a state, as are the next three
    """No room, or no quota, for another object."""


class StoreReadOnly(StoreError):  # noqa: N818
    """The store, or its file system, does not allow writing."""


class ObjectMissing(StoreError):  # noqa: N818
    """The store does not hold this object."""


class ObjectDamaged(StoreError):  # noqa: N818
    """The object's bytes are no longer those that were kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that lies in the store. `digest` is None for what is no object: a temporary file, a stranger.

    `modified` is None where the back end does not tell.
    """

    key: str
    size: int
    modified: datetime | None
    digest: str | None


class ObjectStore(ABC):
    """Objects by their sha256, spread over 256 × 256 places by the first digits of their digests.

    `place` names the store to people. All methods may be called from any thread.
    """

    place: str

    @staticmethod
    def key(digest: str) -> str:
        """Where an object lies, relative to the root: `ab/cd/abcd…`. ValueError for what is no digest."""
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"not a sha256 in lower-case hexadecimal: {digest!r}")
        return f"{digest[:2]}/{digest[2:4]}/{digest}"

    def put(self, body: bytes) -> str:
        """Keep these bytes; returns their sha256. Raises StoreFull, StoreReadOnly, StoreError.

        What is there under this name with other bytes is set aside first: it was damaged.
        """
        digest = hashlib.sha256(body).hexdigest()
        key = self.key(digest)
        same = self._holds(key, body)
        if same:
            return digest
        if same is False:
            self.set_aside(key)
        self._write(key, body)
        return digest

    def get(self, digest: str) -> bytes:
        """The object's bytes. Raises ObjectMissing, ObjectDamaged, StoreError."""
        body = self._read(self.key(digest))
        if hashlib.sha256(body).hexdigest() != digest:
            raise ObjectDamaged(
                f"The object {self.place}/{self.key(digest)} is damaged: its bytes have another digest than its "
                "name. Run scrapy verify --repair."
            )
        return body

    def has(self, digest: str) -> bool:
        """Whether the store holds the object."""
        return self.size(digest) is not None

    @abstractmethod
    def size(self, digest: str) -> int | None:
        """The object's length in bytes; None where the store does not hold it."""

    @abstractmethod
    def entries(self) -> Iterator[Entry]:
        """Everything in the store but the quarantine, objects in the order of their digests."""

    @abstractmethod
    def set_aside(self, key: str) -> str:
        """Move what lies at `key` into the quarantine; returns its new key. Somebody else may have been faster."""

    @abstractmethod
    def _holds(self, key: str, body: bytes) -> bool | None:
        """Whether these very bytes lie there already; None where nothing lies there."""

    @abstractmethod
    def _write(self, key: str, body: bytes) -> None:
        """Write whole or not at all."""

    @abstractmethod
    def _read(self, key: str) -> bytes: ...


def quarantined(key: str) -> str:
    """A new name in the quarantine."""
    return f"{QUARANTINE}/{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{key.rpartition('/')[2].lstrip('.')}"


def digest_of(key: str) -> str | None:
    """The digest that a key names; None where it is no object's key."""
    name = key.rpartition("/")[2]
    return name if DIGEST.fullmatch(name) and key == ObjectStore.key(name) else None
