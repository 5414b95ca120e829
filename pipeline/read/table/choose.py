"""Of all tables that are proposed on a page, those that cost least; how sure that is.

Tables and running text compete for the same lines. A set of tables that do not lie over each
other gains what its lines would cost as text, less what they cost in the tables; the set
that gains most is taken. What the best set without a table, or with another reading of it,
gains less is the margin by which that table was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.model import Box
from pipeline.read.table.cost import cost_as_text, cost_of, faults_of
from pipeline.read.table.facts import Facts, FilledLattice, count_borders, count_facts
from pipeline.read.table.line_headings import HEADING_GAP
from pipeline.read.table.proposals import TableProposal
from pipeline.read.table.rows import Carry
from pipeline.read.table.ruling import PageRuling
from pipeline.read.table.words import TextLine

_MOST = 14  # proposals that are weighed as sets; the rest gain less
_SURE = 0.03  # faults a word: a drawn table with less needs no rival
_SHIFT = 0.8  # of the letter size: borders nearer than this to the carried ones are the same
_GOES_ON = 0.25  # a row under the same columns as on the page before
_HOLLOW = 1.5  # and what a column without a word costs elsewhere: the rest of a row fills few
_COUNTS_ON = 1.5  # its first ordinal follows the last one there
_ROW_LINES = 4
_FRAMED = 0.05  # a word inside a drawn table
_CLOSE = 0.15  # a reading that costs no more than this beyond another is no surer
_HALF_SURE = 0.5  # the margin of a table that is as sure as not
_TEXTS = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Weighed:
    """A proposal with what was counted of it."""

    proposal: TableProposal
    facts: Facts
    placed: FilledLattice
    cost: float
    gain: float

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.proposal.lattice.box

    @property
    def sure(self) -> bool:
        """Whether nothing is amiss in it, so that no other reading need be looked for."""
        faults = faults_of(self.facts, drawn=self.proposal.drawn)
        return (
            self.proposal.drawn
            and self.proposal.lattice.shape[1] > 1
            and faults <= _SURE * self.facts.words
            and not self.facts.hollow
            and (self.proposal.lattice.shape[0] > 1 or not self._is_high())
        )

    def _is_high(self) -> bool:
        """Whether its one row has so many lines that it may hold several."""
        columns = range(self.proposal.lattice.shape[1])
        return any(len(self.placed.lines(0, column)) > _ROW_LINES for column in columns)

    def texts(self) -> _TEXTS:
        """What its cells hold."""
        rows, columns = self.proposal.lattice.shape
        return tuple(
            tuple(
                " ".join(word.text for line in self.placed.lines(row, c) for word in line)
                for c in range(columns)
            )
            for row in range(rows)
        )


@dataclass(frozen=True)
class Chosen:
    """A table that was chosen."""

    proposal: TableProposal
    facts: Facts
    margin: float  # by how much the next reading of it costs more
    doubted: frozenset[int] = frozenset()  # rows that another reading, as cheap, has otherwise

    @property
    def confidence(self) -> float:
        """How sure the choice is, 0 to 1."""
        return self.margin / (self.margin + _HALF_SURE)


class Scale:
    """Weighs proposals on one page."""

    def __init__(self, words: Sequence[TextLine], ruling: PageRuling, carry: Carry) -> None:
        self._words = words
        self._ruling = ruling
        self._carry = carry
        self._as_text = [(x, line[0].y, cost) for line in words for x, cost in cost_as_text(line)]

    def weigh(self, proposal: TableProposal, *, borders: bool) -> Weighed:
        """Return the proposal with its cost and gain.

        Args:
            proposal: one table.
            borders: whether its borders are held against the rules: where tables compete.
        """
        facts, placed = count_facts(
            proposal.lattice,
            self._words,
            self._ruling,
            drawn=proposal.drawn,
            above=self._carry.last,
        )
        if borders:
            count_borders(placed, self._ruling, facts)
        if not proposal.drawn:
            facts.invented = 0
        columns = proposal.lattice.shape[1]
        cost = cost_of(facts, columns, drawn=proposal.drawn) - self._continuing(proposal, facts)
        if proposal.drawn and columns > 1:
            cost -= _FRAMED * facts.words
        return Weighed(
            proposal, facts, placed, cost, self.cost_as_text(proposal.lattice.box) - cost
        )

    def cost_as_text(self, box: Box) -> float:
        """Return what the lines inside a box cost as running text."""
        left, top, right, bottom = box
        return sum(c for x, y, c in self._as_text if top < y < bottom and left < x < right)

    def cost_outside(self, boxes: Sequence[Box]) -> float:
        """Return what the lines outside of all boxes cost as running text."""
        return sum(c for _, y, c in self._as_text if not any(b[1] < y < b[3] for b in boxes))

    def is_parted_outside(self, boxes: Sequence[Box]) -> bool:
        """Whether a line outside of all boxes has a gap as between two headings."""
        return any(
            after.x0 - before.x1 > HEADING_GAP * before.size
            for line in self._words
            if not any(box[1] < line[0].y < box[3] for box in boxes)
            for before, after in pairwise(line)
        )

    def _continuing(self, proposal: TableProposal, facts: Facts) -> float:
        """What speaks for a table that goes on from the page before."""
        edges, carried = proposal.lattice.xs, self._carry.edges
        merit = _COUNTS_ON * (facts.first > 0 and facts.first == self._carry.last + 1)
        if len(edges) == len(carried) and not proposal.drawn:
            near = _SHIFT * self._ruling.limits.em
            same = all(abs(a - b) <= near for a, b in zip(edges, carried, strict=True))
            merit += same * (_GOES_ON * (facts.counted + 1) + _HOLLOW * facts.hollow)
        return merit


def choose_tables(weighed: Iterable[Weighed]) -> list[Chosen]:
    """Return the tables of the set that gains most, from top to bottom."""
    pool = _rank(weighed)
    best, total = _best_set(pool, ())
    chosen = [_hold_against(one, pool, total) for one in best]
    return sorted(chosen, key=lambda one: one.proposal.lattice.box[1::-1])


def _hold_against(one: Weighed, pool: Sequence[Weighed], total: float) -> Chosen:
    """Hold a table against the best set that reads it otherwise, or not at all."""
    texts = one.texts()
    rivals = [other for other in pool if other is not one and other.texts() != texts]
    others, gain = _best_set(rivals, ())
    doubted = {row for row, _ in one.facts.rows.items() if one.facts.rows[row] > 0}
    if total - gain < _CLOSE:
        read = {row for other in others if _overlap(one.box, other.box) for row in other.texts()}
        doubted |= {row for row, cells in enumerate(texts) if any(cells) and cells not in read}
    return Chosen(one.proposal, one.facts, total - gain, frozenset(doubted))


def _rank(weighed: Iterable[Weighed]) -> list[Weighed]:
    """The proposals that gain anything, best first; of those with the same texts, one."""
    pool: dict[_TEXTS, Weighed] = {}
    for one in sorted(weighed, key=lambda one: -one.gain):
        if one.gain > 0 and len(pool) < _MOST:
            pool.setdefault(one.texts(), one)
    return list(pool.values())


def _best_set(
    pool: Sequence[Weighed], taken: tuple[Weighed, ...]
) -> tuple[tuple[Weighed, ...], float]:
    """The set of proposals, none over another, with the highest gain."""
    best: tuple[tuple[Weighed, ...], float] = (taken, sum(one.gain for one in taken))
    for index, one in enumerate(pool):
        if sum(other.gain for other in pool[index:]) + sum(t.gain for t in taken) <= best[1]:
            break
        if not any(_overlap(one.box, other.box) for other in taken):
            best = max(
                best, _best_set(pool[index + 1 :], (*taken, one)), key=lambda found: found[1]
            )
    return best


def _overlap(box: Box, other: Box) -> bool:
    near = 2.0
    return (
        min(box[2], other[2]) - max(box[0], other[0]) > near
        and min(box[3], other[3]) - max(box[1], other[1]) > near
    )
