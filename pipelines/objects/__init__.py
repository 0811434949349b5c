"""The object store: originals by their sha256, each written once, whole, and never changed.

GONGKAI_OBJECTS says where: a directory (default: objects/ in the data directory), or a storage URI that fsspec
knows (`s3://bucket/prefix`), so that several machines can share one store.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from models.paths import var_dir
from pipelines.objects.base import (
    DIGEST,
    Entry,
    ObjectDamaged,
    ObjectMissing,
    ObjectStore,
    StoreError,
    StoreFull,
    StoreReadOnly,
)
from pipelines.objects.local import LocalStore
from pipelines.objects.remote import RemoteStore

__all__ = [
    "DIGEST",
    "Entry",
    "LocalStore",
    "ObjectDamaged",
    "ObjectMissing",
    "ObjectStore",
    "RemoteStore",
    "StoreError",
    "StoreFull",
    "StoreReadOnly",
    "store",
    "store_at",
]

LOCAL = ("file://", "local://")


def store() -> ObjectStore:
    """The store of this installation. Raises StoreError where GONGKAI_OBJECTS names none that can be used."""
    named = os.environ.get("GONGKAI_OBJECTS", "").strip()
    return store_at(named) if named else LocalStore(var_dir() / "objects")


def store_at(place: str) -> ObjectStore:
    """The store at a directory or a storage URI."""
    for scheme in LOCAL:
        place = place.removeprefix(scheme)
    return _remote(place) if "://" in place else LocalStore(Path(place).expanduser().absolute())


@cache
def _remote(uri: str) -> RemoteStore:
    """One client a process: it keeps its connections."""
    return RemoteStore(uri)
