"""What is drawn on a PDF page besides text: ruling lines, pictures, and whether the text itself is visible."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from pipelines.carriers.limits import MAX_FORM_DEPTH, MAX_PAGE_OBJECTS
from pipelines.carriers.pdf.calls import address, bare
from pipelines.carriers.pdf.geometry import Box, turn
from pipelines.document import CarrierError

_THIN = 4.0  # points: a drawn shape no thicker is a line
_MIN_LENGTH = 2.5
_MAX_SEGMENTS = 20_000  # of one path; a longer one is a drawing, no table

_get_object = bare(pdfium_c.FPDFPage_GetObject)
_get_type = bare(pdfium_c.FPDFPageObj_GetType)
_get_bounds = bare(pdfium_c.FPDFPageObj_GetBounds)
_get_matrix = bare(pdfium_c.FPDFPageObj_GetMatrix)
_get_render_mode = bare(pdfium_c.FPDFTextObj_GetTextRenderMode)
_get_font = bare(pdfium_c.FPDFTextObj_GetFont)
_is_embedded = bare(pdfium_c.FPDFFont_GetIsEmbedded)
_count_form_objects = bare(pdfium_c.FPDFFormObj_CountObjects)
_get_form_object = bare(pdfium_c.FPDFFormObj_GetObject)
_get_draw_mode = bare(pdfium_c.FPDFPath_GetDrawMode)
_count_segments = bare(pdfium_c.FPDFPath_CountSegments)
_get_segment = bare(pdfium_c.FPDFPath_GetPathSegment)
_get_point = bare(pdfium_c.FPDFPathSegment_GetPoint)
_get_segment_type = bare(pdfium_c.FPDFPathSegment_GetType)
_closes = bare(pdfium_c.FPDFPathSegment_GetClose)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Marks:
    """Ruling lines as thin boxes, pictures as boxes; counts of other shapes and of (in)visible text objects.

    `lost` is where text stands whose font is damaged: PDFium neither draws it nor gives it out.
    """

    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    lost: list[Box] = field(default_factory=list)
    drawings: int = 0
    visible_text: int = 0
    invisible_text: int = 0


def read_marks(page: PdfPage, quadrant: int) -> Marks:
    """All marks of the page, turned so that its text is upright. Lines shorter than 2.5 pt are dropped."""
    marks = Marks()
    reader = _Reader(marks, quadrant)
    handle = address(page.raw)
    reader.walk(pdfium_c.FPDFPage_CountObjects(page.raw), partial(_get_object, handle), _IDENTITY, 0)
    return marks


class _Reader:
    def __init__(self, marks: Marks, quadrant: int) -> None:
        self.marks = marks
        self.quadrant = quadrant
        self.left = MAX_PAGE_OBJECTS
        self._embedded: dict[int | None, bool] = {}
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        self._edges_out = tuple(map(ctypes.byref, self._edges))
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._mode_out = ctypes.byref(self._fill), ctypes.byref(self._stroke)

    def walk(self, count: int, get: Callable[[int], int], matrix: Matrix, depth: int) -> None:
        """Objects of the page or of a form on it; `matrix` leads from the form to the page."""
        self.left -= count
        if self.left < 0:
            raise CarrierError("too_complex", f"a page draws more than {MAX_PAGE_OBJECTS} objects")
        for index in range(count):
            drawn = get(index)
            kind = _get_type(drawn)
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                if _get_render_mode(drawn) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE:
                    self.marks.invisible_text += 1
                else:
                    self.marks.visible_text += 1
                self._lost_text(drawn, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self._path(drawn, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                box = self._bounds(drawn, matrix)
                if not self._line(box):
                    self.marks.pictures.append(box)
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                self.walk(
                    _count_form_objects(drawn),
                    partial(_get_form_object, drawn),
                    _times(_matrix(drawn), matrix),
                    depth + 1,
                )

    def _lost_text(self, drawn: int, matrix: Matrix) -> None:
        """Text without width in a font that cannot be used. In a good font it is a blank."""
        font = _get_font(drawn)
        whole = self._embedded.get(font)
        if whole is None:
            whole = self._embedded[font] = bool(_is_embedded(font))
        left, _, right, _ = self._edges
        if not whole and _get_bounds(drawn, *self._edges_out) and right.value <= left.value:
            self.marks.lost.append(self._bounds(drawn, matrix))

    def _bounds(self, drawn: int, matrix: Matrix) -> Box:
        left, bottom, right, top = self._edges
        if not _get_bounds(drawn, *self._edges_out):
            return Box(0.0, 0.0, 0.0, 0.0)
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        if matrix is not _IDENTITY:
            corners = [_apply(matrix, x, y) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
            x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
            y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
        return turn(x0, y0, x1, y1, self.quadrant)

    def _line(self, box: Box) -> bool:
        """Keep the box if it is a line; True if it was one (or too small to be anything)."""
        width, height = box.x1 - box.x0, box.y1 - box.y0
        if height <= _THIN and height <= width:
            if width >= _MIN_LENGTH:
                self.marks.across.append(box)
            return True
        if width <= _THIN:
            if height >= _MIN_LENGTH:
                self.marks.down.append(box)
            return True
        return False

    def _path(self, drawn: int, matrix: Matrix) -> None:
        if not _get_draw_mode(drawn, *self._mode_out):
            return
        fill, stroke = self._fill.value, self._stroke.value
        # Most lines are a path each; a dashed one is a path of dashes. Their bounds say it all.
        if not (fill or stroke) or self._line(self._bounds(drawn, matrix)):
            return
        self.marks.drawings += 1
        segments = _count_segments(drawn)
        if segments > _MAX_SEGMENTS or (not stroke and segments <= 5):
            return  # a drawing, or one filled area: shading, not a line
        whole = _times(_matrix(drawn), matrix)
        for points in _subpaths(drawn, segments):
            placed = [_apply(whole, x, y) for x, y in points]
            if stroke:
                for (xa, ya), (xb, yb) in pairwise(placed):
                    self._line(turn(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), self.quadrant))
            else:
                xs, ys = [x for x, _ in placed], [y for _, y in placed]
                self._line(turn(min(xs), min(ys), max(xs), max(ys), self.quadrant))


def _subpaths(drawn: int, count: int) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path, its start repeated where it is closed; curves count as chords."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = _get_segment(drawn, index)
        if not _get_point(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        if _get_segment_type(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append((x.value, y.value))
        if _closes(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _matrix(drawn: int) -> Matrix:
    found = pdfium_c.FS_MATRIX()
    if not _get_matrix(drawn, ctypes.byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
