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
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import pypdfium2
import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.read.pdf.drawings import Frame, read_drawings
from pipeline.read.table.limits import measure_letters
from pipeline.read.table.page import Glyph, Page, main_angle, turn_page
from pipeline.settings import USUAL_LIMITS, LimitSettings

_INVISIBLE = 3  # text render mode of a recogniser's layer
_NO_LETTER = (0, 0xFFFE, 0xFFFF)
_FAULT = "\ufffd"
ASCENT, DESCENT = 0.75, 0.2  # of the letter size: what a usual letter takes of its line


@dataclass(frozen=True, slots=True)
class _Style:
    """What all letters of one text object share."""

    font: str
    bold: bool
    size: float
    angle: int
    seen: bool


class PageUnread(Exception):
    """A page that cannot be read; says why, in the officer's words."""


def read_page(
    document: pypdfium2.PdfDocument, number: int, limits: LimitSettings = USUAL_LIMITS
) -> Page:
    """Return page ``number`` (1-based) upright, and let PDFium's own copy go.

    Raises:
        PageUnread: it is damaged, or holds more than may be read.
    """
    try:
        pdf_page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise PageUnread("hỏng") from error
    try:
        left, bottom, right, top = pdf_page.get_bbox()
        frame = Frame(left, top)
        glyphs, faults, hidden = _read_glyphs(pdf_page, frame, limits.glyphs)
        drawings = read_drawings(pdf_page, frame, measure_letters(glyphs), limits)
        page = Page(
            number=number,
            width=right - left,
            height=top - bottom,
            glyphs=glyphs,
            rules=drawings.rules,
            pictures=drawings.pictures,
            outlines=drawings.outlines,
            crowded=drawings.crowded,
            faults=faults,
            hidden=hidden,
        )
        page = turn_page(page, (360 - pdf_page.get_rotation()) % 360)
    finally:
        pdf_page.close()
    angle = main_angle(page.glyphs)
    return replace(turn_page(page, angle), turned=angle)


def _read_glyphs(pdf_page: Any, frame: Frame, most: int) -> tuple[tuple[Glyph, ...], int, int]:
    text_page = pdf_page.get_textpage()
    try:
        count = c.FPDFText_CountChars(text_page.raw)
        if count > most:
            raise PageUnread(f"có quá nhiều chữ ({count})")
        pen = _Pen(text_page.raw, frame)
        glyphs = tuple(pen.draw_letters())
        return glyphs, pen.faults, pen.hidden
    finally:
        text_page.close()


def _read_style(text_page: Any, index: int, address: int | None, fonts: dict[int, str]) -> _Style:
    matrix = c.FS_MATRIX()
    size = c.FPDFText_GetFontSize(text_page, index)
    if c.FPDFText_GetMatrix(text_page, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    angle = round(math.degrees(c.FPDFText_GetCharAngle(text_page, index)) / 90) * 90 % 360
    handle = ctypes.cast(address, c.FPDF_PAGEOBJECT) if address else None
    mode = c.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
    font = _read_font_name(handle, fonts) if handle else ""
    bold = "bold" in font.lower() or mode == 2
    return _Style(font, bold, max(abs(size), 1.0), angle, mode != _INVISIBLE)


def _read_font_name(handle: Any, fonts: dict[int, str]) -> str:
    font = c.FPDFTextObj_GetFont(handle)
    if not font:
        return ""
    address = ctypes.addressof(font.contents)
    if address not in fonts:
        length = c.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(length)
        c.FPDFFont_GetBaseFontName(font, buffer, length)
        fonts[address] = buffer.value.decode("utf-8", "replace").split("+", 1)[-1]
    return fonts[address]


def _bind(function: Any, *arguments: type) -> Any:
    """Return the same call taking plain addresses: of four calls a letter, each twice as fast."""
    prototype = ctypes.PYFUNCTYPE(*arguments)
    return prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)


_ADDRESS, _INT, _LETTER = ctypes.c_void_p, ctypes.c_int, (ctypes.c_void_p, ctypes.c_int)
_get_object = _bind(c.FPDFText_GetTextObject, _ADDRESS, *_LETTER)
_get_unicode = _bind(c.FPDFText_GetUnicode, ctypes.c_uint, *_LETTER)
_get_box = _bind(c.FPDFText_GetCharBox, _INT, *_LETTER, *[_ADDRESS] * 4)
_get_origin = _bind(c.FPDFText_GetCharOrigin, _INT, *_LETTER, *[_ADDRESS] * 2)
_new_glyph = partial(tuple.__new__, Glyph)


class _Pen:
    """Makes the glyphs of a page; PDFium writes into the same six numbers for each."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        self._text_page = text_page
        self._page = ctypes.addressof(text_page.contents)
        self._frame = frame
        self._numbers = (ctypes.c_double * 6)()  # left, right, low, high; origin
        start, step = ctypes.addressof(self._numbers), ctypes.sizeof(ctypes.c_double)
        places = [start + step * index for index in range(6)]
        self._box, self._origin = places[:4], places[4:]
        self._styles: dict[int | None, _Style] = {}
        self._fonts: dict[int, str] = {}
        self.faults = self.hidden = 0

    def draw_letters(self) -> Iterator[Glyph]:
        """Yield what is seen and all spaces, but those that PDFium makes up; count the rest."""
        page, left, top, numbers = self._page, self._frame.left, self._frame.top, self._numbers
        box, origin, styles = self._box, self._origin, self._styles
        for index in range(c.FPDFText_CountChars(self._text_page)):
            address = _get_object(page, index)
            style = styles.get(address) or self._find_style(index, address)
            if style is None:
                continue
            letter = _to_letter(_get_unicode(page, index))
            if not style.seen or letter == _FAULT:
                self._count_unseen(letter)
                if not style.seen and not letter.isspace():
                    continue
            _get_box(page, index, *box)
            _get_origin(page, index, *origin)
            if style.angle or _is_mark(letter):
                yield self._make_odd_glyph(letter, style)
                continue
            size, x0, x1 = style.size, numbers[4] - left, numbers[1] - left
            baseline = top - numbers[5]
            yield _new_glyph((
                letter, x0, baseline - ASCENT * size, x1 if x1 > x0 else x0,
                baseline + DESCENT * size, baseline, size, style.font, style.bold, 0,
            ))  # fmt: skip

    def _find_style(self, index: int, address: int | None) -> _Style | None:
        """The style of a text object met first; None for a space that PDFium makes up."""
        if not address and c.FPDFText_IsGenerated(self._text_page, index) == 1:
            return None
        style = _read_style(self._text_page, index, address, self._fonts)
        if address:
            self._styles[address] = style
        return style

    def _count_unseen(self, letter: str) -> None:
        if letter == _FAULT:
            self.faults += 1
        else:
            self.hidden += 1

    def _make_odd_glyph(self, letter: str, style: _Style) -> Glyph:
        left, right, low, high, x, y = self._numbers
        near, far = self._frame.flip(left, high), self._frame.flip(right, low)
        x0, top, x1, bottom = _letter_box(self._frame.flip(x, y), near, far, style)
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
        return _FAULT
    return "-" if code == 2 else chr(code)  # PDFium gives U+0002 for a hyphen at a line's end
