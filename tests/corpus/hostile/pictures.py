"""Pictures that declare more pixels than any memory holds."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path


def files(folder: Path, canary: str) -> Iterator[Path]:
    """All of them; a picture names nothing outside."""
    del canary
    for name, content in {
        "bits-40000-by-40000.png": png(40_000, 40_000),
        "declared-2-billion-wide.png": png(2_147_483_647, 2_147_483_647, rows=1),
        "one-pixel.png": png(1, 1),
        "strip-1-by-60000.png": png(1, 60_000),
        "jpeg-65500-by-65500.jpg": _jpeg_header(65_500, 65_500),
        "not-a-picture.png": b"\x89PNG\r\n\x1a\n" + b"\xff" * 4096,
    }.items():
        path = folder / name
        path.write_bytes(content)
        yield path


def png(width: int, height: int, rows: int | None = None) -> bytes:
    """A black picture of one bit a pixel; `rows` of data, all by default."""
    packer = zlib.compressobj(9)
    line = b"\0" * (1 + (width + 7) // 8) if rows is None else b"\0" * 64
    data = b"".join(packer.compress(line) for _ in range(height if rows is None else rows)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _jpeg_header(width: int, height: int) -> bytes:
    """A JPEG that ends after its frame header."""
    frame = struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0)
    quantisation = b"\xff\xdb\x00\x43\x00" + b"\x10" * 64
    return b"\xff\xd8" + quantisation + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"
