"""Glyphs, ruling lines and pictures of a PDF page, taken from PDFium.

Three to five times as fast as pdfminer's parsing. Two traps: PDFium's loose box is
wrong across for substituted fonts, so x comes from the tight box and the origin; and
positions come unturned, so the page's rotation is applied here.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.read.page import Glyph, Page, Rule, main_angle, turn_page

THIN = 3.0  # points: a filled box thinner than this is a ruling line
SHORTEST_RULE = 1.0
MOST_RULES = 40_000  # drawings beyond this are pictures, not tables
_INVISIBLE = 3  # text render mode of a recogniser's layer
_WHITE = 250
_NO_LETTER = (0, 0xFFFE, 0xFFFF)
ASCENT, DESCENT = 0.75, 0.2  # of the letter size: what a usual letter takes of its line


@dataclass(frozen=True, slots=True)
class _Style:
    """What all letters of one text object share."""

    font: str
    bold: bool
    size: float
    angle: int
    seen: bool


def read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """Return page ``number`` (1-based) upright, and let PDFium's own copy go."""
    pdf_page = document[number - 1]
    try:
        left, bottom, right, top = pdf_page.get_bbox()
        frame = _Frame(left, top)
        glyphs, faults, hidden = _read_glyphs(pdf_page, frame)
        rules, pictures = _read_drawings(pdf_page, frame)
        page = Page(
            number=number,
            width=right - left,
            height=top - bottom,
            glyphs=glyphs,
            rules=rules,
            pictures=pictures,
            faults=faults,
            hidden=hidden,
        )
        page = turn_page(page, (360 - pdf_page.get_rotation()) % 360)
    finally:
        pdf_page.close()
    return turn_page(page, main_angle(page.glyphs))


@dataclass(frozen=True, slots=True)
class _Frame:
    """From PDF's lower left origin to the page's upper left corner."""

    left: float
    top: float

    def flip(self, x: float, y: float) -> tuple[float, float]:
        return x - self.left, self.top - y


def _read_glyphs(pdf_page: Any, frame: _Frame) -> tuple[tuple[Glyph, ...], int, int]:
    text_page = pdf_page.get_textpage()
    try:
        glyphs: list[Glyph] = []
        faults = hidden = 0
        place = _Place(text_page.raw, frame)
        for letter, index, style in _iterate_letters(text_page.raw):
            if letter == "\ufffd":
                faults += 1
            elif not style.seen:
                hidden += 1
            if style.seen or letter.isspace():
                glyphs.append(place.make_glyph(index, letter, style))
        return tuple(glyphs), faults, hidden
    finally:
        text_page.close()


def _iterate_letters(text_page: Any) -> Iterator[tuple[str, int, _Style]]:
    styles: dict[int, _Style] = {}
    get_object, get_unicode = c.FPDFText_GetTextObject, c.FPDFText_GetUnicode
    for index in range(c.FPDFText_CountChars(text_page)):
        handle = get_object(text_page, index)
        if not handle and c.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        key = ctypes.addressof(handle.contents) if handle else 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _read_style(text_page, index, handle)
        yield _to_letter(get_unicode(text_page, index)), index, style


def _read_style(text_page: Any, index: int, handle: Any) -> _Style:
    matrix = c.FS_MATRIX()
    size = c.FPDFText_GetFontSize(text_page, index)
    if c.FPDFText_GetMatrix(text_page, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    angle = round(math.degrees(c.FPDFText_GetCharAngle(text_page, index)) / 90) * 90 % 360
    mode = c.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
    font = _read_font_name(handle) if handle else ""
    bold = "bold" in font.lower() or mode == 2
    return _Style(font, bold, max(abs(size), 1.0), angle, mode != _INVISIBLE)


def _read_font_name(handle: Any) -> str:
    font = c.FPDFTextObj_GetFont(handle)
    if not font:
        return ""
    length = c.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    c.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    return name.split("+", 1)[-1]


class _Place:
    """Where letters of a page stand; PDFium writes into the same few numbers for each."""

    def __init__(self, text_page: Any, frame: _Frame) -> None:
        self._text_page = text_page
        self._frame = frame
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._origin = ctypes.c_double(), ctypes.c_double()
        self._box_refs = tuple(map(ctypes.byref, self._box))
        self._origin_refs = tuple(map(ctypes.byref, self._origin))

    def make_glyph(self, index: int, letter: str, style: _Style) -> Glyph:
        c.FPDFText_GetCharBox(self._text_page, index, *self._box_refs)
        c.FPDFText_GetCharOrigin(self._text_page, index, *self._origin_refs)
        if style.angle or _is_mark(letter):
            return self._make_odd_glyph(letter, style)
        size, (x, y) = style.size, self._origin
        x0, drawn_on = x.value - self._frame.left, self._frame.top - y.value
        x1, bottom = self._box[1].value - self._frame.left, drawn_on + DESCENT * size
        return Glyph(letter, x0, drawn_on - ASCENT * size, x1 if x1 > x0 else x0, bottom,
                     bottom - DESCENT * size, size, style.font, style.bold)  # fmt: skip

    def _make_odd_glyph(self, letter: str, style: _Style) -> Glyph:
        left, right, low, high = (number.value for number in self._box)
        x, y = self._origin
        near, far = self._frame.flip(left, high), self._frame.flip(right, low)
        x0, top, x1, bottom = _letter_box(self._frame.flip(x.value, y.value), near, far, style)
        if _is_mark(letter):
            x0, x1 = near[0], far[0]  # its origin is the end of its base
        baseline = bottom - DESCENT * style.size
        return Glyph(letter, x0, top, x1, bottom, baseline, style.size, style.font,
                     style.bold, style.angle)  # fmt: skip


@cache
def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


def _letter_box(
    origin: tuple[float, float], near: tuple[float, float], far: tuple[float, float], style: _Style
) -> Box:
    """A usual letter's height across its line; along it from the origin to the ink's end."""
    (x, y), up, down = origin, ASCENT * style.size, DESCENT * style.size
    if style.angle == 90:
        return x - down, y, x + up, max(far[1], y)
    if style.angle == 180:
        return min(near[0], x), y - down, x, y + up
    if style.angle == 270:
        return x - up, min(near[1], y), x + down, y
    return x, y - up, max(far[0], x), y + down


@cache
def _to_letter(code: int) -> str:
    if code in _NO_LETTER:
        return "\ufffd"
    return "-" if code == 2 else chr(code)  # PDFium gives U+0002 for a hyphen at a line's end


# --- drawings ------------------------------------------------------------------------


def _read_drawings(pdf_page: Any, frame: _Frame) -> tuple[tuple[Rule, ...], tuple[Box, ...]]:
    rules: list[Rule] = []
    pictures: list[Box] = []
    kinds = [c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE]
    for item in pdf_page.get_objects(filter=kinds, max_depth=6):
        matrix = _whole_matrix(item)
        if item.type == c.FPDF_PAGEOBJ_IMAGE:
            corners = [_apply(matrix, x, y) for x in (0, 1) for y in (0, 1)]
            pictures.append(_box_of([frame.flip(*corner) for corner in corners]))
        elif len(rules) < MOST_RULES:
            rules.extend(_rules_of_path(item.raw, matrix, frame))
    return tuple(rules), tuple(pictures)


_Matrix = tuple[float, float, float, float, float, float]


def _whole_matrix(item: Any) -> _Matrix:
    """The object's own matrix, then those of the forms around it."""
    a, b, cc, d, e, f = item.get_matrix().get()
    parent = getattr(item, "container", None)
    while parent is not None:
        pa, pb, pc, pd, pe, pf = parent.get_matrix().get()
        a, b, cc, d, e, f = (
            a * pa + b * pc, a * pb + b * pd, cc * pa + d * pc,
            cc * pb + d * pd, e * pa + f * pc + pe, e * pb + f * pd + pf,
        )  # fmt: skip
        parent = getattr(parent, "container", None)
    return a, b, cc, d, e, f


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, cc, d, e, f = matrix
    return a * x + cc * y + e, b * x + d * y + f


def _box_of(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _rules_of_path(raw: Any, matrix: _Matrix, frame: _Frame) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(raw, fill, stroke)
    stroked = bool(stroke.value) and _is_seen(raw, c.FPDFPageObj_GetStrokeColor)
    filled = bool(fill.value) and _is_seen(raw, c.FPDFPageObj_GetFillColor)
    if not stroked and not filled:
        return
    for shape in _subpaths(raw, matrix, frame):
        x0, top, x1, bottom = _box_of(shape)
        if filled and min(x1 - x0, bottom - top) <= THIN:
            yield from _as_line(x0, top, x1, bottom)
        elif stroked:
            yield from _straight_parts(shape, drawn=True)
        elif not _is_white(raw):
            yield from _straight_parts([*shape, shape[0]], drawn=False)


def _is_seen(raw: Any, getter: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return not getter(raw, red, green, blue, alpha) or alpha.value > 0


def _is_white(raw: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = c.FPDFPageObj_GetFillColor(raw, red, green, blue, alpha)
    return bool(known) and min(red.value, green.value, blue.value) >= _WHITE


def _subpaths(raw: Any, matrix: _Matrix, frame: _Frame) -> Iterator[list[tuple[float, float]]]:
    """The parts of a path as corner points; one with a curve in it, as a seal's, is no rule."""
    shape: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(c.FPDFPath_CountSegments(raw)):
        segment = c.FPDFPath_GetPathSegment(raw, index)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            if len(shape) > 1 and not curved:
                yield shape
            shape, curved = [], False
        curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
        c.FPDFPathSegment_GetPoint(segment, x, y)
        shape.append(frame.flip(*_apply(matrix, x.value, y.value)))
        if c.FPDFPathSegment_GetClose(segment) and len(shape) > 1:
            shape.append(shape[0])
    if len(shape) > 1 and not curved:
        yield shape


def _as_line(x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
    if max(x1 - x0, bottom - top) < SHORTEST_RULE:
        return
    if x1 - x0 >= bottom - top:
        middle = (top + bottom) / 2
        yield Rule(x0, middle, x1, middle)
    else:
        middle = (x0 + x1) / 2
        yield Rule(middle, top, middle, bottom)


def _straight_parts(shape: list[tuple[float, float]], *, drawn: bool) -> Iterator[Rule]:
    for (ax, ay), (bx, by) in pairwise(shape):
        level, upright = abs(ay - by) <= 1.0, abs(ax - bx) <= 1.0
        if level != upright and max(abs(ax - bx), abs(ay - by)) >= SHORTEST_RULE:
            yield Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), drawn)
