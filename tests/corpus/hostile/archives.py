"""ZIP files that unfold without end, lie about their size, or write outside their folder."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

_MEGABYTE = b"\0" * (1 << 20)


def files(folder: Path, canary: str) -> Iterator[Path]:
    """All of them. None needs the canary: an archive names nothing outside."""
    del canary
    yield flat_bomb(folder / "flat-bomb-400MB.zip", "report.html", 400)
    yield overlapping(folder / "overlapping-members-50GB.zip")
    yield nested(folder / "forty-zips-deep.zip", 40)
    yield many_members(folder / "hundred-thousand-members.zip", 100_000)
    yield escaping_names(folder / "names-that-escape.zip")
    yield encrypted_flag(folder / "encrypted-member.zip")
    yield lying_sizes(folder / "declared-ten-bytes-unfolds-to-100MB.zip")
    yield itself(folder / "zip-of-zips-of-zips.zip")


def flat_bomb(path: Path, member: str, megabytes: int) -> Path:
    """One member of zeros."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as stream:
        for _ in range(megabytes):
            stream.write(_MEGABYTE)
    return path


def overlapping(path: Path, members: int = 5000) -> Path:
    """Thousands of directory entries that all point at the same 10 MB member."""
    data = zlib.compress(b"\0" * (10 << 20), 9)[2:-4]  # raw deflate
    size, crc = 10 << 20, zlib.crc32(b"\0" * (10 << 20))
    fields = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0x21, crc, len(data), size)
    local = b"PK\x03\x04" + fields + struct.pack("<HH", 5, 0) + b"a.txt" + data
    directory = b"".join(
        b"PK\x01\x02\x14\x00" + fields + struct.pack("<HHHHHII", 9, 0, 0, 0, 0, 0, 0) + b"%05d.txt" % number
        for number in range(members)
    )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, members, members, len(directory), len(local), 0)
    path.write_bytes(local + directory + end)
    return path


def nested(path: Path, depth: int) -> Path:
    content = b"<html><p>2023</p></html>"
    name = "report.html"
    for level in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        content, name = buffer.getvalue(), f"{level}.zip"
    path.write_bytes(content)
    return path


def many_members(path: Path, members: int) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(members):
            archive.writestr(f"{number}.html", b"")
    return path


def escaping_names(path: Path) -> Path:
    """Members called ../../x, /x, C:\\x, one with a NUL, one that is a symbolic link."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "../../escaped.html",
            "/tmp/escaped.html",
            "C:\\escaped.html",
            "a/../../../escaped.doc",
            "CON",
        ):
            archive.writestr(name, b"<p>escaped</p>")
        link = zipfile.ZipInfo("link.pdf")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return path


def encrypted_flag(path: Path) -> Path:
    """A member whose flag says that it is encrypted."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("report.doc", b"x" * 600)
    data = bytearray(buffer.getvalue())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


def lying_sizes(path: Path) -> Path:
    """The directory says ten bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.html", b"\0" * (100 << 20))
    data = bytearray(buffer.getvalue())
    struct.pack_into("<I", data, 22, 10)
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    path.write_bytes(data)
    return path


def itself(path: Path, width: int = 16, depth: int = 5) -> Path:
    """Sixteen ZIPs in each ZIP, five levels: a million files at the bottom."""
    content = b"<p>bottom</p>"
    suffix = "html"
    for _ in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(width):
                archive.writestr(f"{number}.{suffix}", content)
        content, suffix = buffer.getvalue(), "zip"
    path.write_bytes(content)
    return path
