"""Files of pictures and pages of PDF files → grey pictures."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import cv2
import numpy as np
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2 import PdfPage

from pipelines.carriers.limits import MAX_FORM_DEPTH
from pipelines.carriers.ocr.ink import Picture
from pipelines.document import CarrierError

MAX_OCR_PAGES = 40  # of one file
_MAX_PIXELS = 80_000_000  # of one picture; a page at 300 dpi has nine million
_KEPT_PIXELS = 24_000_000  # of these
_FEWEST = 40  # pixels of a side: smaller pictures hold no text
_DPI = (200.0, 300.0)  # a page is rendered as finely as it was scanned, within these
_PAGE_PIXELS = 12_000_000  # of a rendered page
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")


def decode(body: bytes) -> Iterator[Picture]:
    """The pictures of a file: one, or the pages of a TIFF.

    Raises CarrierError: corrupt, too_large, too_complex, no_text.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own limit and its remarks on metadata
        try:
            with Image.open(io.BytesIO(body), formats=_FORMATS) as image:
                count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
                if count > MAX_OCR_PAGES:
                    message = f"the picture has {count} pages, more than the {MAX_OCR_PAGES} that are recognised"
                    raise CarrierError("too_complex", message)
                for frame in range(count):
                    image.seek(frame)
                    _check(image)
                    yield _bounded(_grey(ImageOps.exif_transpose(image)))
        except Image.DecompressionBombError as error:
            raise CarrierError("too_large", f"the picture is too large: {error}") from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            raise CarrierError("corrupt", f"the picture is damaged ({error}); fetch it again") from error


def _check(image: Image.Image) -> None:
    if image.width * image.height > _MAX_PIXELS:
        size = f"{image.width} × {image.height}"
        raise CarrierError("too_large", f"the picture has {size} pixels, more than {_MAX_PIXELS}")
    if min(image.size) < _FEWEST:
        raise CarrierError("no_text", f"the picture has only {image.width} × {image.height} pixels")


def _grey(image: Image.Image) -> Picture:
    """Grey on white paper; what is transparent is paper."""
    if image.mode.startswith(("I", "F")):  # 16 bits and more
        values = np.asarray(image, np.float32)
        span = float(values.max() - values.min()) or 1.0
        return np.asarray((values - values.min()) * (255.0 / span), np.uint8)
    if "A" in image.getbands() or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        image = Image.alpha_composite(paper, layer)
    return np.array(image.convert("L"), np.uint8)


def _bounded(picture: Picture) -> Picture:
    """The picture, made smaller where it is finer than a scan needs to be."""
    factor = (_KEPT_PIXELS / picture.size) ** 0.5
    return (
        picture if factor >= 1.0 else cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    )


def render(page: PdfPage) -> tuple[Picture, float]:
    """A page of a PDF as it is shown, and the points of a pixel; as fine as its pictures, within limits."""
    width, height = page.get_size()
    dots = min(max(_scanned_dots(page), _DPI[0]), _DPI[1])
    dots = min(dots, 72.0 * (_PAGE_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=dots / 72.0, grayscale=True)
    return np.array(bitmap.to_numpy().reshape(bitmap.height, bitmap.width), np.uint8), 72.0 / dots


def _scanned_dots(page: PdfPage) -> float:
    """Dots per inch of the largest picture on a page; 0 where there is none."""
    area, dots = 0.0, 0.0
    for drawn in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=MAX_FORM_DEPTH):
        left, bottom, right, top = drawn.get_bounds()
        if right - left > 0 and (right - left) * (top - bottom) > area:
            area = (right - left) * (top - bottom)
            dots = max(drawn.get_px_size()) / max(right - left, top - bottom) * 72.0
    return dots
