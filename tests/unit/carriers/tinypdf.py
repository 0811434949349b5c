"""Writes small PDFs from content streams, for layouts that no office program makes on demand."""

from __future__ import annotations

FONTS = (
    b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> "
    b"/F2 << /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< "
    b"/Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>] >> >>"
)


def text(x: float, y: float, words: str, size: float = 12, matrix: str | None = None, mode: int = 0) -> bytes:
    """Words at a point; ASCII in Helvetica, else in a Chinese font. `matrix` is "a b c d" of the text matrix."""
    if words.isascii():
        font, shown = "F1", f"({words})"
    else:
        font, shown = "F2", "<" + words.encode("utf-16-be").hex() + ">"
    turn = matrix or "1 0 0 1"
    return f"BT {mode} Tr /{font} {size} Tf {turn} {x} {y} Tm {shown} Tj ET\n".encode()


def rule(x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> bytes:
    """A stroked line."""
    return f"{width} w {x0} {y0} m {x1} {y1} l S\n".encode()


def bar(x: float, y: float, width: float, height: float) -> bytes:
    """A filled rectangle."""
    return f"{x} {y} {width} {height} re f\n".encode()


def frame(x: float, y: float, width: float, height: float) -> bytes:
    """A stroked rectangle."""
    return f"0.5 w {x} {y} {width} {height} re S\n".encode()


def lattice(xs: list[float], ys: list[float]) -> bytes:
    """All lines of a plain table."""
    across = b"".join(rule(xs[0], y, xs[-1], y) for y in ys)
    return across + b"".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def pdf(*pages: bytes, box: str = "0 0 595 842", rotate: int = 0, forms: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of these content streams; `forms` become the XObjects /X0, /X1 …, moved by (50, 100)."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    names = b" ".join(b"/X%d %d 0 R" % (index, 3 + index) for index in range(len(forms)))
    resources = b"<< /Font " + FONTS + b" /XObject << " + names + b" >> >>"
    for form in forms:
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 2000 2000] /Matrix [1 0 0 1 50 100] /Resources "
        objects.append(stream(form, head + resources))
    kids = []
    for content in pages:
        objects.append(stream(content, b"<<"))
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Rotate {rotate} /Contents {len(objects)} 0 R "
        objects.append(page.encode() + b"/Resources " + resources + b" >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return assemble(objects)


def assemble(objects: list[bytes]) -> bytes:
    """Objects 1, 2 … as a file with its cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def stream(content: bytes, head: bytes) -> bytes:
    """A stream object; `head` is its dictionary without the closing brackets."""
    return head + b" /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"
