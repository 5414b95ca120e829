"""Letters across a page that are no part of its text: "DỰ THẢO", large or pale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.read.table.page import Glyph, Page, lightness

_PALE = 140  # of 255: gray letters of this lightness are hard to read as text
_LARGE = 1.8  # times the usual letter
_HUGE = 3.0  # times the usual letter: no heading of an office
_ASKED = 60  # letters of one look: enough to tell
_ACROSS = 0.3  # share of such letters that stand on others


def lift_watermark(page: Page) -> Page:
    """Return ``page`` without its watermark, whose letters are in ``watermark``.

    Known by two signs: pale and large, huge and across other letters, or pale and across them.
    """
    if page.looks and not _may_have_watermark(page.looks):
        return page
    letters = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
    if not letters:
        return page
    usual = median(glyph.size for glyph in letters)
    odd = [g for g in letters if lightness(g.ink) >= _PALE or g.size >= _HUGE * usual]
    if not odd or 2 * len(odd) > len(letters):
        return page
    others = [glyph for glyph in letters if glyph not in set(odd)]
    looks: set[tuple[int, int]] = set()
    for group in _group(odd):
        large = group[0].size >= _LARGE * usual and lightness(group[0].ink) >= _PALE
        if large or _stands_across(group, others):
            looks.add(_look_of(group[0]))
    if not looks:
        return page
    return replace(
        page,
        glyphs=tuple(glyph for glyph in page.glyphs if _look_of(glyph) not in looks),
        watermark=(*page.watermark, *(g for g in page.glyphs if _look_of(g) in looks)),
    )


def _may_have_watermark(looks: frozenset[tuple[float, int]]) -> bool:
    sizes = [size for size, _ in looks]
    return max(sizes) >= _HUGE * min(sizes) or any(lightness(ink) >= _PALE for _, ink in looks)


def _look_of(glyph: Glyph) -> tuple[int, int]:
    return round(glyph.size), glyph.ink


def _group(letters: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return letters alike in size and colour together."""
    groups: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in letters:
        groups.setdefault(_look_of(glyph), []).append(glyph)
    return list(groups.values())


def _stands_across(group: Sequence[Glyph], others: Sequence[Glyph]) -> bool:
    asked = group[:_ASKED]
    across = sum(any(_overlap(glyph, other) for other in others) for glyph in asked)
    return across >= max(2, _ACROSS * len(asked))


def _overlap(one: Glyph, other: Glyph) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 1 and high > 0.25 * min(one.size, other.size)
