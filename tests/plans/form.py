"""The measures of a table: its columns, and the letters that have room in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.plans.grid import PaperCell, PaperRow
from tests.plans.pen import LEADING, SIZE, measure, wrap

PAD = 4.0  # between a rule and the words


@dataclass(frozen=True, slots=True)
class Form:
    """Where the columns of a table stand, and how large its letters are."""

    xs: Sequence[float]
    size: float

    @property
    def leading(self) -> float:
        """From one base line to the next."""
        return self.size * LEADING / SIZE

    def room(self, cell: PaperCell, place: int) -> float:
        """The width that the words of a cell have."""
        return self.xs[place + cell.cols] - self.xs[place] - 2 * PAD

    def lines_of(self, row: PaperRow) -> list[list[str]]:
        """The wrapped lines of every slot."""
        return [
            wrap(cell.text, self.room(cell, place), cell.bold, self.size)
            if cell and cell.text
            else []
            for place, cell in enumerate(row.cells)
        ]

    def height(self, lines: int) -> float:
        """The height of a row with so many lines."""
        return max(lines, 1) * self.leading + 2 * PAD


def fit_letters(rows: Sequence[PaperRow], xs: Sequence[float]) -> Form:
    """Return the form with the largest letters in which every word has room in its cell.

    Raises:
        ValueError: a word has no room even in the smallest letters.
    """
    for size in (SIZE, 11.0, 10.0, 9.0, 8.0, 7.0):
        form = Form(xs, size)
        if all(
            measure(word, cell.bold, size) <= form.room(cell, place)
            for row in rows
            for place, cell in enumerate(row.cells)
            if cell
            for word in cell.text.split()
        ):
            return form
    raise ValueError("a word has no room in its column")
