"""What the facts of a proposed table weigh, beside the same words as running text.

One is a word badly placed. What a table takes is weighed against the same lines as running
text, so that whole pages can be compared: the gain of a table is what its lines cost as
text, less what they cost in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.language.ordinals import WORD_ORDINAL
from pipeline.read.table.facts import APART, Facts
from pipeline.read.table.words import TextLine

_WEIGHTS = {
    "crossing": 1.0,
    "flowing": 0.9,
    "loose": 1.0,
    "gaps": 0.5,
    "crowded": 2.0,
    "jumps": 0.8,
    "doubled": 1.0,
    "invented": 0.25,
    "unused": 0.8,
}
_UNDRAWN = {"bare": 0.8, "torn": 0.7, "tall": 0.5, "stray": 0.6, "hollow": 1.5}
_DRAWN = {"bare": 0.1}
_MERITS = {"counted": 0.8, "known": 0.6, "borne": 0.5}
_COLUMN = 0.15  # a column that nobody drew must be worth something
_LINE_GAP = 0.5  # in running text, a gap as wide as between columns
_NUMBERED = 0.6  # in running text, an ordinal that stands apart from its words
_NUMBERED_GAP = 0.6  # of the letter size


def faults_of(facts: Facts, *, drawn: bool) -> float:
    """Return what is amiss in a proposed table; 0: nothing."""
    weights = _WEIGHTS | (_DRAWN if drawn else _UNDRAWN)
    return sum(weight * float(getattr(facts, name)) for name, weight in weights.items())


def cost_of(facts: Facts, columns: int, *, drawn: bool) -> float:
    """Return the cost of a proposed table; below 0 where more speaks for it than against."""
    merits = sum(weight * float(getattr(facts, name)) for name, weight in _MERITS.items())
    return faults_of(facts, drawn=drawn) - merits + (0.0 if drawn else _COLUMN * columns)


def cost_as_text(line: TextLine) -> Iterator[tuple[float, float]]:
    """Yield what a line costs as running text, and where: gaps and ordinals as in a table."""
    for before, after in pairwise(line):
        if after.x0 - before.x1 > APART * after.size:
            yield (before.x1 + after.x0) / 2, _LINE_GAP
    first = line[0]
    apart = len(line) > 1 and line[1].x0 - first.x1 > _NUMBERED_GAP * first.size
    if apart and WORD_ORDINAL.match(first.text):
        yield first.middle, _NUMBERED
