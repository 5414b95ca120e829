"""One page becomes blocks in reading order: grids and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.codes import Flag
from pipeline.language.keys import PAGE_NUMBER
from pipeline.language.ordinals import PARAGRAPH_START
from pipeline.model import Cell, Grid, Paragraph
from pipeline.read.table.choose import Chosen, Scale, Weighed, choose_tables
from pipeline.read.table.fill import fill_lattice, find_place, line_text, part_words
from pipeline.read.table.limits import measure_letters
from pipeline.read.table.line_headings import find_heading
from pipeline.read.table.lines import Line, make_lines, split_segments
from pipeline.read.table.page import Glyph, Page
from pipeline.read.table.proposals import (
    TableProposal,
    propose_refined,
    propose_ruled,
    propose_unruled,
)
from pipeline.read.table.rows import NO_CARRY, Carry
from pipeline.read.table.ruled import MENDINGS, USUAL_MENDING, Lattice
from pipeline.read.table.ruling import PageRuling
from pipeline.read.table.words import line_up

_MARGIN = 0.075  # of the page's height: 20 to 25 mm of A4
_LEFT = 1.5  # lines outside of tables that cost less hold no other table
SURE_MARGIN = 99.0  # of a table without rival
_FULL = 0.86  # of the text's width: a line shorter than this ends its paragraph


_Words = list[list[Glyph]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a page, and the table without rules that may go on overleaf."""

    blocks: tuple[Paragraph | Grid, ...]
    carry: Carry = NO_CARRY


def lay_out(page: Page, carry: Carry = NO_CARRY) -> Layout:
    """Return the page's blocks.

    Args:
        page: glyphs and rules of one upright page.
        carry: the table at the foot of the page before, which may go on.
    """
    words = part_words(page.glyphs)
    tables = _find_tables(page, words, carry)
    placed: list[tuple[float, float, Paragraph | Grid]] = []
    for table in tables:
        lattice = table.proposal.lattice
        inside, words = _part_inside(words, lattice)
        grid = fill_lattice(lattice, inside, page.number, ruled=table.proposal.drawn)
        if table.margin < SURE_MARGIN:
            grid = replace(_doubt_rows(grid, table.doubted), confidence=table.confidence)
        placed.append((lattice.ys[0], lattice.xs[0], grid))
    margins, lines = _part_margins(make_lines(_letters_of(words)), page)
    placed.extend(_make_paragraphs(margins, page))
    for part in _between_tables(lines, tables):
        placed.extend(_make_paragraphs(part, page))
    if page.stamp:
        placed.append((page.height, 0.0, Paragraph(page.stamp, page.number)))
    ordered = sorted(placed, key=lambda item: item[:2])
    last = ordered[-1][2] if ordered else None
    return Layout(
        tuple(block for _, _, block in ordered),
        _hand_on(tables[-1], carry) if tables and isinstance(last, Grid) else NO_CARRY,
    )


def _doubt_rows(grid: Grid, doubted: frozenset[int]) -> Grid:
    """Doubt the rows that another reading of the page, as likely, has otherwise."""

    def doubt(cell: Cell | None) -> Cell | None:
        return replace(cell, doubts=(*cell.doubts, Flag.ROW_UNCERTAIN)) if cell else None

    rows = tuple(
        replace(row, cells=tuple(map(doubt, row.cells))) if index in doubted else row
        for index, row in enumerate(grid.rows)
    )
    return replace(grid, rows=rows)


def _find_tables(page: Page, words: _Words, carry: Carry) -> list[Chosen]:
    """Propose tables, those that rules draw as usual first; others where these leave a doubt."""
    ruling = PageRuling(page.rules, measure_letters(page.glyphs))
    text = line_up(words)
    scale = Scale(text, ruling, carry)
    usual = [
        scale.weigh(one, borders=False)
        for one in propose_ruled(page, ruling, page.glyphs, USUAL_MENDING)
    ]
    if all(one.sure for one in usual) and (usual or not carry.edges):
        boxes = [one.box for one in usual]
        clear = scale.cost_outside(boxes) < _LEFT
        if clear and not (scale.is_parted_outside(boxes) and _has_heading(words, usual)):
            return [Chosen(one.proposal, one.facts, SURE_MARGIN) for one in usual]
    proposals = [
        one for mending in MENDINGS for one in propose_ruled(page, ruling, page.glyphs, mending)
    ]
    proposals += [
        refined
        for one in proposals
        if (refined := propose_refined(one, page.glyphs, carry, page.width)) is not None
    ]
    _, lines = _part_margins(make_lines(page.glyphs), page)
    proposals += propose_unruled(lines, text, ruling, carry, page.width)
    tables = [one for one in _drop_repeated(proposals) if one.lattice.shape[1] > 1]
    return choose_tables([scale.weigh(one, borders=True) for one in tables])


def _has_heading(words: _Words, tables: Sequence[Weighed]) -> bool:
    """Whether the heading of a further table stands outside of those that are drawn."""
    for one in tables:
        _, words = _part_inside(words, one.proposal.lattice)
    return find_heading(make_lines(_letters_of(words))) is not None


def _drop_repeated(proposals: Sequence[TableProposal]) -> Iterator[TableProposal]:
    """Yield each lattice once: several ways to mend rules give the same."""
    seen: set[tuple[int, ...]] = set()
    for one in proposals:
        lattice = one.lattice
        key = (len(lattice.slots), *(round(v) for v in (*lattice.xs, *lattice.ys)))
        if key not in seen:
            seen.add(key)
            yield one


def _hand_on(table: Chosen, before: Carry) -> Carry:
    carry = table.proposal.carry
    return replace(carry, last=table.facts.last or before.last)


def _between_tables(lines: Sequence[Line], tables: Sequence[Chosen]) -> Iterator[list[Line]]:
    """Yield the lines above, between and below the tables; no paragraph goes round one."""
    parts: dict[int, list[Line]] = {}
    tops = sorted(table.proposal.lattice.ys[0] for table in tables)
    for line in lines:
        parts.setdefault(sum(top < line.baseline for top in tops), []).append(line)
    yield from parts.values()


def _part_margins(lines: Sequence[Line], page: Page) -> tuple[list[Line], list[Line]]:
    """Return the page's number, header and footer, and the lines between them.

    They stand within the margin, apart from the text.
    """
    body = list(lines)
    margins: list[Line] = []
    while len(body) > 1 and _stands_apart(body[0], body[1], body[0].bottom, page):
        margins.append(body.pop(0))
    while len(body) > 1 and _stands_apart(body[-1], body[-2], page.height - body[-1].top, page):
        margins.append(body.pop())
    return margins, body


def _stands_apart(line: Line, near: Line, distance: float, page: Page) -> bool:
    gap = abs(line.baseline - near.baseline)
    margin = _MARGIN * page.height
    is_number = bool(PAGE_NUMBER.match(line.text)) and line.x0 > 0.3 * page.width
    return distance < margin and (is_number or gap > 1.6 * max(line.size, near.size))


def _part_inside(words: _Words, lattice: Lattice) -> tuple[_Words, _Words]:
    """Return the words that stand inside the lattice, and those outside."""
    inside: _Words = []
    outside: _Words = []
    left, top, right, bottom = lattice.box
    for word in words:
        first, last = word[0], word[-1]
        near = last.x1 > left and first.x0 < right and first.bottom > top and first.top < bottom
        (inside if near and find_place(lattice, word) else outside).append(word)
    return inside, outside


def _letters_of(words: _Words) -> list[Glyph]:
    return [glyph for word in words for glyph in word]


# --- running text --------------------------------------------------------------------


def _make_paragraphs(
    lines: Sequence[Line], page: Page
) -> list[tuple[float, float, Paragraph | Grid]]:
    segments = [part for line in lines for part in split_segments(line)]
    if not segments:
        return []
    right = max(line.x1 for line in segments)
    left = min(line.x0 for line in segments)
    groups: list[list[Line]] = []
    for line in segments:
        if groups and _continues(groups[-1][-1], line, left, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(group[0].top, group[0].x0, _make_paragraph(group, page)) for group in groups]


def _continues(before: Line, line: Line, left: float, right: float) -> bool:
    if line.baseline - before.baseline > 1.9 * line.size or line.baseline <= before.baseline:
        return False
    if PARAGRAPH_START.match(line.text):
        return False
    if min(before.x1, line.x1) < max(before.x0, line.x0):
        return False
    full = before.x1 > left + _FULL * (right - left)
    return full and line.x0 < before.x0 + 1.5 * line.size and before.bold == line.bold


def _make_paragraph(lines: Sequence[Line], page: Page) -> Paragraph:
    middle = (lines[0].x0 + lines[0].x1) / 2
    centred = abs(middle - page.width / 2) < 0.06 * page.width and lines[0].x0 > 0.2 * page.width
    text = "\n".join(line_text(line) for line in lines)
    box = (
        min(line.x0 for line in lines), lines[0].top, max(line.x1 for line in lines),
        lines[-1].bottom,
    )  # fmt: skip
    scanned = Cell(text, box=box) if page.recognised else None
    return Paragraph(text, page.number, centred, lines[0].bold, scanned)
