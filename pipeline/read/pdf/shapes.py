"""Whether the letters of a page have the height that letters of their name have.

A font with a broken map calls ộ, ơ and ó all o, or moves every letter by some places in the
alphabet. What is painted has another height then: marks above and below, other ascenders.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as c

from pipeline.read.pdf.calls import get_char_box, get_char_origin, get_unicode

_LOW, _TALL, _HANGING = frozenset("acemnorsuvwxz"), frozenset("bdfhkl"), frozenset("gpqy")
_CAPITALS = frozenset("ABCDEFGHIKLMNOPRSTUVXYZ")
_SLACK = 0.12  # of the letter size: fonts differ, and O is higher than X
_DOT = -0.09  # of the letter size: a mark below hangs so far, the foot of an o does not
_AGREED = 0.9  # share of the letters; of Vietnamese without its marks a quarter is taller
_LEAST = 12  # letters


class _Shape(NamedTuple):
    """One letter and how far it reaches above and below its baseline, in letter sizes."""

    letter: str
    up: float
    down: float


def do_letters_agree(document: pypdfium2.PdfDocument, number: int) -> bool:
    """Tell whether nearly all plain letters of a page (1-based) are as high as their names say."""
    pdf_page = document[number - 1]
    text_page = pdf_page.get_textpage()
    try:
        shapes = list(_list_shapes(text_page.raw))
    finally:
        text_page.close()
        pdf_page.close()
    low = median([s.up for s in shapes if s.letter in _LOW] or [0.45])
    tall = median([s.up for s in shapes if s.letter in _CAPITALS] or [0.7])
    if len(shapes) < _LEAST or low < 0.2:
        return False
    agreed = sum(_agrees(shape, low, tall) for shape in shapes)
    return agreed >= _AGREED * len(shapes)


def _agrees(shape: _Shape, low: float, tall: float) -> bool:
    if shape.letter in _LOW:
        return abs(shape.up - low) <= _SLACK and shape.down >= _DOT
    if shape.letter in _TALL:
        return shape.up > low + _SLACK / 2 and shape.down >= _DOT
    if shape.letter in _HANGING:
        return shape.down < _DOT and abs(shape.up - low) <= _SLACK
    return abs(shape.up - tall) <= _SLACK


def _list_shapes(text_page: c.FPDF_TEXTPAGE) -> Iterator[_Shape]:
    page = ctypes.addressof(text_page.contents)
    numbers = (ctypes.c_double * 6)()  # left, right, low, high; origin
    places = [ctypes.addressof(numbers) + 8 * index for index in range(6)]
    matrix = c.FS_MATRIX()
    for index in range(c.FPDFText_CountChars(text_page)):
        letter = chr(get_unicode(page, index) or 32)
        if letter not in _LOW | _TALL | _HANGING | _CAPITALS:
            continue
        get_char_box(page, index, *places[:4])
        get_char_origin(page, index, *places[4:])
        size = c.FPDFText_GetFontSize(text_page, index)
        if c.FPDFText_GetMatrix(text_page, index, matrix):
            size *= abs(matrix.d) or 1.0
        if size:
            up, down = numbers[3] - numbers[5], numbers[2] - numbers[5]
            yield _Shape(letter, up / size, down / size)
