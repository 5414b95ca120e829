"""What can be counted of a table as somebody proposes it: the same few facts for all of them.

Words that cross a border or stand in no cell, ordinals that count up or share a cell, rows
like each other, headings that are known, borders that are drawn. What they weigh is said in
``cost``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.language.headings import match_heading
from pipeline.language.ordinals import GROUP_ORDINAL, ROW_ORDINAL
from pipeline.read.table.ruled import Lattice, Slot
from pipeline.read.table.ruling import PageRuling
from pipeline.read.table.words import TextLine, Word

OVER = 0.25  # of the letter size: a word reaches that far into the next cell
FLOWS = 0.45  # a gap no wider parts words of one text
APART = 1.6  # a wider gap parts columns
_TALL = 1.45  # of the usual line step: a wider step inside a cell parts rows
_WIDEST_STEP = 1.75  # of the letter size: lines of one cell stand no further apart
_STRAY = 0.6  # of the line step: text that stands otherwise beside its ordinal than the rest
_LONGEST = 80  # letters of a heading
_LEADING = re.compile(r"^(\d{1,3})[.)]$")
_HEADING_LINES = 3  # a heading above ordinals has fewer
_ORDINALS_WITHIN = 3  # columns from the left


@dataclass
class Facts:
    """Counts over one proposed table."""

    words: int = 0
    crossing: float = 0.0  # words over a border; over a drawn one they count for less
    flowing: int = 0  # neighbours on a line, parted by a border nobody drew
    loose: int = 0  # words inside the table that no cell holds
    gaps: int = 0  # gaps wide as between columns, inside a cell
    crowded: int = 0  # ordinals beside the first in one cell
    counted: int = 0  # ordinals that follow the one above
    jumps: int = 0  # ordinals that follow none
    bare: int = 0  # rows without ordinal where others have one
    torn: int = 0  # rows that read as the rest of the row above
    tall: int = 0  # steps inside a cell that are as wide as between rows
    stray: int = 0  # texts that stand otherwise beside their ordinals than the rest
    hollow: int = 0  # columns without a word
    known: int = 0  # columns under a heading that is known
    doubled: int = 0  # headings that stand over a column further left too
    invented: int = 0  # borders of cells that nobody drew, where others are drawn
    borne: int = 0  # cells with all their borders drawn
    unused: float = 0.0  # rules inside of cells, in lines
    first: int = 0  # the first ordinal
    last: int = 0  # the last one
    rows: Counter[int] = field(default_factory=Counter)  # row -> how often something is amiss


@dataclass(frozen=True)
class FilledLattice:
    """A proposed table and the words in its cells, line by line."""

    lattice: Lattice
    cells: Mapping[Slot, list[TextLine]]
    owners: Mapping[tuple[int, int], Slot]

    def text(self, row: int, column: int) -> str:
        """The text of a cell on one line."""
        slot = self.owners.get((row, column))
        lines = self.cells.get(slot, []) if slot else []
        return " ".join(word.text for line in lines for word in line)

    def lines(self, row: int, column: int) -> Sequence[TextLine]:
        """The lines of the cell that begins here, none where a cell above or beside covers."""
        slot = self.owners.get((row, column))
        begins = slot is not None and (slot.row, slot.column) == (row, column)
        return self.cells.get(slot, []) if slot and begins else []

    def is_wide(self, row: int) -> bool:
        """Whether one cell covers the whole row."""
        slot = self.owners.get((row, 0))
        return slot is not None and slot.col_span == self.lattice.shape[1] > 1


def count_facts(
    lattice: Lattice, lines: Iterable[TextLine], ruling: PageRuling, *, drawn: bool, above: int = 0
) -> tuple[Facts, FilledLattice]:
    """Return what is counted of a table, and its words in their cells.

    Args:
        lattice: as proposed.
        lines: of the whole page.
        ruling: the page's rules.
        drawn: whether the table is proposed for its rules; then borders must be drawn.
        above: the last ordinal on the page before.
    """
    facts = Facts()
    placed = _place(lattice, lines, ruling, facts)
    column = _find_ordinals(placed)
    body = _count_ordinals(placed, column, above, facts)
    _count_heading(placed, body, facts)
    _count_rows(placed, column, body, facts, drawn=drawn)
    if not drawn and column is not None:
        _count_stray(placed, column, body, facts)
    return facts, placed


def count_borders(placed: FilledLattice, ruling: PageRuling, facts: Facts) -> None:
    """Count which borders are drawn, and which rules are none; costs more than other facts."""
    xs, ys = placed.lattice.xs, placed.lattice.ys
    for slot in placed.lattice.slots:
        left, right = xs[slot.column], xs[slot.column + slot.col_span]
        top, bottom = ys[slot.row], ys[slot.row + slot.row_span]
        sides = [
            ruling.bears_level(top, left, right),
            ruling.bears_level(bottom, left, right),
            ruling.bears_upright(left, top, bottom),
            ruling.bears_upright(right, top, bottom),
        ]
        facts.borne += all(sides) and bool(placed.cells.get(slot))
        facts.invented += sides.count(False) if any(sides) else 0
    facts.unused += _count_unused(placed.lattice, ruling)
    facts.unused += 2.0 * (ruling.find_reach(xs, ys[0], ys[-1]) != (ys[0], ys[-1]))


def _count_unused(lattice: Lattice, ruling: PageRuling) -> float:
    """Upright rules and level ones inside of cells, each over a line's height or more."""
    left, top, right, bottom = lattice.box
    near, em = ruling.limits.agree, ruling.limits.em
    unused = 0.0
    for rule in ruling.upright:
        inside = left + near < rule.x0 < right - near
        length = min(rule.bottom, bottom) - max(rule.top, top)
        if inside and length > em and not _is_near(rule.x0, lattice.xs, near):
            unused += length / (1.3 * em)
    for rule in ruling.level:
        inside = top + near < rule.top < bottom - near
        length = min(rule.x1, right) - max(rule.x0, left)
        if inside and length > 0.5 * (right - left) and not _is_near(rule.top, lattice.ys, near):
            unused += 1.0
    return unused


def _is_near(value: float, values: Sequence[float], near: float) -> bool:
    return any(abs(value - other) <= near for other in values)


# --- words ---------------------------------------------------------------------------


def _place(
    lattice: Lattice, lines: Iterable[TextLine], ruling: PageRuling, facts: Facts
) -> FilledLattice:
    """Put every word into its cell, and count those that do not fit."""
    owners = {
        (row, column): slot
        for slot in lattice.slots
        for row in range(slot.row, slot.row + slot.row_span)
        for column in range(slot.column, slot.column + slot.col_span)
    }
    cells: dict[Slot, list[TextLine]] = {}
    xs, ys = lattice.xs, lattice.ys
    last_row, last_column = lattice.shape
    for line in lines:
        if not ys[0] < line[0].y < ys[-1]:
            continue
        before: tuple[Word, Slot] | None = None
        whole: list[TextLine] = []
        for word in line:
            column, row = (
                bisect_right(xs, (word.x0 + word.x1) / 2) - 1,
                bisect_right(ys, word.y) - 1,
            )
            slot = owners.get((row, column))
            if slot is None:
                facts.loose += 0 <= column < last_column and 0 <= row < last_row
                before = None
                continue
            facts.words += 1
            _count_word(lattice, slot, row, word, before, ruling, facts)
            if before and before[1] is slot:
                whole[-1] = (*whole[-1], word)
            else:
                whole = cells.setdefault(slot, [])
                whole.append((word,))
            before = word, slot
    return FilledLattice(lattice, cells, owners)


def _count_word(
    lattice: Lattice,
    slot: Slot,
    row: int,
    word: Word,
    before: tuple[Word, Slot] | None,
    ruling: PageRuling,
    facts: Facts,
) -> None:
    left, right = lattice.xs[slot.column], lattice.xs[slot.column + slot.col_span]
    over = max(left - word.x0, word.x1 - right)
    if over > OVER * word.size:
        border = left if left - word.x0 > word.x1 - right else right
        borne = ruling.bears_upright(border, word.y - 1, word.y + 1)
        outer = border in (lattice.xs[0], lattice.xs[-1])
        facts.crossing += 0.2 if borne or outer else 1.0
        facts.rows[row] += not borne and not outer
    if before is None:
        return
    gap = word.x0 - before[0].x1
    if before[1] == slot:
        facts.gaps += gap > APART * word.size
    elif gap < FLOWS * word.size and not ruling.bears_upright(left, word.y - 1, word.y + 1):
        facts.flowing += 1
        facts.rows[row] += 1


# --- ordinals ------------------------------------------------------------------------


def _find_ordinals(placed: FilledLattice) -> int | None:
    """The column with the most ordinals, of the first few."""
    rows, columns = placed.lattice.shape
    counts = [
        sum(bool(_read_ordinals(placed.lines(row, column))[0]) for row in range(rows))
        for column in range(min(_ORDINALS_WITHIN, columns))
    ]
    best = max(range(len(counts)), key=lambda c: (counts[c], -c))
    return best if counts[best] > 0 else None


def _ordinal_lines(lines: Sequence[TextLine]) -> list[int]:
    """The numbers of the lines that are ordinals and nothing else; empty where any is not."""
    numbers: list[int] = []
    for line in lines:
        text = "".join(word.text for word in line)
        if len(line) > 2 or not ROW_ORDINAL.match(text):
            return []
        digits = re.findall(r"\d+", text)
        numbers.append(int(digits[-1]) if digits else 0)
    return numbers


def _count_leading(placed: FilledLattice, facts: Facts) -> None:
    """Count ordinals that begin the lines of one cell: its row holds as many entries."""
    rows, columns = placed.lattice.shape
    for column in range(min(_ORDINALS_WITHIN - 1, columns)):
        for row in range(rows):
            first = [line[0].text for line in placed.lines(row, column) if len(line) > 1]
            numbers = [int(found[1]) for text in first if (found := _LEADING.match(text))]
            follow = sum(after == before + 1 for before, after in pairwise(numbers))
            facts.crowded += follow
            facts.rows[row] += follow


def _read_ordinals(lines: Sequence[TextLine]) -> tuple[list[int], bool]:
    """The ordinals of a cell, and whether a heading stands above them in it."""
    for above in range(min(_HEADING_LINES, len(lines))):
        numbers = _ordinal_lines(lines[above:])
        if numbers:
            return numbers, above > 0
    return [], False


def _count_ordinals(placed: FilledLattice, column: int | None, above: int, facts: Facts) -> int:
    """Count how ordinals go on; return the first row below the heading."""
    rows = placed.lattice.shape[0]
    if column is None:
        _count_leading(placed, facts)
        return 1 if _reads_known(placed, 0) else 0
    body: int | None = None
    last = above
    for row in range(rows):
        lines = placed.lines(row, column)
        numbers, headed = _read_ordinals(lines)
        facts.crowded += headed
        facts.rows[row] += headed
        if len(numbers) > 1 and last and int("".join(map(str, numbers))) == last + 1:
            numbers = [last + 1]  # a narrow column breaks an ordinal
        if not numbers:
            continue
        body = row if body is None else body
        facts.crowded += len(numbers) - 1
        facts.rows[row] += len(numbers) - 1
        for number in numbers:
            if number and last and body is not None and facts.first:
                follows = number in (last + 1, 1)
                facts.counted += number == last + 1
                facts.jumps += not follows
            facts.first = facts.first or number
            last = number or last
    facts.last = last
    return body or 0


def _count_heading(placed: FilledLattice, body: int, facts: Facts) -> None:
    columns = placed.lattice.shape[1]
    above = range(max(body, 1))
    seen: set[str] = set()
    for column in range(columns):
        texts = dict.fromkeys(filter(None, (placed.text(row, column) for row in above)))
        whole = " ".join(texts)
        known = any(len(text) < _LONGEST and match_heading(text) for text in (*texts, whole))
        facts.known += known
        facts.doubled += known and whole in seen
        seen.add(whole)


def _reads_known(placed: FilledLattice, row: int) -> bool:
    texts = [placed.text(row, column) for column in range(placed.lattice.shape[1])]
    return sum(1 for text in texts if text and len(text) < _LONGEST and match_heading(text)) > 1


# --- rows ----------------------------------------------------------------------------


def _count_rows(
    placed: FilledLattice, column: int | None, body: int, facts: Facts, *, drawn: bool
) -> None:
    rows, columns = placed.lattice.shape
    filled = {
        row: [c for c in range(columns) if placed.lines(row, c)]
        for row in range(body, rows)
        if not placed.is_wide(row)
    }
    held = {c for cells in filled.values() for c in cells}
    facts.hollow = sum(1 for c in range(columns) if c not in held) if filled else 0
    numbered = column is not None and sum(column in cells for cells in filled.values())
    usual = median(len(cells) for cells in filled.values()) if filled else 0
    for row, cells in filled.items():
        if not cells:
            continue
        texts = [placed.text(row, c) for c in cells]
        small = all(text[:1].islower() for text in texts)
        if numbered and 2 * numbered >= len(filled):
            lacks = column not in cells and not any(map(GROUP_ORDINAL.match, texts[:1]))
            facts.bare += lacks and row > body
            facts.torn += lacks and small and row > body
        elif row > body:
            facts.torn += small or len(cells) * 2 <= usual
            facts.rows[row] += small
    if not drawn:
        _count_tall(placed, filled, facts)


def _count_tall(placed: FilledLattice, filled: Mapping[int, Sequence[int]], facts: Facts) -> None:
    steps = {
        row: [
            after[0].base - before[0].base
            for c in cells
            for before, after in pairwise(placed.lines(row, c))
        ]
        for row, cells in filled.items()
    }
    every = sorted(step for inside in steps.values() for step in inside)
    if not every:
        return
    size = median(lines[0][0].size for lines in placed.cells.values() if lines)
    usual = min(every[len(every) // 4], _WIDEST_STEP * size)
    for row, inside in steps.items():
        wide = sum(1 for step in inside if step > _TALL * usual)
        facts.tall += wide
        facts.rows[row] += wide


def _count_stray(placed: FilledLattice, column: int, body: int, facts: Facts) -> None:
    """Per column, whether texts begin beside their ordinals, or stand around them: not both."""
    rows, columns = placed.lattice.shape
    for other in range(columns):
        if other == column:
            continue
        tops: list[float] = []
        middles: list[float] = []
        for row in range(body, rows):
            number, lines = placed.lines(row, column), placed.lines(row, other)
            if number and lines and not placed.is_wide(row):
                level, size = number[0][0].base, number[0][0].size
                tops.append((lines[0][0].base - level) / size)
                middle = (lines[0][0].base + lines[-1][0].base) / 2
                middles.append((middle - level) / size)
        facts.stray += min(_count_strays(tops), _count_strays(middles))


def _count_strays(offsets: Sequence[float]) -> int:
    if not offsets:
        return 0
    usual = median(offsets)
    return sum(1 for offset in offsets if abs(offset - usual) > _STRAY)
