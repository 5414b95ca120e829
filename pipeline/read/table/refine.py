"""What ruling lines leave whole is parted: columns without upright, rows without level rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.language.ordinals import WORD_ORDINAL
from pipeline.read.table.fill import rows_to_lattice
from pipeline.read.table.line_headings import find_heading, split_columns
from pipeline.read.table.lines import Line, make_lines
from pipeline.read.table.page import Glyph
from pipeline.read.table.rows import NO_CARRY, Carry, find_wide, split_rows
from pipeline.read.table.ruled import Lattice


def refine_lattice(
    lattice: Lattice, glyphs: Sequence[Glyph], carry: Carry, width: float
) -> tuple[Lattice, Carry] | None:
    """Return the lattice with its missing columns and rows; None where it is no table.

    Args:
        lattice: as drawn.
        glyphs: what stands in it.
        carry: a table without all its rules on the page before.
        width: of the page.
    """
    if lattice.shape[1] == 1:
        parted = _part_columns(lattice, make_lines(glyphs), carry, width)
        return (parted, Carry(parted.xs, carry.beside)) if parted else None
    return _part_rows(lattice, glyphs, carry)


def _part_columns(
    lattice: Lattice, lines: Sequence[Line], carry: Carry, width: float
) -> Lattice | None:
    heading = find_heading(lines)
    if heading:
        first, last, headings = heading
        xs = split_columns(headings, lines[last + 1 :], width)
        top = max((y for y in lattice.ys if y <= lines[first].baseline), default=lattice.ys[0])
        ys = [top, *(y for y in lattice.ys if y > lines[last].baseline)]
    elif carry.edges:
        xs, ys = carry.edges, list(lattice.ys)
    else:
        return None
    bands = [
        [line for line in lines if top < line.baseline < bottom] for top, bottom in pairwise(ys)
    ]
    wide = find_wide(bands, xs) - ({0} if heading else set())
    return rows_to_lattice(xs, ys, wide)


def _part_rows(lattice: Lattice, glyphs: Sequence[Glyph], carry: Carry) -> tuple[Lattice, Carry]:
    """Part each row whose first cell holds several ordinals, each on a line of its own."""
    goes_on = lattice.shape[0] == 1 and len(lattice.xs) == len(carry.edges)
    row = 0 if goes_on else _find_merged(lattice, glyphs)
    found = NO_CARRY
    while row is not None:
        top, bottom = lattice.ys[row], lattice.ys[row + 1]
        lines = make_lines(glyph for glyph in glyphs if top < glyph.middle[1] < bottom)
        borders, beside = _row_borders(lines, lattice.xs, carry if goes_on else None)
        found = Carry(lattice.xs, beside)
        inner = [y for y in borders if top < y < bottom]
        if not inner:
            break
        lattice, goes_on = _insert_rows(lattice, row, inner), False
        row = _find_merged(lattice, glyphs)
    return lattice, found


def _row_borders(
    lines: Sequence[Line], xs: Sequence[float], carry: Carry | None
) -> tuple[list[float], bool]:
    """Borders between the rows, the heading's own foot among them; whether they are beside."""
    heading = find_heading(lines)
    body = lines[heading[1] + 1 :] if heading else lines
    rows = split_rows(body, xs, carry.beside if carry else None)
    return list(rows.ys[:-1] if heading else rows.ys[1:-1]), rows.beside


def _insert_rows(lattice: Lattice, row: int, inner: Sequence[float]) -> Lattice:
    top, bottom = lattice.ys[row], lattice.ys[row + 1]
    added = rows_to_lattice(lattice.xs, [top, *inner, bottom]).slots
    slots = [slot for slot in lattice.slots if slot.row + slot.row_span <= row]
    slots += [slot._replace(row=slot.row + row) for slot in added]
    slots += [s._replace(row=s.row + len(inner)) for s in lattice.slots if s.row > row]
    ys = (*lattice.ys[: row + 1], *inner, *lattice.ys[row + 1 :])
    return Lattice(lattice.xs, ys, tuple(slots))


def _find_merged(lattice: Lattice, glyphs: Sequence[Glyph]) -> int | None:
    """The first row with several ordinals below each other, counting up, under a heading or not."""
    column = [glyph for glyph in glyphs if glyph.middle[0] < lattice.xs[1]]
    for row in range(lattice.shape[0]):
        top, bottom = lattice.ys[row], lattice.ys[row + 1]
        first = [glyph for glyph in column if top < glyph.middle[1] < bottom]
        texts = [line.text for line in make_lines(first)]
        while texts and not WORD_ORDINAL.match(texts[0]):
            texts.pop(0)
        numbers = [int(digits) for text in texts if (digits := re.sub(r"\D", "", text))]
        counted = len(numbers) == len(texts) and numbers == sorted(set(numbers))
        if len(texts) > 1 and counted and all(WORD_ORDINAL.match(text) for text in texts):
            return row
    return None
