"""What may be a table on a page, each proposal by one sign; none of them decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.language.keys import words_key
from pipeline.language.ordinals import WORD_ORDINAL
from pipeline.read.table.centred import split_centred
from pipeline.read.table.columns import Borders, propose_columns
from pipeline.read.table.fill import rows_to_lattice
from pipeline.read.table.line_headings import ColumnHeading, find_heading, part_line
from pipeline.read.table.lines import Line
from pipeline.read.table.page import Glyph, Page
from pipeline.read.table.refine import refine_lattice
from pipeline.read.table.rows import (
    END_GAP,
    NO_CARRY,
    Carry,
    Rows,
    find_wide,
    split_at_gaps,
    split_at_leading,
    split_rows,
)
from pipeline.read.table.ruled import Lattice, Mending, Slot, find_lattices
from pipeline.read.table.ruling import PageRuling
from pipeline.read.table.words import TextLine

_MOST_REGIONS = 6
_LEAST_COUNTED = 3  # ordinals below each other without a heading
_MOST_REST = 9  # lines of a row that began on the page before
_HEAD = 2.0  # points above the highest letters of a table


@dataclass(frozen=True, slots=True)
class TableProposal:
    """One table as one sign proposes it."""

    lattice: Lattice
    drawn: bool  # its rules propose it
    carry: Carry  # what it hands on to the next page
    headed: bool = False  # its first row is the heading


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines that may be one table: its heading, if any, and what stands below."""

    first: int
    body: int  # index of the first line below the heading
    end: int  # of the first line that is no more part of it
    headings: tuple[ColumnHeading, ...] = ()
    carried: Borders = ()


def propose_ruled(
    page: Page, ruling: PageRuling, glyphs: Sequence[Glyph], mending: Mending
) -> Iterator[TableProposal]:
    """Yield the tables that the rules draw, mended in one way."""
    for lattice in find_lattices(page.rules, ruling.limits, mending):
        rows, columns = lattice.shape
        written = (lattice.find(*glyph.middle) for glyph in glyphs if not glyph.text.isspace())
        if rows * columns > 1 and any(written):
            yield TableProposal(lattice, drawn=True, carry=Carry(lattice.xs))
            longer = _lengthen(lattice, ruling)
            if longer is not None:
                yield TableProposal(longer, drawn=True, carry=Carry(lattice.xs))


def _lengthen(lattice: Lattice, ruling: PageRuling) -> Lattice | None:
    """The lattice with a row above or below, where its upright rules go on without a level one.

    So programs draw a row that is broken over a page.
    """
    top, bottom = ruling.find_reach(lattice.xs, lattice.ys[0], lattice.ys[-1])
    above = (top,) if top < lattice.ys[0] else ()
    below = (bottom,) if bottom > lattice.ys[-1] else ()
    if not above and not below:
        return None
    rows, columns = lattice.shape
    slots = [slot._replace(row=slot.row + len(above)) for slot in lattice.slots]
    added = [0] * len(above) + [rows + len(above)] * len(below)
    slots += [Slot(row, column) for row in added for column in range(columns)]
    ordered = sorted(slots, key=lambda slot: (slot.row, slot.column))
    return Lattice(lattice.xs, (*above, *lattice.ys, *below), tuple(ordered))


def propose_refined(
    proposal: TableProposal, glyphs: Sequence[Glyph], carry: Carry, width: float
) -> TableProposal | None:
    """Return a ruled table with the rows and columns that its rules leave whole."""
    lattice = proposal.lattice
    inside = [glyph for glyph in glyphs if lattice.find(*glyph.middle)]
    refined = refine_lattice(lattice, inside, carry, width)
    if refined is None or refined[0] == lattice:
        return None
    return TableProposal(refined[0], drawn=lattice.shape[1] > 1, carry=refined[1])


def propose_unruled(
    lines: Sequence[Line],
    words: Sequence[TextLine],
    ruling: PageRuling,
    carry: Carry,
    width: float,
) -> Iterator[TableProposal]:
    """Yield the tables that headings, ordinals, gaps or the page before propose.

    Args:
        lines: from top to bottom, page number and running head left out.
        words: the page's words, line by line.
        ruling: the page's rules: they part rows here, or end columns.
        carry: a table that may go on from the page before.
        width: of the page.
    """
    for region in _find_regions(lines, carry):
        body = lines[region.body : region.end]
        if not body:
            continue
        middle = _find_middle(region.headings)
        if middle:
            for low, high in ((0.0, middle), (middle, width)):
                half = [part for line in lines if (part := _cut_line(line, low, high))]
                cut = [piece for row in words if (piece := _cut_words(row, low, high))]
                yield from propose_unruled(half, cut, ruling, NO_CARRY, width)
        inside = _between(words, body[0].top - 1, body[-1].bottom + 1)
        for edges in propose_columns(region.headings, body, inside, region.carried, ruling, width):
            yield from _propose_rows(lines, region, edges, words, ruling, carry)


def _find_middle(headings: Sequence[ColumnHeading]) -> float:
    """Where two lists stand side by side, under the same headings twice; 0: one list."""
    half = len(headings) // 2
    names = [words_key(heading.text) for heading in headings]
    if len(headings) % 2 or half < 2 or names[:half] != names[half:]:
        return 0.0
    return (headings[half - 1].x1 + headings[half].x0) / 2


def _cut_line(line: Line, low: float, high: float) -> Line | None:
    glyphs = tuple(glyph for glyph in line.glyphs if low <= glyph.middle[0] < high)
    return replace(line, glyphs=glyphs) if glyphs else None


def _cut_words(line: TextLine, low: float, high: float) -> TextLine:
    return tuple(word for word in line if low <= word.middle < high)


def _find_regions(lines: Sequence[Line], carry: Carry) -> list[_Region]:
    """Every stretch below a heading, from the top where a table goes on, or along ordinals."""
    heads: list[tuple[int, int, list[ColumnHeading]]] = []
    start = 0
    while len(heads) < _MOST_REGIONS and (found := find_heading(lines[start:])):
        first, last, headings = found
        heads.append((start + first, start + last, headings))
        start += last + 1
    regions: list[_Region] = []
    for index, (first, last, headings) in enumerate(heads):
        end = heads[index + 1][0] if index + 1 < len(heads) else len(lines)
        carried = carry.edges if not regions else ()
        regions.append(_Region(first, last + 1, end, tuple(headings), carried))
    top = heads[0][0] if heads else len(lines)
    if carry.edges and top:
        regions.insert(0, _Region(0, 0, top, (), carry.edges))
    counted = _find_counted(lines[:top])
    if counted:
        regions.append(_Region(counted[0], counted[0], top))
    return regions


def _find_counted(lines: Sequence[Line]) -> list[int]:
    """The lines that begin with ordinals that count up, at one x; none where they are few."""
    found: list[int] = []
    last, left = 0, 0.0
    for index, line in enumerate(lines):
        word = part_line(line)[0]
        digits = "".join(filter(str.isdigit, word.text))
        if not digits or not WORD_ORDINAL.match(word.text):
            continue
        number = int(digits)
        if found and number == last + 1 and abs(word.x0 - left) < 2 * line.size:
            found.append(index)
        elif len(found) < _LEAST_COUNTED:
            found = [index]
        else:
            break
        last, left = number, word.x0
    return found if len(found) >= _LEAST_COUNTED else []


def _between(words: Sequence[TextLine], top: float, bottom: float) -> list[TextLine]:
    return [line for line in words if top < line[0].base < bottom]


# --- rows ----------------------------------------------------------------------------


def _propose_rows(
    lines: Sequence[Line],
    region: _Region,
    edges: Borders,
    words: Sequence[TextLine],
    ruling: PageRuling,
    carry: Carry,
) -> Iterator[TableProposal]:
    body = lines[region.body : region.end]
    goes_on = len(edges) == len(carry.edges)
    seen: set[tuple[float, ...]] = set()
    for rows in _rows_of(body, edges, words, ruling, carry, goes_on=goes_on):
        if rows.last < 0 or rows.ys in seen:
            continue
        seen.add(rows.ys)
        headed = region.body > region.first
        head = [lines[region.first].top - _HEAD] if headed else []
        shift = len(head)
        wide = frozenset(row + shift for row in rows.wide)
        yield TableProposal(
            rows_to_lattice(edges, [*head, *rows.ys], wide),
            drawn=False,
            carry=Carry(edges, rows.beside),
            headed=headed,
        )


def _rows_of(
    body: Sequence[Line],
    edges: Borders,
    words: Sequence[TextLine],
    ruling: PageRuling,
    carry: Carry,
    *,
    goes_on: bool,
) -> Iterator[Rows]:
    usual = split_rows(body, edges, carry.beside if goes_on else None, carry.last)
    yield usual
    yield split_rows(body, edges, not usual.beside, carry.last)
    yield split_at_leading(body, edges)
    gaps = split_at_gaps(body, edges)
    if usual.last < 0:
        yield gaps
    else:
        yield from _split_centred(body[: usual.last + 1], edges, words, carry.last)
    yield from _split_at_rules(body, edges, ruling, max(usual.last, gaps.last))


def _split_centred(
    body: Sequence[Line], edges: Borders, words: Sequence[TextLine], above: int
) -> Iterator[Rows]:
    """Rows around their ordinals; the first lines may be the rest of a row overleaf."""
    wide = find_wide([[line] for line in body], edges)
    levels = [body[index].baseline for index in wide]
    inside = _between(words, body[0].top - 1, body[-1].bottom + 1)
    over = [
        any(abs(line[0].base - level) < 0.3 * line[0].size for level in levels) for line in inside
    ]
    for rest in range(min(_MOST_REST, len(inside))):
        if rest and (over[rest - 1] or WORD_ORDINAL.match(inside[rest - 1][0].text)):
            break
        marked = frozenset(i for i, is_over in enumerate(over[rest:]) if is_over)
        found = split_centred(inside[rest:], edges, marked, above)
        if found is None:
            continue
        ys, rows = found
        if rest:
            ys = (body[0].top - _HEAD, *ys)
            rows = frozenset(row + 1 for row in rows)
        yield Rows(len(body) - 1, ys, rows, beside=False)


def _split_at_rules(
    body: Sequence[Line], edges: Borders, ruling: PageRuling, last: int
) -> Iterator[Rows]:
    """Rows between the rules over most of the width; what stands below them may be one more."""
    top = body[0].top - _HEAD
    levels = ruling.find_levels(
        top - body[0].size, body[-1].bottom + body[-1].size, edges[0], edges[-1]
    )
    levels = tuple(y for y in levels if y > body[0].baseline)
    if not levels:
        return
    inside = [index for index, line in enumerate(body) if line.baseline < levels[-1]]
    ends = {inside[-1]} if inside else set()
    below = last
    step = max(body[0].size, 1.0)
    for index in range(len(inside), len(body)):
        if index and body[index].baseline - body[index - 1].baseline > END_GAP * 1.2 * step:
            break
        below = index
    ends |= {end for end in (last, below) if end >= len(inside)}
    for end in sorted(ends):
        bottom = body[end].bottom + _HEAD
        inner = [y for y in levels if y < bottom - 0.5 * step]
        ys = (top, *inner, bottom)
        bands = [
            [line for line in body if low < line.baseline < high] for low, high in pairwise(ys)
        ]
        yield Rows(end, ys, find_wide(bands, edges))
