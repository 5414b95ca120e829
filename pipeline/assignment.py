"""Which pairs of two lists are taken together: the likeliest choice as a whole.

Taking the surest pair first would leave over what has just one partner. Models of two years
are paired so, and columns with what they may hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

Edges = Mapping[tuple[int, int], float]
"""Number in the first list, number in the second -> what is gained by taking them together."""


def assign(edges: Edges) -> dict[int, int]:
    """Return the partner of each one of the first list that has one, each taken once.

    The sum of the gains, which are above 0, is the highest possible.
    """
    chosen = _Chosen(edges)
    for one in sorted({one for one, _ in edges}):
        chosen.add(one)
    return chosen.partners


class _Chosen:
    """The best choice for the entries added so far."""

    def __init__(self, edges: Edges) -> None:
        self.partners: dict[int, int] = {}
        self._holders: dict[int, int] = {}  # entry of the second list -> its partner
        self._gains: dict[int, dict[int, float]] = defaultdict(dict)
        for (one, other), gain in sorted(edges.items()):
            self._gains[one][other] = gain

    def add(self, start: int) -> None:
        """Take an entry in; others change partners, or lose theirs, where all gain by it."""
        reached = {start: 0.0}  # entries without partner, and what all have gained by then
        came_from: dict[int, tuple[int, int]] = {}  # the one who took its partner, and that one
        best, end = 0.0, (start, -1)
        queue = [start]
        while queue:
            one = queue.pop(0)
            for other, gained in self._take(one, reached[one]):
                holder = self._holders.get(other)
                if holder is None:
                    best, end = max((best, end), (gained, (one, other)), key=lambda x: x[0])
                    continue
                left = gained - self._gains[holder][other]
                if left > reached.get(holder, float("-inf")) + _TINY:
                    reached[holder] = left
                    came_from[holder] = (one, other)
                    queue.append(holder)
                    best, end = max((best, end), (left, (holder, -1)), key=lambda x: x[0])
        self._change(*end, came_from)

    def _take(self, one: int, before: float) -> Iterator[tuple[int, float]]:
        for other, gain in self._gains[one].items():
            if self.partners.get(one) != other:
                yield other, before + gain

    def _change(self, one: int, other: int, came_from: Mapping[int, tuple[int, int]]) -> None:
        """Go back along the chain of those who change."""
        while True:
            if other >= 0:
                self.partners[one], self._holders[other] = other, one
            else:
                self.partners.pop(one, None)
            if one not in came_from:
                return
            one, other = came_from[one]


_TINY = 1e-9
