"""PDFium's functions that are called once a character or drawn object, thousands of times a document.

pypdfium2 declares them for any thread: each call gives up the interpreter's lock and converts a typed
pointer. Called barely, they take addresses and keep the lock, which makes them three times as fast.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium_c

_RECT_BYTES = ctypes.sizeof(pdfium_c.FS_RECTF)


def address(handle: object) -> int:
    """Of what a PDFium handle points at."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def bare(function: Any) -> Callable[..., Any]:
    """The same function for addresses: ints (or `byref`) in place of pointers, None for a null pointer."""
    kinds = [_plain(kind) for kind in (function.restype, *function.argtypes)]
    return ctypes.PYFUNCTYPE(*kinds)(address(function))


def _plain(kind: Any) -> Any:
    return ctypes.c_void_p if hasattr(kind, "contents") else kind


_get_unicode = bare(pdfium_c.FPDFText_GetUnicode)
_is_unmapped = bare(pdfium_c.FPDFText_HasUnicodeMapError)
_get_box = bare(pdfium_c.FPDFText_GetLooseCharBox)


def unicodes(textpage: int, count: int) -> list[int]:
    """The code point of each character of a text page."""
    return list(map(_get_unicode, repeat(textpage, count), range(count)))


def unmapped(textpage: int, count: int) -> list[int]:
    """Of each character: 1 if its font does not say which it is, 0 if it does, -1 for an error."""
    return list(map(_is_unmapped, repeat(textpage, count), range(count)))


def boxes(textpage: int, count: int) -> list[float]:
    """Left, top, right and bottom of each character in user space, one after the other."""
    rects = (pdfium_c.FS_RECTF * count)()
    start = ctypes.addressof(rects)
    places = range(start, start + count * _RECT_BYTES, _RECT_BYTES)
    deque(map(_get_box, repeat(textpage, count), range(count), places), maxlen=0)
    edges: list[float] = list(memoryview(rects).cast("B").cast("f"))
    return edges
