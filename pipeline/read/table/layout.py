"""One page becomes blocks in reading order: grids and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.language.keys import PAGE_NUMBER
from pipeline.language.ordinals import PARAGRAPH_START
from pipeline.model import Cell, Grid, Paragraph
from pipeline.read.table.fill import fill_lattice, find_place, line_text, part_words
from pipeline.read.table.limits import measure_letters
from pipeline.read.table.lines import Line, make_lines, split_segments
from pipeline.read.table.page import Glyph, Page
from pipeline.read.table.refine import refine_lattice
from pipeline.read.table.ruled import Lattice, find_lattices
from pipeline.read.table.unruled import NO_CARRY, Carry, find_unruled

_MARGIN = 0.075  # of the page's height: 20 to 25 mm of A4
_FULL = 0.86  # of the text's width: a line shorter than this ends its paragraph


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a page, and the table without rules that may go on overleaf."""

    blocks: tuple[Paragraph | Grid, ...]
    carry: Carry = NO_CARRY


def lay_out(page: Page, carry: Carry = NO_CARRY) -> Layout:
    """Return the page's blocks.

    Args:
        page: glyphs and rules of one upright page.
        carry: a table without all its rules at the foot of the page before.
    """
    glyphs = page.glyphs
    placed: list[tuple[float, Paragraph | Grid]] = []
    lattices = _choose_lattices(find_lattices(page.rules, measure_letters(glyphs)), glyphs)
    words = part_words(glyphs) if lattices else []
    going = NO_CARRY
    for lattice in lattices:
        inside, outside = _part_inside(words, lattice)
        refined = refine_lattice(lattice, _letters_of(inside), carry, page.width)
        if refined is None:
            continue
        words = outside
        part, going = refined
        grid = fill_lattice(part, inside, page.number, ruled=not going.edges)
        placed.append((part.ys[0], grid))
    rest = _letters_of(words) if lattices else list(glyphs)
    margins, lines = _part_margins(make_lines(rest), page)
    placed.extend(_make_paragraphs(margins, page))
    hint = NO_CARRY if lattices else carry
    while found := find_unruled(lines, hint, page.width):
        taken = lines[found.first : found.last + 1]
        letters = [glyph for line in taken for glyph in line.glyphs]
        blanks = [g for g in rest if g.text.isspace()]
        grid = fill_lattice(
            found.lattice, part_words([*letters, *blanks]), page.number, ruled=False
        )
        placed.append((found.lattice.ys[0], grid))
        going = found.carry
        placed.extend(_make_paragraphs(lines[: found.first], page))
        lines, hint = lines[found.last + 1 :], NO_CARRY
    placed.extend(_make_paragraphs(lines, page))
    if page.stamp:
        placed.append((page.height, Paragraph(page.stamp, page.number)))
    ordered = sorted(placed, key=lambda item: item[0])
    last = ordered[-1][1] if ordered else None
    goes_on = isinstance(last, Grid) and not last.ruled
    return Layout(tuple(block for _, block in ordered), going if goes_on else NO_CARRY)


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


_Words = list[list[Glyph]]


def _part_inside(words: _Words, lattice: Lattice) -> tuple[_Words, _Words]:
    """Return the words that stand inside the lattice, and those outside."""
    inside: _Words = []
    outside: _Words = []
    for word in words:
        (inside if find_place(lattice, word) else outside).append(word)
    return inside, outside


def _letters_of(words: _Words) -> list[Glyph]:
    return [glyph for word in words for glyph in word]


def _choose_lattices(lattices: Sequence[Lattice], glyphs: Sequence[Glyph]) -> list[Lattice]:
    """Leave out frames round text or pages, and drawings with nothing written in them."""
    chosen: list[Lattice] = []
    letters = [glyph for glyph in glyphs if not glyph.text.isspace()]
    for lattice in lattices:
        rows, columns = lattice.shape
        if rows * columns > 1 and any(lattice.find(*glyph.middle) for glyph in letters):
            chosen.append(lattice)
    return chosen


# --- running text --------------------------------------------------------------------


def _make_paragraphs(lines: Sequence[Line], page: Page) -> list[tuple[float, Paragraph | Grid]]:
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
    return [(group[0].top, _make_paragraph(group, page)) for group in groups]


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
