"""Letting the user that owns the embedded database through to it, when root starts the server.

PostgreSQL refuses to run as root, so another user must reach both the data and the server's binaries,
which may lie below a directory that is closed to all but root, such as a home of mode 0700. Opening
such a directory to everyone would be wrong; an access control list (acl(5)) lets one user pass, and
lets nobody list. Its binary form is written here because the acl tools are missing on small machines.
"""

from __future__ import annotations

import errno
import logging
import os
import pwd
import stat
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

SYSTEM_USER = "pgserver"

_ATTRIBUTE = "system.posix_acl_access"
_HEADER = struct.pack("<I", 2)
_ENTRY = struct.Struct("<HHI")  # tag, permissions, id
_USER_OBJ, _USER, _GROUP_OBJ, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_PASS = 0x01

AclEntry = tuple[int, int, int]


class PassageError(Exception):
    """The system user cannot be made, or cannot reach a directory. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Numeric user and group that a child process shall run as."""

    uid: int
    gid: int

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)


def system_user() -> Owner:
    """The system user of the embedded server, made at first use. Root only."""
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            why = (error.stderr or "").strip() if isinstance(error, subprocess.CalledProcessError) else str(error)
            # two first starts at once: the other one made it
            try:
                entry = pwd.getpwnam(SYSTEM_USER)
            except KeyError:
                raise PassageError(
                    f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be made ({why}). "
                    f"Make it ({' '.join(command)}), or run as another user than root, or set DATABASE_URL."
                ) from None
        else:
            entry = pwd.getpwnam(SYSTEM_USER)
    return Owner(entry.pw_uid, entry.pw_gid)


def let_through(path: Path, owner: Owner) -> None:
    """Let `owner` reach `path`: traverse each directory above it, and nothing more. Root only."""
    for directory in path.resolve().parents:
        status = directory.stat()
        if _may_pass(status, owner):
            continue
        try:
            _grant_pass(directory, status.st_mode, owner)
        except OSError as error:
            raise PassageError(
                f"The user {owner.name}, as whom root runs the embedded PostgreSQL, cannot pass {directory} "
                f"({error.strerror}). Run `chmod o+x {directory}`, or move the project to a directory that other "
                "users can enter, or set DATABASE_URL."
            ) from None
        logger.info("let user %s pass %s (acl), to reach %s", owner.name, directory, path)


def let_read(tree: Path) -> None:
    """Make a tree of public program files readable to all: an installation under umask 077 is not."""
    for path in (tree, *tree.rglob("*")):
        if path.is_symlink():
            continue
        mode = path.stat().st_mode
        wanted = mode | 0o444 | (0o111 if stat.S_ISDIR(mode) or mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)


def _may_pass(status: os.stat_result, owner: Owner) -> bool:
    if status.st_uid == owner.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == owner.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _grant_pass(directory: Path, mode: int, owner: Owner) -> None:
    acl = _read_acl(directory) or [
        (_USER_OBJ, mode >> 6 & 7, _NO_ID),
        (_GROUP_OBJ, mode >> 3 & 7, _NO_ID),
        (_OTHER, mode & 7, _NO_ID),
    ]
    granted = _with_pass(acl, owner.uid)
    if granted != acl:
        packed = b"".join(_ENTRY.pack(*entry) for entry in granted)
        os.setxattr(directory, _ATTRIBUTE, _HEADER + packed)


def _read_acl(directory: Path) -> list[AclEntry]:
    try:
        raw = os.getxattr(directory, _ATTRIBUTE)
    except OSError as error:
        if error.errno == errno.ENODATA:
            return []
        raise
    return [(tag, bits, owner) for tag, bits, owner in _ENTRY.iter_unpack(raw[len(_HEADER) :])]


def _with_pass(acl: list[AclEntry], uid: int) -> list[AclEntry]:
    """The list with passage for `uid` and a mask that lets it count; the other entries stay as they are."""
    entries = {(tag, owner): bits for tag, bits, owner in acl}
    entries[_USER, uid] = entries.get((_USER, uid), 0) | _PASS
    entries[_MASK, _NO_ID] = entries.get((_MASK, _NO_ID), entries[_GROUP_OBJ, _NO_ID]) | _PASS
    return [(tag, bits, owner) for (tag, owner), bits in sorted(entries.items())]
