"""What a page's rules say of borders, whatever tables are made of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from pipeline.read.table.limits import Limits
from pipeline.read.table.page import Rule

_Value = TypeVar("_Value")
_COVERED = 0.6  # of a border: a rule along less of it does not bear it
_LEAST_ENDS = 3  # rules at different heights that end at one x: a column's border
_ENDS_SHARE = 0.5  # of those heights


@dataclass(frozen=True)
class PageRuling:
    """The rules of one page, as they are drawn."""

    rules: tuple[Rule, ...]
    limits: Limits

    @cached_property
    def level(self) -> list[Rule]:
        """The drawn rules across the page, from top to bottom."""
        return sorted(
            (rule for rule in self.rules if rule.drawn and rule.is_level), key=attrgetter("top")
        )

    @cached_property
    def upright(self) -> list[Rule]:
        """The drawn rules down the page, from left to right."""
        return sorted(
            (rule for rule in self.rules if rule.drawn and not rule.is_level), key=attrgetter("x0")
        )

    @cached_property
    def _tops(self) -> list[float]:
        return [rule.top for rule in self.level]

    @cached_property
    def _lefts(self) -> list[float]:
        return [rule.x0 for rule in self.upright]

    def bears_level(self, y: float, x0: float, x1: float) -> bool:
        """Whether a rule is drawn along most of a border that lies across the page."""
        near = self.limits.agree
        found = self.level[bisect_left(self._tops, y - near) : bisect_right(self._tops, y + near)]
        return _covered([(r.x0, r.x1) for r in found], x0, x1) >= _COVERED * (x1 - x0)

    def bears_upright(self, x: float, top: float, bottom: float) -> bool:
        """Whether a rule is drawn along most of a border that runs down the page."""
        near = self.limits.agree
        first, last = bisect_left(self._lefts, x - near), bisect_right(self._lefts, x + near)
        found = self.upright[first:last]
        return _covered([(r.top, r.bottom) for r in found], top, bottom) >= _COVERED * (
            bottom - top
        )

    def find_reach(self, xs: Sequence[float], top: float, bottom: float) -> tuple[float, float]:
        """Return how far most of a table's upright rules reach beyond its upper and lower end."""
        near, em = self.limits.agree, self.limits.em
        tops: list[float] = []
        bottoms: list[float] = []
        for x in xs:
            first, last = bisect_left(self._lefts, x - near), bisect_right(self._lefts, x + near)
            for rule in self.upright[first:last]:
                if rule.top < top - em and rule.bottom > top - near:
                    tops.append(rule.top)
                if rule.bottom > bottom + em and rule.top < bottom + near:
                    bottoms.append(rule.bottom)
        high = min(tops) if 2 * len(tops) > len(xs) else top
        low = max(bottoms) if 2 * len(bottoms) > len(xs) else bottom
        return high, low

    def find_ends(self, top: float, bottom: float) -> tuple[float, ...]:
        """Return the x at which rules or shaded areas begin and end, row after row.

        Programs that draw a border cell by cell end each piece at the next column's border.
        """
        pieces = [r for r in self.rules if r.is_level and top <= r.top <= bottom]
        heights = {round(r.top / self.limits.snap) for r in pieces}
        if len(heights) < _LEAST_ENDS:
            return ()
        found = []
        for group in cluster_near(
            sorted((x, r.top) for r in pieces for x in (r.x0, r.x1)), self.limits.snap
        ):
            rows = {round(y / self.limits.snap) for _, y in group}
            if len(rows) >= max(_LEAST_ENDS, _ENDS_SHARE * len(heights)):
                found.append(sum(x for x, _ in group) / len(group))
        return tuple(found)

    def find_levels(self, top: float, bottom: float, x0: float, x1: float) -> tuple[float, ...]:
        """Return the y of rules, or of edges of shaded areas, over most of the stretch."""
        pieces = sorted(
            (r for r in self.rules if r.is_level and top <= r.top <= bottom),
            key=attrgetter("top"),
        )
        found: list[float] = []
        for group in cluster_near([(r.top, r) for r in pieces], self.limits.snap):
            spans = [(r.x0, r.x1) for _, r in group]
            if _covered(spans, x0, x1) >= _COVERED * (x1 - x0):
                found.append(sum(y for y, _ in group) / len(group))
        return tuple(found)


def cluster_near(
    values: Sequence[tuple[float, _Value]], near: float
) -> list[list[tuple[float, _Value]]]:
    """Group values, sorted by their first part, of which each is near the one before it."""
    groups: list[list[tuple[float, _Value]]] = []
    for value in values:
        if groups and value[0] - groups[-1][-1][0] <= near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def _covered(spans: Iterable[tuple[float, float]], low: float, high: float) -> float:
    """How much of a stretch the spans cover together."""
    total, reached = 0.0, low
    for start, end in sorted(spans):
        if end > reached:
            total += max(0.0, min(end, high) - max(start, reached))
            reached = max(reached, end)
    return total
