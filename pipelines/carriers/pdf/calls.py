"""PDFium's functions that are called once a character, several thousand times a page.

pypdfium2 declares them for any thread: each call gives up the interpreter's lock and converts a typed
pointer. These take a bare address and keep the lock, which makes them three times as fast.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Sequence
from itertools import repeat

import pypdfium2.raw as pdfium_c

_HANDLE, _INDEX, _OUT = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
_RECT_BYTES = ctypes.sizeof(pdfium_c.FS_RECTF)


def _address(pointer: object) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


_get_unicode = ctypes.PYFUNCTYPE(ctypes.c_uint, _HANDLE, _INDEX)(_address(pdfium_c.FPDFText_GetUnicode))
_is_unmapped = ctypes.PYFUNCTYPE(ctypes.c_int, _HANDLE, _INDEX)(_address(pdfium_c.FPDFText_HasUnicodeMapError))
_get_box = ctypes.PYFUNCTYPE(ctypes.c_int, _HANDLE, _INDEX, _OUT)(_address(pdfium_c.FPDFText_GetLooseCharBox))


def unicodes(textpage: object, count: int) -> list[int]:
    """The code point of each character of a text page (an FPDF_TEXTPAGE)."""
    return list(map(_get_unicode, repeat(_address(textpage), count), range(count)))


def unmapped(textpage: object, count: int) -> list[int]:
    """Of each character: 1 if its font does not say which it is, 0 if it does, -1 for an error."""
    return list(map(_is_unmapped, repeat(_address(textpage), count), range(count)))


def boxes(textpage: object, count: int) -> Sequence[float]:
    """Left, top, right and bottom of each character in user space, one after the other."""
    rects = (pdfium_c.FS_RECTF * count)()
    start = ctypes.addressof(rects)
    places = range(start, start + count * _RECT_BYTES, _RECT_BYTES)
    deque(map(_get_box, repeat(_address(textpage), count), range(count), places), maxlen=0)
    return memoryview(rects).cast("B").cast("f").tolist()
