"""By how much the rules of a table may miss each other: multiples of the page's letter size.

Offices print lists in 8 to 14 points, and export worksheets at any scale: what is a slip of
the pen beside large letters is a row beside small ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from pipeline.read.table.page import Glyph

USUAL_EM = 13.0
"""Points: the letter size of a page that has no letters (Nghị định 30/2020/NĐ-CP: 13 to 14)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Distances in points on a page of this letter size."""

    em: float = USUAL_EM

    @property
    def snap(self) -> float:
        """Rules nearer than this are one: borders of neighbouring cells are drawn twice."""
        return 0.2 * self.em

    @property
    def dash(self) -> float:
        """A gap in a dashed rule; LibreOffice's widest dashes leave 0.4."""
        return 0.46 * self.em

    @property
    def reach(self) -> float:
        """A rule that stops short of another by less than this aims at it: frames drawn by hand."""
        return 1.1 * self.em

    @property
    def shortest(self) -> float:
        """Shorter strokes are ornaments and underlines of a letter."""
        return 0.46 * self.em

    @property
    def agree(self) -> float:
        """Ends of rules that belong to one frame differ by less."""
        return 0.4 * self.em

    @property
    def thin(self) -> float:
        """A filled box thinner than this is a rule: Word draws thick borders as boxes."""
        return 0.24 * self.em


def measure_letters(glyphs: Iterable[Glyph]) -> Limits:
    """Return the limits of a page, by the size of most of its letters."""
    sizes = [glyph.size for glyph in glyphs if not glyph.text.isspace()]
    return Limits(median(sizes)) if sizes else Limits()
