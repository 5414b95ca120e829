"""How high a cell must be to show all its text: office programs do not grow merged cells."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

_POINTS_PER_CM = 72 / 2.54
_LINE = 1.18  # height of a line, in font sizes
_PADDING_CM = 0.2  # left and right of the text
_PADDING_POINTS = 3.0  # above and below it

# Widths of Times New Roman's letters in hundredths of the font size; marks add nothing.
_WIDTHS = {
    **dict.fromkeys(" ,.", 25),
    **dict.fromkeys("/:;\\ijlt'", 28),
    **dict.fromkeys("!()-I[]fr’‘|", 33),
    **dict.fromkeys('Js"', 40),
    **dict.fromkeys("?acez“”", 44),
    **dict.fromkeys("FPSơ+<=>ư", 55),
    **dict.fromkeys("ELTZ", 61),
    **dict.fromkeys("BCR", 67),
    **dict.fromkeys("ADGHKNOQUVXYwĐ", 72),
    **dict.fromkeys("&mƠƯ", 78),
    **dict.fromkeys("MW%@—…", 100),
}
_OTHER = 50
_SAFETY = 1.03  # substitutes of the font, and rounding of column widths


def text_height(text: str, width_cm: float, size: float, *, bold: bool = False) -> float:
    """Return the height in points of ``text`` wrapped to a cell of this width."""
    room = (width_cm - _PADDING_CM) * _POINTS_PER_CM
    scale = _scale(size, bold=bold)
    lines = sum(_count_lines(line, room / scale) for line in text.split("\n"))
    return lines * size * _LINE + _PADDING_POINTS


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in centimetres of a cell that holds the longest line of ``text``."""
    longest = max(sum(map(_width, line)) for line in text.split("\n"))
    return longest * _scale(size, bold=bold) / _POINTS_PER_CM + _PADDING_CM


def _scale(size: float, *, bold: bool) -> float:
    return size * _SAFETY * (1.06 if bold else 1.0) / 100


def _count_lines(line: str, room: float) -> int:
    """Wrap greedily at spaces; a word longer than the cell is broken."""
    lines, used = 1, 0.0
    for word in line.split(" "):
        width = _word_width(word)
        if used and used + _WIDTHS[" "] + width > room:
            lines, used = lines + 1, 0.0
        elif used:
            used += _WIDTHS[" "]
        used += width
        while used > room:
            lines, used = lines + 1, used - room
    return lines


@lru_cache(100_000)  # lists say the same words over and over
def _word_width(word: str) -> int:
    return sum(map(_width, word))


@cache
def _width(char: str) -> int:
    if char not in _WIDTHS:
        base = unicodedata.normalize("NFD", char)[0]
        return 0 if unicodedata.combining(char) else _WIDTHS.get(base, _OTHER)
    return _WIDTHS[char]
