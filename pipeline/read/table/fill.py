"""Lattices become grids: every letter goes into the cell that it stands in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from pipeline.codes import Flag
from pipeline.language.syllables import is_syllable
from pipeline.model import Cell, Grid, Row
from pipeline.read.table.lines import WORD_GAP, Line, make_lines
from pipeline.read.table.page import Glyph
from pipeline.read.table.ruled import Lattice, Slot

_FIRST_WORD = re.compile(r"[^\W\d_]+(?!\w)")
_LAST_WORD = re.compile(r"(?<!\w)[^\W\d_]+$")
_SLASHED = re.compile(r"[^\W\d_]/$")


def fill_lattice(
    lattice: Lattice, words: Iterable[Sequence[Glyph]], page: int, *, ruled: bool
) -> Grid:
    """Return the grid of a lattice with the text of its cells.

    Text that stands where no cell is closed by lines makes a cell of its own, flagged.
    """
    owners = {
        (row, column): slot
        for slot in lattice.slots
        for row in range(slot.row, slot.row + slot.row_span)
        for column in range(slot.column, slot.column + slot.col_span)
    }
    texts: dict[Slot, list[Glyph]] = {slot: [] for slot in lattice.slots}
    opened: set[Slot] = set()
    for word in words:
        place = find_place(lattice, word)
        if place is None:
            continue
        slot = owners.get(place)
        if slot is None:
            slot = owners[place] = Slot(*place)
            texts[slot] = []
            if not word[0].text.isspace():
                opened.add(slot)
        texts[slot].extend(word)
    return _make_grid(lattice, texts, opened, page, ruled=ruled)


def part_words(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Part letters, in the order of the file, into words: a word stands in one cell.

    Its end may run over the cell's border.
    """
    words: list[list[Glyph]] = []
    end, level = math.inf, 0.0  # of a word that may go on; no letter stands behind infinity
    for glyph in glyphs:
        text, x0, _, x1, _, baseline, size, _, _, angle, _ = glyph
        free = angle == 0 and not text.isspace()
        gap = x0 - end
        near = abs(baseline - level) < 0.1 * size
        if free and near and -0.3 * size < gap < WORD_GAP * size:
            words[-1].append(glyph)
        else:
            words.append([glyph])
        end, level = x1 if free else math.inf, baseline
    return words


def find_place(lattice: Lattice, word: Sequence[Glyph]) -> tuple[int, int] | None:
    """Row and column that most letters of a word stand in."""
    first = lattice.find(*word[0].middle)
    if len(word) == 1 or first == lattice.find(*word[-1].middle):
        return first
    places = [place for glyph in word if (place := lattice.find(*glyph.middle))]
    return max(places, key=places.count) if places else None


def _make_grid(
    lattice: Lattice,
    texts: dict[Slot, list[Glyph]],
    opened: set[Slot],
    page: int,
    *,
    ruled: bool,
) -> Grid:
    rows, columns = lattice.shape
    slots: list[list[Cell | None]] = [[None] * columns for _ in range(rows)]
    covered = {
        (row, column)
        for slot in texts
        for row in range(slot.row, slot.row + slot.row_span)
        for column in range(slot.column, slot.column + slot.col_span)
    }
    for slot, glyphs in texts.items():
        right, bottom = slot.column + slot.col_span, slot.row + slot.row_span
        slots[slot.row][slot.column] = Cell(
            text=read_text(glyphs),
            row_span=slot.row_span,
            col_span=slot.col_span,
            doubts=(Flag.CELL_UNCERTAIN,) if slot in opened else (),
            box=(
                lattice.xs[slot.column],
                lattice.ys[slot.row],
                lattice.xs[right],
                lattice.ys[bottom],
            ),
        )
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in covered:
                slots[row][column] = Cell("")
    return Grid(
        rows=tuple(Row(tuple(cells), page) for cells in slots), ruled=ruled, edges=lattice.xs
    )


def read_text(glyphs: Iterable[Glyph]) -> str:
    """Return the letters' text, printed lines separated by a line break.

    Where a narrow column breaks a word, or a line ends behind a slash that joins two words,
    no space belongs there.
    """
    text = ""
    for line in make_lines(glyphs):
        after = line_text(line)
        text += after if not text or _goes_on(text, after) else f"\n{after}"
    return text


def _goes_on(text: str, after: str) -> bool:
    """Whether a line ends inside of a word: only both its parts together are a syllable."""
    first, last = _FIRST_WORD.match(after), _LAST_WORD.search(text)
    if not first or not first[0].islower():
        return False
    if text.endswith("/"):
        return bool(_SLASHED.search(text))
    if not last or (is_syllable(last[0]) and is_syllable(first[0])):
        return False
    return is_syllable(last[0] + first[0])


def line_text(line: Line) -> str:
    """Return one line's text, letters of old fonts decoded."""
    return line.text


def rows_to_lattice(
    xs: Sequence[float], ys: Sequence[float], wide: frozenset[int] = frozenset()
) -> Lattice:
    """Return a plain lattice; rows whose index is in ``wide`` have one cell over all columns."""
    columns = len(xs) - 1
    slots = [
        slot
        for row in range(len(ys) - 1)
        for slot in (
            [Slot(row, 0, 1, columns)]
            if row in wide
            else [Slot(row, column) for column in range(columns)]
        )
    ]
    return Lattice(tuple(xs), tuple(ys), tuple(slots))
