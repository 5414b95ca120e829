"""The words of a page as they are weighed: where each stands, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from pipeline.read.table.lines import LINE_STEP
from pipeline.read.table.page import Glyph


class Word(NamedTuple):
    """One word, in points of its page; a tuple, as a page has hundreds."""

    x0: float
    x1: float
    y: float  # the middle of its letters
    base: float
    size: float
    text: str

    @property
    def middle(self) -> float:
        """Its middle across the page, by which it belongs to a column."""
        return (self.x0 + self.x1) / 2


_BASE_FIRST = itemgetter(3, 0)
TextLine = tuple[Word, ...]
"""Words on one baseline, from left to right, whatever columns they stand in."""


def line_up(words: Iterable[Sequence[Glyph]]) -> tuple[TextLine, ...]:
    """Return level words as lines from top to bottom; blanks and turned letters are left out."""
    taken: list[Word] = []
    for group in words:
        text, x0, top, x1, bottom, base, size, _, _, angle, *_ = group[0]
        if angle or text.isspace():
            continue
        if len(group) > 1:
            text, x1 = "".join([glyph.text for glyph in group]), group[-1].x1
        taken.append(Word(x0, x1, (top + bottom) / 2, base, size, text))
    lines: list[list[Word]] = []
    for word in sorted(taken, key=_BASE_FIRST):
        if lines and word.base - lines[-1][0].base <= LINE_STEP * max(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(tuple(sorted(line)) for line in lines)
