"""What was typed and drawn over a page: form fields, notes in free text, stamps, strikes.

A viewer paints them with the page. PDFium makes them part of it, in memory only; of those
that have no appearance, what they say is set into their frame here.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.read.pdf.drawings import Frame
from pipeline.read.table.page import Glyph

_HIDDEN = 0x02 | 0x20  # flags: hidden, not shown on a screen
_COVERS = (c.FPDF_ANNOT_SQUARE, c.FPDF_ANNOT_REDACT)
_WRITTEN = (c.FPDF_FORMFIELD_TEXTFIELD, c.FPDF_FORMFIELD_COMBOBOX, c.FPDF_FORMFIELD_LISTBOX)
_LONGEST = 200_000  # bytes of a text: no form has more
_LINE, _LETTER, _LEADING = 11.0, 0.5, 1.2  # usual size; width and step of a line, in sizes
_SMALLEST = 4.0
_INSET = 2.0  # points between a field's frame and its text


@dataclass(frozen=True, slots=True)
class Strike:
    """An area of a page, as its file counts, that is struck out."""

    box: Box  # left, low, right, high

    def lay(self, frame: Frame) -> Box:
        """Return it on the page, y growing downwards."""
        x0, top = frame.flip(self.box[0], self.box[3])
        x1, bottom = frame.flip(self.box[2], self.box[1])
        return x0, top, x1, bottom


@dataclass(frozen=True, slots=True)
class Typed:
    """Text of an annotation without an appearance, and the frame that it stands in."""

    text: str
    box: Box  # left, low, right, high

    def set_letters(self, frame: Frame) -> Iterator[Glyph]:
        """Yield its letters, set small enough to fit the frame."""
        x0, top = frame.flip(self.box[0], self.box[3])
        width, height = self.box[2] - self.box[0] - 2 * _INSET, self.box[3] - self.box[1]
        size = min(_LINE, max(height / _LEADING, _SMALLEST))
        lines = _wrap(self.text, width / (_LETTER * size))
        while size > _SMALLEST and len(lines) * size * _LEADING > height:
            size = max(_SMALLEST, size - 0.5)
            lines = _wrap(self.text, width / (_LETTER * size))
        step = min(size * _LEADING, height / max(len(lines), 1))
        for number, line in enumerate(lines):
            upper = top + number * step
            wide = min(_LETTER * size, width / max(len(line), 1))
            for place, letter in enumerate(line):
                x = x0 + _INSET + place * wide
                bottom = upper + 0.95 * size
                yield Glyph(letter, x, upper, x + wide, bottom, bottom - 0.2 * size, size)


def _wrap(text: str, most: float) -> list[str]:
    lines: list[str] = []
    for part in text.splitlines():
        line = ""
        for word in part.split():
            if line and len(line) + 1 + len(word) > most:
                lines.append(line)
                line = ""
            line = f"{line} {word}" if line else word
        lines.append(line)
    return [line for line in lines if line]


@dataclass(frozen=True, slots=True)
class Annotations:
    """What became of the annotations of a page."""

    merged: bool = False  # some are part of the page now
    own: int | None = None  # how many objects were the page's before
    typed: tuple[Typed, ...] = ()
    strikes: tuple[Strike, ...] = ()

    def settle(
        self, glyphs: Sequence[Glyph], over: Sequence[bool], frame: Frame
    ) -> tuple[set[int], list[Glyph]]:
        """Choose for each typed text between its appearance and its own letters.

        An appearance made by a program without the font has lost the letters that it lacked.
        Either is set in the middle of its frame: that tells whose row it is, where people drew
        the frame larger than the row.

        Args:
            glyphs: of the page.
            over: for each, whether an annotation brought it.
            frame: where the page's upper left corner lies.

        Returns:
            The places of the glyphs to leave out, and the letters to set instead.
        """
        dropped: set[int] = set()
        letters: list[Glyph] = []
        for field in self.typed:
            x0, top, x1, bottom = Strike(field.box).lay(frame)
            inside = [
                place
                for place, glyph in enumerate(glyphs)
                if over[place] and x0 <= glyph.middle[0] <= x1 and top <= glyph.middle[1] <= bottom
            ]
            shown = [glyphs[place] for place in inside]
            if _count("".join(glyph.text for glyph in shown)) < _count(field.text):
                shown = list(field.set_letters(frame))
            dropped.update(inside)
            letters.extend(_centre(shown, (top + bottom) / 2))
        return dropped, letters


def _centre(glyphs: Sequence[Glyph], middle: float) -> Iterator[Glyph]:
    if not glyphs:
        return
    by = middle - (min(g.top for g in glyphs) + max(g.bottom for g in glyphs)) / 2
    for glyph in glyphs:
        yield glyph._replace(
            top=glyph.top + by, bottom=glyph.bottom + by, baseline=glyph.baseline + by
        )


def _count(text: str) -> int:
    return sum(char.isalnum() for char in text)


def lay_annotations(pdf_page: Any) -> Annotations:
    """Make the annotations that say or cover something part of the page.

    Notes, links, marks of a reviewer and the picture of a signature are no part of the text.
    """
    count = c.FPDFPage_GetAnnotCount(pdf_page.raw)
    if count <= 0:
        return Annotations()
    found = [_look_at(pdf_page, index) for index in range(count)]
    own = c.FPDFPage_CountObjects(pdf_page.raw)
    merged = any(one.merged for one in found)
    if merged:
        for index, one in enumerate(found):
            if not one.merged:
                _hide(pdf_page, index)
        merged = c.FPDFPage_Flatten(pdf_page.raw, c.FLAT_NORMALDISPLAY) == 1
    return Annotations(
        merged,
        own,
        tuple(typed for one in found for typed in one.typed),
        tuple(strike for one in found for strike in one.strikes),
    )


@dataclass(frozen=True, slots=True)
class _Annotation:
    """What one annotation is to the page."""

    merged: bool = False
    typed: tuple[Typed, ...] = ()
    strikes: tuple[Strike, ...] = ()


@contextmanager
def _opened(pdf_page: Any, index: int) -> Iterator[Any]:
    raw = c.FPDFPage_GetAnnot(pdf_page.raw, index)
    try:
        yield raw
    finally:
        if raw:
            c.FPDFPage_CloseAnnot(raw)


def _hide(pdf_page: Any, index: int) -> None:
    with _opened(pdf_page, index) as raw:
        if raw:
            c.FPDFAnnot_SetFlags(raw, c.FPDFAnnot_GetFlags(raw) | _HIDDEN)


def _look_at(pdf_page: Any, index: int) -> _Annotation:
    with _opened(pdf_page, index) as raw:
        if not raw or c.FPDFAnnot_GetFlags(raw) & _HIDDEN:
            return _Annotation()
        kind = c.FPDFAnnot_GetSubtype(raw)
        if kind == c.FPDF_ANNOT_WIDGET:
            return _look_at_field(pdf_page, raw)
        if kind == c.FPDF_ANNOT_FREETEXT:
            return _Annotation(True, _type(raw, _read_string(raw, b"Contents")))
        if kind == c.FPDF_ANNOT_STRIKEOUT:
            return _Annotation(strikes=tuple(_list_areas(raw)))
        if kind == c.FPDF_ANNOT_LINE:
            return _Annotation(strikes=tuple(_read_line(raw)))
        covers = kind in _COVERS and c.FPDFAnnot_HasKey(raw, b"IC")
        return _Annotation(merged=kind == c.FPDF_ANNOT_STAMP or bool(covers))


def _look_at_field(pdf_page: Any, raw: Any) -> _Annotation:
    form = pdf_page.formenv.raw if pdf_page.formenv else None
    kind = c.FPDFAnnot_GetFormFieldType(form, raw) if form else -1
    if kind in (c.FPDF_FORMFIELD_SIGNATURE, c.FPDF_FORMFIELD_PUSHBUTTON):
        return _Annotation()
    if kind not in _WRITTEN:
        return _Annotation(merged=True)
    return _Annotation(True, _type(raw, _fill_string(c.FPDFAnnot_GetFormFieldValue, form, raw)))


def _type(raw: Any, text: str) -> tuple[Typed, ...]:
    box = c.FS_RECTF()
    if not text.strip() or not c.FPDFAnnot_GetRect(raw, box):
        return ()
    low, high = sorted((box.bottom, box.top))
    return (Typed(text, (box.left, low, box.right, high)),)


def _list_areas(raw: Any) -> Iterator[Strike]:
    quad = c.FS_QUADPOINTSF()
    for index in range(c.FPDFAnnot_CountAttachmentPoints(raw)):
        if c.FPDFAnnot_GetAttachmentPoints(raw, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield Strike((min(xs), min(ys), max(xs), max(ys)))


def _read_line(raw: Any) -> Iterator[Strike]:
    start, end = c.FS_POINTF(), c.FS_POINTF()
    if c.FPDFAnnot_GetLine(raw, start, end):
        xs, ys = (start.x, end.x), (start.y, end.y)
        yield Strike((min(xs), min(ys), max(xs), max(ys)))


def _read_string(raw: Any, key: bytes) -> str:
    return _fill_string(c.FPDFAnnot_GetStringValue, raw, key)


def _fill_string(getter: Any, *arguments: Any) -> str:
    """Return what PDFium writes as UTF-16 with an end."""
    length = getter(*arguments, None, 0)
    if length <= 2 or length > _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    getter(*arguments, ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)), length)
    text = buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")
    return unicodedata.normalize("NFC", text)
