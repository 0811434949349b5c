"""PDF files written by hand: endless, circular, gigantic, and such as want to act."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def files(folder: Path, canary: str) -> Iterator[Path]:
    """All of them."""
    for name, content in {**_trees(), **_streams(), **_actions(canary)}.items():
        path = folder / name
        path.write_bytes(content)
        yield path


def assemble(objects: list[bytes], trailer: bytes = b"", previous: int | None = None) -> bytes:
    """Number the objects from 1, write the cross-reference table; object 1 is the catalogue."""
    body = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    prev = b"" if previous is None else b" /Prev %d" % (start if previous < 0 else previous)
    body += b"trailer << /Size %d /Root 1 0 R%s %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        prev,
        trailer,
        start,
    )
    return bytes(body)


def stream(data: bytes, dictionary: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(data), dictionary) + data + b"\nendstream"


def _simple(
    contents: bytes = b"BT /F1 12 Tf 72 700 Td (0 0 0) Tj ET",
    page: bytes = b"",
    more: list[bytes] | None = None,
    catalogue: bytes = b"",
) -> bytes:
    """One page: 1 catalogue, 2 pages, 3 page, 4 contents, 5 font, then `more`."""
    page = page or b"/MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>"
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R " + page + b" /Contents 4 0 R >>",
            stream(contents),
            _FONT.encode(),
            *(more or []),
        ]
    )


def _trees() -> dict[str, bytes]:
    pages = 10_000
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>"
    many = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages]
    loop = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"]
    loop.append(b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 99999999 >>")
    count = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 2147483647 >>"]
    parent = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>"]
    parent.append(b"<< /Type /Page /Parent 3 0 R /Contents 3 0 R >>")
    depth = 20_000
    chain = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    chain += [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 3) for number in range(depth)]
    chain.append(b"<< /Type /Page /MediaBox [0 0 9 9] >>")
    simple = _simple()
    empty = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    circle = [b"<< /Type /Outlines /First 7 0 R /Last 7 0 R >>", b"<< /Title (x) /Next 7 0 R /First 7 0 R >>"]
    return {
        "ten-thousand-pages.pdf": assemble([*many, stream(b"0 0 m"), *[page] * pages]),
        "page-tree-in-a-circle.pdf": assemble(loop),
        "page-is-its-own-parent.pdf": assemble(parent),
        "two-billion-pages-declared.pdf": assemble(count),
        "page-tree-20000-deep.pdf": assemble(chain),
        "xref-points-to-itself.pdf": assemble(empty, previous=-1),
        "xref-points-beyond.pdf": assemble(empty, previous=9**9),
        "no-xref-at-all.pdf": simple[: simple.index(b"xref\n0")],
        "reference-to-itself.pdf": assemble([b"<< /Type /Catalog /Pages 2 0 R >>", b"2 0 R"]),
        "outline-in-a-circle.pdf": _simple(more=circle, catalogue=b"/Outlines 6 0 R"),
        "arrays-100000-deep.pdf": _simple(more=[b"[" * 100_000 + b"]" * 100_000]),
    }


def _streams() -> dict[str, bytes]:
    zeros = zlib.compress(b" " * (300 << 20), 9)
    twice = zlib.compress(zeros, 9)
    resources = b"/MediaBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> /Font << /F1 6 0 R >> >>"
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    huge = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    image = stream(zlib.compress(b"\0" * (1 << 20)), huge + b" /Filter /FlateDecode")
    glyph = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 0 "
    glyph += b"/LastChar 0 /Widths [1] "
    glyph += (
        b"/Encoding << /Differences [0 /a] >> /CharProcs << /a 7 0 R >> /Resources << /Font << /F1 6 0 R >> >> >>"
    )
    again = stream(b"1 0 d0 BT /F1 99 Tf (\\000\\000\\000) Tj ET")
    letters = b"BT /F1 12 Tf " + b"1 0 0 1 9 9 Tm (0) Tj " * 400_000 + b"ET"
    rules = b"0 0 m 595 842 l S " * 400_000
    ranges = b"".join(b"1 beginbfrange <0000> <FFFF> <%04X> endbfrange\n" % (n % 65536) for n in range(3000))
    named = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 7 0 R "
    named += b"/DescendantFonts [8 0 R] >>"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 2147483647 1000] /FontDescriptor 9 0 R >>"
    )
    descriptor = b"<< /Type /FontDescriptor /FontName /X /FontFile2 10 0 R >>"
    program = zlib.compress(b"\0\1\0\0\xff\xff" + b"glyf" * 2_000_000)
    font = stream(program, b"/Filter /FlateDecode /Length1 8000006")
    fonts = [named, stream(ranges), descendant, descriptor, font]
    return {
        "contents-unfold-to-300MB.pdf": assemble(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
                stream(twice, b"/Filter [/FlateDecode /FlateDecode]"),
            ]
        ),
        "page-of-a-million-points.pdf": _simple(page=b"/MediaBox [0 0 1000000 1000000] /UserUnit 75000"),
        "form-draws-itself.pdf": _simple(b"/X Do", resources, [form]),
        "image-60000-by-60000.pdf": _simple(b"595 0 0 842 0 0 cm /X Do", resources, [image]),
        "glyph-shows-itself.pdf": _simple(b"BT /F1 99 Tf (\\000) Tj ET", resources, [glyph, again]),
        "text-objects-400000.pdf": _simple(letters),
        "lines-400000.pdf": _simple(rules),
        "font-bomb.pdf": _simple(b"BT /F1 9 Tf <00010002> Tj ET", resources, fonts),
        "saved-states-300000.pdf": _simple(b"q " * 300_000),
    }


def _actions(canary: str) -> dict[str, bytes]:
    url = canary.encode()
    script = b"<< /S /JavaScript /JS (app.launchURL\\('" + url + b"'\\)) >>"
    launch = b"<< /S /Launch /F (/bin/touch) /Win << /F (cmd) /P (/tmp/pdf-ran) >> >>"
    opens = _simple(more=[script, launch], catalogue=b"/OpenAction 6 0 R /AA << /WC 7 0 R >>")
    remote = _simple(more=[b"<< /F << /FS /URL /F (" + url + b"x) >> /Length 0 >>\nstream\nendstream"])
    return {
        "opens-and-launches.pdf": opens,
        "stream-in-another-file.pdf": remote.replace(b"/Contents 4 0 R", b"/Contents 6 0 R"),
        "header-only.pdf": b"%PDF-1.7\n",
        "header-after-rubbish.pdf": b"\r\n" * 400 + _simple(),
    }
