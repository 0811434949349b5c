"""ZIP archives: their members within bounds of number, size and depth. Nothing is ever written to a disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.carriers import media
from pipelines.carriers.limits import MAX_BYTES, MAX_MEMBERS, MAX_NESTED_ARCHIVES
from pipelines.carriers.sniff import sniff
from pipelines.document import CarrierError

_CHUNK = 1024 * 1024
_UTF8_NAME = 0x800  # flag of a member whose name is UTF-8; others are in the office's code page
_ENCRYPTED = 0x1
_NOISE = ("__macosx/", "thumbs.db", "desktop.ini", ".ds_store", "~$")  # what desktops leave beside documents


@dataclass(slots=True)
class _Budget:
    """What the archive, with all archives in it, may still unfold to."""

    bytes: int
    members: int = MAX_MEMBERS
    names: set[str] = field(default_factory=set)


def unpack(body: bytes, most: int = MAX_BYTES) -> Iterator[tuple[str, bytes | CarrierError]]:
    """(name, bytes) of each file in the archive and in archives within it, `inner.zip/name` for those.

    All together unfold to `most` bytes and no further. A member that cannot be unpacked comes with its error
    (encrypted, corrupt, too_large, too_complex).
    Raises CarrierError for the whole: corrupt, too_large (too many members).
    """
    budget = _Budget(most)
    return _unpack(_open(body, budget), "", budget, MAX_NESTED_ARCHIVES)


def _unpack(
    archive: zipfile.ZipFile, prefix: str, budget: _Budget, depth: int
) -> Iterator[tuple[str, bytes | CarrierError]]:
    for info in archive.infolist():
        name = _name(info)
        if info.is_dir() or _is_noise(name):
            continue
        shown = _unique(prefix + name, budget.names)
        try:
            content = _read(archive, info, budget)
            inner = _open_inner(content, budget, depth)
        except CarrierError as error:
            yield shown, error
            continue
        if inner is None:
            yield shown, content
        else:
            yield from _unpack(inner, shown + "/", budget, depth - 1)


def _open(body: bytes, budget: _Budget) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CarrierError("corrupt", f"the archive cannot be opened ({error}); fetch it again") from error
    count = len(archive.infolist())
    if count > budget.members:
        raise CarrierError("too_large", f"the archive holds more than {MAX_MEMBERS} files; unpack it by hand")
    budget.members -= count
    return archive


def _open_inner(content: bytes, budget: _Budget, depth: int) -> zipfile.ZipFile | None:
    """The member as an archive; None if it is none."""
    if sniff(content) != media.ZIP:
        return None
    if depth == 0:
        message = f"archives lie more than {MAX_NESTED_ARCHIVES} deep in each other; unpack them by hand"
        raise CarrierError("too_complex", message)
    return _open(content, budget)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise CarrierError("encrypted", "the member is protected by a password; ask for an open copy")
    pieces: list[bytes] = []
    # The declared size only saves time: what counts is what comes out.
    left = budget.bytes - info.file_size
    try:
        with archive.open(info) as member:
            while left >= 0 and (piece := member.read(_CHUNK)):
                pieces.append(piece)
                budget.bytes -= len(piece)
                left = budget.bytes
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise CarrierError("corrupt", f"the member is damaged ({error}); fetch the archive again") from error
    if left < 0:
        raise CarrierError("too_large", f"the archive inflates to more than {MAX_BYTES} bytes; unpack it by hand")
    return b"".join(pieces)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its author saw it: Chinese desktops write GBK and do not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", "replace")  # zipfile's guess, undone
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_noise(name: str) -> bool:
    lower = name.replace("\\", "/").lower()
    return lower.startswith(_NOISE[0]) or lower.rpartition("/")[2].startswith(_NOISE[1:])


def _unique(name: str, taken: set[str]) -> str:
    """The name, counted up where another member has it already."""
    shown, count = name, 1
    while shown in taken:
        count += 1
        shown = f"{name} ({count})"
    taken.add(shown)
    return shown
