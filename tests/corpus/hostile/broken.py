"""Real reports of the corpus made useless: empty, cut, damaged, under a wrong name."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_DOCUMENTS = Path(__file__).parents[1] / "documents"
# one document of each kind of file
_SEEDS = [
    "2021/html/f21-html-37.html",
    "2021/pdf/f21-pdf-07.pdf",
    "2021/scan/f21-scan-01.pdf",
    "2021/image/f21-img-01.png",
    "2021/image/f21-img-02.jpg",
    "2021/doc/f21-doc-01.doc",
    "2021/docx/f21-docx-01.docx",
    "2021/rtf/f21-rtf-02.rtf",
    "2021/odt/f21-odt-01.odt",
    "2021/sheet/f21-sheet-01.xlsx",
    "2021/sheet/f21-sheet-05.xls",
    "2021/sheet/f21-sheet-08.ods",
    "2021/ofd/f21-ofd-01.ofd",
    "2021/text/f21-txt-05.txt",
    "2021/archive/zip-01.zip",
]
_WRONG_NAMES = {
    "2021/pdf/f21-pdf-07.pdf": ["docx", "html", "xls"],
    "2021/html/f21-html-37.html": ["pdf", "doc", "zip"],
    "2021/docx/f21-docx-01.docx": ["pdf", "zip", "doc", "ofd"],
    "2021/sheet/f21-sheet-05.xls": ["html", "pdf"],
    "2021/image/f21-img-01.png": ["pdf", "jpg", "doc"],
    "2021/ofd/f21-ofd-01.ofd": ["pdf", "docx"],
    "2021/text/f21-txt-05.txt": ["pdf", "png"],
}


def files(folder: Path, canary: str) -> Iterator[Path]:
    """Empty, truncated, damaged and misnamed files; programs under a document's name."""
    del canary
    rng = random.Random(7)
    for seed in _SEEDS:
        source = _DOCUMENTS / seed
        data, suffix = source.read_bytes(), source.suffix
        yield _write(folder / f"{source.stem}-empty{suffix}", b"")
        yield _write(folder / f"{source.stem}-one-byte{suffix}", data[:1])
        for part in (1, 4, 9):
            yield _write(folder / f"{source.stem}-cut-at-{part}0-percent{suffix}", data[: len(data) * part // 10])
        yield _write(folder / f"{source.stem}-without-beginning{suffix}", data[len(data) // 8 :])
        yield _write(folder / f"{source.stem}-damaged{suffix}", _damaged(data, rng))
        yield _write(folder / f"{source.stem}-twice{suffix}", data + data)
    for seed, suffixes in _WRONG_NAMES.items():
        data = (_DOCUMENTS / seed).read_bytes()
        for suffix in suffixes:
            yield _write(folder / f"{Path(seed).stem}-named.{suffix}", data)
    yield _write(folder / "program-named.pdf", b"MZ\x90\x00" + rng.randbytes(4096))
    yield _write(folder / "program-named.doc", b"\x7fELF\x02\x01\x01" + rng.randbytes(4096))
    yield _write(folder / "random-bytes.bin", rng.randbytes(100_000))


def _damaged(data: bytes, rng: random.Random) -> bytes:
    """One byte in two hundred replaced; the first sixteen stay, so that the type is still recognised."""
    damaged = bytearray(data)
    for _ in range(max(4, len(data) // 200)):
        damaged[rng.randrange(16, len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
