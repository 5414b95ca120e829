"""Raised marks that lead to a note at the foot: they are no part of the word before them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.read.table.page import Glyph, Page

_MARK = re.compile(r"[(\[]?(?:\d{1,2}|\*{1,3}|[†‡§]|[a-z])[)\]]?(?:[,;]\d{1,2})*")
_SIGNS = frozenset("0123456789*†‡§()[],;abcdefghijklmnopqrstuvwxyz¹²³⁰⁴⁵⁶⁷⁸⁹")
_RAISED_DIGITS = frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹")
_UNITS = frozenset(("m", "km", "hm", "dam", "dm", "cm", "mm", "ha", "s"))  # m², km³
_SMALL = 0.82  # of the word's letter size: Word sets raised letters at two thirds
_RAISED = (0.15, 0.75)  # of the word's letter size, above its baseline
_GAP = 0.5  # of the word's letter size, between it and its mark


def drop_note_marks(page: Page) -> Page:
    """Return ``page`` without the marks of notes; powers of units and numbers stay."""
    sizes = [size for size, _ in page.looks]
    alike = bool(sizes) and min(sizes) > _SMALL * max(sizes)
    if alike and not _RAISED_DIGITS.intersection(page.text):
        return page
    letters = [glyph for glyph in page.glyphs if glyph.angle == 0 and not glyph.text.isspace()]
    if not letters:
        return page
    usual = median(glyph.size for glyph in letters)
    small = [
        glyph
        for glyph in letters
        if glyph.text in _RAISED_DIGITS or (glyph.size < usual and glyph.text in _SIGNS)
    ]
    if not small:
        return page
    marks: set[Glyph] = set()
    ordered = sorted(letters, key=lambda glyph: glyph.x0)
    starts = [glyph.x0 for glyph in ordered]
    for run in _join_runs(small):
        text = "".join(glyph.text for glyph in run).translate(_LEVEL)
        near = ordered[
            bisect_left(starts, run[0].x0 - 12 * usual) : bisect_right(starts, run[0].x0)
        ]
        if _MARK.fullmatch(text) and _is_mark(run[0], text, near):
            marks.update(run)
    if not marks:
        return page
    return replace(page, glyphs=tuple(glyph for glyph in page.glyphs if glyph not in marks))


_LEVEL = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")


def _join_runs(small: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the small signs that stand together, from left to right."""
    runs: list[list[Glyph]] = []
    for glyph in sorted(small, key=lambda glyph: (round(glyph.baseline), glyph.x0)):
        last = runs[-1][-1] if runs else None
        level = last is not None and abs(last.baseline - glyph.baseline) <= 0.1 * glyph.size
        if last is not None and level and -1 < glyph.x0 - last.x1 < 0.3 * glyph.size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _is_mark(first: Glyph, text: str, near: Sequence[Glyph]) -> bool:
    word = _find_word(first, near)
    if not word:
        return False
    base = word[-1]
    before = "".join(glyph.text for glyph in word)
    if base.text.isdigit():
        return not text[0].isalnum()  # 10² is a power, 10* is not
    return not (text.isdigit() and before.lower() in _UNITS)


def _find_word(first: Glyph, near: Sequence[Glyph]) -> list[Glyph]:
    """Return the letters of the word that a raised sign follows, none where it follows none."""
    bases = [glyph for glyph in near if _is_base(glyph, first)]
    if not bases:
        return []
    word = [max(bases, key=lambda glyph: glyph.x1)]
    for glyph in reversed(near):
        level = abs(glyph.baseline - word[0].baseline) <= 0.1 * word[0].size
        if level and glyph.x0 < word[0].x0 and glyph.size > _SMALL * word[0].size:
            if word[0].x0 - glyph.x1 > 0.15 * glyph.size:
                break
            word.insert(0, glyph)
    return word


def _is_base(glyph: Glyph, mark: Glyph) -> bool:
    if not -0.3 * glyph.size < mark.x0 - glyph.x1 < _GAP * glyph.size:
        return False
    if mark.text in _RAISED_DIGITS:
        return abs(glyph.baseline - mark.baseline) <= 0.1 * glyph.size and glyph != mark
    raised = glyph.baseline - mark.baseline
    is_smaller = mark.size < _SMALL * glyph.size
    return is_smaller and _RAISED[0] * glyph.size <= raised <= _RAISED[1] * glyph.size
