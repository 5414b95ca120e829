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
from typing import Any

import pypdfium2
import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.read.page import Glyph, Page, main_angle, turn_page
from pipeline.read.pdfium_drawings import Frame, read_drawings

_INVISIBLE = 3  # text render mode of a recogniser's layer
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
        frame = Frame(left, top)
        glyphs, faults, hidden = _read_glyphs(pdf_page, frame)
        drawings = read_drawings(pdf_page, frame)
        page = Page(
            number=number,
            width=right - left,
            height=top - bottom,
            glyphs=glyphs,
            rules=drawings.rules,
            pictures=drawings.pictures,
            outlines=drawings.outlines,
            faults=faults,
            hidden=hidden,
        )
        page = turn_page(page, (360 - pdf_page.get_rotation()) % 360)
    finally:
        pdf_page.close()
    return turn_page(page, main_angle(page.glyphs))


def _read_glyphs(pdf_page: Any, frame: Frame) -> tuple[tuple[Glyph, ...], int, int]:
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

    def __init__(self, text_page: Any, frame: Frame) -> None:
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
