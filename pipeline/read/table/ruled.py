"""PageRuling lines become lattices: the cells of a table as they are drawn.

pdfplumber's table finder puts the cells together; before it, dashes are joined, ends
that stop short are led to the line they aim at, and frames left open are closed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

from pdfplumber.container import Container
from pdfplumber.table import TableFinder

from pipeline.model import Box
from pipeline.read.table.limits import Limits
from pipeline.read.table.page import Rule


class Slot(NamedTuple):
    """One cell: its first row and column, and how many it covers; a tuple, as it is a key."""

    row: int
    column: int
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class Lattice:
    """Borders of columns and rows, and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]

    @property
    def box(self) -> Box:
        """The whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.ys) - 1, len(self.xs) - 1

    def find(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column at a point, None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1
        return (row, column) if inside else None


@dataclass(frozen=True, slots=True)
class Mending:
    """How rules are made whole before tables are seen in them."""

    shaded: bool = False  # the edges of shaded areas count too
    stretched: bool = True  # ends are led to the lines they aim at
    closed: bool = True  # outer lines that a table leaves out are added
    doubled: bool = False  # each cell has a frame of its own, a little apart from the next


USUAL_MENDING = Mending()
MENDINGS = (
    USUAL_MENDING,
    Mending(stretched=False, closed=False),
    Mending(stretched=False),
    Mending(shaded=True),
    Mending(shaded=True, stretched=False, closed=False),
    Mending(doubled=True, stretched=False),
)
"""All of them, the usual one first."""

_DOUBLED = 2.2  # times as far apart rules may be and still be one


def find_lattices(
    rules: Sequence[Rule], limits: Limits, mending: Mending | None = None
) -> list[Lattice]:
    """Return the tables that the rules draw, from top to bottom.

    Args:
        rules: of one page.
        limits: by how much they may miss each other.
        mending: how they are made whole; by default as usual, and the edges of shaded areas
            count where no drawn line makes a table.
    """
    if mending is not None:
        taken = rules if mending.shaded else [rule for rule in rules if rule.drawn]
        return _lattices_of(taken, limits, mending)
    drawn = find_lattices(rules, limits, USUAL_MENDING)
    if any(min(lattice.shape) > 1 for lattice in drawn):
        return drawn
    return find_lattices(rules, limits, Mending(shaded=True)) or drawn


def _join_rules(
    rules: Sequence[Rule], limits: Limits, snap: float
) -> tuple[list[Rule], list[Rule]]:
    """Return (level, upright) rules: those on one line joined, dashes made whole."""
    level = _join_collinear((rule for rule in rules if rule.is_level), limits, snap)
    turned = _join_collinear((_swap(rule) for rule in rules if not rule.is_level), limits, snap)
    return level, [_swap(rule) for rule in turned]


def _lattices_of(rules: Sequence[Rule], limits: Limits, mending: Mending) -> list[Lattice]:
    snap = limits.snap * (_DOUBLED if mending.doubled else 1.0)
    level, upright = _join_rules(rules, limits, snap)
    if mending.stretched:
        level, upright = (
            _stretch_ends(level, upright, limits.reach),
            _stretch_upright(level, upright, limits.reach),
        )
    if mending.closed:
        level, upright = _close_frames(level, upright, limits)
    if len(level) < 2 or len(upright) < 2:
        return []
    tables = TableFinder(
        cast(Any, _RuledPage([*level, *upright])),
        {"snap_tolerance": snap, "join_tolerance": snap, "intersection_tolerance": 1.2 * snap},
    ).tables
    lattices = [_make_lattice(table.cells, 1.2 * snap) for table in tables]
    return sorted(lattices, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


class _RuledPage(Container):
    """What pdfplumber's table finder asks of a page: its edges and its box."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._lines = [_to_edge(rule) for rule in rules]
        self.bbox = (0.0, 0.0, 1e5, 1e5)

    @property
    def objects(self) -> dict[str, list[dict[str, Any]]]:
        return {"line": self._lines}


def _to_edge(rule: Rule) -> dict[str, Any]:
    return {
        "object_type": "line",
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "h" if rule.is_level else "v",
    }


def _swap(rule: Rule) -> Rule:
    return Rule(rule.top, rule.x0, rule.bottom, rule.x1, rule.drawn)


def _join_collinear(rules: Iterable[Rule], limits: Limits, snap: float) -> list[Rule]:
    bands: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.top):
        if bands and rule.top - bands[-1][0].top <= snap:
            bands[-1].append(rule)
        else:
            bands.append([rule])
    joined: list[Rule] = []
    for band in bands:
        y = sum(rule.top for rule in band) / len(band)
        for rule in sorted(band, key=lambda r: r.x0):
            last = joined[-1] if joined and joined[-1].top == y else None
            if last and rule.x0 - last.x1 <= limits.dash:
                joined[-1] = replace(last, x1=max(last.x1, rule.x1))
            else:
                joined.append(Rule(rule.x0, y, rule.x1, y))
    return [rule for rule in joined if rule.x1 - rule.x0 >= limits.shortest]


def _stretch_ends(level: list[Rule], upright: list[Rule], reach: float) -> list[Rule]:
    """Lead the ends of level rules to the upright rule that they stop short of."""
    stretched: list[Rule] = []
    for rule in level:
        crossing = [
            v.x0 for v in upright if v.top - reach <= rule.top <= v.bottom + reach
        ]  # fmt: skip
        left = max((x for x in crossing if rule.x0 - reach <= x <= rule.x0), default=rule.x0)
        right = min((x for x in crossing if rule.x1 <= x <= rule.x1 + reach), default=rule.x1)
        stretched.append(replace(rule, x0=left, x1=right))
    return stretched


def _stretch_upright(level: list[Rule], upright: list[Rule], reach: float) -> list[Rule]:
    return [
        _swap(rule)
        for rule in _stretch_ends([_swap(r) for r in upright], [_swap(r) for r in level], reach)
    ]


def _close_frames(
    level: list[Rule], upright: list[Rule], limits: Limits
) -> tuple[list[Rule], list[Rule]]:
    """Add the outer lines that a table leaves out: none at its sides, top or foot."""
    sides = [
        side
        for group in _same_extent(level, limits.agree)
        for side in _missing_sides(group, upright, limits)
    ]
    upright = [*upright, *sides]
    swapped_level = [_swap(rule) for rule in level]
    ends = [
        _swap(end)
        for group in _same_extent([_swap(rule) for rule in upright], limits.agree)
        for end in _missing_sides(group, swapped_level, limits)
    ]
    return [*level, *ends], upright


def _same_extent(level: list[Rule], agree: float) -> list[list[Rule]]:
    """Group level rules that begin and end at the same x."""
    groups: list[list[Rule]] = []
    for rule in sorted(level, key=lambda r: r.top):
        for group in groups:
            if abs(group[0].x0 - rule.x0) <= agree and abs(group[0].x1 - rule.x1) <= agree:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) > 1]


def _missing_sides(group: list[Rule], upright: list[Rule], limits: Limits) -> list[Rule]:
    """The left and right side of a group of level rules, where no upright rule stands."""
    top, bottom = group[0].top, group[-1].top
    if len(group) < 3 and not any(_crosses(rule, group, limits.snap) for rule in upright):
        return []
    sides: list[Rule] = []
    for x in (min(rule.x0 for rule in group), max(rule.x1 for rule in group)):
        covered = sum(
            min(v.bottom, bottom) - max(v.top, top)
            for v in upright
            if abs(v.x0 - x) <= limits.agree and v.top < bottom and v.bottom > top
        )
        if covered < 0.5 * (bottom - top):
            sides.append(Rule(x, top, x, bottom))
    return sides


def _crosses(rule: Rule, group: list[Rule], snap: float) -> bool:
    return any(
        r.x0 - snap <= rule.x0 <= r.x1 + snap and rule.top - snap <= r.top <= rule.bottom + snap
        for r in group
    )


def _make_lattice(cells: Sequence[Box], near: float) -> Lattice:
    xs = _cluster([x for cell in cells for x in (cell[0], cell[2])], near)
    ys = _cluster([y for cell in cells for y in (cell[1], cell[3])], near)
    slots = set()
    for x0, top, x1, bottom in cells:
        row, column = _nearest(ys, top), _nearest(xs, x0)
        rows, columns = _nearest(ys, bottom) - row, _nearest(xs, x1) - column
        if rows > 0 and columns > 0:
            slots.add(Slot(row, column, rows, columns))
    ordered = sorted(slots, key=lambda slot: (slot.row, slot.column))
    return Lattice(tuple(xs), tuple(ys), tuple(ordered))


def _cluster(values: Iterable[float], near: float) -> list[float]:
    clusters: list[list[float]] = []
    for value in sorted(values):
        if clusters and value - clusters[-1][-1] <= near:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def _nearest(values: Sequence[float], value: float) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))
