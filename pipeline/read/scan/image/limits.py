"""What strokes of a picture are rules, and by how much they miss each other: by the letter size.

The factors were found on print of 13 points at 150 to 400 dpi, faint, folded and copied
(bench/scan.py), and hold for smaller and larger print alike.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StrokeLimits:
    """Lengths in typographic points on a page of this letter size."""

    em: float

    @property
    def near(self) -> float:
        """Rules nearer than this are one, as double ones are."""
        return 0.332 * self.em

    @property
    def level(self) -> float:
        """A shorter level stroke belongs to letters."""
        return 3.32 * self.em

    @property
    def short_level(self) -> float:
        """The same in a narrow column, where its borders show it to be a rule."""
        return 1.385 * self.em

    @property
    def upright(self) -> float:
        """A shorter upright stroke belongs to letters."""
        return 1.22 * self.em

    @property
    def gap(self) -> float:
        """A hole in a rule."""
        return 0.277 * self.em

    @property
    def touch(self) -> float:
        """The ends of rules of one table stand no farther apart."""
        return 0.615 * self.em

    @property
    def row(self) -> float:
        """A row of one or two lines."""
        return 3.08 * self.em

    @property
    def long(self) -> float:
        """Upright rules that stand alone part columns of such a height at least."""
        return 2.77 * self.em
