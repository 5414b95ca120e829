"""Glyphs, ruling lines and pictures of a PDF page, taken from PDFium.

Three to five times as fast as pdfminer's parsing. Two traps: PDFium's loose box is
wrong across for substituted fonts, so x comes from the tight box and the origin; and
positions come unturned, so the page's rotation is applied here.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.read.pdf.annotations import Annotations, Strike, lay_annotations
from pipeline.read.pdf.calls import (
    get_char_box,
    get_char_origin,
    get_fill,
    get_stroke,
    get_text_object,
    get_unicode,
    read_colour,
)
from pipeline.read.pdf.drawings import Drawings, Frame, read_drawings
from pipeline.read.pdf.painted import PageLetters, part_painted
from pipeline.read.table.limits import measure_letters
from pipeline.read.table.page import Glyph, Page, main_angle, turn_page
from pipeline.settings import USUAL_LIMITS, LimitSettings

_UNPAINTED = (3, 7)  # text render modes: a recogniser's layer; letters that only clip
_OUTLINE = 1  # text render mode: drawn in the colour of strokes
_NO_LETTER = (0, 0xFFFE, 0xFFFF)
_FAULT = "\ufffd"
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"  # seen by nobody
_ASLANT = 8  # degrees: a page that went askew through a scanner lies straighter
ASCENT, DESCENT = 0.75, 0.2  # of the letter size: what a usual letter takes of its line


class _Style(NamedTuple):
    """What all letters of one text object share."""

    font: str
    bold: bool
    size: float
    angle: int
    seen: bool
    ink: int
    aslant: bool  # runs along no side of the page
    plain: bool  # seen, and runs from left to right


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
        annotations = lay_annotations(pdf_page)
        if annotations.merged:  # the page must be loaded anew to show what became part of it
            pdf_page.close()
            pdf_page = document[number - 1]
        page = _read_loaded(pdf_page, number, annotations, limits)
        page = turn_page(page, (360 - pdf_page.get_rotation()) % 360)
    finally:
        pdf_page.close()
    angle = main_angle(page.glyphs)
    return replace(turn_page(page, angle), turned=angle)


def _read_loaded(
    pdf_page: Any, number: int, annotations: Annotations, limits: LimitSettings
) -> Page:
    left, bottom, right, top = pdf_page.get_bbox()
    frame = Frame(left, top)
    text_page = pdf_page.get_textpage()
    try:
        letters = _read_letters(text_page, frame, limits.glyphs)
        drawings = read_drawings(
            ctypes.addressof(pdf_page.raw.contents), frame, measure_letters(letters.glyphs),
            limits, annotations.own,
        )  # fmt: skip
        typed, letters = _settle_typed(letters, drawings, annotations, frame)
        painted = part_painted(pdf_page, letters, drawings, limits.pixels)
    finally:
        text_page.close()
    return Page(
        number=number,
        width=right - left,
        height=top - bottom,
        glyphs=(*painted.seen, *typed),
        rules=drawings.rules,
        pictures=drawings.pictures,
        outlines=drawings.outlines,
        crowded=drawings.crowded,
        faults=letters.faults,
        looks=letters.looks,
        fields=tuple(Strike(field.box).lay(frame) for field in annotations.typed),
        cut=painted.cut,
        unseen=(*_drop_recognised(letters.unseen, drawings.pictures), *painted.unseen),
        watermark=letters.aslant,
        frames=drawings.frames,
        strikes=tuple(strike.lay(frame) for strike in annotations.strikes),
    )


def _drop_recognised(unseen: Sequence[Glyph], pictures: Sequence[Box]) -> list[Glyph]:
    """Leave out what a recogniser laid over or under a picture, which shows it already."""
    return [glyph for glyph in unseen if not any(_is_on(glyph, box) for box in pictures)]


def _is_on(glyph: Glyph, box: Box) -> bool:
    x, y = glyph.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _settle_typed(
    letters: PageLetters, drawings: Drawings, annotations: Annotations, frame: Frame
) -> tuple[list[Glyph], PageLetters]:
    """Return letters to set for texts typed over the page, and the others without theirs."""
    if not annotations.typed:
        return [], letters
    own = annotations.own if annotations.merged and annotations.own is not None else math.inf
    brought = {item.address for item in drawings.texts if item.order >= own}
    over = [owner in brought for owner in letters.owners]
    dropped, typed = annotations.settle(letters.glyphs, over, frame)
    kept = [place for place in range(len(over)) if place not in dropped]
    return typed, replace(
        letters,
        glyphs=tuple(letters.glyphs[place] for place in kept),
        owners=tuple(letters.owners[place] for place in kept),
        starts={},
    )


def _read_letters(text_page: Any, frame: Frame, most: int) -> PageLetters:
    count = c.FPDFText_CountChars(text_page.raw)
    if count > most:
        raise PageUnread(f"có quá nhiều chữ ({count})")
    pen = _Pen(text_page.raw, frame)
    pen.draw_letters()
    return pen.give_letters()


def _read_style(text_page: Any, index: int, address: int | None, fonts: dict[int, str]) -> _Style:
    matrix = c.FS_MATRIX()
    size = c.FPDFText_GetFontSize(text_page, index)
    if c.FPDFText_GetMatrix(text_page, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    degrees = math.degrees(c.FPDFText_GetCharAngle(text_page, index))
    quarters = round(degrees / 90) * 90
    if not address:
        return _Style("", False, max(abs(size), 1.0), quarters % 360, True, 0, False, not quarters)
    handle = ctypes.cast(address, c.FPDF_PAGEOBJECT)
    mode = c.FPDFTextObj_GetTextRenderMode(handle)
    font = _read_font_name(handle, fonts)
    ink, alpha = read_colour(address, get_stroke if mode == _OUTLINE else get_fill)
    bold, seen = "bold" in font.lower() or mode == 2, mode not in _UNPAINTED
    angle, aslant = quarters % 360, abs(degrees - quarters) > _ASLANT
    return _Style(
        font, bold, max(abs(size), 1.0), angle, seen, _blend(ink, alpha), aslant,
        seen and not angle and not aslant,
    )  # fmt: skip


def _blend(ink: int, alpha: int) -> int:
    """The colour of a letter on white paper."""
    if alpha == 255:
        return ink
    parts = ((ink >> shift & 255) * alpha + 255 * (255 - alpha) for shift in (16, 8, 0))
    red, green, blue = (part // 255 for part in parts)
    return red << 16 | green << 8 | blue


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


_PLAIN: dict[int, str] = {}
"""Letters that are drawn as they come, by their code."""
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
        self._starts: dict[int, int] = {}  # text object -> place of its first glyph
        self._fonts: dict[int, str] = {}
        self._glyphs: list[Glyph] = []
        self._owners: list[int | None] = []
        self._unseen: list[Glyph] = []
        self._aslant: list[int] = []  # places among the glyphs
        self._faults = 0

    def draw_letters(self) -> None:
        """Gather all letters and spaces, but spaces that PDFium makes up."""
        page, left, top, numbers = self._page, self._frame.left, self._frame.top, self._numbers
        box, origin, styles = self._box, self._origin, self._styles
        add_glyph, add_owner = self._glyphs.append, self._owners.append
        for index in range(c.FPDFText_CountChars(self._text_page)):
            address = get_text_object(page, index)
            style = styles.get(address) or self._find_style(index, address)
            if style is None:
                continue
            font, bold, size, _, _, ink, _, plain = style
            letter = _PLAIN.get(code := get_unicode(page, index))
            get_char_box(page, index, *box)
            get_char_origin(page, index, *origin)
            if letter is None or not plain:
                letter = _to_letter(code)
                if not plain or _is_odd(letter):
                    self._draw_odd(letter, style, address)
                    continue
                _PLAIN[code] = letter
            x0, x1, baseline = numbers[4] - left, numbers[1] - left, top - numbers[5]
            add_owner(address)
            add_glyph(_new_glyph((
                letter, x0, baseline - ASCENT * size, x1 if x1 > x0 else x0,
                baseline + DESCENT * size, baseline, size, font, bold, 0, ink,
            )))  # fmt: skip

    def give_letters(self) -> PageLetters:
        """Return what was gathered; letters at an angle apart, unless the page consists of them."""
        glyphs, owners = self._glyphs, self._owners
        starts = self._starts
        aslant: tuple[Glyph, ...] = ()
        if self._aslant and 2 * len(self._aslant) < len(glyphs):
            apart = set(self._aslant)
            aslant = tuple(glyphs[place] for place in self._aslant)
            glyphs = [glyph for place, glyph in enumerate(glyphs) if place not in apart]
            owners = [owner for place, owner in enumerate(owners) if place not in apart]
            starts = {}
        return PageLetters(
            tuple(glyphs), tuple(owners), starts, tuple(self._unseen), aslant,
            self._faults, frozenset((style.size, style.ink) for style in self._styles.values()),
        )  # fmt: skip

    def _find_style(self, index: int, address: int | None) -> _Style | None:
        """The style of a text object met first; None for a space that PDFium makes up."""
        if not address and c.FPDFText_IsGenerated(self._text_page, index) == 1:
            return None
        style = _read_style(self._text_page, index, address, self._fonts)
        if address:
            self._styles[address] = style
            self._starts[address] = len(self._glyphs)
        return style

    def _draw_odd(self, letter: str, style: _Style, address: int | None) -> None:
        """Draw what is not a plain letter that runs from left to right."""
        self._faults += letter == _FAULT
        if letter in _NO_WIDTH:
            return
        glyph = self._make_odd_glyph(letter, style)
        if not style.seen and not letter.isspace():
            self._unseen.append(glyph)
            return
        if style.aslant:
            self._aslant.append(len(self._glyphs))
        self._glyphs.append(glyph)
        self._owners.append(address)

    def _make_odd_glyph(self, letter: str, style: _Style) -> Glyph:
        left, right, low, high, x, y = self._numbers
        near, far = self._frame.flip(left, high), self._frame.flip(right, low)
        x0, top, x1, bottom = _letter_box(self._frame.flip(x, y), near, far, style)
        if _is_mark(letter):
            x0, x1 = near[0], far[0]  # its origin is the end of its base
        baseline = bottom - DESCENT * style.size
        return Glyph(letter, x0, top, x1, bottom, baseline, style.size, style.font,
                     style.bold, style.angle, style.ink)  # fmt: skip


@cache
def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


@cache
def _is_odd(letter: str) -> bool:
    return letter == _FAULT or letter in _NO_WIDTH or _is_mark(letter)


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
