"""Bytes flipped, cut, doubled, swapped: in the file, in the members of a zip, in the streams of a PDF."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

from tests.fuzz.mutant import Edit, Mutant

_MAX_CHUNK = 400
_INSIDE = 0.75  # of the mutations of a container go into what it holds
_PRINTED = re.compile(rb"[\t\r\n -~]")
_STREAM = re.compile(rb"stream\r?\n")

Mutation = Callable[[bytes, random.Random], tuple[bytes, list[Edit]]]


def flip(data: bytes, rng: random.Random) -> tuple[bytes, list[Edit]]:
    """Up to eight bits."""
    out = bytearray(data)
    spots = [rng.randrange(len(data)) for _ in range(rng.choice((1, 1, 2, 8)))]
    for at in spots:
        out[at] ^= 1 << rng.randrange(8)
    return bytes(out), [Edit(range(at, at + 1), range(at, at + 1)) for at in spots]


def replace_digit(data: bytes, rng: random.Random) -> tuple[bytes, list[Edit]]:
    """One ASCII digit by another: the likeliest harm that no structure shows."""
    spots = [match.start() for match in re.finditer(rb"\d", data)]
    if not spots:
        return flip(data, rng)
    at = rng.choice(spots)
    return data[:at] + b"%d" % rng.randrange(10) + data[at + 1 :], [Edit(range(at, at + 1), range(at, at + 1))]


def cut(data: bytes, rng: random.Random) -> tuple[bytes, list[Edit]]:
    start, end = _chunk(data, rng)
    return data[:start] + data[end:], [Edit(range(start, end), range(start, start))]


def truncate(data: bytes, rng: random.Random) -> tuple[bytes, list[Edit]]:
    at = rng.randrange(len(data))
    return data[:at], [Edit(range(at, len(data)), range(at, at))]


def double(data: bytes, rng: random.Random) -> tuple[bytes, list[Edit]]:
    start, end = _chunk(data, rng)
    return data[:end] + data[start:], [Edit(range(end, end), range(end, 2 * end - start))]


def move(data: bytes, rng: random.Random) -> tuple[bytes, list[Edit]]:
    """A chunk to another place: the two that lie side by side swap."""
    start, middle = _chunk(data, rng)
    end = min(middle + rng.randrange(1, _MAX_CHUNK), len(data))
    moved = range(start, end)
    return data[:start] + data[middle:end] + data[start:middle] + data[end:], [Edit(moved, moved)]


def overwrite(data: bytes, rng: random.Random) -> tuple[bytes, list[Edit]]:
    """A chunk by another of the same document."""
    start, end = _chunk(data, rng)
    source = rng.randrange(len(data))
    chunk = data[source : source + end - start]
    new = range(start, start + len(chunk))
    return data[:start] + chunk + data[end:], [Edit(range(start, end), new)]


def _chunk(data: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, min(start + rng.randrange(1, rng.choice((4, 40, _MAX_CHUNK))), len(data))


MUTATIONS: tuple[Mutation, ...] = (flip, flip, replace_digit, cut, double, move, overwrite, truncate)


def mutate_bytes(body: bytes, rng: random.Random) -> Mutant:
    """One mutation of the file, or of a part that a container holds."""
    if rng.random() < _INSIDE:
        if body.startswith(b"PK"):
            return _in_zip(body, rng)
        if body.startswith(b"%PDF"):
            inside = _in_pdf(body, rng)
            if inside is not None:
                return inside
    mutation = rng.choice(MUTATIONS)
    after, edits = mutation(body, rng)
    return Mutant(after, mutation.__name__, body, after, edits)


def _in_zip(body: bytes, rng: random.Random) -> Mutant:
    """A member mutated, with a checksum that fits again; larger members are hit more often."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(buffer, "w") as target:
        members = [info for info in source.infolist() if info.file_size]
        hit = rng.choices(members, [info.file_size for info in members])[0]
        mutation = rng.choice(MUTATIONS)
        before = source.read(hit)
        after, edits = mutation(before, rng)
        for info in source.infolist():
            content = after if info is hit else source.read(info)
            target.writestr(info, content, info.compress_type)
    return Mutant(buffer.getvalue(), f"{mutation.__name__} in {hit.filename}", before, after, edits)


def _in_pdf(body: bytes, rng: random.Random) -> Mutant | None:
    """A packed stream of drawing operators or maps, mutated in place; None where none leaves room for it.

    Not of fonts and pictures: nobody but a renderer can tell what a page with a damaged glyph prints.
    """
    starts = [match.end() for match in _STREAM.finditer(body)]
    rng.shuffle(starts)
    for start in starts[:8]:
        end = body.find(b"endstream", start)
        inflater = zlib.decompressobj()
        try:
            before = inflater.decompress(body[start:end], 1 << 20)
        except zlib.error:
            continue
        mutation = rng.choice(MUTATIONS)
        if not before or not inflater.eof or not _is_text(before):
            continue
        after, edits = mutation(before, rng)
        packed = zlib.compress(after, 9)
        if len(packed) <= end - start:
            room = packed + b"\0" * (end - start - len(packed))
            note = f"{mutation.__name__} in the stream at {start}"
            return Mutant(body[:start] + room + body[end:], note, before, after, edits)
    return None


def _is_text(data: bytes) -> bool:
    return len(_PRINTED.findall(data)) > 0.9 * len(data)
