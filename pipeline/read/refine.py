"""What ruling lines leave whole is parted: columns without upright, rows without level rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.read.fill import rows_to_lattice
from pipeline.read.line_headings import ORDINAL, find_heading, split_columns
from pipeline.read.lines import Line, make_lines
from pipeline.read.page import Glyph
from pipeline.read.ruled import Lattice
from pipeline.read.unruled import find_wide, split_rows


def refine_lattice(
    lattice: Lattice, glyphs: Sequence[Glyph], edges: Sequence[float], width: float
) -> Lattice | None:
    """Return the lattice with its missing columns and rows; None where it is no table.

    Args:
        lattice: as drawn.
        glyphs: what stands in it.
        edges: columns of a table without upright rules on the page before, or none.
        width: of the page.
    """
    if lattice.shape[1] == 1:
        return _part_columns(lattice, make_lines(glyphs), edges, width)
    return _part_rows(lattice, glyphs)


def _part_columns(
    lattice: Lattice, lines: Sequence[Line], edges: Sequence[float], width: float
) -> Lattice | None:
    heading = find_heading(lines)
    if heading:
        first, last, headings = heading
        xs = split_columns(headings, lines[last + 1 :], width)
        top = max((y for y in lattice.ys if y <= lines[first].baseline), default=lattice.ys[0])
        ys = [top, *(y for y in lattice.ys if y > lines[last].baseline)]
    elif edges:
        xs, ys = tuple(edges), list(lattice.ys)
    else:
        return None
    wide = frozenset(
        row
        for row in range(len(ys) - 1)
        if find_wide([line for line in lines if ys[row] < line.baseline < ys[row + 1]], xs)
    )
    return rows_to_lattice(xs, ys, wide)


def _part_rows(lattice: Lattice, glyphs: Sequence[Glyph]) -> Lattice:
    """Part each row whose first cell holds several ordinals, each on a line of its own."""
    row = _find_merged(lattice, glyphs)
    while row is not None:
        top, bottom = lattice.ys[row], lattice.ys[row + 1]
        lines = make_lines(glyph for glyph in glyphs if top < glyph.middle[1] < bottom)
        inner = [y for y in _row_borders(lines, lattice.xs) if top < y < bottom]
        if not inner:
            return lattice
        lattice = _insert_rows(lattice, row, inner)
        row = _find_merged(lattice, glyphs)
    return lattice


def _row_borders(lines: Sequence[Line], xs: Sequence[float]) -> list[float]:
    """Borders between the rows, the heading's own foot among them."""
    heading = find_heading(lines)
    body = lines[heading[1] + 1 :] if heading else lines
    _, ys, _ = split_rows(body, xs)
    return ys[:-1] if heading else ys[1:-1]


def _insert_rows(lattice: Lattice, row: int, inner: Sequence[float]) -> Lattice:
    top, bottom = lattice.ys[row], lattice.ys[row + 1]
    added = rows_to_lattice(lattice.xs, [top, *inner, bottom]).slots
    slots = [slot for slot in lattice.slots if slot.row + slot.row_span <= row]
    slots += [replace(slot, row=slot.row + row) for slot in added]
    slots += [replace(s, row=s.row + len(inner)) for s in lattice.slots if s.row > row]
    ys = (*lattice.ys[: row + 1], *inner, *lattice.ys[row + 1 :])
    return Lattice(lattice.xs, ys, tuple(slots))


def _find_merged(lattice: Lattice, glyphs: Sequence[Glyph]) -> int | None:
    """The first row with several ordinals below each other, counting up, under a heading or not."""
    column = [glyph for glyph in glyphs if glyph.middle[0] < lattice.xs[1]]
    for row in range(lattice.shape[0]):
        top, bottom = lattice.ys[row], lattice.ys[row + 1]
        first = [glyph for glyph in column if top < glyph.middle[1] < bottom]
        texts = [line.text for line in make_lines(first)]
        while texts and not ORDINAL.match(texts[0]):
            texts.pop(0)
        numbers = [int(digits) for text in texts if (digits := re.sub(r"\D", "", text))]
        counted = len(numbers) == len(texts) and numbers == sorted(set(numbers))
        if len(texts) > 1 and counted and all(ORDINAL.match(text) for text in texts):
            return row
    return None
