"""Text struck through is withdrawn: it is lifted off the page, and so is the line through it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Box
from pipeline.read.table.page import Glyph, Page, Rule

_LOW, _HIGH = 0.1, 0.6  # of the letter size above the baseline: the middle of letters
_MOST_LETTER = 72.0  # points: no letter of a list is larger
_HIT = 0.8  # share of the letters in a strike's way that it goes through the middle of
_COVERED = 0.5  # share of a strike's length that letters take
_SHORTEST = 2.5  # points
_TOUCH = 2.5  # points between the ends of a border and the rule that it ends at
_FLAT = 3.0  # points: the line of an annotation is no higher


def lift_struck(page: Page) -> Page:
    """Return ``page`` without what is struck through, whose letters are in ``struck``.

    A line strikes letters where it runs through their middle and is about as long as they are,
    or goes through all that stands in a row; a border between rows does neither.
    """
    if not page.strikes and not _may_strike(page):
        return page
    letters = sorted(
        (g for g in page.glyphs if g.angle == 0 and not g.text.isspace()), key=lambda g: g.baseline
    )
    finder = _Finder(letters, [rule for rule in page.rules if not rule.is_level])
    struck: set[Glyph] = set()
    rules: list[Rule] = []
    for rule in page.rules:
        hit = finder.find_struck(rule) if rule.is_level and rule.drawn else []
        struck.update(hit)
        if not hit:
            rules.append(rule)
    for box in page.strikes:
        struck.update(finder.find_under(box))
    if not struck:
        return page
    return replace(
        page,
        glyphs=tuple(glyph for glyph in page.glyphs if glyph not in struck),
        rules=tuple(rules),
        struck=tuple(glyph for glyph in page.glyphs if glyph in struck),
    )


def _may_strike(page: Page) -> bool:
    """Tell whether any level rule runs where the middle of a letter may be."""
    rules = [rule.top for rule in page.rules if rule.is_level and rule.drawn]
    if not rules:
        return False
    levels = sorted({glyph.baseline for glyph in page.glyphs})
    sizes = [size for size, _ in page.looks] or [glyph.size for glyph in page.glyphs] or [0.0]
    low, high = _LOW * min(sizes), _HIGH * max(sizes) + 1
    return any(bisect_left(levels, y + low) < bisect_right(levels, y + high) for y in rules)


class _Finder:
    """The letters of a page by their baselines, and its upright rules."""

    def __init__(self, letters: Sequence[Glyph], upright: Sequence[Rule]) -> None:
        self._letters = letters
        self._levels = [glyph.baseline for glyph in letters]
        self._upright = upright

    def find_struck(self, rule: Rule) -> list[Glyph]:
        """Return the letters that a level rule strikes, none where it is a border."""
        y, length = (rule.top + rule.bottom) / 2, rule.x1 - rule.x0
        touched = list(self._list_touched(rule, y))
        hit = [g for g in touched if _LOW * g.size <= g.baseline - y <= _HIGH * g.size]
        if length < _SHORTEST or not any(glyph.text.isalnum() for glyph in hit):
            return []
        if len(hit) < _HIT * len(touched):
            return []
        if self._is_border(rule, y):
            return hit if self._spans_cells(hit, y) else []
        covered = sum(glyph.x1 - glyph.x0 for glyph in hit)
        return hit if covered >= _COVERED * length or self._spans_cells(hit, y) else []

    def find_under(self, box: Box) -> list[Glyph]:
        """Return the letters that an annotation strikes out."""
        x0, top, x1, bottom = box
        if bottom - top <= _FLAT:
            return self.find_struck(Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2))
        inside = [g for g in self._letters if x0 <= g.middle[0] <= x1]
        return [g for g in inside if top <= g.baseline - 0.3 * g.size <= bottom]

    def _list_touched(self, rule: Rule, y: float) -> Iterator[Glyph]:
        first = bisect_left(self._levels, y - 0.2 * _MOST_LETTER)
        last = bisect_right(self._levels, y + 0.75 * _MOST_LETTER)
        for glyph in self._letters[first:last]:
            middle = (glyph.x0 + glyph.x1) / 2
            if rule.x0 - 1 <= middle <= rule.x1 + 1 and glyph.top < y < glyph.bottom:
                yield glyph

    def _is_border(self, rule: Rule, y: float) -> bool:
        """Tell a rule that runs from one upright rule to another."""
        ends = [u.x0 for u in self._upright if u.top - _TOUCH <= y <= u.bottom + _TOUCH]
        return all(any(abs(x - end) <= _TOUCH for x in ends) for end in (rule.x0, rule.x1))

    def _spans_cells(self, hit: Sequence[Glyph], y: float) -> bool:
        """Tell whether letters stand on both sides of an upright rule."""
        left, right = min(g.middle[0] for g in hit), max(g.middle[0] for g in hit)
        return any(left < u.x0 < right for u in self._upright if u.top < y < u.bottom)
